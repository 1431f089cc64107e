"""A whole study with three annotators in real windows: from the packets to the report."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.store import Project
from annotator.ui.reliability.merge_dialog import MergeDialog
from annotator.ui.reliability.packets_dialog import PacketsDialog
from annotator.ui.reliability.report_dialog import ReportDialog
from annotator.ui.reliability.study_instructions import InstructionsDialog
from annotator.ui.window.messages import MessageAction
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

TURNS = 5
TALKS = tuple(
    (f"Talk {number}", tuple(("AB"[turn % 2], f"Words {number}-{turn}.", "en") for turn in range(TURNS)))
    for number in range(6)
)
# What each presses: they agree on most turns, and differ on the last two of each dialogue.
KEYS = {"Ada": "11221", "Ben": "11222", "Cyd": "11212"}


def make_packets(person: Person, folder: Path) -> None:
    def fill(dialog: PacketsDialog) -> None:
        dialog.names.setPlainText("Ada\nBen\nCyd")
        dialog.instructions.setPlainText("Read the codebook first.\n犹豫时按 U。")
        dialog.folder.setText(str(folder))
        dialog.refresh()
        rows = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
        assert [(row.text(0), row.text(1)) for row in rows if row] == [(name, "6") for name in KEYS]
        person.click(dialog.make_button)

    person.answer(PacketsDialog, fill)
    person.window.action_set.by_id["packets"].trigger()
    person.idle()
    assert person.said()[0] == "3 packets were made."


def tag_packet(person: Person, packet: Path, name: str) -> None:
    """A window of their own, on their packet: whose it is, the instructions, one key a turn."""
    window = person.start()
    assert window.files.open_project(packet)
    person.idle()
    project = window.workspace.project
    assert project is not None
    assert project.annotator.name == name, "the packet says who works in it"
    (card,) = (one for one in window.messages.cards() if one.message.text.startswith("This packet is for"))
    assert card.message.text == f"This packet is for {name}."
    read: list[str] = []

    def look(dialog: InstructionsDialog) -> None:
        read.append(dialog.text.toPlainText())
        assert dialog.text.isReadOnly()
        dialog.reject()

    person.answer(InstructionsDialog, look)
    instructions: MessageAction = card.message.actions[0]
    instructions.run()
    person.idle()
    assert read == ["Read the codebook first.\n犹豫时按 U。"]
    assert project.counts().tags == 0, "blind to what others said"
    assert not project.study.read().suggestions
    person.wait(window.turns.hasFocus)
    for _ in range(len(TALKS)):
        person.press(*KEYS[name])
        person.press("Ctrl+PgDown")
    assert project.counts().tags == TURNS * len(TALKS)
    window.close()


def test_from_the_design_to_the_report(person: Person, tmp_path: Path) -> None:
    study, folder = make_project(tmp_path / "study.dap", TALKS), tmp_path / "packets"
    assert person.window.files.open_project(study)
    person.idle()
    make_packets(person, folder)
    person.window.close()
    manifest = json.loads((folder / "packets.json").read_text(encoding="utf-8"))
    orders = [packet["dialogues"] for packet in manifest["packets"]]
    assert sorted(orders[0]) == sorted(orders[1]), "everybody gets every dialogue"
    assert orders[0] != orders[1], "each in an order of their own"

    for name in KEYS:
        tag_packet(person, folder / f"{name}.dap", name)

    window = person.start()
    assert window.files.open_project(study)
    person.idle()

    def merge(dialog: MergeDialog) -> None:
        assert dialog.summary.text() == "90 new tags and 0 changed ones would come in."
        person.click(dialog.merge_button)

    def ready(dialog: MergeDialog) -> bool:
        if not dialog.paths:
            dialog.add([folder])
        return dialog.merge_button.isEnabled()

    person.answer(MergeDialog, merge, ready)
    window.action_set.by_id["merge"].trigger()
    person.idle()
    assert person.said()[0] == "90 tags were merged."
    project = window.workspace.project
    assert project is not None
    window.action_set.by_id["agreement"].trigger()
    agreement = window.commands.reliability._agreement
    assert agreement is not None
    person.wait(lambda: not agreement.look.running and agreement.found)
    alpha = next(
        found for found in agreement.found[0].parts[0].agreements if found.coefficient == "krippendorff_alpha"
    )
    assert agreement.found[0].annotators == ("Ada", "Ben", "Cyd")
    assert alpha.value is not None
    agreement.close()

    person.idle()
    person.press("Ctrl+J")
    person.idle()
    person.wait(lambda: window.commands.adjudication.active)
    person.wait(window.turns.hasFocus)
    assert len(window.workspace.cursor.turn_ids) == 2 * len(TALKS)
    for _ in range(2 * len(TALKS)):
        person.press("Return")
    assert person.said()[0] == "All 12 disagreements on Stance are decided."
    person.press("Ctrl+J")

    out = tmp_path / "report"

    def write(dialog: ReportDialog) -> None:
        dialog.folder.setText(str(out))
        person.click(dialog.write_button)

    person.answer(ReportDialog, write)
    window.action_set.by_id["report"].trigger()
    person.idle()
    assert person.said()[0] == "The report was written: 12 files."
    numbers = json.loads((out / "numbers.json").read_text(encoding="utf-8"))
    stance = next(facet for facet in numbers["facets"] if facet["facet"] == "stance")
    assert stance["annotators"] == ["Ada", "Ben", "Cyd"], "decisions are nobody's answers"
    measured = [
        one["value"] for one in stance["parts"][0]["agreements"] if one["coefficient"] == "krippendorff_alpha"
    ]
    assert measured == [alpha.value], "the same as in the window, before and after deciding"
    window.close()
    with Project.open(study, read_only=True) as project:
        assert project.check() == []
        assert project.counts().tags == 90 + 12
