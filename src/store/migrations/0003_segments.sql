-- What few conversations have, as one JSON object: participants, callbacks, planned calls.
ALTER TABLE interactions ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
