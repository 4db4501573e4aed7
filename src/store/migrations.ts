/** Each step brings a database one version further; steps are only ever added. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE deliveries (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE people (person TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE turns (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL,
    asked TEXT NOT NULL, cards TEXT NOT NULL
  );
  CREATE INDEX turns_of ON turns (person, place, id);
  CREATE TABLE answers (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL,
    cards TEXT NOT NULL, helpful INTEGER, comment TEXT
  ) WITHOUT ROWID;
  CREATE TABLE unanswered (
    question TEXT PRIMARY KEY, times INTEGER NOT NULL, at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE forms (key TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE drafts (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, form TEXT NOT NULL REFERENCES forms (key),
    key BLOB NOT NULL, key_id TEXT NOT NULL,
    keep_untouched INTEGER NOT NULL, keep_exported INTEGER NOT NULL,
    made INTEGER NOT NULL, touched INTEGER NOT NULL, exported INTEGER
  );
  CREATE INDEX drafts_of ON drafts (person, touched);
  CREATE INDEX drafts_on ON drafts (form);
  CREATE TABLE fields (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    field TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB, PRIMARY KEY (draft, field)
  );
  CREATE TABLE desks (
    person TEXT NOT NULL, place TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (person, place)
  ) WITHOUT ROWID;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, event TEXT NOT NULL, draft TEXT
  );
  `,
  `
  CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, at INTEGER NOT NULL,
    key BLOB NOT NULL, key_id TEXT NOT NULL, sealed BLOB NOT NULL
  );
  CREATE TABLE items (
    kind TEXT NOT NULL, id TEXT NOT NULL, person TEXT, until INTEGER,
    key BLOB NOT NULL, key_id TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX items_of ON items (person) WHERE person IS NOT NULL;
  CREATE TABLE locks (person TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE links (person TEXT PRIMARY KEY, owner TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX links_of ON links (owner);
  `,
];
