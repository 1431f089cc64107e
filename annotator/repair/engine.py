"""The one verb: a text in, the repaired text and the steps that lead there out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from sys import intern

from annotator.core.repair_steps import placed, replay
from annotator.model import Repair, RepairStep
from annotator.repair import east_asian as eastern
from annotator.repair import east_asian_lost_bytes, network_scores
from annotator.repair.code_pages import MARKERS, CodePage, page, screen
from annotator.repair.damaged_line import Line
from annotator.repair.doubtful_readings import with_doubts
from annotator.repair.escaped_prose import repair_escaped_prose
from annotator.repair.find_code_page import find_pages
from annotator.repair.first_look import first_look
from annotator.repair.language_model import load
from annotator.repair.lone_leads import repair_lone_leads
from annotator.repair.lossless_repair import WESTERN, repair_line, says_letters
from annotator.repair.lossy_stretches import Eastern, LossyStretch
from annotator.repair.lost_characters import Slot, find_loss, read
from annotator.repair.mail_forms import repair_mail
from annotator.repair.misread_escapes import PAGE as ESCAPED
from annotator.repair.misread_escapes import repair_escapes
from annotator.repair.misread_units import MARKED, MisreadUnit, units, weight
from annotator.repair.old_vietnamese import repair_old_vietnamese
from annotator.repair.repair_config import ENGINE, RepairConfig
from annotator.repair.replacement_signs import known_damage, nothing_left
from annotator.repair.reread_lines import Finding
from annotator.repair.restore_lost import Restorer
from annotator.repair.restored_steps import rounded, step
from annotator.repair.single_byte import repair_pages, repair_scripts
from annotator.repair.step_making import compose, mark
from annotator.repair.utf16_halves import repair_halves
from annotator.repair.western_signs import repair_signs
from annotator.repair.wide_spaces import repair_wide_spaces
from annotator.repair.zero_width_joiners import missing_joiners

_DEFAULT = RepairConfig()

#: Damage can be damaged again; more often than this is no accident.
_PASSES = 6
#: So much of what UTF-8 was misread as is whole, whatever was lost.
_MOSTLY = 0.6
#: What is left of a control as UTF-8, read under any Western page, once its second byte was lost.
_CONTROL = "Â"
_C1 = re.compile("[\x80-\x9f]+")

#: Steps over a text, the pages they undo, and the model they were made with, "" for none.
_Found = tuple[list[RepairStep], tuple[str, ...], str]
#: The page that a pass has undone, and where, in the text that it made.
_Again = tuple[str, Sequence[tuple[int, int]]]


def repair(text: str, config: RepairConfig = _DEFAULT, found: Sequence[RepairStep] = ()) -> Repair:
    """Repair one text: what was misread is read again, what cannot be repaired is marked.

    Takes any string; takes time in proportion to its length. Text without damage comes back
    unchanged, without steps. ``found`` are steps that whoever decoded the text found with its bytes in
    hand: they come first, and what they make is repaired in turn. Raises nothing but UserError, and that
    only where a repair needs the language model and its file is missing or damaged.
    """
    looks = first_look(text)
    looked = found or looks.damage
    steps, chain, model = _found_damage(text, config, found) if looked else ([], (), "")
    current = replay(text, steps)
    if config.joiners and (looked or looks.joiners) and (joiners := missing_joiners(current)):
        steps = compose(steps, joiners, text)
        current = replay(text, steps)
    asked = model and any(step.alternatives for step in steps)
    problem = network_scores.problem(model) if asked else ""
    engine = f"{ENGINE} without network" if problem else ENGINE
    return Repair(text, current, tuple(steps), chain, engine, model, problem)


def _found_damage(text: str, config: RepairConfig, found: Sequence[RepairStep]) -> _Found:
    """The steps for what was misread, lost or replaced, the pages that they undo, and the model, if used."""
    steps, chain = _before(text, found) if config.encoding else ([], ())
    current = replay(text, steps)
    model = ""
    controls: list[int] = []
    again: _Again = ("", ())
    for _ in range(_PASSES if config.encoding else 0):
        if current.isascii():
            break
        more, pages, used = _without_controls(current, controls, config) or _steps(current, config, again)
        model = used or model
        if all(step.before == step.after for step in more):
            steps = compose(steps, more, text) if more else steps
            break
        steps = compose(steps, more, text)
        controls, again = _controls(more), (pages[0] if pages else "", _spans(more))
        current = replay(text, steps)
        # The last misreading is the first to be undone, and chains tell the story from its start.
        chain = pages + chain
    if config.encoding:
        more, pages = repair_pages(current, _spans(steps))
        steps, chain = compose(steps, more, text) if more else steps, pages + chain
        current = replay(text, steps)
        if steps and _C1.search(current):
            more = _signs_beside(current, steps)
            steps = compose(steps, more, text) if more else steps
            current = replay(text, steps)
    steps = with_doubts(steps, current, config.threshold)
    return [nothing_left(step) for step in compose(steps, known_damage(current), text)], chain, model


#: What is looked for before misread UTF-8, in this order, and the pages that it undoes.
_LOOKS_BEFORE: tuple[tuple[Callable[[str], list[RepairStep]], tuple[str, ...]], ...] = (
    (repair_halves, ()),
    (repair_mail, ()),
    (repair_escapes, (ESCAPED,)),
    (repair_escaped_prose, ()),
    (repair_old_vietnamese, ()),
)


def _before(text: str, found: Sequence[RepairStep]) -> tuple[list[RepairStep], tuple[str, ...]]:
    """The steps for what must be seen before misread UTF-8 is looked for, and the pages that they undo."""
    steps = list(found)
    chain: tuple[str, ...] = ()
    current = replay(text, steps)
    for look, pages in _LOOKS_BEFORE:
        if seen := look(current):
            steps, chain = compose(steps, seen, text), (*chain, *pages)
            current = replay(text, steps)
    for more in (repair_signs(current), repair_wide_spaces(current), repair_lone_leads(current)):
        if more:
            steps, chain = compose(steps, more, text), (more[0].reason.rpartition(" as ")[2].split(",")[0],)
            current = replay(text, steps)
    more, pages = repair_scripts(current, _spans(steps), load)
    return (compose(steps, more, text), pages + chain) if more else (steps, chain)


@dataclass(slots=True)
class _Lines:
    """The lines of a text by what has to be done about them; a place is where one begins and ends."""

    western: list[tuple[int, int]] = field(default_factory=list)  # by ftfy, but for what they lost
    eastern: dict[Eastern, list[tuple[int, int, list[LossyStretch]]]] = field(default_factory=dict)
    left: list[tuple[int, str]] = field(default_factory=list)  # by nothing: where it begins, and the line


def _signs_beside(text: str, steps: Sequence[RepairStep]) -> list[RepairStep]:
    """The steps for controls that are quotes, dashes and the like, in lines where others have been repaired.

    ``steps`` are those that made the text. Where something is marked as damage, controls may be left of it.
    """
    marked = [(start, end) for step, start, end in placed(steps) if step.before == step.after]
    return [step for step in repair_pages(text, marked)[0] if _C1.fullmatch(step.before)]


def _spans(steps: Sequence[RepairStep]) -> list[tuple[int, int]]:
    """Where what steps made stands in the text that they make; what lies side by side is one stretch."""
    out: list[tuple[int, int]] = []
    moved = first = end = 0
    for at, each in enumerate(steps):
        start = each.start + moved
        if not at or start > end:
            out += [(first, end)] if at else []
            first = start
        end = start + len(each.after)
        moved += len(each.after) - len(each.before)
    return [*out, (first, end)] if steps else out


def _controls(steps: Sequence[RepairStep]) -> list[int]:
    """Where in the text that the steps make the remains of controls stand.

    Text that was misread twice kept some bytes as controls the first time. If the second time lost
    these, a letter is left of each, of which the first pass can make nothing.
    """
    out = []
    moved = 0
    for each in steps:
        if each.before == each.after == _CONTROL:
            out.append(each.start + moved)
        moved += len(each.after) - len(each.before)
    return out


def _without_controls(text: str, controls: Sequence[int], config: RepairConfig) -> _Found | None:
    """Like ``_steps``, if that makes sense of the text once the remains of controls count as lost bytes."""
    if not controls:
        return None
    chars = list(text)
    for place in controls:
        chars[place] = MARKERS[0]
    found, chain, model = _steps("".join(chars), config)
    steps = [
        replace(step, before=text[step.start : step.end])
        for step in found
        if step.before != step.after or step.before == text[step.start : step.end]
    ]
    return (steps, chain, model) if any(step.before != step.after for step in steps) else None


def _steps(text: str, config: RepairConfig, again: _Again = ("", ())) -> _Found:
    """One pass: the steps over a text, the pages they undo, and the model they were made with.

    ``again`` is what the pass before has done.
    """
    steps: list[RepairStep] = []
    chain: tuple[str, ...] = ()
    model = ""
    lines = _Lines()
    hit = _screened(text)
    # Of a text that shows nothing else, no other line is looked at: nothing would be done about it.
    plain = not any(sign in text for sign in MARKERS) and not eastern.any_suspicious(text)
    spans = hit if plain else _foreign(text)
    found = [
        (finding, [span for span in of_page if not _is_eastern(text[slice(*span)], finding)])
        for finding, of_page in find_pages(text, hit, load, again)
    ]
    explained = {span for _, of_page in found for span in of_page}
    suspicious = set(hit)
    for at, end in spans:
        if (at, end) not in explained:
            more, other, used = _line_alone(text[at:end], at, lines, hit=(at, end) in suspicious)
            chain, model = chain or other, model or used
            steps += more
    steps += _like_the_others(steps, lines)
    for under, these in lines.eastern.items():
        steps += east_asian_lost_bytes.repair_lines(
            text, under, sorted(these, key=itemgetter(0)), load(), config
        )
        chain, model = (under.name,), load().sha256
    for finding, places in ((Finding(page(WESTERN)), lines.western), *reversed(found)):
        if places:
            more, name, used = read_again(text, finding, places, config)
            chain = (name,)
            model = used or model
            steps += more
    return sorted(steps, key=lambda s: s.start), chain, model


def _is_eastern(line: str, finding: Finding) -> bool:
    """Whether an East Asian page explains all of a line of which a page of UTF-8 explains but a part."""
    if not eastern.suspicious(line):
        return False
    read = list(units(line, finding.page))
    whole = sum(unit.end - unit.start for unit in read if unit.kind == "intact")
    if whole >= _MOSTLY * sum(unit.end - unit.start for unit in read):
        return False
    steps = eastern.repair_line(line, 0, load)[0]
    return bool(steps) and not steps[0].reason.startswith("utf-8")


def _screened(text: str) -> list[tuple[int, int]]:
    """Where lines begin and end in which the screen finds something, and characters outside ASCII."""
    out = []
    at = 0
    while match := screen().search(text, at):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        at = end if end >= 0 else len(text)
        if not text[start:at].isascii() and not says_letters(text[start:at]):
            out.append((start, at))
    return out


def _foreign(text: str) -> list[tuple[int, int]]:
    """Where lines with characters outside ASCII begin and end."""
    out = []
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def _line_alone(
    line: str, at: int, lines: _Lines, *, hit: bool
) -> tuple[list[RepairStep], tuple[str, ...], str]:
    """Steps for a line that the text's page does not explain: by ftfy, or by the East Asian pages.

    A line that lost something is put with those ``lines`` that are read again together.
    """
    steps, chain = repair_line(line, at) if hit else ([], ())
    if steps:
        return steps, chain, ""
    if eastern.suspicious(line):
        steps, other, model = eastern.repair_line(line, at, load)
        if (not steps or steps[0].reason.startswith("utf-8")) and (
            again := east_asian_lost_bytes.read_line(line, load)
        ):
            lines.eastern.setdefault(again[0], []).append((at, at + len(line), again[1]))
            return [], (), ""
        if steps:
            return steps, other, model
    if chain:
        lines.western.append((at, at + len(line)))
    else:
        lines.left.append((at, line))
    return [], (), ""


def _like_the_others(steps: list[RepairStep], lines: _Lines) -> list[RepairStep]:
    """Steps for the lines left: read as other lines of the text were read, where that makes sense of them."""
    reasons = Counter(step.reason for step in steps if eastern.is_reason(step.reason))
    (reason, _), *_ = reasons.most_common(1) or [("", 0)]
    most = max(lines.eastern, key=lambda of: len(lines.eastern[of]), default=None)
    out = []
    for at, line in lines.left:
        again = east_asian_lost_bytes.read_line(line, load, most) if most else None
        if again:
            lines.eastern[again[0]].append((at, at + len(line), again[1]))
        else:
            more = eastern.repair_line(line, at, load, reason)[0] if reason else []
            out += more or _marks(line, 0, len(line), at)
    return out


def read_again(
    text: str, found: Finding, spans: list[tuple[int, int]], config: RepairConfig
) -> tuple[list[RepairStep], str, str]:
    """Steps that read those lines of the text as UTF-8 again, the page's name, and the model, if used."""
    spans = [piece for span in spans for piece in _pieces(text, *span, found.page)]
    loss = find_loss(text, found.page, spans, load)
    name = loss.page.name
    reason = f"utf-8 read as {name}"
    steps = []
    lines = []
    for start, end in spans:
        plain, slots = read(text, loss, start, end)
        steps += [_plain_step(text, unit, reason, found) for unit in plain if unit.kind != "orphan"]
        steps += [
            mark(text, u.start, u.end, reason) for u in plain if u.kind == "orphan" and weight(u, text) <= -2
        ]
        # Lines that lost nothing are context for the others.
        lines.append(_line(text, plain, slots, start, end))
        if marks := _marks(text, start, end):
            taken = [(s.start, s.end) for s in slots] + [(u.start, u.end) for u in plain]
            steps += [s for s in marks if not any(a < s.end and s.start < b for a, b in taken)]
        # As large as the text, and of no more use while slots are filled.
        del plain
    if not any(line.slots for line in lines):
        return steps, name, ""
    lost = f"{reason}, bytes {_ACTION.get(loss.marker, 'replaced')}"
    if not config.lost:
        return steps + [mark(text, s.start, s.end, lost) for line in lines for s in line.slots], name, ""
    model = load()
    for slot, shares in Restorer(model, lines, config.evidence).fill():
        before = text[slot.start : slot.end]
        sure = found.agreement(before)
        steps.append(step(slot, before, [share * sure for share in shares], lost, config))
    return steps, name, model.sha256


