"""What is drawn: by its artists, labels and places, and by how every picture looked before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from annotator import codebooks, pictures
from annotator.model import Label, PreparedDialogue, PreparedSource, PreparedTurn, Tag
from annotator.pictures import PICTURES, STYLES, Drawn, draw, file_of, gather, pixels_of
from annotator.pictures.canvas import unwritable
from annotator.pictures.drawing_parts import TURNS
from annotator.pictures.many_turns import edges, means, shared_bars, summed, turns_a_bar
from annotator.store import Project
from tests.pictures import snapshots
from tests.pictures.building import ADA, BEGUN, BEN, new_study, sources, tag_study, turn_of
from tests.store.building import fill, source_of

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
@pytest.mark.parametrize("look", snapshots.LOOKS)
def test_every_picture_looks_as_it_did(tagged: Project, name: str, look: str) -> None:
    style = STYLES[snapshots.LOOKS[look]]
    data = gather(tagged, name)
    drawn = draw(name, data, style)
    colours = [style.ground] + [axes.get_facecolor() for axes in drawn.figure.axes if axes.get_gid()]
    assert {to_hex(one) for one in colours} == {style.ground}
    # After a change on purpose: .venv/bin/python -m tests.pictures.snapshots, and look at what it drew.
    now, before = snapshots.seen(drawn, look), snapshots.kept(name, look)
    assert snapshots.alike(now, before), snapshots.apart(now, before)
    _, width, height, panels = pixels_of(drawn, 80)
    assert bool(panels) == (drawn.picture.about == "dialogue")
    for panel in panels:
        left, top, right, bottom = panel.box
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        assert panel.across == (0.4, len(data.turns) + 0.6)
    used, dpi = drawn.figure.get_tightbbox(), drawn.figure.dpi  # nothing stands over the edge
    assert used.x0 * dpi >= -1
    assert used.y0 * dpi >= -1
    assert used.x1 * dpi <= width + 1
    assert used.y1 * dpi <= height + 1


def test_another_look_is_noticed(tagged: Project) -> None:
    style = STYLES["light"]
    first, second, *others = style.colours
    data = gather(tagged, "repairs")  # the one with the least colour
    kept = snapshots.kept("repairs", "light")
    assert not snapshots.alike(
        snapshots.seen(draw("repairs", data, replace(style, colours=(second, first, *others))), "light"), kept
    )
    drawn = draw("repairs", data, style)
    drawn.figure.axes[0].set_ylabel("")
    assert not snapshots.alike(snapshots.seen(drawn, "light"), kept)
    assert snapshots.apart(kept, kept[:-1]) == (255.0, 255.0)


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
    made = {}
    for format_, start in starts.items():
        made[format_], again = (file_of(draw("trajectory", data), format_) for _ in range(2))
        assert made[format_].startswith(start)
        assert made[format_] == again
    svg = made["svg"].decode()
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


@pytest.fixture(scope="module")
def one_turn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    turns = (turn_of("A", "我觉得这个idea很好，but not for everyone.", damaged=True),)
    made = source_of("x.txt", (PreparedDialogue("x", turns, rule="brackets"),))
    with tagged_project(tmp_path_factory.mktemp("one") / "x.dap", [made]) as project:
        yield project


@pytest.mark.parametrize("name", NAMES)
def test_one_turn(one_turn: Project, name: str) -> None:
    asked = pictures.Asked(facet="stance")
    if name in ("cooccurrence", "transitions", "drift", "agreement"):  # none of one turn
        with pytest.raises(pictures.NothingToSee):
            gather(one_turn, name, asked)
    else:
        assert texts(draw(name, gather(one_turn, name, asked)))


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with tagged_project(
        tmp_path_factory.mktemp("nameless") / "x.dap", sources(2, 6, speakers=("",))
    ) as project:
        yield project


@pytest.mark.parametrize("name", NAMES)
def test_one_speaker_and_no_speaker(nameless: Project, name: str) -> None:
    said = texts(draw(name, gather(nameless, name)))
    assert said
    if name in ("profile", "trajectory"):
        assert "(no speaker)" in said


def lengthened(data: pictures.Data, times: int) -> pictures.Data:
    """The table of a dialogue that says the same so many times over."""
    turns = len(data.turns)
    rows = tuple((row[0] + turns * at, *row[1:]) for at in range(times) for row in data.rows)
    whole = tuple(range(1, turns * times + 1))
    facts = {**data.facts, "n": len(rows), "turns": len(whole)}
    return replace(data, rows=rows, turns=whole, facts=facts, notes=shared_bars(len(whole)))


@pytest.mark.parametrize("name", OF_DIALOGUES)
def test_ten_thousand_turns(tagged: Project, name: str) -> None:
    data = lengthened(gather(tagged, name), 417)
    assert len(data.turns) > 10_000
    drawn = draw(name, data)
    assert "Each bar or point is the mean of 34 turns side by side." in drawn.caption
    artists = sum(len(axes.get_children()) for axes in drawn.figure.axes)
    assert artists < 100  # and not one a turn
    assert texts(drawn)
    for axes in drawn.figure.axes:
        assert axes.get_gid() == TURNS
        assert axes.get_xlim() == (0.4, len(data.turns) + 0.6)
        for line in axes.lines:
            assert len(line.get_xdata()) <= 300 or name == "floor"


def test_means_of_neighbouring_turns() -> None:
    assert [turns_a_bar(turns) for turns in (1, 600, 601, 900, 901)] == [1, 1, 3, 3, 4]
    assert shared_bars(600) == ()
    values = [float(at % 3) for at in range(601)]
    assert means(values).tolist() == [1.0] * 200 + [0.0]  # the last has a turn of its own
    assert edges(601).tolist() == [*(at + 0.5 for at in range(0, 601, 3)), 601.5]
    places, heights = summed([1, 3, 601], [1.0, 2.0, 5.0], 601)
    assert places.tolist() == [2.0, 601.0]
    assert heights.tolist() == [1.5, 5.0]


def test_many_turns_of_labels_without_a_direction(tagged: Project) -> None:
    data = lengthened(gather(tagged, "trajectory", pictures.Asked(facet="topic")), 30)
    drawn = draw("trajectory", data)
    assert len(drawn.figure.axes[0].patches) == 2  # a row a label
    assert not drawn.figure.legends


def test_five_hundred_labels(tmp_path: Path) -> None:
    book = codebooks.default()
    many = tuple(Label(f"topic.{number}", "topic", f"topic {number} 话题") for number in range(500))
    facets = tuple(replace(one, labels=many) if one.key == "topic" else one for one in book.facets)
    codebook = replace(book, facets=facets)
    with Project.create(tmp_path / "x.dap", codebook=codebook, annotator=ADA, name="x") as project:
        fill(project, sources(4, 50))
        turns = [(one, turn) for one in project.dialogues.ids() for turn in project.turns.ids(one)]
        project.tags.take_in(
            [
                Tag(
                    f"{number:08}-{shift:04}-4000-8000-000000000000", *turns[(number * shift + shift) % 200],
                    "topic", f"topic.{number}", ADA.key, at=f"{BEGUN:%Y-%m-%dT%H:%M:%SZ}",
                )
                for number in range(500) for shift in (1, 7)
            ]
        )  # fmt: skip
        asked = pictures.Asked(facet="topic")
        for name in ("strip", "labels", "depth", "switching", "cooccurrence", "transitions"):
            data = gather(project, name, asked)
            drawn = draw(name, data)
            shown = data.facts["labels"]
            assert len(shown) <= 20
            assert data.notes
            assert "table" in drawn.caption or "together" in drawn.caption
            assert len(set(data.column("label"))) > len(shown)
        data = gather(project, "trajectory", asked)
        drawn = draw("trajectory", data)
        assert len(drawn.figure.axes[0].get_yticks()) <= 20
        assert "Rarest labels, in the table only" in drawn.caption


def test_writing_from_right_to_left(tmp_path: Path) -> None:
    turns = tuple(turn_of(("סופר", "كاتب")[at % 2], "أعتقد أن الآلة تستطيع الرسم.") for at in range(4))
    made = source_of("x.txt", (PreparedDialogue("محادثة", turns, rule="brackets"),))
    with tagged_project(tmp_path / "x.dap", [made]) as project:
        for name in ("profile", "trajectory", "floor", "labels"):
            drawn = draw(name, gather(project, name))
            assert {"סופר", "كاتب"} <= {text.split(",")[0] for text in texts(drawn)}
            assert "No font" not in drawn.caption


def test_levels_of_a_stance_go_as_far_as_there_are_any(tagged: Project) -> None:
    data = gather(tagged, "trajectory")
    mild = replace(data, rows=tuple(row for row in data.rows if row[6] is None or row[6] > -2))
    (axes,) = draw("trajectory", mild).figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["favor 1", "favor 2", "favor 3", "against 1", "0", "none", "unclear"]
    places = sorted(axes.get_yticks())
    assert min(two - one for one, two in pairwise(places)) >= 0.7  # no name on another


def test_keys_are_read_along_rows_and_are_as_wide_as_the_picture(tagged: Project) -> None:
    data = gather(tagged, "profile")
    drawn = draw("profile", data, size=(4.0, 3.8))
    (legend,) = drawn.figure.legends
    drawn.figure.canvas.draw()
    places = {text.get_text(): text.get_window_extent() for text in legend.get_texts()}
    one, two = places["en"], places["zh"]
    assert abs(one.y0 - two.y0) < 3  # side by side
    assert one.x0 < two.x0
    assert places["switch between turns"].x1 <= 400


def test_names_of_many_speakers_do_not_lie_on_each_other(tagged: Project) -> None:
    data = gather(tagged, "mixing")
    row = data.rows[0]
    rows = tuple((f"Speaker {at}", *row[1:4], at % 5 / 5, *row[5:7], at // 5 / 50, None, None)
                 for at in range(20))  # fmt: skip
    drawn = draw("mixing", replace(data, rows=rows + rows))
    axes = drawn.figure.axes[0]
    drawn.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert 10 < len(boxes) < 40
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))


def test_many_speakers_share_a_row(tmp_path: Path) -> None:
    turns = tuple(PreparedTurn(f"S{at}", f"[S{at}]: ", "I see.", "I see.") for at in range(12))
    turns = tuple(turn_of(turn.speaker, turn.text) for turn in turns)
    made = source_of("x.txt", (PreparedDialogue("x", turns, rule="brackets"),))
    with tagged_project(tmp_path / "x.dap", [made]) as project:
        assert "others (5)" in texts(draw("profile", gather(project, "profile")))
        assert "others (4)" in key_of(draw("floor", gather(project, "floor")))
