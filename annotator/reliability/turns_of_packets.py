"""How far annotators agree on where turns begin and end, of the packets that came back from them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from annotator.errors import UserError
from annotator.reliability.merge_packets import refuse_stranger, refuse_twice
from annotator.reliability.turn_agreement import TurnAgreement, turn_agreements
from annotator.store import Project


def opened_packets(stack: ExitStack, project: Project, paths: Sequence[Path]) -> list[Project]:
    """Packets of a project, open for reading for as long as the stack stands.

    Raises UserError where one cannot be read, is no packet of this project, or stands in the list twice.
    """
    opened = []
    for place, path in enumerate(paths):
        refuse_twice(project, path, paths[:place])
        packet = stack.enter_context(Project.open(path, read_only=True))
        refuse_stranger(project, packet)
        if packet.packet_of is None:
            raise UserError(
                "{file} is no packet",
                "it belongs to no annotator",
                "Choose the files that were made for annotators",
                file=path.name,
            )
        opened.append(packet)
    return opened


def turns_of_packets(project: Project, paths: Sequence[Path]) -> tuple[TurnAgreement, ...]:
    """Agreement on the turns of packets; nothing where nobody corrected any. Raises UserError as
    :func:`opened_packets` does, and where there are not two annotators."""
    with ExitStack() as stack:
        packets = opened_packets(stack, project, paths)
        if len({packet.packet_of for packet in packets}) < 2:
            raise UserError(
                "There is nothing to compare",
                "packets of two annotators are needed",
                "Choose the packets of all annotators",
            )
        return turn_agreements(packets)
