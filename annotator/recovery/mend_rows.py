"""Makes saved rows fit together: what others refer to is made again, what refers to nothing is taken out."""

# Statements are made of names of tables and columns that stand in this package, never of what a file says.
# ruff: noqa: S608

from __future__ import annotations

import hashlib
import sqlite3
import uuid
import zlib
from collections import Counter

import msgspec

from annotator.core.version import VERSION
from annotator.store.value_encoding import now

#: What a table's rows must lead to: (table, column, table of the other, its column).
_REFERENCES = (
    ("source_data", "source", "source", "id"),
    ("step", "dialogue", "dialogue", "id"),
    ("step", "turn", "turn", "id"),
    ("remark", "dialogue", "dialogue", "id"),
    ("speaker", "dialogue", "dialogue", "id"),
    ("target", "dialogue", "dialogue", "id"),
    ("label", "facet", "facet", "key"),
    ("label", "parent", "label", "key"),
    ("tag", "dialogue", "dialogue", "id"),
    ("tag", "turn", "turn", "id"),
    ("tag", "facet", "facet", "id"),
    ("tag", "label", "label", "id"),
    ("tag", "annotator", "annotator", "id"),
    ("tag", "target", "target", "id"),
    ("mark", "dialogue", "dialogue", "id"),
    ("mark", "turn", "turn", "id"),
    ("mark", "annotator", "annotator", "id"),
    ("offer", "annotator", "annotator", "id"),
    ("offer", "turn", "turn", "id"),
)
_PARENTS_ALONE = frozenset({("label", "parent")})  # where the reference goes, not the row


def mend_project(db: sqlite3.Connection, name: str, lost: Counter[str]) -> None:
    """See that there is the row of the project itself."""
    if db.execute("SELECT 1 FROM project").fetchone() is None:
        lost["project"] += 1
        db.execute(
            "INSERT INTO project (id, key, name, created_at, program, codebook_name, codebook_version, "
            "languages, names, acronyms_neutral, suggestions) "
            "VALUES (1, ?, ?, ?, ?, '', 1, '[]', '[]', 1, 1)",
            (str(uuid.uuid4()), name, now(), VERSION),
        )


def mend_people(db: sqlite3.Connection, lost: Counter[str]) -> None:
    """See that there is everybody whose number stands somewhere, by the log where it says who it is."""
    wanted = {
        row[0]
        for table in ("tag", "mark", "offer", "edit")
        for row in db.execute(
            f"SELECT DISTINCT annotator FROM {table} WHERE annotator NOT IN (SELECT id FROM annotator)"
        )
    }
    joined = {  # who joins does so in their own name
        number: (key, msgspec.json.decode(row))
        for key, row, number in db.execute(
            "SELECT key, new, edit.annotator FROM change JOIN edit ON edit.id = change.edit "
            "WHERE kind = 'annotator' AND field = '' AND new IS NOT NULL ORDER BY edit.id DESC"
        )
    }
    known = {row[0] for row in db.execute("SELECT key FROM annotator")}
    for number in sorted(wanted):
        key, row = joined.get(number, ("", {}))
        said = row if isinstance(row, dict) and key and key not in known else {}
        if not said:
            lost["annotator"] += 1
            key = str(uuid.uuid4())
        known.add(key)
        db.execute(
            "INSERT INTO annotator VALUES (?, ?, ?, ?)",
            (number, key, said.get("name") or f"? {number}", said.get("kind", "human")),
        )


