"""A small study for pictures, tagged by a fixed script: the same names, tags and times in every run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator import codebooks, language
from annotator.model import Annotator, PreparedDialogue, PreparedSource, PreparedTurn, RepairStep, Tag, Target
from annotator.store import Project
from tests.store.building import fill, source_of

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
CYD = Annotator("cccccccc-0000-4000-8000-000000000003", "Cyd")
CLAIM = Target("dddddddd-0000-4000-8000-000000000004", "proposition", "AI can make art 人工智能能创作艺术")
BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ENGLISH = (
    "I think a machine can paint well enough.",
    "That is not what art is about, is it?",
    "Nobody asked the painters, and they should be asked.",
    "Fine, but the results move people all the same.",
)
_CHINESE = (
    "我觉得机器也能创作。",
    "这不是艺术，只是计算。",
    "我们应该问问画家的意见。",
    "作品打动人就够了。",
)
_MIXED = (
    "我觉得这个idea很好，but not for everyone.",
    "They say 机器没有感情，and I agree.",
    "这个model真的很像human，我不太确定。",
    "Honestly 我不知道 what to say. 也许吧。",
)
_STANCES = ("favor", "against", "mixed", "neutral", "none", "unclear")


def turn_of(speaker: str, text: str, *, at: float | None = None, damaged: bool = False) -> PreparedTurn:
    """A turn with the finding about its language, said at a time where one is given."""
    meta = {} if at is None else {"start": at, "end": at + len(text) / 15}
    steps = (
        (
            RepairStep(0, 1, text[0], text[0], "damage", "lost", 0.2),
            RepairStep(2, 3, text[2], text[2], "encoding", "utf-8 read as latin-1", 0.97),
            RepairStep(
                4, 5, text[4], text[4], "lost", "utf-8 read as windows-1252", 0.61, ((text[4], 0.61),)
            ),
        )
        if damaged
        else ()
    )
    return PreparedTurn(
        speaker, f"[{speaker}]: ", text, text, steps=steps, language=language.detect(text), meta=meta
    )


def sources(
    dialogues: int = 8,
    turns: int = 24,
    *,
    speakers: Sequence[str] = ("A", "B"),
    timed: bool = True,
    seed: int = 7,
) -> list[PreparedSource]:
    """Files of one dialogue each: English gives way to Chinese, some turns have both."""
    chance = random.Random(seed)
    found = []
    for number in range(dialogues):
        clock, made = 0.0, []
        for place in range(turns):
            pool = chance.choices(
                (_ENGLISH, _CHINESE, _MIXED), (3 - 2 * place / turns, 1 + place / turns, 1.2)
            )[0]
            text = " ".join(chance.choices(pool, k=chance.randint(1, 3)))
            made.append(
                turn_of(
                    speakers[place % len(speakers)],
                    text,
                    at=clock if timed else None,
                    damaged=chance.random() < 0.15,
                )
            )
            clock += len(text) / 15 + chance.random() * 3
        dialogue = PreparedDialogue(f"talk {number:02}", tuple(made), target=CLAIM, rule="brackets")
        found.append(source_of(f"talk{number:02}.txt", (dialogue,)))
    return found


def new_study(path: Path, prepared: Sequence[PreparedSource] | None = None) -> Project:
    """The dialogues in a new project without tags, open for writing."""
    project = Project.create(path, codebook=codebooks.default(), annotator=ADA, name="Study")
    fill(project, sources() if prepared is None else prepared)
    for who in (BEN, CYD):
        project.people.add(who)
    return project


def tag_study(project: Project, *, annotators: Sequence[Annotator] = (ADA, BEN, CYD), seed: int = 11) -> None:
    """Stance, topic and language of every turn by several people, the later ones less alike the first.

    A favours the claim and wavers, B is against it and comes round toward the end.
    """
    chance = random.Random(seed)
    tags: list[Tag] = []
    for person, who in enumerate(annotators):
        clock = BEGUN + timedelta(days=person)
        for dialogue in project.dialogues.ids():
            target = project.dialogues.page([dialogue])[0].targets
            ids = project.turns.ids(dialogue)
            for turn in project.turns.page(ids, annotators=()):
                steady = random.Random(turn.id)  # what is right is the same for everybody
                depth = turn.position / len(ids)
                leaning = 0.8 - 0.3 * depth if turn.speaker != "B" else 0.15 + 0.6 * depth
                weights = (leaning, 1 - leaning, 0.25, 0.2, 0.15, 0.1)
                said = steady.choices(_STANCES, weights)[0]
                if chance.random() < 0.12 * person:
                    said = chance.choice(_STANCES)
                clock += timedelta(seconds=6 + 14 * chance.random() * (1.4 - depth))
                at = f"{clock:%Y-%m-%dT%H:%M:%SZ}"
                given = [("stance", f"stance.{said}")]
                given += [
                    ("topic", name)
                    for name, share in (("topic.target", 0.7), ("topic.drift", 0.35))
                    if steady.random() < share
                ]
                for facet, label in given:
                    key = f"{len(tags):08}-0000-4000-8000-000000000000"
                    tag = Tag(key, dialogue, turn.id, facet, label, who.key, at=at)
                    if facet == "stance":
                        tag = replace(
                            tag,
                            target=target[0].key if target else None,
                            intensity=steady.randint(1, 3) if said in ("favor", "against") else None,
                            uncertain=chance.random() < 0.12,
                        )
                    tags.append(tag)
    project.tags.take_in(tags)


def study(path: Path) -> Path:
    """The tagged study as a file."""
    with new_study(path) as project:
        tag_study(project)
    return path
