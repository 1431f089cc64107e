"""Speaker markers: the same remains are the same name, and names are made of certain characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from annotator.repair.damaged_line import Line

#: The commonest family names of China; they are those of six people in seven.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
#: Characters that many given names have, and few other words at that place.
_GIVEN = frozenset(
    "英华文玉秀明国春红丽芳梅军平兰珍建志桂燕霞海云荣伟林敏静杰强磊洋勇艳涛超娟鹏辉刚波斌宇浩凯健俊帆帅旭宁龙欢丹雪琳莹"
    "晨阳楠佳雨萍玲清慧婷雅琴凤洁晶倩欣怡轩涵博瑞峰亮飞彬鑫娜颖璐月芝莲翠雯岚淑惠珠娥妹霭贞莉素真环凡青哲安松洪东立诚"
)
#: What speaks for them in a marker, in natural logarithms.
_NAME = 4.0
#: A marker has at most so many characters before its colon.
_LONGEST = 16
_COLON = re.compile("[:：]")
_NOT_IN_NAMES = re.compile("[，。！？；、,.!?;…]")
_OPENING = re.compile(r"^[\s\[(<【（《〔「]*$")
_LEAST = 1e-6

Shares = list[list[float]]


def slots_before_the_colon(line: Line) -> int:
    """How many slots the marker at the start of a line has; 0 where it has none, or the line no marker."""
    long = 0
    for at, part in enumerate(line.parts):
        colon = _COLON.search(part)
        sure = part[: colon.start()] if colon else part
        long += len(sure)
        if long > _LONGEST or _NOT_IN_NAMES.search(sure):
            return 0
        if colon:
            return at
        long += 1
    return 0


class SpeakerMarkers:
    """The markers of a text. ``simplified`` maps code points of traditional characters to simplified ones."""

    def __init__(self, lines: Iterable[Line], simplified: Mapping[int, str]) -> None:
        self._simplified = simplified
        self._slots = {id(line): count for line in lines if (count := slots_before_the_colon(line))}

    def prior(self, line: Line, at: int, option: str) -> float:
        """What speaks for an option because it would be part of a name."""
        if at >= self.slots(line):
            return 0.0
        first = at == 0 and _OPENING.match(line.parts[0])
        return _NAME if option.translate(self._simplified) in (_FAMILY if first else _GIVEN) else 0.0

    def slots(self, line: Line) -> int:
        """How many characters were lost in the line's marker."""
        return self._slots.get(id(line), 0)

    def tie(self, filled: Sequence[tuple[Line, Shares]]) -> None:
        """Give markers that were received alike the same probabilities, in place: their geometric mean."""
        groups: defaultdict[object, list[Shares]] = defaultdict(list)
        for line, shares in filled:
            count = self._slots[id(line)]
            options = tuple(slot.options for slot in line.slots[:count])
            rest = _COLON.split(line.parts[count], 1)[0]
            groups[(line.parts[:count], options, rest)].append(shares[:count])
        for alike in groups.values():
            for places in zip(*alike, strict=True):
                together = [
                    sum(log(max(p, _LEAST)) for p in option) / len(places)
                    for option in zip(*places, strict=True)
                ]
                top = max(together)
                whole = sum(exp(x - top) for x in together)
                for place in places:
                    place[:] = [exp(x - top) / whole for x in together]
