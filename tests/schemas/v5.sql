-- What version 5 of the desk's file added, as it was released.
CREATE INDEX incidents_by_process ON incidents (view ->> '$.process') WHERE view ->> '$.process' IS NOT NULL;
