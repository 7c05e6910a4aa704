-- What version 4 of the desk's file added, as it was released.
DROP TABLE report_numbers;
CREATE TABLE numbers (
    entry   TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    unit    TEXT NOT NULL,
    year    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    drill   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_by_year ON numbers (unit, year, drill, number);
CREATE TABLE explained_numbers (
    entry  TEXT PRIMARY KEY,
    year   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    drill  INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
