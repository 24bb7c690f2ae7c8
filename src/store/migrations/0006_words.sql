-- What the customer wrote when the conversation came: his words are nobody's note.
ALTER TABLE interactions ADD COLUMN words TEXT NOT NULL DEFAULT '';
