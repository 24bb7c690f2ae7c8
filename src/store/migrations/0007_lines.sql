-- Lines to providers that were set up in the desk; `setup` is one JSON object, the password apart.
CREATE TABLE lines (
  id {{identity}},
  name TEXT NOT NULL UNIQUE,
  setup TEXT NOT NULL,
  password TEXT NOT NULL
);
