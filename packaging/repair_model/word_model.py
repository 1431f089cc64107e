"""The word models the n-grams of characters are drawn from: libime's as KenLM file or ARPA, and open-gram."""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kenlm_trie import read, rows

#: An n-gram of words, and the logarithms to base 10 of its probability and its back-off weight.
Row = tuple[tuple[str, ...], float, float]
#: Words or what stands for a sentence's ends, and how likely they are to stand together.
Sequence = tuple[tuple[str, ...], float]

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_ENDS = {"<s>": "\ue000", "</s>": "\ue000"}


@dataclass
class WordModel:
    """Logarithms of the probability of words, pairs and triples, and of what backing off from them costs."""

    one: dict[str, tuple[float, float]] = field(default_factory=dict)
    two: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    three: dict[tuple[str, str, str], float] = field(default_factory=dict)


def libime(unpacked: Path) -> Iterator[Row]:
    """The n-grams of libime's model, short ones first."""
    return rows(read(next((unpacked / "libime-data-language-model").rglob("zh_CN.lm"))))


def without_signs(model: Iterable[Row]) -> Iterator[Row]:
    """The n-grams without those that hold punctuation.

    The model knows the commonest signs as words and no others, so that next to it 」 would look
    far less likely than 、 wherever either can stand.
    """
    for row in model:
        if all(name in _ENDS or name == "<unk>" or _HAN.search(name) for name in row[0]):
            yield row


def together(model: Iterable[Row], simplified: dict[int, str]) -> list[Sequence]:
    """Probabilities of words, and of pairs and triples taken together, ends of sentences among them."""
    one: dict[str, float] = {}
    two: dict[tuple[str, ...], float] = {}
    out: list[Sequence] = []
    for names, log, _ in model:
        if "<unk>" in names:
            continue
        words = tuple(_ENDS.get(name, name).translate(simplified) for name in names)
        p = 10.0**log
        if len(words) == 1:
            one[words[0]] = one.get(words[0], 0.0) + p
        elif len(words) == 2 and words[0] in one:
            two[words] = one[words[0]] * p
        elif words[:2] in two:
            out.append((words, two[words[:2]] * p))
    return [*(((word,), p) for word, p in one.items()), *two.items(), *out]


def as_it_is(model: Iterable[Row], simplified: dict[int, str]) -> WordModel:
    """The same as a model of words; of two words that are one in simplified characters the likelier."""
    out = WordModel()
    never = (-99.0, 0.0)
    log10 = math.log(10.0)
    for names, log, weight in model:
        if any(name.startswith("<") for name in names):
            continue
        words = tuple(name.translate(simplified) for name in names)
        p, back = log10 * log, log10 * weight
        if len(words) == 1:
            out.one[words[0]] = max((p, back), out.one.get(words[0], never))
        elif len(words) == 2:
            pair = (words[0], words[1])
            out.two[pair] = max((p, back), out.two.get(pair, never))
        else:
            triple = (words[0], words[1], words[2])
            out.three[triple] = max(p, out.three.get(triple, never[0]))
    return out


def open_gram(unpacked: Path, simplified: dict[int, str]) -> list[tuple[tuple[str, ...], float]]:
    """Words, pairs and triples of the open-gram model with the probability of each taken together."""
    data = next((unpacked / "sunpinyin-data").rglob("lm_sc.t3g"))
    lexicon = next((unpacked / "sunpinyin-data").rglob("pydict_sc.bin")).read_bytes()
    names = lexicon[int.from_bytes(lexicon[8:12], "little") :].decode("utf-32-le").split("\0")
    names[0] = "\ue000"  # the beginning and end of a sentence
    words = [name.translate(simplified) for name in names]
    printer = next((unpacked / "sunpinyin-utils").rglob("tslminfo"))
    out: list[tuple[tuple[str, ...], float]] = []
    known: dict[tuple[int, ...], float] = {}
    order = 0
    with subprocess.Popen([printer, "-v", "-p", data], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("\\"):
                order = int(line[1])
                continue
            fields = line.split()
            if not order:
                continue
            ids = tuple(map(int, fields[:order]))
            if not all(0 <= i < len(words) and words[i] for i in ids):
                continue
            before = known.get(ids[:-1], 0.0) if order > 1 else 1.0
            p = before * float(fields[order])
            if order < 3:
                known[ids] = p
            if p > 0:
                out.append((tuple(words[i] for i in ids), p))
    return out
