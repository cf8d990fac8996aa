"""One writer of stages at a time: a lock file beside the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands.console import CannotRun
from db.store import now


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the lock of ``database``; raises :class:`CannotRun` at once when another process holds it.

    The system frees the lock when its holder ends, however it ends; the file stays.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"cannot write {path}: {error.strerror or error}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise CannotRun(f"another run is at work on {database} ({holder}); nothing was done") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {now()}")
        file.flush()
        yield
