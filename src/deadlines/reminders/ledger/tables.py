"""The tables of a ledger, in the SQL that SQLite and PostgreSQL share; instants are ISO 8601 in UTC."""

VERSION = 4

TABLES = (
    "CREATE TABLE IF NOT EXISTS ledger (version INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS message (
        id TEXT PRIMARY KEY,
        recipient TEXT NOT NULL,
        channel TEXT NOT NULL,
        address TEXT NOT NULL,
        created TEXT NOT NULL,
        expires TEXT NOT NULL,
        state TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        started TEXT,
        answered INTEGER NOT NULL DEFAULT 0,
        next_try TEXT NOT NULL,
        worker TEXT,
        lease TEXT,
        reply TEXT NOT NULL DEFAULT '',
        settled TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS item (
        seq {serial},
        message TEXT NOT NULL REFERENCES message (id),
        key TEXT NOT NULL,
        state TEXT NOT NULL,
        address TEXT NOT NULL,
        record TEXT NOT NULL,
        role TEXT NOT NULL,
        label TEXT,
        kind TEXT NOT NULL,
        written TEXT NOT NULL,
        zone TEXT NOT NULL,
        zone_stated INTEGER NOT NULL,
        before TEXT,
        before_zone TEXT,
        before_stated INTEGER,
        expires TEXT NOT NULL,
        covers TEXT NOT NULL,
        told TEXT,
        refused TEXT,
        day TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS missed (
        key TEXT PRIMARY KEY,
        recipient TEXT NOT NULL,
        record TEXT NOT NULL,
        label TEXT,
        written TEXT NOT NULL,
        zone TEXT NOT NULL,
        covers TEXT NOT NULL,
        noted TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS run (
        seq {serial},
        worker TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        good INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE IF NOT EXISTS owner (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        domain TEXT NOT NULL,
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        root TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS good_record (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        stamp TEXT NOT NULL,
        content TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS good_records (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        edition TEXT NOT NULL
    )""",
)

INDEXES = (
    "CREATE INDEX IF NOT EXISTS message_open ON message (next_try) WHERE state = 'open'",
    "CREATE INDEX IF NOT EXISTS message_dead ON message (settled) WHERE state = 'dead'",
    "CREATE INDEX IF NOT EXISTS message_expires ON message (expires)",
    "CREATE UNIQUE INDEX IF NOT EXISTS item_told_once ON item (key) WHERE state IN ('open', 'sent', 'unsure')",
    "CREATE INDEX IF NOT EXISTS item_message ON item (message)",
    "CREATE INDEX IF NOT EXISTS item_record ON item (record)",
    "CREATE INDEX IF NOT EXISTS item_expires ON item (expires)",
    "CREATE INDEX IF NOT EXISTS run_good ON run (finished) WHERE good = 1",
)

CHANGES: dict[int, tuple[str, ...]] = {
    2: ("ALTER TABLE item ADD COLUMN refused TEXT",),
    3: ("ALTER TABLE item ADD COLUMN day TEXT",),
    4: (
        "ALTER TABLE message ADD COLUMN started TEXT",
        """UPDATE message SET started = (SELECT started FROM attempt
           WHERE attempt.message = message.id AND attempt.number = message.attempt)""",
        "DROP INDEX IF EXISTS message_leased",
    ),
}
"""What a version did to the tables of the one before. None takes away what that one still writes while it runs."""
