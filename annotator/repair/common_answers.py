"""Japanese turns of one word, whose kana lost bytes: most of them are one of a few answers and greetings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.repair.damaged_line import HOLE, Line

#: The commonest first.
_COMMONEST = (
    "はい うん いいえ そう ええ ううん そうです そうですね そうですか うそ なに いや もう まだ いい いいよ "
    "いいね ちがう ちがいます だめ ほんと ほんとう ありがとう ありがとうございます すみません ごめん "
    "ごめんなさい おはよう おはようございます こんにちは こんばんは さようなら またね どうも どうぞ "
    "どうして なんで どこ だれ いつ いくら わかった わかりました わかりません わからない しらない "
    "しりません もちろん たぶん やっぱり なるほど おねがいします いただきます ごちそうさま ただいま "
    "おかえり だいじょうぶ がんばって"
)
_ANSWERS = tuple(_COMMONEST.split())
#: Kana and what was lost, with nothing of Chinese or Japanese beside it.
_WORD = re.compile(
    f"(?<![\u3041-\u30fc\u4e00-\u9fff{HOLE}])[\u3041-\u3096{HOLE}]{{2,}}(?![\u3041-\u30fc\u4e00-\u9fff{HOLE}])"
)
#: No such guess is sure, and it says so much where none of the letters is left.
_PROBABLY = 0.6


def with_answers(line: Line, shares: Sequence[list[float]]) -> Sequence[list[float]]:
    """The shares of the slots of a line, those of a word by itself as one of the answers has it.

    Where some letter of the word is sure of itself already, or no answer fits, they stay as they are.
    """
    out = list(shares)
    for slots, chosen in _answers(line):
        for at, char in zip(slots, chosen, strict=True):
            place = next(i for i, (text, _) in enumerate(line.slots[at].options) if text == char)
            rest = 1 - out[at][place]
            if rest > 1 - _PROBABLY:
                scale = (1 - _PROBABLY) / rest
                out[at] = [_PROBABLY if i == place else share * scale for i, share in enumerate(out[at])]
    return out


def _answers(line: Line) -> Iterator[tuple[range, list[str]]]:
    """The slots of each word by itself that may be an answer, and what stands in them then."""
    text = HOLE.join(line.parts)
    for match in _WORD.finditer(text):
        word = match.group()
        first = text.count(HOLE, 0, match.start())
        slots = range(first, first + word.count(HOLE))
        for answer in _ANSWERS if slots else ():
            holes = [char for char, there in zip(answer, word, strict=False) if there == HOLE]
            if len(answer) == len(word) and _fits(answer, word) and _possible(line, slots, holes):
                yield slots, holes
                break


def _fits(answer: str, word: str) -> bool:
    return all(there in {HOLE, char} for char, there in zip(answer, word, strict=True))


def _possible(line: Line, slots: range, chosen: Sequence[str]) -> bool:
    return all(
        any(text == char for text, _ in line.slots[at].options)
        for at, char in zip(slots, chosen, strict=True)
    )
