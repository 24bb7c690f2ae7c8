-- Rules of routing as one JSON object a row: a rule that is absent has its default, so a new one needs no migration.
ALTER TABLE projects ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE queues ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE staff ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE entries ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE interactions ADD COLUMN source TEXT NOT NULL DEFAULT '';
