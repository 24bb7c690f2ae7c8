-- Customers, interactions, staff, configuration, sessions. Words in double braces and the "only" lines are where
-- SQLite and PostgreSQL differ (schema.cpp). Times are milliseconds since 1970 UTC; flags are 0 or 1.

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE staff (
  id {{identity}},
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  extension TEXT NOT NULL,
  desk_phone TEXT NOT NULL,
  language TEXT NOT NULL,
  department TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  desk_phone_ha1 TEXT NOT NULL
);
CREATE TABLE staff_queues (
  agent_id BIGINT NOT NULL REFERENCES staff(id),
  position BIGINT NOT NULL,
  queue_id BIGINT NOT NULL,
  PRIMARY KEY (agent_id, position)
);
CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  agent_id BIGINT NOT NULL REFERENCES staff(id),
  csrf TEXT NOT NULL,
  expires_at_ms BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions(expires_at_ms);
CREATE TABLE api_keys (
  key_hash TEXT NOT NULL PRIMARY KEY,
  agent_id BIGINT NOT NULL REFERENCES staff(id),
  name TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL
);

-- Ids of the configuration are given by who writes it; menus and word lists are JSON.
CREATE TABLE projects (
  id {{given_id}},
  position BIGINT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  country TEXT NOT NULL,
  language TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  greeting TEXT NOT NULL,
  lists TEXT NOT NULL
);
CREATE TABLE queues (
  id {{given_id}},
  position BIGINT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  project_id BIGINT NOT NULL,
  strategy TEXT NOT NULL,
  ring_limit_ms BIGINT NOT NULL,
  card_limit_ms BIGINT NOT NULL,
  wrap_up_limit_ms BIGINT NOT NULL,
  owner_wait_ms BIGINT NOT NULL,
  last_agent_first BIGINT NOT NULL,
  owner_first BIGINT NOT NULL,
  max_waiting BIGINT NOT NULL,
  service_level_limit_ms BIGINT NOT NULL
);
CREATE TABLE entries (
  position BIGINT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  project_id BIGINT NOT NULL,
  target TEXT NOT NULL
);

CREATE TABLE companies (
  id {{identity}},
  name TEXT NOT NULL,
  branch TEXT NOT NULL
);

-- `search` holds the folded name, company, e-mails and the digits of the phones, one a line.
CREATE TABLE contacts (
  id {{identity}},
  name TEXT NOT NULL,
  name_folded TEXT {{bytewise}} NOT NULL,
  search TEXT NOT NULL,
  phones TEXT NOT NULL,
  emails TEXT NOT NULL,
  company_id BIGINT REFERENCES companies(id),
  owner_id BIGINT REFERENCES staff(id),
  segment TEXT NOT NULL,
  vip BIGINT NOT NULL,
  difficult BIGINT NOT NULL,
  language TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX contacts_by_name ON contacts(name_folded, id);
-- Number → contact: the look-up of every call.
CREATE TABLE contact_phones (
  number TEXT NOT NULL PRIMARY KEY,
  contact_id BIGINT NOT NULL REFERENCES contacts(id)
) {{clustered}};
CREATE INDEX contact_phones_by_contact ON contact_phones(contact_id);

-- only sqlite
CREATE VIRTUAL TABLE contact_search USING fts5(search, content='contacts', content_rowid='id', tokenize='trigram');
CREATE TRIGGER contact_search_added AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_search(rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER contact_search_changed AFTER UPDATE OF search ON contacts WHEN old.search <> new.search BEGIN
  INSERT INTO contact_search(contact_search, rowid, search) VALUES ('delete', old.id, old.search);
  INSERT INTO contact_search(rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER contact_search_removed AFTER DELETE ON contacts BEGIN
  INSERT INTO contact_search(contact_search, rowid, search) VALUES ('delete', old.id, old.search);
END;
-- both

CREATE TABLE deals (
  id {{identity}},
  contact_id BIGINT NOT NULL REFERENCES contacts(id),
  title TEXT NOT NULL,
  funnel TEXT NOT NULL,
  stage TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  owner_id BIGINT REFERENCES staff(id),
  open BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL
);
CREATE INDEX deals_by_contact ON deals(contact_id, updated_at_ms, id);
CREATE INDEX deals_open ON deals(contact_id, updated_at_ms, id) WHERE open = 1;

CREATE TABLE claims (
  id {{identity}},
  contact_id BIGINT NOT NULL REFERENCES contacts(id),
  title TEXT NOT NULL,
  priority TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  due_at_ms BIGINT NOT NULL
);
CREATE INDEX claims_by_contact ON claims(contact_id, created_at_ms, id);
CREATE INDEX claims_open ON claims(contact_id, due_at_ms, id) WHERE status <> 'closed';

CREATE TABLE notes (
  id {{identity}},
  contact_id BIGINT NOT NULL REFERENCES contacts(id),
  interaction_id BIGINT,
  author_id BIGINT NOT NULL REFERENCES staff(id),
  text TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX notes_by_contact ON notes(contact_id, at_ms, id);

-- History refers to nothing by constraint: a row about a call is never lost because something else is not there.
CREATE TABLE interactions (
  id {{given_id}},
  channel TEXT NOT NULL,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  queue_id BIGINT,
  project_id BIGINT NOT NULL,
  agent_id BIGINT,
  contact_id BIGINT,
  from_number TEXT NOT NULL,
  to_number TEXT NOT NULL,
  caller_name TEXT NOT NULL,
  started_at_ms BIGINT NOT NULL,
  answered_at_ms BIGINT,
  ended_at_ms BIGINT,
  end_cause TEXT,
  ivr_path TEXT NOT NULL,
  disposition TEXT NOT NULL,
  note TEXT NOT NULL,
  recording TEXT NOT NULL,
  recording_mark TEXT NOT NULL,
  talk_ms BIGINT NOT NULL,
  wait_ms BIGINT NOT NULL,
  wrap_up_ms BIGINT NOT NULL
);
CREATE INDEX interactions_by_start ON interactions(started_at_ms, id);
CREATE INDEX interactions_by_agent ON interactions(agent_id, started_at_ms, id);
CREATE INDEX interactions_by_contact ON interactions(contact_id, started_at_ms, id);
-- Nearly all are calls; the others are listed by channel.
CREATE INDEX interactions_written ON interactions(channel, started_at_ms, id) WHERE channel <> 'voice';
CREATE INDEX interactions_live ON interactions(started_at_ms, id) WHERE state <> 'ended';

CREATE TABLE decisions (
  id {{identity}},
  interaction_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  json TEXT NOT NULL
);
CREATE INDEX decisions_by_interaction ON decisions(interaction_id, id);

-- Answers to POSTs with an Idempotency-Key.
CREATE TABLE kept_answers (
  answer_key TEXT NOT NULL PRIMARY KEY,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX kept_answers_by_time ON kept_answers(at_ms);