def mend_codebook(db: sqlite3.Connection, restored: Counter[str]) -> None:
    """Give the facets and labels of the log that are missing the numbers by which tags name them."""
    for kind in ("facet", "label"):
        rows = db.execute(
            f"SELECT DISTINCT tag.{kind}, json_extract(change.new, '$.{kind}') FROM tag JOIN change "
            "ON change.kind = 'tag' AND change.key = tag.key AND change.field = '' AND new IS NOT NULL "
            f"WHERE tag.{kind} IS NOT NULL AND tag.{kind} NOT IN (SELECT id FROM {kind})"
        ).fetchall()
        numbers = {key: number for number, key in rows}
        have = {row[0] for row in db.execute(f"SELECT key FROM {kind}")}
        for key, new in _standing(db, kind).items():
            if key in have:
                continue
            row = msgspec.json.decode(new)
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({kind})")}
            values: dict[str, object] = dict.fromkeys(columns - {"id", "parent"}, "")
            values |= dict.fromkeys(
                columns & {"position", "targeted", "intensity", "open", "detected", "retired"}, 0
            )
            values |= {"scope": "turn"} if kind == "facet" else {"parent": None}
            values |= {name: value for name, value in row.items() if name in columns}
            values |= {"key": key, "id": numbers.get(key)}
            try:
                db.execute(
                    f"INSERT INTO {kind} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
                    tuple(values.values()),
                )
            except sqlite3.Error:
                continue
            restored[kind] += 1


def _standing(db: sqlite3.Connection, kind: str) -> dict[str, str]:
    """The rows of a kind that the log leaves standing, as JSON, with every field as it was changed last."""
    rows: dict[str, str] = {}
    for key, field, new in db.execute(
        "SELECT key, field, new FROM change WHERE kind = ? ORDER BY edit, seq", (kind,)
    ):
        if not field and new is not None:
            rows[key] = new
        elif not field:
            rows.pop(key, None)
        elif key in rows:
            row = msgspec.json.decode(rows[key])
            if isinstance(row, dict):
                rows[key] = msgspec.json.encode(row | {field: msgspec.json.decode(new)}).decode()
    return {key: row for key, row in rows.items() if row.startswith("{")}


def mend_sources(db: sqlite3.Connection, lost: Counter[str], restored: Counter[str]) -> None:
    """See that each dialogue and each file's bytes have their source, and that bytes are those received."""
    for number, codec, data in db.execute("SELECT source, codec, data FROM source_data").fetchall():
        try:
            received = zlib.decompress(data) if codec == "zlib" else data
        except zlib.error:
            received = None
        sha256 = None if received is None else hashlib.sha256(received).hexdigest()
        row = db.execute("SELECT sha256, size FROM source WHERE id = ?", (number,)).fetchone()
        key = db.execute("SELECT key FROM dialogue WHERE source = ? ORDER BY number", (number,)).fetchone()
        if row is not None and row == (sha256, len(received or b"")):
            continue
        if received is not None and sha256 is not None and key is not None and sha256.startswith(key[0][:20]):
            lost["source"] += row is None  # its bytes are there, its name is not
            restored["source"] += row is not None
            _source(db, number, sha256, len(received), received)
            continue
        lost["source_data"] += 1
        db.execute("DELETE FROM source_data WHERE source = ?", (number,))
    for number, key in db.execute(
        "SELECT source, min(key) FROM dialogue WHERE source NOT IN (SELECT id FROM source) GROUP BY source"
    ).fetchall():
        lost["source"] += 1
        _source(db, number, key[:20].ljust(64, "0"), 0, None)


def _source(db: sqlite3.Connection, number: int, sha256: str, size: int, data: bytes | None) -> None:
    """Put a source in its place; what nobody knows of it any more is taken from its dialogue and bytes."""
    title = db.execute("SELECT title FROM dialogue WHERE source = ?", (number,)).fetchone()
    encoding = "utf-8"
    try:
        (data or b"").decode()
    except UnicodeDecodeError:
        encoding = "latin-1"
    db.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, 'detected', 0, ?, 0, 0, ?, 0) "
        "ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size",
        (number, sha256, title[0] if title else sha256[:20], size, encoding, "\n", now()),
    )


