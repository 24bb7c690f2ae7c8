-- What the customer wrote when the conversation came: his words are nobody's note.
ALTER TABLE interactions ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- The length of the message that he left.
ALTER TABLE interactions ADD COLUMN message_ms BIGINT NOT NULL DEFAULT 0;
