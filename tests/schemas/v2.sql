-- What version 2 of the desk's file added, as it was released.
CREATE TABLE officers (
    subject TEXT PRIMARY KEY,
    view    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