_ACTION = {"": "dropped"}
#: Longer lines are read piece by piece, so that memory stays in bounds; how far on a cut is looked for.
_LONG, _FAR = 30_000, 2_000


def _pieces(text: str, start: int, end: int, of: CodePage) -> Iterator[tuple[int, int]]:
    """Stretches of a line that are read one by one; each but the last ends behind something whole."""
    while end - start > _LONG:
        near = units(text, of, start + _LONG, min(end, start + _LONG + _FAR))
        cut = next((unit.end for unit in near if unit.kind == "intact"), end)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _line(text: str, plain: list[MisreadUnit], slots: list[Slot], start: int, end: int) -> Line:
    """The line with what is whole already read again."""
    decoded = {unit.start: unit for unit in plain if unit.kind == "intact"}
    holes = {slot.start: slot for slot in slots}
    parts: list[list[str]] = [[]]
    at = start
    for place in sorted([*decoded, *holes]):
        parts[-1].append(text[at:place])
        if place in holes:
            parts.append([])
            at = holes[place].end
        else:
            parts[-1].append(decoded[place].decoded)
            at = decoded[place].end
    parts[-1].append(text[at:end])
    return Line(tuple("".join(part) for part in parts), tuple(slots))


def _plain_step(text: str, unit: MisreadUnit, reason: str, found: Finding) -> RepairStep:
    # A long text has hundreds of thousands of steps; those alike share their strings.
    before = intern(text[unit.start : unit.end])
    if unit.kind == "intact":
        sure = rounded(0.999 * found.agreement(before))
        return RepairStep(unit.start, unit.end, before, intern(unit.decoded), "encoding", reason, sure)
    return mark(text, unit.start, unit.end, reason)


def _marks(text: str, start: int, end: int, offset: int = 0) -> list[RepairStep]:
    return [
        RepairStep(
            offset + m.start(),
            offset + m.end(),
            m.group(),
            m.group(),
            "damage",
            "bytes replaced by a marker",
            1.0,
        )
        for m in MARKED.finditer(text, start, end)
    ]
