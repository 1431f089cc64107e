"""Names in speaker markers: one name for the same remains, and characters that names are made of."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from annotator.repair.damaged_line import Line
from annotator.repair.lost_characters import Slot
from annotator.repair.speaker_markers import SpeakerMarkers, slots_before_the_colon
from tests.repair.damage import misread

OPTIONS = (("华", 0.0), ("后", 0.0))
TALK = """[{}]: 你觉得人工智能写的剧本算艺术吗？
[{}]: 我觉得算，但是与人写的不一样。
[{}]: 今天下午我们去图书馆继续讨论吧！
"""


def line(*parts: str) -> Line:
    return Line(parts, tuple(Slot(at, at + 1, OPTIONS, 0xE5) for at in range(len(parts) - 1)))


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        (("[", "茂]: 你", "好"), 1),
        (("", "", "：你", "好"), 2),
        (("A: 你", "好"), 0),
        (("你", "好。他说：", ""), 0),
        (("你", "好"), 0),
        (("一二三四五六七八", "九十一二三四五六七八", "：好"), 0),
    ],
)
def test_a_marker_reaches_to_the_colon(parts: tuple[str, ...], count: int) -> None:
    assert slots_before_the_colon(line(*parts)) == count


def test_names_are_made_of_certain_characters() -> None:
    first, second, text = line("[", "茂]: 你", "好"), line("孙", ": 好"), line("你", "好")
    speakers = SpeakerMarkers([first, second, text], {ord("華"): "华", ord("孫"): "孙"})
    assert speakers.prior(second, 0, "华") == speakers.prior(second, 0, "華") > 0
    assert speakers.prior(second, 0, "后") == speakers.prior(second, 0, "孙") == 0
    assert speakers.prior(first, 0, "孫") > 0
    assert speakers.prior(first, 1, "华") == speakers.prior(text, 0, "华") == 0


def test_markers_alike_get_the_same_probabilities() -> None:
    alike, again, other = line("[", "茂]: 你", "好"), line("[", "茂]: 是", ""), line("[", "月]: 是")
    speakers = SpeakerMarkers([alike, again, other], {})
    found = [[[0.8, 0.2], [0.5, 0.5]], [[0.4, 0.6], [0.1, 0.9]], [[0.3, 0.7]]]
    speakers.tie(list(zip([alike, again, other], found, strict=True)))
    assert found[0][0] == found[1][0]
    assert sum(found[0][0]) == pytest.approx(1)
    assert 0.4 < found[0][0][0] < 0.8
    assert (found[0][1], found[1][1]) == ([0.5, 0.5], [0.1, 0.9])
    assert found[2][0] == pytest.approx([0.3, 0.7])


@pytest.mark.no_cover
@pytest.mark.parametrize("page", ["windows-1254", "windows-1252", "windows-1253"])
def test_a_speaker_has_one_name_throughout(page: str) -> None:
    for name in ("杨月华", "孙录", "舒妍", "主持人", "李仁中"):
        lines = repair(misread(TALK.format(name, name, name) * 2, page)).text.splitlines()
        assert len({text.split("]")[0] for text in lines}) == 1


def test_a_family_name_outweighs_a_word() -> None:
    text = TALK.format("孙录", "王瑜", "孙录")
    assert repair(misread(text, "windows-1254")).text.splitlines()[0] == text.splitlines()[0]
