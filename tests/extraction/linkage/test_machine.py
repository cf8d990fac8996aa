"""Any sequence of stories, corrections, new readings, judgements and link runs leaves a sound store."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db import open_database
from db.models import Account, Toll
from extraction.linkage import link
from tests.extraction.linkage.stories import account, partition, tell

ACCOUNTS = st.builds(
    account,
    st.sampled_from(["2017-06-11", "2017-06-12", "2017-06-13", "2017-06", "", "2017-06-11/2017-06-12"]),
    st.sampled_from(["San Salvador/Apopa", "San Salvador/Ilopango", "San Salvador", "La Paz/Olocuilta"]),
    who=st.sampled_from(["civilian", "police"]),
    ages=st.sampled_from([(), (20,), (50,)]),
    deaths=st.sampled_from([Toll.exactly(1), Toll.exactly(2)]),
)
STORIES = st.sampled_from([("a", "1"), ("a", "2"), ("b", "1"), ("b", "2"), ("c", "1")])


class Store(RuleBasedStateMachine):
    """A database, and beside it what its articles tell now."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.db = open_database(Path(self.folder.name) / "t.db")
        self.told: dict[tuple[str, str], list[Account]] = {}
        self.versions: dict[tuple[str, str], int] = {}
        self.ids: set[str] = set()
        self.accepted: set[str] = set()
        self.linked = True

    @rule(story=STORIES, accounts=st.lists(ACCOUNTS, max_size=3), new_text=st.booleans())
    def tells(self, story: tuple[str, str], accounts: list[Account], new_text: bool) -> None:
        """An article appears, changes its text, or is read again."""
        self.versions[story] = self.versions.get(story, 0) + new_text
        tell(self.db, *story, *accounts, text=f"Texto {self.versions[story]}.")
        self.told[story] = accounts
        self.linked = False

    @rule(batch=st.sampled_from([1, 3, 1000]))
    def links(self, batch: int) -> None:
        """The link stage runs; a second run right after it changes nothing."""
        link(self.db, batch)
        before = self.rows()
        assert link(self.db).counts["accounts"] == 0
        assert self.rows() == before
        self.linked = True

    @rule(index=st.integers(0, 10))
    def accepts(self, index: int) -> None:
        """A person accepts an incident."""
        machine = [row["public_id"] for row in self.rows() if row["status"] == "machine"]
        if machine:
            chosen = machine[index % len(machine)]
            self.db.execute("UPDATE incidents SET status = 'accepted' WHERE public_id = ?", [chosen])
            self.accepted.add(chosen)

    def rows(self) -> list[dict[str, Any]]:
        return list(self.db.query("SELECT * FROM incidents ORDER BY public_id"))

    @invariant()
    def nothing_dangles(self) -> None:
        assert list(self.db.query("PRAGMA foreign_key_check")) == []
        rows = self.rows()
        status = {row["public_id"]: row["status"] for row in rows}
        assert self.ids <= set(status), "a public id vanished"
        self.ids = set(status)
        assert {status[one] for one in self.accepted} <= {"accepted"}
        for row in rows:
            assert row["merged_into"] is None or status[row["merged_into"]] != "merged"

    @invariant()
    def linked_is_what_linking_at_once_gives(self) -> None:
        if not self.linked:
            return
        with TemporaryDirectory() as folder:
            fresh = open_database(Path(folder) / "fresh.db")
            for story, accounts in self.told.items():
                tell(fresh, *story, *accounts)
            link(fresh)
            assert partition(self.db) == partition(fresh)
            fresh.conn.close()
        untold = "SELECT 1 FROM incidents WHERE status = 'machine' AND id NOT IN (SELECT incident_id FROM incident_accounts)"
        assert list(self.db.query(untold)) == []

    def teardown(self) -> None:
        self.db.conn.close()
        self.folder.cleanup()


TestStore = Store.TestCase
TestStore.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
