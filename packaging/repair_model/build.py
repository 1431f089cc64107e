"""Builds the language model of the repair engine, to the byte the same wherever it is built.

    python packaging/repair_model/build.py --work /tmp/repair-model

fetches the pinned packages, writes the corpora, counts, estimates, prunes and packs, and
leaves ``resources/repair/model.bin``. Needs numpy, which the application itself does not.

    python packaging/repair_model/build.py --work /tmp/permissive --permissive FOLDER --out FILE

makes a model of texts under permissive licences alone (``permissive.tsv``), from a folder that holds
them; ``--without-network`` leaves the network out, which needs most of the time.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402  (the path comes first)
import permissive  # noqa: E402
from corpora import write_corpora  # noqa: E402
from counts import (  # noqa: E402
    ORDER,
    Grams,
    Vocabulary,
    gathered,
    of_sequences,
    of_text,
    seen_twice,
    spanning,
    tokenized,
    vocabulary,
)
from estimate import Weights, backoffs, estimate, prune  # noqa: E402
from extras import emoji_table, simplified_map  # noqa: E402
from network_pack import laid_out, taken_from, trained  # noqa: E402
from pack import entries, table  # noqa: E402
from sampled import sentences  # noqa: E402
from segmented import Counted, jieba, word_model  # noqa: E402
from sources import SOURCES, fetch, unpack  # noqa: E402
from word_model import (  # noqa: E402
    Sequence,
    WordModel,
    as_it_is,
    libime,
    open_gram,
    together,
    without_signs,
)
from words import word_grams  # noqa: E402

from annotator.repair.tokenizer import UNKNOWN  # noqa: E402

#: N-grams of characters, and words with their pairs and triples, that fit into the room there is.
MOST = 3_070_000
MOST_WORDS = 1_400_000
#: Occurrences a character needs to be worth a number.
RARE = 2
#: What the word lists weigh against the word model.
LISTS = {"jieba": 0.1, "rime": 0.1}
#: What the open-gram model weighs against libime's.
OPEN_GRAM = 2.0
#: Characters drawn from the word model for the network, and where the draws begin.
SAMPLED, SEED = 24_000_000, 1
#: Large texts hold many long n-grams once, of which none would stay.
SPARSE = 4
#: How often the words of a corpus count.
CORPUS_WEIGHT = {"reviews": 4.0, "game": 2.0}


#: Where the word lists are.
_LISTS = {"jieba": ("jieba", "jieba/dict.txt"), "rime": ("rime-essay", "essay.txt")}


@dataclass
class Material:
    """What a model is learnt from: lines by corpus, what each weighs, and a model of words."""

    unpacked: Path
    simplified: dict[int, str]
    lines: dict[str, list[str]]
    weights: dict[str, float]  # by the beginning of a corpus' name
    sequences: list[Sequence]  # words and pairs of them whose characters are counted too
    words: WordModel  # to cut doubtful stretches into words with
    spoken: WordModel  # to draw sentences from, which the network is taught with
    sparse: int = ORDER + 1  # from this order on, n-grams that are met but once are not kept


def word_lists(
    unpacked: Path, simplified: dict[int, str], names: Iterable[str] = tuple(_LISTS)
) -> dict[str, float]:
    """Words of the lists with their share, all lists together."""
    out: dict[str, float] = {}
    for name in names:
        package, pattern = _LISTS[name]
        file = next((unpacked / package).rglob(pattern))
        rows = [line.replace("\t", " ").split(" ") for line in file.read_text("utf-8").splitlines()]
        counts = [
            (row[0].translate(simplified), float(row[1]))
            for row in rows
            if len(row) > 1 and float(row[1]) > 0
        ]
        total = sum(count for _, count in counts)
        for word, count in counts:
            out[word] = out.get(word, 0.0) + LISTS[name] * count / total
    return out


def count(
    texts: dict[str, str],
    vocab: Vocabulary,
    sequences: list[Sequence],
    worth: dict[str, float],
    sparse: int,
) -> list[Grams]:
    rows: list[list[str]] = [[] for _ in range(ORDER + 1)]
    weights: list[list[float]] = [[] for _ in range(ORDER + 1)]
    for words, p in sequences:
        for gram in spanning(words):
            rows[len(gram)].append(gram)
            weights[len(gram)].append(p)
    streams = [
        (vocab.encode(text), next((w for n, w in worth.items() if name.startswith(n)), 1.0))
        for name, text in texts.items()
    ]
    out = []
    for order in range(1, ORDER + 1):
        parts = []
        for ids, weight in streams:
            key, context, suffix = of_text(ids, order)
            parts.append((key, context, suffix, np.full(len(key), weight), np.zeros(len(key))))
        matrix = vocab.encode("".join(rows[order])).reshape(-1, order)
        known = (matrix != UNKNOWN).all(axis=1)
        key, context, suffix = of_sequences(matrix[known], order)
        parts.append((key, context, suffix, np.zeros(len(key)), np.array(weights[order])[known]))
        out.append(seen_twice(gathered(parts)) if order >= sparse else gathered(parts))
        print(f"counted order {order}: {len(out[-1].key)}", flush=True)
    return out


def learn(
    texts: dict[str, str], vocab: Vocabulary, given: Material, weights: Weights, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and entries of the n-grams of characters."""
    orders = estimate(count(texts, vocab, given.sequences, given.weights, given.sparse), weights)
    kept = prune(orders, most)
    print("kept by order:", [int(k.sum()) for k in kept], flush=True)
    back = backoffs(orders, kept)
    key = np.concatenate([o.key[k] for o, k in zip(orders, kept, strict=True)])
    entry = np.concatenate(
        [entries(o.key[k], o.p[k], b[k]) for o, k, b in zip(orders, kept, back, strict=True)]
    )
    return key, entry


