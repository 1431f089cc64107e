"""Makes ``data/v2.dap``, the project that :mod:`tests.store.test_project` opens.

``python -m tests.store.make_v2``: it has been run for the last time. The second version of the format is
frozen and its file stays as it is; the next version gets a maker and a file of its own.
"""

from __future__ import annotations

from pathlib import Path

from annotator.store import Project
from tests.store.building import ADA, BEN, CODEBOOK, fill, prepared

PATH = Path(__file__).parent / "data" / "v2.dap"


def main() -> None:
    PATH.parent.mkdir(exist_ok=True)
    PATH.unlink(missing_ok=True)
    with Project.create(PATH, codebook=CODEBOOK, annotator=ADA, name="Second version", key="v2") as project:
        fill(project, [prepared(0), prepared(1, damaged=True)])
        project.people.add(BEN)
        project.tags.add([1, 2], "stance.favor", intensity=2, uncertain=True)
        project.tags.add([1], "stance.against")
        project.tags.add([4, 5], "topic.art")
        project.tags.add_span(7, 0, 2, "passage.joke")
        project.marks.set([1, 7], "flag", on=True)
        project.marks.set([2], "bookmark", on=True)
        project.tags.write([3], "note", "a note")
        project.history.undo()
        assert project.check() == []


if __name__ == "__main__":
    main()
