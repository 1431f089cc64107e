"""What is drawn, by what matplotlib was asked to draw: artists, labels, places. Pixels differ by version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator import pictures
from annotator.model import PreparedDialogue, PreparedSource, PreparedTurn
from annotator.pictures import PICTURES, STYLES, Drawn, draw, file_of, gather, pixels_of
from annotator.pictures.canvas import unwritable
from annotator.store import Project
from tests.pictures.building import ADA, BEN, new_study, sources, tag_study, turn_of
from tests.store.building import source_of

pytest.importorskip("matplotlib")
from matplotlib.colors import to_hex, to_rgba
from matplotlib.text import Text

NAMES = [picture.name for picture in PICTURES]
OF_DIALOGUES = [picture.name for picture in PICTURES if picture.about == "dialogue"]


def texts(drawn: Drawn) -> list[str]:
    drawn.figure.canvas.draw()
    return [one.get_text() for one in drawn.figure.findobj(Text) if one.get_visible() and one.get_text()]


def key_of(drawn: Drawn) -> list[str]:
    return [text.get_text() for legend in drawn.figure.legends for text in legend.get_texts()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_every_picture_in_every_style(tagged: Project, name: str, style: pictures.Style) -> None:
    data = gather(tagged, name)
    drawn = draw(name, data, style)
    colours = [style.ground] + [axes.get_facecolor() for axes in drawn.figure.axes if axes.get_gid()]
    assert {to_hex(one) for one in colours} == {style.ground}
    pixels, width, height, panels = pixels_of(drawn, 80)
    assert len(pixels) == 4 * width * height
    assert len(set(pixels[::97])) > 3  # something stands there
    assert bool(panels) == (drawn.picture.about == "dialogue")
    for panel in panels:
        left, top, right, bottom = panel.box
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        assert panel.across == (0.4, len(data.turns) + 0.6)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_over_the_edge(tagged: Project, name: str) -> None:
    drawn = draw(name, gather(tagged, name))
    drawn.figure.canvas.draw()
    used, dpi = drawn.figure.get_tightbbox(), drawn.figure.dpi
    width, height = drawn.figure.get_size_inches()
    assert used.x0 * dpi >= -1
    assert used.y0 * dpi >= -1
    assert used.x1 * dpi <= width * dpi + 1
    assert used.y1 * dpi <= height * dpi + 1


def test_the_profile_has_a_bar_a_turn_and_language_and_marks_switches(tagged: Project) -> None:
    data = gather(tagged, "profile")
    drawn = draw("profile", data)
    above = drawn.figure.axes[0]
    languages = data.facts["languages"]
    assert len(above.patches) == len(data.rows) * len(languages)
    for number, language in enumerate(languages):
        heights = [bar.get_height() for bar in above.containers[number]]
        assert heights == data.column(f"words_{language}")
    hatches = [container[0].get_hatch() for container in above.containers]
    assert len(set(hatches)) == len(hatches)
    triangles, strokes = above.collections[:2]
    assert len(triangles.get_offsets()) == sum(bool(points) for points in data.column("switches_inside"))
    assert len(strokes.get_offsets()) == data.facts["between"]
    assert key_of(drawn) == [*languages, "switch inside the turn", "switch between turns"]
    assert [label.get_text() for label in drawn.figure.axes[1].get_yticklabels()] == ["A", "B"]


def points(axes: Any, *, hollow: bool, ground: str) -> int:
    return sum(
        len(one.get_offsets())
        for one in axes.collections
        if len(one.get_facecolors()) and (tuple(one.get_facecolors()[0]) == to_rgba(ground)) == hollow
    )


def test_the_trajectory_is_hollow_where_uncertain_and_ringed_where_sides_change(tagged: Project) -> None:
    data = gather(tagged, "trajectory")
    drawn = draw("trajectory", data)
    (axes,) = drawn.figure.axes
    assert points(axes, hollow=True, ground="#ffffff") == data.facts["uncertain"] > 0
    assert points(axes, hollow=False, ground="#ffffff") == data.facts["n"] - data.facts["uncertain"]
    rings = sum(len(one.get_offsets()) for one in axes.collections if not len(one.get_facecolors()))
    assert rings == data.facts["flips"] > 0
    assert axes.get_title(loc="left") == "AI can make art 人工智能能创作艺术"
    assert [label.get_text() for label in axes.get_yticklabels()][:3] == ["favor 1", "favor 2", "favor 3"]
    assert key_of(drawn) == ["A", "B", "uncertain", "change of sides"]
    assert len({line.get_linestyle() for line in axes.lines[:2]}) == 2  # apart in grey


def test_the_floor_ends_with_everybodys_share(tagged: Project) -> None:
    data = gather(tagged, "floor")
    drawn = draw("floor", data)
    ends = [line.get_ydata()[-1] for line in drawn.figure.axes[1].lines]
    shares = dict(data.facts["shares"])
    last = {row[1]: row[3] * 100 for row in data.rows}
    assert ends == [last[name] for name in shares]
    assert key_of(drawn) == [f"{name}, {share:.0%}" for name, share in shares.items()]


def test_shares_of_labels_fill_the_bar(tagged: Project) -> None:
    drawn = draw("labels", gather(tagged, "labels"))
    (axes,) = drawn.figure.axes
    for place in range(2):
        assert sum(container[place].get_width() for container in axes.containers) == pytest.approx(100)


def test_maps_say_every_cell(tagged: Project) -> None:
    for name in ("transitions", "cooccurrence"):
        data = gather(tagged, name)
        drawn = draw(name, data)
        axes = drawn.figure.axes[0]
        size = len(data.facts["labels"])
        assert axes.images[0].get_array().shape == (size, size)
        assert len(axes.texts) == size * size


def test_files_say_what_they_show_and_are_the_same_each_time(tagged: Project) -> None:
    data = gather(tagged, "trajectory")
    starts = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}
    for format_, start in starts.items():
        one, two = (file_of(draw("trajectory", data), format_) for _ in range(2))
        assert one.startswith(start)
        assert one == two
    svg = file_of(draw("trajectory", data), "svg").decode()
    assert "Stance in “talk 00” as Ada tagged it" in svg
    assert "<text" not in svg  # all writing is outlines: no font is needed to see Chinese


def test_the_size_and_the_dots_of_a_png(tagged: Project) -> None:
    data = gather(tagged, "labels")
    png = file_of(draw("labels", data, size=(3.0, 2.0)), "png", 150)
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (450, 300)


def test_characters_without_a_font_are_said(tmp_path: Path) -> None:
    assert not unwritable(["人工智能 Üben naïve"])
    assert unwritable(["ok \U00016a40"]) == "\U00016a40"
    turns = (turn_of("\U00016a40", "I see."),)
    made = source_of("x.txt", (PreparedDialogue("x", turns, rule="brackets"),))
    with new_study(tmp_path / "x.dap", [made]) as project:
        assert "No font here can write \U00016a40" in draw("floor", gather(project, "floor")).caption


# --- the cases that pictures break on -------------------------------------------------------------


def tagged_project(path: Path, made: Sequence[PreparedSource]) -> Project:
    project = new_study(path, made)
    tag_study(project, annotators=(ADA, BEN))
    return project


@pytest.mark.parametrize("name", NAMES)
def test_one_turn(tmp_path: Path, name: str) -> None:
    turns = (turn_of("A", "我觉得这个idea很好，but not for everyone.", damaged=True),)
    made = source_of("x.txt", (PreparedDialogue("x", turns, rule="brackets"),))
    asked = pictures.Asked(facet="stance")
    with tagged_project(tmp_path / "x.dap", [made]) as project:
        if name in ("cooccurrence", "transitions", "drift", "agreement"):  # none of one turn
            with pytest.raises(pictures.NothingToSee):
                gather(project, name, asked)
        else:
            assert texts(draw(name, gather(project, name, asked)))


@pytest.mark.parametrize("name", NAMES)
def test_one_speaker_and_no_speaker(tmp_path: Path, name: str) -> None:
    with tagged_project(tmp_path / "x.dap", sources(2, 6, speakers=("",))) as project:
        said = texts(draw(name, gather(project, name)))
        assert said
        if name in ("profile", "trajectory"):
            assert "(no speaker)" in said


@pytest.mark.parametrize("name", OF_DIALOGUES)
def test_ten_thousand_turns(tmp_path: Path, name: str) -> None:
    with tagged_project(tmp_path / "x.dap", sources(1, 10_000, timed=False)) as project:
        data = gather(project, name)
        drawn = draw(name, data)
        assert len(data.turns) == 10_000
        artists = sum(len(axes.get_children()) for axes in drawn.figure.axes)
        assert artists < 200  # and not one a turn
        assert len(file_of(drawn, "png", 80)) < 500_000


def test_five_hundred_labels(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap", sources(4, 50)) as project:
        for number in range(500):
            project.codebook.add_label("topic", f"topic {number} 话题", key=f"topic.{number}")
        ids = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
        for number in range(500):
            project.tags.add([ids[number % len(ids)], ids[(number * 7 + 1) % len(ids)]], f"topic.{number}")
        asked = pictures.Asked(facet="topic")
        for name in ("strip", "labels", "depth", "switching", "cooccurrence", "transitions"):
            data = gather(project, name, asked)
            drawn = draw(name, data)
            shown = data.facts["labels"]
            assert len(shown) <= 20
            assert data.notes
            assert "table" in drawn.caption or "together" in drawn.caption
            assert len(set(data.column("label"))) > len(shown)


def test_writing_from_right_to_left(tmp_path: Path) -> None:
    turns = tuple(turn_of(("סופר", "كاتب")[at % 2], "أعتقد أن الآلة تستطيع الرسم.") for at in range(4))
    made = source_of("x.txt", (PreparedDialogue("محادثة", turns, rule="brackets"),))
    with tagged_project(tmp_path / "x.dap", [made]) as project:
        for name in ("profile", "trajectory", "floor", "labels"):
            drawn = draw(name, gather(project, name))
            assert {"סופר", "كاتب"} <= {text.split(",")[0] for text in texts(drawn)}
            assert "No font" not in drawn.caption


def test_many_speakers_share_a_row(tmp_path: Path) -> None:
    turns = tuple(PreparedTurn(f"S{at}", f"[S{at}]: ", "I see.", "I see.") for at in range(12))
    turns = tuple(turn_of(turn.speaker, turn.text) for turn in turns)
    made = source_of("x.txt", (PreparedDialogue("x", turns, rule="brackets"),))
    with tagged_project(tmp_path / "x.dap", [made]) as project:
        assert "others (5)" in texts(draw("profile", gather(project, "profile")))
        assert "others (4)" in key_of(draw("floor", gather(project, "floor")))
