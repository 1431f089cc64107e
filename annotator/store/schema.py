"""The project file's format: its marks, its tables, and the steps from one version to the next.

``docs/file-format.md`` explains the tables to readers. Versions 1 and 2 are frozen and never change; the
next version gets a step of its own at the end of :data:`STEPS`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from annotator.store.phrases_of_version_1 import convert_phrases

# "DiAn" in ASCII, in SQLite's header at offset 68.
APPLICATION_ID = 0x4469416E

_VERSION_1 = """
CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  program TEXT NOT NULL,
  codebook_name TEXT NOT NULL,
  codebook_version INTEGER NOT NULL,
  languages TEXT NOT NULL,
  names TEXT NOT NULL,
  acronyms_neutral INTEGER NOT NULL,
  suggestions INTEGER NOT NULL,
  undetected_from INTEGER
);
CREATE TABLE annotator (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('human', 'machine'))
);
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  encoding_origin TEXT NOT NULL,
  encoding_confidence REAL NOT NULL,
  newline TEXT NOT NULL,
  bom INTEGER NOT NULL,
  undecodable INTEGER NOT NULL,
  imported_at TEXT NOT NULL,
  staged INTEGER NOT NULL
);
CREATE INDEX source_staged ON source (id) WHERE staged = 1;
CREATE TABLE source_data (
  source INTEGER PRIMARY KEY REFERENCES source (id),
  codec TEXT NOT NULL CHECK (codec IN ('raw', 'zlib')),
  data BLOB NOT NULL
);
CREATE TABLE dialogue (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL REFERENCES source (id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'removed', 'staged')),
  turn_count INTEGER NOT NULL,
  repair_count INTEGER NOT NULL,
  damage_count INTEGER NOT NULL,
  gap_count INTEGER NOT NULL,
  tail TEXT NOT NULL,
  rule TEXT NOT NULL,
  chain TEXT NOT NULL,
  engine TEXT NOT NULL,
  model TEXT NOT NULL,
  meta TEXT,
  UNIQUE (source, number)
);
CREATE INDEX dialogue_list ON dialogue (state, id, turn_count, repair_count, damage_count, gap_count);
CREATE TABLE turn (
  id INTEGER PRIMARY KEY,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  position INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  lead TEXT NOT NULL,
  received TEXT,
  text TEXT NOT NULL,
  gaps TEXT,
  language TEXT,
  matrix TEXT,
  script TEXT,
  words TEXT,
  meta TEXT
);
CREATE UNIQUE INDEX turn_place ON turn (dialogue, position);
CREATE INDEX turn_speaker ON turn (speaker, dialogue, position);
CREATE INDEX turn_language ON turn (language);
CREATE INDEX turn_gap ON turn (dialogue, position) WHERE gaps IS NOT NULL;
CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  turn INTEGER REFERENCES turn (id),
  part TEXT NOT NULL CHECK (part IN ('text', 'lead', 'tail')),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  confidence REAL NOT NULL,
  alternatives TEXT,
  annotator TEXT NOT NULL,
  at TEXT NOT NULL,
  proposal TEXT
);
CREATE INDEX step_place ON step (dialogue, turn);
CREATE INDEX step_doubt ON step ((CASE kind WHEN 'damage' THEN 0.0 ELSE confidence END), id)
  WHERE annotator = '';
