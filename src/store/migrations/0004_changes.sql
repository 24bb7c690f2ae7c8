-- Opening hours as one JSON object a row, named by queues, projects and agents.
CREATE TABLE hours (
  name TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL,
  rules TEXT NOT NULL
);
-- Who changed which item of the settings, and how; JSON, empty where there was none.
CREATE TABLE audit (
  id {{identity}},
  author_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  place TEXT NOT NULL,
  before_json TEXT NOT NULL,
  after_json TEXT NOT NULL
);
-- A queue's last decisions stand beside its rules.
ALTER TABLE decisions ADD COLUMN queue_id BIGINT;
CREATE INDEX decisions_by_queue ON decisions(queue_id, id);
