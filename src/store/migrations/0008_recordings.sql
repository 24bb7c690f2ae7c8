-- Stretches of a recording in which nothing was kept; JSON, empty when there is none.
ALTER TABLE interactions ADD COLUMN recording_pauses TEXT NOT NULL DEFAULT '';
-- Remarks of people at moments of a recording.
CREATE TABLE moments (
  id {{identity}},
  interaction_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  made_at_ms BIGINT NOT NULL
);
CREATE INDEX moments_by_interaction ON moments(interaction_id, at_ms);