CREATE INDEX step_decided ON step (dialogue, id) WHERE annotator <> '';
CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('proposition', 'entity', 'choice')),
  statement TEXT NOT NULL,
  options TEXT NOT NULL,
  draft INTEGER NOT NULL,
  UNIQUE (dialogue, key)
);
CREATE TABLE facet (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('single', 'several', 'ordinal', 'text')),
  scope TEXT NOT NULL CHECK (scope IN ('turn', 'span', 'dialogue')),
  question TEXT NOT NULL,
  shortcut TEXT NOT NULL,
  position INTEGER NOT NULL,
  targeted INTEGER NOT NULL,
  intensity INTEGER NOT NULL,
  open INTEGER NOT NULL,
  detected INTEGER NOT NULL,
  retired INTEGER NOT NULL
);
CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  facet TEXT NOT NULL REFERENCES facet (key),
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  examples TEXT NOT NULL,
  colour TEXT NOT NULL,
  shortcut TEXT NOT NULL,
  parent TEXT REFERENCES label (key) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  retired INTEGER NOT NULL
);
CREATE INDEX label_facet ON label (facet);
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  turn INTEGER REFERENCES turn (id),
  facet INTEGER NOT NULL REFERENCES facet (id),
  label INTEGER REFERENCES label (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  origin TEXT NOT NULL CHECK (origin IN ('human', 'suggested', 'imported')),
  value TEXT NOT NULL,
  "start" INTEGER,
  "end" INTEGER,
  target INTEGER REFERENCES target (id),
  intensity INTEGER,
  uncertain INTEGER NOT NULL,
  note TEXT NOT NULL,
  score REAL,
  at TEXT NOT NULL
);
CREATE INDEX tag_place ON tag (dialogue, turn, facet, annotator, origin);
CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  turn INTEGER NOT NULL REFERENCES turn (id),
  kind TEXT NOT NULL CHECK (kind IN ('flag', 'bookmark')),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  at TEXT NOT NULL,
  UNIQUE (turn, annotator, kind)
);
CREATE INDEX mark_list ON mark (annotator, kind, dialogue, turn);
CREATE INDEX mark_dialogue ON mark (dialogue);
CREATE TABLE tally (
  facet INTEGER NOT NULL,
  label INTEGER NOT NULL,
  tags INTEGER NOT NULL,
  PRIMARY KEY (facet, label)
) WITHOUT ROWID;
CREATE TABLE edit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('do', 'undo', 'redo', 'revert')),
  reverts INTEGER REFERENCES edit (id),
  changes INTEGER NOT NULL
);
CREATE INDEX edit_reverts ON edit (reverts) WHERE reverts IS NOT NULL;
CREATE TABLE change (
  edit INTEGER NOT NULL REFERENCES edit (id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  turn INTEGER,
  PRIMARY KEY (edit, seq)
) WITHOUT ROWID;
CREATE INDEX change_turn ON change (turn) WHERE turn IS NOT NULL;
CREATE TABLE offer (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  turn INTEGER NOT NULL REFERENCES turn (id),
  facet TEXT NOT NULL,
  labels TEXT NOT NULL,
  taken TEXT NOT NULL
);
CREATE TABLE text_mark (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  indexed_to INTEGER NOT NULL
);
INSERT INTO text_mark VALUES (1, 0);
CREATE VIRTUAL TABLE turn_index USING fts5 (
  words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TABLE turn_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE view (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  filter TEXT NOT NULL
);
CREATE VIEW tags AS
  SELECT tag.key, dialogue.key AS dialogue, turn.position AS turn, facet.key AS facet, label.key AS label,
    annotator.name AS annotator, tag.origin, tag.value, tag."start", tag."end", target.key AS target,
    tag.intensity, tag.uncertain, tag.note, tag.score, tag.at
  FROM tag JOIN dialogue ON dialogue.id = tag.dialogue JOIN facet ON facet.id = tag.facet
    JOIN annotator ON annotator.id = tag.annotator LEFT JOIN turn ON turn.id = tag.turn
    LEFT JOIN label ON label.id = tag.label LEFT JOIN target ON target.id = tag.target
  WHERE dialogue.state = 'live'
  ORDER BY tag.dialogue, tag.turn, tag.id;
CREATE VIEW suggestions AS
  SELECT dialogue.key AS dialogue, turn.position AS turn, annotator.name AS annotator, offer.at, offer.facet,
    offer.labels, offer.taken
  FROM offer JOIN turn ON turn.id = offer.turn JOIN dialogue ON dialogue.id = turn.dialogue
    JOIN annotator ON annotator.id = offer.annotator
  ORDER BY offer.id;
"""

# What an edit did is a code with arguments instead of an English phrase; turns are divided and joined, and
# attributes of speakers have a table.
_VERSION_2 = """
ALTER TABLE project ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN packet_of TEXT NOT NULL DEFAULT '';
ALTER TABLE edit RENAME COLUMN label TO code;
ALTER TABLE edit ADD COLUMN arguments TEXT;
CREATE INDEX change_label_removed ON change (edit) WHERE kind = 'label' AND field = '' AND new IS NULL;
ALTER TABLE dialogue ADD COLUMN places TEXT;
ALTER TABLE turn ADD COLUMN number INTEGER;
ALTER TABLE turn ADD COLUMN "offset" INTEGER;
CREATE TABLE remark (
  id INTEGER PRIMARY KEY,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  meta TEXT
);
CREATE INDEX remark_dialogue ON remark (dialogue, "start");
CREATE TABLE speaker (
  id INTEGER PRIMARY KEY,
  dialogue INTEGER NOT NULL REFERENCES dialogue (id),
  name TEXT NOT NULL,
  attribute TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (dialogue, name, attribute)
);
CREATE INDEX speaker_value ON speaker (attribute, value, dialogue, name);
INSERT INTO speaker (dialogue, name, attribute, value)
  SELECT dialogue.id, person.key, said.key,
    CASE WHEN said.type IN ('true', 'false') THEN said.type ELSE json_quote(said.value) END
  FROM dialogue, json_each(dialogue.meta, '$.speakers') AS person, json_each(person.value) AS said
  WHERE json_type(dialogue.meta, '$.speakers') = 'object' AND NOT EXISTS
    (SELECT 1 FROM json_each(dialogue.meta, '$.speakers') AS other WHERE other.type <> 'object')
  ORDER BY dialogue.id, person.id, said.id;
UPDATE dialogue SET meta = nullif(json_remove(meta, '$.speakers'), '{}')
  WHERE json_type(meta, '$.speakers') = 'object' AND NOT EXISTS
    (SELECT 1 FROM json_each(dialogue.meta, '$.speakers') AS other WHERE other.type <> 'object')
"""

# STEPS[n] takes a file from version n to version n + 1.
STEPS: tuple[str, ...] = (_VERSION_1, _VERSION_2)

# What SQL cannot say of the step to a version; called in the step's transaction, behind its statements.
CONVERSIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {2: convert_phrases}
