"""The figures of a project as nested data and as rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.language import LanguageOptions, segmenter
from annotator.language.switching_report import Following, columns, read_turn, report, to_rows

TURNS = [
    ("one", "A", "我觉得这个topic很interesting"),
    ("one", "B", "Yes, I think so."),
    ("two", "A", "😀"),
    ("one", "A", "对啊，okay"),
    ("one", "B", "😀 123"),
    ("one", "B", "你说呢？"),
]


def test_a_turn_is_read_as_languages_and_a_matrix_language() -> None:
    reading = read_turn("A", "我喜欢用AI写essay")
    assert (dict(reading.turn.words), reading.turn.neutral, reading.matrix) == ({"zh": 4, "en": 1}, 1, "zh")


def test_dialogues_keep_their_order_and_their_turns() -> None:
    found = report(TURNS)
    assert [(one.key, len(one.turns)) for one in found.dialogues] == [("one", 5), ("two", 1)]
    assert [name for name, _ in found.dialogues[0].speakers] == ["A", "B"]
    assert found.segmenter == str(segmenter())
    assert found.detector == ""


def test_figures_of_all_levels_add_up() -> None:
    found = report(TURNS)
    one = found.dialogues[0]
    assert found.project.turns == 6
    assert dict(found.project.words) == dict(one.measures.words) == {"zh": 9, "en": 7}
    assert sum(own.switch_points for _, own in one.speakers) == one.measures.switch_points == 4
    assert one.measures.switches == (("zh", "en", 3), ("en", "zh", 1))
    assert (one.measures.mixed_turns, one.measures.boundary_switches) == (2, 2)
    assert one.measures.matrix_turns == (("zh", 3), ("en", 1))


def test_who_switches_after_whom() -> None:
    assert report(TURNS).dialogues[0].following == (
        Following("A", "B", 1, both=0, only_second=0, only_first=1, neither=0, new_matrix=1, boundary=0),
        Following("B", "A", 1, both=0, only_second=1, only_first=0, neither=0, new_matrix=1, boundary=1),
    )
    both = report([("d", "A", "我like"), ("d", "B", "我hate"), ("d", "B", "好"), ("d", "B", "是")])
    assert [(one.pairs, one.both, one.only_first, one.neither) for one in both.dialogues[0].following] == [
        (1, 1, 0, 0),
        (2, 0, 1, 1),
    ]


def test_undefined_figures_are_empty_cells_with_a_reason() -> None:
    rows = list(to_rows(report([("d", "A", "😀")])))
    assert [row["level"] for row in rows] == ["project", "dialogue", "speaker", "turn"]
    assert rows[0]["burstiness"] == ""
    assert "burstiness: fewer than two spans" in str(rows[0]["undefined"])
    assert rows[3]["cmi_2014"] == 0.0


def test_an_empty_project_has_a_row_and_no_figures() -> None:
    (row,) = to_rows(report([]))
    assert (row["turns"], row["corpus_cmi"], row["mean_cmi_2014"]) == (0, "", "")


def test_rows_make_a_table_that_reads_back() -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns())
    writer.writeheader()
    writer.writerows(to_rows(report(TURNS)))
    read = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(read) == 1 + (1 + 2 + 5) + (1 + 1 + 1)
    assert read[1]["words"] == "zh:9 en:7"
    assert read[1]["switches"] == "zh:en:3 en:zh:1"
    assert {row["segmenter"] for row in read} == {str(segmenter())}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("AB"), st.text(max_size=20)), max_size=6))
def test_any_text_can_be_reported(turns: list[tuple[str, str, str]]) -> None:
    found = report(turns, LanguageOptions(languages=("zh",)))
    assert found.project.turns == len(turns)
    assert all(tuple(row) == columns() for row in to_rows(found))


def test_the_number_of_declared_languages_is_that_of_the_m_index() -> None:
    turns = [("d", "A", "我like你")]
    two = report(turns).project.m_index.value
    three = report(turns, LanguageOptions(languages=("zh", "en", "ja"))).project.m_index.value
    assert two is not None
    assert three == pytest.approx(two / 2)