def mend_dialogues(db: sqlite3.Connection, lost: Counter[str]) -> None:
    """See that each turn has its dialogue, with the key that the log has for one that is missing."""
    missing = [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT dialogue FROM turn WHERE dialogue NOT IN (SELECT id FROM dialogue) ORDER BY 1"
        )
    ]
    said = [
        row[0]
        for row in db.execute(
            "SELECT key FROM change WHERE kind = 'dialogue' AND field = 'removed' "
            "AND key NOT IN (SELECT key FROM dialogue) GROUP BY key ORDER BY min(edit), min(seq)"
        )
    ]
    certain = len(missing) == len(said)
    for place, number in enumerate(missing):
        lost["dialogue"] += 1
        key = said[place] if certain else uuid.uuid4().hex[:20]
        begin, _, part = key.partition(".")
        source = db.execute("SELECT id, name FROM source WHERE sha256 LIKE ?", (begin + "%",)).fetchone()
        if source is None:
            (top,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM source").fetchone()
            source = (top, key)
            _source(db, top, begin.ljust(64, "0"), 0, None)
        db.execute(
            "INSERT INTO dialogue (id, key, source, number, title, state, turn_count, repair_count, "
            "damage_count, gap_count, tail, rule, chain, engine, model) "
            "VALUES (?, ?, ?, ?, ?, 'live', 0, 0, 0, 0, '', 'recovered', '[]', '', '')",
            (number, key, source[0], int(part) if part.isdecimal() else 0, source[1]),
        )


def mend_targets(db: sqlite3.Connection, lost: Counter[str]) -> None:
    """See that tags have the targets that they name, though nobody knows any more what those are."""
    for number, dialogue, key in db.execute(
        "SELECT tag.target, tag.dialogue, max(json_extract(change.new, '$.target')) FROM tag "
        "LEFT JOIN change ON change.kind = 'tag' AND change.key = tag.key AND change.field = '' "
        "AND new IS NOT NULL "
        # Without targets anybody's "no target" would be in none of them, too.
        "WHERE tag.target IS NOT NULL AND tag.target NOT IN (SELECT id FROM target) GROUP BY 1, 2"
    ).fetchall():
        lost["target"] += db.execute(
            "INSERT OR IGNORE INTO target VALUES (?, ?, ?, 0, 'proposition', '?', '[]', 1)",
            (number, dialogue, key or str(uuid.uuid4())),
        ).rowcount


def drop_loose_ends(db: sqlite3.Connection, lost: Counter[str]) -> None:
    """Take out rows that refer to something that there is not, until none is left."""
    before = -1
    while before != sum(lost.values()):
        before = sum(lost.values())
        for table, column, other, key in _REFERENCES:
            condition = f'"{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{key}" FROM "{other}")'
            if (table, column) in _PARENTS_ALONE:
                db.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE {condition}')
            else:
                lost[table] += db.execute(f'DELETE FROM "{table}" WHERE {condition}').rowcount


def count_missing(db: sqlite3.Connection, lost: Counter[str]) -> None:
    """Count the repair steps and changes that the figures beside them say there were, and are not."""
    lost["step"] = sum(
        row[0]
        for row in db.execute(
            "SELECT max(0, repair_count - (SELECT count(*) FROM step WHERE step.dialogue = dialogue.id)) "
            "FROM dialogue"
        )
    )
    lost["change"] = sum(
        row[0]
        for row in db.execute(
            "SELECT max(0, changes - (SELECT count(*) FROM change WHERE change.edit = edit.id)) FROM edit"
        )
    )


def recount(db: sqlite3.Connection) -> None:
    """Make anew what follows from the rows: figures of dialogues, numbers of tags."""
    db.execute("DELETE FROM tally")
    db.execute("INSERT INTO tally SELECT facet, coalesce(label, 0), count(*) FROM tag GROUP BY 1, 2")
    db.execute(
        "UPDATE dialogue SET turn_count = (SELECT count(*) FROM turn WHERE turn.dialogue = dialogue.id), "
        "gap_count = (SELECT coalesce(sum(json_array_length(gaps)), 0) FROM turn "
        "WHERE turn.dialogue = dialogue.id), "
        "repair_count = (SELECT count(*) FROM step WHERE step.dialogue = dialogue.id), "
        "damage_count = (SELECT count(*) FROM step WHERE step.dialogue = dialogue.id AND kind = 'damage' "
        "AND before = after)"
    )
    # Turns whose language nobody has looked for, or whose finding is gone, get it when the file is opened.
    lacking = "(SELECT min(id) FROM turn WHERE language IS NULL)"
    db.execute(
        f"UPDATE project SET undetected_from = min(coalesce(undetected_from, {lacking}), "
        f"coalesce({lacking}, undetected_from))"
    )