def shipped(work: Path) -> Material:
    """What the shipped model is learnt from: all packages whose licences go together."""
    unpacked, corpora = work / "unpacked", work / "text"
    if not corpora.exists():
        fetch(work / "cache")
        unpack(work / "cache", unpacked)
        write_corpora(unpacked, corpora)
    simplified = simplified_map(unpacked)
    sequences = together(without_signs(libime(unpacked)), simplified)
    sequences += [((word,), share) for word, share in word_lists(unpacked, simplified).items()]
    sequences += [(words, OPEN_GRAM * p) for words, p in open_gram(unpacked, simplified)]
    return Material(
        unpacked,
        simplified,
        {f.stem: f.read_text("utf-8").splitlines() for f in sorted((corpora / "train").glob("*.txt"))},
        CORPUS_WEIGHT,
        sequences,
        as_it_is(without_signs(libime(unpacked)), simplified),
        as_it_is(libime(unpacked), simplified),
    )


def permitted(work: Path, folder: Path) -> Material:
    """What a permissive model is learnt from: the texts of a folder, and packages under such licences."""
    unpacked = work / "unpacked"
    packages = [source for source in SOURCES if source.name in permissive.PACKAGES]
    fetch(work / "cache", packages)
    unpack(work / "cache", unpacked, packages)
    simplified = simplified_map(unpacked)
    texts = list(permissive.texts("train"))
    lines = {text.name: text.lines(folder) for text in texts}
    weights = {text.name: text.weight for text in texts}
    dictionary = word_lists(unpacked, simplified, ["jieba"])
    counted = Counted(jieba(unpacked).lcut)
    for name, rows in lines.items():
        counted.add((row.translate(simplified) for row in rows), weights[name])
    total = sum(dictionary.values())
    model = word_model(counted, {word: p / total for word, p in dictionary.items()}, simplified)
    (work / "notice.md").write_text(permissive.notice(texts) + "\n", encoding="utf-8")
    sequences: list[Sequence] = [((word,), share) for word, share in dictionary.items()]
    return Material(unpacked, simplified, lines, weights, sequences, model, model, SPARSE)


def build(given: Material, out: Path, weights: Weights, most: int, network: Path | str | None) -> None:
    """Write the model; ``network`` is "" for none, a file that holds one, or None for one to be trained."""
    began = time.time()
    texts = {name: tokenized(rows, given.simplified) for name, rows in given.lines.items()}
    known = dict.fromkeys(words[0] for words, _ in given.sequences if len(words) == 1)
    vocab = vocabulary(list(texts.values()), known, RARE)
    print(f"read after {time.time() - began:.0f} s", flush=True)
    key, entry = learn(texts, vocab, given, weights, most)
    word_key, word_p, word_back = word_grams(given.words, vocab, MOST_WORDS)
    entry = np.concatenate([entry, entries(word_key, word_p, word_back)])
    segment, cells = table(np.concatenate([key, word_key]), entry)
    header = {
        "format": 1,
        "order": ORDER,
        "characters": vocab.characters,
        "simplified": "".join(chr(a) + b for a, b in sorted(given.simplified.items())),
        "emoji": emoji_table(given.unpacked),
        "words": len(word_key),
        "segment": segment,
    }
    block = b""
    if network != "":
        texts["sampled"] = tokenized(sentences(given.spoken, SAMPLED, SEED), given.simplified)
        header["network"], block = _network(texts, network)
    header["cells"] = cells.nbytes
    head = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    head += b" " * (-(len(head) + 16) % 64)
    out.parent.mkdir(parents=True, exist_ok=True)
    start = b"DARM0001" + len(head).to_bytes(8, "little") + head
    out.write_bytes(start + cells.astype("<u4").tobytes() + block)
    print(f"{out}: {out.stat().st_size} bytes after {time.time() - began:.0f} s")


def _network(texts: dict[str, str], network: Path | str | None) -> tuple[dict[str, Any], bytes]:
    """What the header says about the network, and its bytes: trained, or those of a file."""
    file = Path(network) if network else None
    return taken_from(file, texts) if file and file.suffix == ".bin" else laid_out(*trained(texts, file))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="where packages and corpora go")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "repair" / "model.bin")
    parser.add_argument("--words", type=float, default=Weights.words)
    parser.add_argument("--text", type=float, default=Weights.text)
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument(
        "--network",
        type=Path,
        help="instead of training a network: arrays of one (.npz), or a model that holds one (.bin)",
    )
    parser.add_argument("--permissive", type=Path, help="folder of texts: a permissive model")
    parser.add_argument("--without-network", action="store_true", help="make the tables alone")
    given = parser.parse_args()
    material = permitted(given.work, given.permissive) if given.permissive else shipped(given.work)
    network = "" if given.without_network else given.network
    build(material, given.out, Weights(given.text, given.words), given.most, network)


if __name__ == "__main__":
    main()
