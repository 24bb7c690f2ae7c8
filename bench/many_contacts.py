#!/usr/bin/env python3
"""Brings an SQLite database of Okno to N contacts by plain SQL: +79000000000 onwards, one number each.
usage: many_contacts.py FILE N
The trigger of the full-text search is set aside meanwhile: found by number is measured, not found by any part of a name."""
import sqlite3
import sys

path, wanted = sys.argv[1], int(sys.argv[2])
db = sqlite3.connect(path, isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=OFF")
have = db.execute("SELECT count(*) FROM contacts").fetchone()[0]
trigger = db.execute("SELECT sql FROM sqlite_master WHERE name = 'contact_search_added'").fetchone()[0]
db.execute("BEGIN")
db.execute("DROP TRIGGER contact_search_added")
db.execute("""INSERT INTO contacts(name, name_folded, search, phones, emails, segment, vip, difficult, language, created_at_ms, version)
  WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
  SELECT 'Customer ' || i, printf('customer %08d', i), '', printf('["+79%09d"]', i), '[]', '', 0, 0, '', 0, 1 FROM n WHERE i < ?2""",
           (have, wanted))
db.execute("""INSERT INTO contact_phones(number, contact_id)
  SELECT substr(phones, 3, 12), id FROM contacts c
  WHERE NOT EXISTS (SELECT 1 FROM contact_phones p WHERE p.contact_id = c.id) ORDER BY id""")
db.execute(trigger)
db.execute("COMMIT")
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
print(path, "holds", db.execute("SELECT count(*) FROM contact_phones").fetchone()[0], "numbers")
