"""The methods paragraphs of a report, in English and Chinese, made of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
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
_DRAWN_TURNS = (
    (
        "Compared are the dialogues that all annotators of a row worked on and at least one of them "
        "corrected; turns that nobody corrected were given and are no evidence of agreement. Places are "
        "counted in words (a run of letters and digits; in Chinese and Japanese a character) that are in a "
        "turn of any of them. Pk, WindowDiff and boundary similarity are means over dialogues; α is that of "
        "the dialogues laid end to end."
    ),
    (
        "比较的是同一行中所有标注者都处理过、且至少一人修改过话轮的对话；无人修改的话轮是事先给定的，"
        "不能作为一致的证据。位置按词计算（连续的字母和数字为一词；中文和日文按字计），只计属于任一标注者"
        "话轮的词。Pk、WindowDiff和边界相似度为各对话的均值；α按首尾相接的全部对话计算。"
    ),
)
_KINDS_OF_ERROR = {
    "one": (
        "Adjudicators noted the kind of error on one decision.",
        "裁定者对1项裁定注明了错误类型。",
    ),
    "several": (
        "Adjudicators noted the kind of error on {number:,} decisions.",
        "裁定者对{number:,}项裁定注明了错误类型。",
    ),
}


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


def drawn_turns() -> tuple[str, ...]:
    """How turns that annotators drew were compared, in English and Chinese."""
    return _DRAWN_TURNS


def kinds_of_error(errors: Sequence[Numbers]) -> tuple[str, ...]:
    """How many decisions have a kind of error, in English and Chinese."""
    texts = _KINDS_OF_ERROR["one" if len(errors) == 1 else "several"]
    return tuple(text.format(number=len(errors)) for text in texts)


def _cited(source: str) -> str:
    """A source behind what it is the source of; what needs none has a dash in the table."""
    return "" if source == "-" else f" ({source})"
