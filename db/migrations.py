"""The history of the schema: small functions, each applied once, in order. Append only."""

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("sucesos")

#: Migrations that rewrite stored rows: ``sucesos migrate`` copies the file before the first of these.
CHANGES_DATA: frozenset[str] = frozenset()


def _run(db: Database, script: str) -> None:
    """Run each statement of ``script`` inside the migration's transaction; ``executescript`` would commit it first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


@migrations()
def m001_outlets_and_runs(db: Database) -> None:
    """Who publishes, and what each execution of a stage did."""
    _run(
        db,
        """
        CREATE TABLE outlets (
            id TEXT PRIMARY KEY,                -- spider name, such as 'eldiariodehoy'
            name TEXT NOT NULL,
            domains TEXT NOT NULL,              -- JSON list
            ownership TEXT,                     -- state, private, church, university, cooperative, government
            language TEXT NOT NULL DEFAULT 'es',
            updated_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            stage TEXT NOT NULL,                -- crawl, extract, link, export, nightly …
            version TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,                   -- null: the run was cut short
            status TEXT,                        -- ok, degraded, failed
            counts TEXT NOT NULL DEFAULT '{}',  -- JSON object
            errors TEXT NOT NULL DEFAULT '[]'   -- JSON list of sentences
        ) STRICT;
        CREATE TABLE run_outlets (
            run_id INTEGER NOT NULL REFERENCES runs(id),
            outlet TEXT NOT NULL REFERENCES outlets(id),
            status TEXT NOT NULL,               -- ok, degraded, failed
            reasons TEXT NOT NULL DEFAULT '[]', -- JSON list of sentences
            counts TEXT NOT NULL DEFAULT '{}',  -- JSON object: found, fetched, new, changed, unchanged, failed …
            PRIMARY KEY (run_id, outlet)
        ) STRICT;
        """,
    )


@migrations()
def m002_frontier_and_articles(db: Database) -> None:
    """What is known of each URL, the raw responses, and the articles read from them."""
    _run(
        db,
        """
        CREATE TABLE urls (
            id INTEGER PRIMARY KEY,
            outlet TEXT NOT NULL REFERENCES outlets(id),
            url TEXT NOT NULL UNIQUE,           -- canonical form
            seen_url TEXT NOT NULL,             -- as first found
            source TEXT NOT NULL,               -- which source found it: feed, sitemap, wordpress, section, redirect, canonical …
            state TEXT NOT NULL DEFAULT 'new',  -- new, fetched, failed, gone, skipped
            reason TEXT,                        -- why failed, gone or skipped
            hints TEXT NOT NULL DEFAULT '{}',   -- JSON: what the source told (published, modified, title, full text)
            http_status INTEGER,
            etag TEXT,
            last_modified TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            discovered_at TEXT NOT NULL,
            fetched_at TEXT,
            due_at TEXT                         -- when to fetch (again); null: never
        ) STRICT;
        CREATE INDEX urls_due ON urls(outlet, due_at) WHERE due_at IS NOT NULL;
        CREATE TABLE sources (                  -- where an outlet lists its stories: feeds, sitemaps, sections …
            outlet TEXT NOT NULL REFERENCES outlets(id),
            url TEXT NOT NULL,
            kind TEXT NOT NULL,
            walk TEXT NOT NULL DEFAULT 'open',  -- open: the last walk was cut short; done
            cursor TEXT,                        -- newest change seen by the last walk that was done
            entries INTEGER,                    -- URLs that the last walk listed
            problem TEXT,                       -- why the last walk failed
            walked_at TEXT,
            worked_at TEXT,                     -- when it last listed anything
            PRIMARY KEY (outlet, url)
        ) STRICT;
        CREATE TABLE snapshots (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL,
            outlet TEXT NOT NULL REFERENCES outlets(id),
            fetched_at TEXT NOT NULL,
            http_status INTEGER NOT NULL,
            warc_file TEXT NOT NULL,            -- relative to the archive folder
            warc_offset INTEGER NOT NULL,
            digest TEXT NOT NULL,               -- sha1 of the payload, WARC form
            UNIQUE (warc_file, warc_offset)
        ) STRICT;
        CREATE INDEX snapshots_url ON snapshots(url);
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            outlet TEXT NOT NULL REFERENCES outlets(id),
            url TEXT NOT NULL UNIQUE,
            published_at TEXT,                  -- UTC, ISO 8601; null: not told
            published_day TEXT,                 -- civil day in El Salvador
            first_seen_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX articles_day ON articles(published_day, outlet);
        CREATE TABLE article_versions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            version INTEGER NOT NULL,           -- 1, 2, …
            snapshot_id INTEGER REFERENCES snapshots(id),
            fetched_at TEXT NOT NULL,
            title TEXT NOT NULL,
            summary TEXT,
            body TEXT NOT NULL,                 -- paragraphs joined by a blank line
            authors TEXT NOT NULL DEFAULT '[]', -- JSON lists from here
            section TEXT,
            tags TEXT NOT NULL DEFAULT '[]',
            captions TEXT NOT NULL DEFAULT '[]',
            tweets TEXT NOT NULL DEFAULT '[]',
            related TEXT NOT NULL DEFAULT '[]',
            flags TEXT NOT NULL DEFAULT '[]',
            sources TEXT NOT NULL DEFAULT '{}', -- JSON: field -> where it came from
            language TEXT NOT NULL DEFAULT 'es',
            modified_at TEXT,
            text_digest TEXT NOT NULL,          -- sha256 of title, newline, body
            UNIQUE (article_id, version)
        ) STRICT;
        CREATE VIRTUAL TABLE articles_fts USING fts5(
            title, body, content='article_versions', content_rowid='id',
            tokenize="unicode61 remove_diacritics 2"
        );
        CREATE TRIGGER article_versions_ai AFTER INSERT ON article_versions BEGIN
            INSERT INTO articles_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
        END;
        CREATE TRIGGER article_versions_ad AFTER DELETE ON article_versions BEGIN
            INSERT INTO articles_fts(articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
        END;
        CREATE TRIGGER article_versions_au AFTER UPDATE OF title, body ON article_versions BEGIN
            INSERT INTO articles_fts(articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
            INSERT INTO articles_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
        END;
        """,
    )


@migrations()
def m003_accounts(db: Database) -> None:
    """What the machine read: accounts with their victims, actors and evidence, and statistics."""
    _run(
        db,
        """
        CREATE TABLE extractions (
            article_version_id INTEGER PRIMARY KEY REFERENCES article_versions(id),
            pipeline_version TEXT NOT NULL,
            run_id INTEGER REFERENCES runs(id),
            kind TEXT,                          -- article kind; null while no reading has succeeded
            error TEXT,                         -- why the last reading failed; what an earlier one read is kept
            extracted_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            article_version_id INTEGER NOT NULL REFERENCES article_versions(id),
            pipeline_version TEXT NOT NULL,
            position INTEGER NOT NULL,          -- order in the article, from 0
            published_day TEXT,                 -- the article's, copied: linkage blocks undated accounts by it
            event_type TEXT NOT NULL,
            country TEXT NOT NULL DEFAULT 'SV',
            date_start TEXT,
            date_end TEXT,
            date_precision TEXT NOT NULL,
            department TEXT,
            district TEXT,
            locality TEXT,
            place_precision TEXT NOT NULL,
            deaths_low INTEGER NOT NULL,
            deaths_best INTEGER NOT NULL,
            deaths_high INTEGER,
            injured_low INTEGER NOT NULL,
            injured_best INTEGER NOT NULL,
            injured_high INTEGER,
            weapon TEXT NOT NULL DEFAULT '[]',      -- JSON list
            confidence TEXT NOT NULL DEFAULT '{}',  -- JSON: field -> probability
            UNIQUE (article_version_id, position)
        ) STRICT;
        CREATE INDEX accounts_when_where ON accounts(department, date_start, district);
        CREATE INDEX accounts_undated ON accounts(department, district, published_day) WHERE date_start IS NULL;
        CREATE INDEX accounts_vague ON accounts(department, date_start, date_end) WHERE date_precision <> 'day';
        CREATE TABLE account_victims (
            account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            types TEXT NOT NULL,                -- JSON list of codes
            count INTEGER,
            outcome TEXT NOT NULL,
            relation_to TEXT,
            kin TEXT,
            affiliation TEXT,
            sex TEXT,
            ages TEXT NOT NULL DEFAULT '[]',
            names TEXT NOT NULL DEFAULT '[]',
            duty_status TEXT,
            PRIMARY KEY (account_id, position)
        ) STRICT;
        CREATE TABLE account_actors (
            account_id INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            actor TEXT NOT NULL,
            attribution TEXT NOT NULL,
            attributed_by TEXT,
            PRIMARY KEY (account_id, position)
        ) STRICT;
        CREATE TABLE statistics (
            id INTEGER PRIMARY KEY,
            article_version_id INTEGER NOT NULL REFERENCES article_versions(id),
            pipeline_version TEXT NOT NULL,
            position INTEGER NOT NULL,
            indicator TEXT NOT NULL,
            value REAL NOT NULL,
            period_start TEXT,
            period_end TEXT,
            area TEXT NOT NULL DEFAULT 'SV',
            source TEXT,
            comparison TEXT,
            UNIQUE (article_version_id, position)
        ) STRICT;
        CREATE TABLE evidence (
            id INTEGER PRIMARY KEY,
            account_id INTEGER REFERENCES accounts(id) ON DELETE CASCADE,
            statistic_id INTEGER REFERENCES statistics(id) ON DELETE CASCADE,
            field TEXT NOT NULL,
            start_char INTEGER NOT NULL,
            end_char INTEGER NOT NULL,
            quote TEXT NOT NULL,
            cue TEXT,
            CHECK ((account_id IS NULL) <> (statistic_id IS NULL))
        ) STRICT;
        CREATE INDEX evidence_account ON evidence(account_id);
        CREATE INDEX evidence_statistic ON evidence(statistic_id);
        CREATE VIEW current_versions AS         -- of each article the newest version that could be read
            SELECT v.* FROM article_versions v JOIN extractions e ON e.article_version_id = v.id
            WHERE e.kind IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM article_versions w JOIN extractions x ON x.article_version_id = w.id
                WHERE w.article_id = v.article_id AND w.version > v.version AND x.kind IS NOT NULL
            );
        """,
    )


@migrations()
def m004_incidents_and_decisions(db: Database) -> None:
    """The incidents in the world, and the human layer that no run may change."""
    _run(
        db,
        """
        CREATE TABLE incidents (
            id INTEGER PRIMARY KEY,
            public_id TEXT NOT NULL UNIQUE,     -- 'SV-2017-000123'; 'SV-0000-…' while the year is unknown
            status TEXT NOT NULL DEFAULT 'machine',  -- machine, accepted, rejected, merged, withdrawn (no article tells it now)
            merged_into TEXT REFERENCES incidents(public_id),
            event_type TEXT NOT NULL,
            date_start TEXT,
            date_end TEXT,
            date_precision TEXT NOT NULL,
            department TEXT,
            district TEXT,
            locality TEXT,
            place_precision TEXT NOT NULL,
            deaths_low INTEGER NOT NULL,
            deaths_best INTEGER NOT NULL,
            deaths_high INTEGER,
            injured_low INTEGER NOT NULL,
            injured_best INTEGER NOT NULL,
            injured_high INTEGER,
            weapon TEXT NOT NULL DEFAULT '[]',
            outlets TEXT NOT NULL DEFAULT '[]',    -- JSON list of the outlets that tell it
            conflicts TEXT NOT NULL DEFAULT '{}',  -- JSON: field -> {value: [outlets]} where outlets disagree
            version INTEGER NOT NULL DEFAULT 1,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            CHECK ((status = 'merged') = (merged_into IS NOT NULL))
        ) STRICT;
        CREATE INDEX incidents_when ON incidents(date_start, department);
        CREATE TABLE incident_accounts (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE,
            incident_id INTEGER NOT NULL REFERENCES incidents(id),
            match_weight REAL,                  -- highest weight to another account; null: the only account
            decided_by TEXT NOT NULL            -- rule name or reviewer
        ) STRICT;
        CREATE INDEX incident_accounts_incident ON incident_accounts(incident_id);
        CREATE TABLE incident_articles (        -- which articles told an incident when it was last linked: outlives
            incident_id INTEGER NOT NULL REFERENCES incidents(id),  -- the accounts, so that ids survive a new extraction
            article_id INTEGER NOT NULL REFERENCES articles(id),
            PRIMARY KEY (incident_id, article_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_articles_article ON incident_articles(article_id);
        CREATE TABLE incident_victims (         -- resolved from the accounts, as incidents is
            incident_id INTEGER NOT NULL REFERENCES incidents(id),
            position INTEGER NOT NULL,
            types TEXT NOT NULL,                -- JSON list of codes
            count INTEGER,
            outcome TEXT NOT NULL,
            relation_to TEXT,
            kin TEXT,
            affiliation TEXT,
            sex TEXT,
            ages TEXT NOT NULL DEFAULT '[]',
            names TEXT NOT NULL DEFAULT '[]',
            duty_status TEXT,
            PRIMARY KEY (incident_id, position)
        ) STRICT;
        CREATE TABLE incident_actors (
            incident_id INTEGER NOT NULL REFERENCES incidents(id),
            position INTEGER NOT NULL,
            actor TEXT NOT NULL,
            attribution TEXT NOT NULL,
            attributed_by TEXT,
            outlets TEXT NOT NULL,              -- JSON list of the outlets that blame this actor
            PRIMARY KEY (incident_id, position)
        ) STRICT;
        CREATE TABLE reviewers (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,                 -- reader, reviewer, admin
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            incident TEXT NOT NULL REFERENCES incidents(public_id),
            reviewer_id INTEGER NOT NULL REFERENCES reviewers(id),
            action TEXT NOT NULL,               -- accept, reject, correct, merge, split, must_link, cannot_link, undo
            field TEXT,
            value TEXT,                         -- JSON
            reason TEXT,
            codebook_version TEXT NOT NULL,
            incident_version INTEGER NOT NULL,
            decided_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decisions_incident ON decisions(incident);
        CREATE TRIGGER decisions_keep BEFORE DELETE ON decisions BEGIN
            SELECT RAISE(ABORT, 'decisions are append-only');
        END;
        CREATE TRIGGER decisions_fixed BEFORE UPDATE ON decisions BEGIN
            SELECT RAISE(ABORT, 'decisions are append-only');
        END;
        """,
    )


@migrations()
def m006_captures(db: Database) -> None:
    """What web archives hold of stories, and where a response came from when it was not the outlet's own server."""
    _run(
        db,
        """
        ALTER TABLE snapshots ADD COLUMN origin TEXT;  -- a capture's address, or FILE:OFFSET; null: the outlet itself
        CREATE TABLE captures (                 -- copies of stories in a web archive
            id INTEGER PRIMARY KEY,
            url_id INTEGER NOT NULL REFERENCES urls(id),
            address TEXT NOT NULL UNIQUE,       -- where the copy is fetched
            captured_at TEXT NOT NULL,          -- when the archive made it
            digest TEXT,                        -- of the content, as the archive tells it
            twin INTEGER NOT NULL DEFAULT 0,    -- 1: another form of the story's URL (AMP, mobile, tracking parameters)
            state TEXT NOT NULL DEFAULT 'new',  -- new, fetched, failed, gone, skipped
            reason TEXT,                        -- why failed, gone or skipped
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at TEXT                         -- when to fetch (again); null: never
        ) STRICT;
        CREATE INDEX captures_url ON captures(url_id);
        CREATE INDEX captures_due ON captures(due_at) WHERE due_at IS NOT NULL;
        """,
    )


@migrations()
def m009_payloads(db: Database) -> None:
    """Where the bytes of each answer lie in the archive, so that the same bytes are kept once."""
    _run(
        db,
        """
        CREATE TABLE payloads (
            outlet TEXT NOT NULL,
            digest TEXT NOT NULL,               -- sha1 of the payload, WARC form
            url TEXT NOT NULL,
            stored_at TEXT NOT NULL,
            record_id TEXT NOT NULL,            -- WARC-Record-ID
            warc_file TEXT NOT NULL,            -- relative to the archive folder
            warc_offset INTEGER NOT NULL,
            PRIMARY KEY (outlet, digest)
        ) STRICT, WITHOUT ROWID;
        """,
    )


@migrations()
def m007_sources_and_hosts(db: Database) -> None:
    """What a source answered last, and which hosts want to be left alone."""
    _run(
        db,
        """
        ALTER TABLE sources ADD COLUMN etag TEXT;           -- of the last whole answer, for conditional requests
        ALTER TABLE sources ADD COLUMN last_modified TEXT;
        ALTER TABLE sources ADD COLUMN digest TEXT;         -- sha1 of what the last walk read
        ALTER TABLE sources ADD COLUMN whole_at TEXT;       -- when it was last fetched whole, not confirmed by a 304
        ALTER TABLE sources ADD COLUMN changed_at TEXT;     -- when its content was last seen to change
        CREATE TABLE hosts (                    -- hosts that refused us or asked to be left alone
            host TEXT PRIMARY KEY,
            strikes INTEGER NOT NULL,           -- nights in a row that ended in a refusal
            closed_until TEXT,                  -- not asked before; null: asked again, gently
            reason TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;
        """,
    )


@migrations()
def m005_changes_and_shared_texts(db: Database) -> None:
    """What changed in stories and incidents, and which articles share one text."""
    _run(
        db,
        """
        CREATE TABLE article_stubs (            -- stories that their outlet took back or cut down to a stub; their text is kept
            article_id INTEGER PRIMARY KEY REFERENCES articles(id),
            since TEXT NOT NULL,                -- when the stub was first met
            words TEXT NOT NULL                 -- what stands there now, shortened
        ) STRICT;
        CREATE TABLE incident_changes (         -- what each new version of an incident changed
            incident_id INTEGER NOT NULL REFERENCES incidents(id),
            version INTEGER NOT NULL,           -- the incident's version that the change made
            changed TEXT NOT NULL,              -- JSON: column -> [before, after]
            changed_at TEXT NOT NULL,
            PRIMARY KEY (incident_id, version)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_changes_when ON incident_changes(changed_at);
        CREATE INDEX article_versions_later ON article_versions(fetched_at) WHERE version > 1;
        CREATE TABLE text_sketches (            -- which text of each article the keys below were made of
            article_id INTEGER PRIMARY KEY REFERENCES articles(id),
            text_digest TEXT NOT NULL,
            day INTEGER NOT NULL                -- proleptic ordinal of the day published, else of the day first seen
        ) STRICT;
        CREATE TABLE text_keys (                -- articles that share a key (a band of their MinHash) may share a text
            key INTEGER NOT NULL,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            PRIMARY KEY (key, article_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX text_keys_article ON text_keys(article_id);
        CREATE TABLE text_pairs (               -- pairs of articles found alike by their words; article_id < other_id
            article_id INTEGER NOT NULL REFERENCES articles(id),
            other_id INTEGER NOT NULL REFERENCES articles(id),
            relation TEXT NOT NULL,             -- same; contains (the first holds the text of the other); inside (the reverse)
            jaccard REAL NOT NULL,              -- shared word shingles to all of both
            containment REAL NOT NULL,          -- shared word shingles to those of the shorter
            PRIMARY KEY (article_id, other_id),
            CHECK (article_id < other_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX text_pairs_other ON text_pairs(other_id);
        """,
    )
