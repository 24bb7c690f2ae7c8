-- Queues and staff that were removed: history still names them, and their ids are never given again.
CREATE TABLE gone (
  kind TEXT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);
