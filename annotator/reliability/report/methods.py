"""The methods paragraphs of a report, in English and Chinese, made of its numbers."""

from __future__ import annotations

from typing import Any, Literal

Numbers = dict[str, Any]

_ENGLISH = (
    (
        "{turns:,} turns in {dialogues:,} dialogues were given to {people} annotators ({names}) with the "
        "codebook {codebook}, version {version}. The unit of agreement is a turn, toward one target "
        "where the facet has targets. A label that an annotator did not give is missing and no label of "
        "its own; coefficients use the units that two or more annotators labelled."
    ),
    (
        "Turns of one dialogue are not independent. Intervals at {level:.0%} leave out each dialogue in "
        "turn (the jackknife; Efron & Tibshirani 1993, ch. 11) and use Student's t with one degree of "
        "freedom less than there are dialogues, for log(1 - coefficient). Below five dialogues, where "
        "nobody disagreed, and where one dialogue holds all disagreement no interval is given. A "
        "coefficient that is undefined is said to be so, with the reason."
    ),
    "Coefficients were computed as {formulas}. Computed with {program}.",
)
_CHINESE = (
    (
        "共有{dialogues:,}段对话、{turns:,}个话轮，由{people}位标注者（{names}）依据编码手册"
        "“{codebook}”第{version}版标注。一致性的单位是话轮；若维度带有立场对象，则为针对某一对象的话轮。"
        "标注者未给出的标签视为缺失，而不是另一个标签；各系数使用至少两位标注者标注过的单位。"
    ),
    (
        "同一段对话的话轮并不独立。{level:.0%}区间采用逐一剔除对话的刀切法"
        "（Efron & Tibshirani 1993，第11章），对 log(1 - 系数) 使用自由度为对话数减一的学生t分布。"
        "对话少于五段、无人意见不一、或全部分歧集中于一段对话时不给出区间。无定义的系数注明原因。"
    ),
    "系数的计算公式：{formulas}。计算软件：{program}。",
)
_TEXTS = {"en": _ENGLISH, "zh": _CHINESE}


def methods(numbers: Numbers, language: Literal["en", "zh"]) -> tuple[str, ...]:
    """The paragraphs in one language."""
    comma = ", " if language == "en" else "、"
    between = "; " if language == "en" else "；"
    formulas = between.join(
        f"{one['name']}{_cited(one['source'])}: {one['formula']}" for one in numbers["coefficients"]
    )
    values = {
        "turns": numbers["turns"],
        "dialogues": numbers["dialogues"],
        "people": len(numbers["annotators"]),
        "names": comma.join(numbers["annotators"]),
        "codebook": numbers["codebook"]["name"],
        "version": numbers["codebook"]["version"],
        "level": numbers["level"],
        "formulas": formulas,
        "program": numbers["program"],
    }
    return tuple(text.format(**values) for text in _TEXTS[language])


def _cited(source: str) -> str:
    """A source behind what it is the source of; what needs none has a dash in the table."""
    return "" if source == "-" else f" ({source})"
