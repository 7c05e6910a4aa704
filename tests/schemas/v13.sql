CREATE TABLE rosters (
    subject      TEXT NOT NULL UNIQUE,
    unit         TEXT NOT NULL,
    month        TEXT NOT NULL,
    published_at TEXT NOT NULL,
    entered_at   TEXT,
    changes      INTEGER NOT NULL,
    proposals    INTEGER NOT NULL,
    view         TEXT NOT NULL
) STRICT;
CREATE INDEX rosters_of_month ON rosters (month, unit, published_at, entered_at, changes, proposals);
CREATE TABLE roster_drafts (
    month    TEXT PRIMARY KEY,
    saved_at TEXT NOT NULL,
    draft    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
