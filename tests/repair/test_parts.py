"""The parts of the engine, one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator.core.offset_mapping import Replacement
from annotator.errors import UserError
from annotator.repair import RepairConfig, beam_search, engine, repair
from annotator.repair.beam_search import Lattice
from annotator.repair.candidate_priors import Setting, nearby, pairing, popularity, prior, setting
from annotator.repair.candidates import candidates
from annotator.repair.code_pages import PAGE_NAMES, needs, page
from annotator.repair.language_model import LanguageModel, load
from annotator.repair.lattice import Choice, Place
from annotator.repair.lossless_repair import _aligned, repair_line
from annotator.repair.misread_units import units
from annotator.repair.tokenizer import collapsed, plain
from tests.repair.damage import KEPT, misread

WINDOWS_1254 = (0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD)


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load()


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_page_maps_all_its_bytes(name: str) -> None:
    found = page(name)
    assert set(found.byte_of.values()) >= set(range(0xA0, 0xC0)) - {0xAD} or found.fragile
    assert set(found.fragile) <= set(range(0x80, 0xC0))


def test_leads() -> None:
    assert [needs(b) for b in (0x41, 0x80, 0xC1, 0xC2, 0xE0, 0xF0, 0xF4, 0xF5)] == [0, 0, 0, 1, 2, 3, 3, 0]


def test_candidates_hold_the_known_bytes_in_order() -> None:
    found = candidates("吗".encode()[:1] + "吗".encode()[2:], WINDOWS_1254)
    assert "吗" in found
    assert all("吗".encode()[2:] in c.encode()[1:] for c in found)
    assert candidates(b"\xe3\x80", WINDOWS_1254)[0] in "、」『』【"
    assert candidates(b"\xe0\x80", (0x81,)) == ()


def test_tokens() -> None:
    assert collapsed("用 AI's 3.5版,好 🤔️!\n") == "用\ue001\ue002版，好\ue003！\ue000"
    assert plain("it's 10 €\n😀") == "it's \ue002 €\ue000\ue003"


def test_the_model_knows_what_is_usual(model: LanguageModel) -> None:
    def total(text: str) -> float:
        context: tuple[int, ...] = (1,)
        costs = model.score((), (), 1)[1]
        out = 0.0
        for number in model.numbers(collapsed(text)):
            score, costs = model.score(context, costs, number)
            context = (number, *context[:4])
            out += score
        return out

    assert total("我们一起去吃饭") > total("我们一起去吃犯") + 2
    assert total("我們") == total("我们")
    assert model.score((), (), 0) == (-16.0, ())


@pytest.mark.parametrize("content", [b"something else", b"", None])
def test_a_model_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    other = tmp_path / "model.bin"
    if content is not None:
        other.write_bytes(content)
    with pytest.raises(UserError, match=r"model\.bin cannot be read.*Install the program again"):
        load(other)


def test_without_its_model_the_engine_still_does_what_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> LanguageModel:
        raise UserError("The language model is gone")

    monkeypatch.setattr(engine, "load", missing)
    damaged = misread("我们一起去吃饭吗？", "windows-1254")
    with pytest.raises(UserError, match="gone"):
        repair(damaged)
    whole = "Ça a été très bon, merci à tous"
    assert repair(misread(whole, "windows-1252", KEPT)).text == whole


def test_probabilities_use_both_sides(model: LanguageModel) -> None:
    numbers = model.numbers(collapsed("你觉得可以"))
    choices = tuple(Choice((n,)) for n in model.numbers("吗字南"))
    (shares,) = Lattice(model).probabilities([*numbers, choices, *model.numbers("？")], 1.0)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] > 0.9


def test_a_long_damaged_line_is_scored_in_stretches(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beam_search, "_LONGEST", 20)
    places: list[Place] = []
    for char in "今天天气很好我们一起去公园玩吧" * 5:
        (number,) = model.numbers(char)
        places += [(Choice((number,)), Choice((0,)))]
    places += model.numbers("嗯" * 40)
    places += [(Choice((5,)), Choice((0,)))]
    found = Lattice(model).probabilities(places, 1.0)
    assert len(found) == 76
    assert all(shares[0] > 0.9 for shares in found)


def test_script_and_kind_count(model: LanguageModel) -> None:
    simplified, traditional = setting(model, "我们说话"), setting(model, "我們說話這樣")
    assert (simplified.traditional, traditional.traditional) == (False, True)
    assert setting(model, "好 😂").traditional is None
    assert prior(model, simplified, "話") < prior(model, simplified, "话")
    assert prior(model, traditional, "话") < prior(model, traditional, "話")
    unknown = Setting(None, Counter({"🎬": 2}))
    kinds = [prior(model, unknown, c) for c in ("的", "．", "Ａ", "⁀", "\u200d")]
    assert kinds == sorted(kinds, reverse=True)
    assert prior(model, unknown, "\U0001fb01") < prior(model, unknown, "🎬")
    assert popularity("😂") > popularity("🧿")
    assert nearby(model, unknown, "🎬", "") > nearby(model, unknown, "🎥", "")
    assert nearby(model, unknown, "🎥", "my camera") > nearby(model, unknown, "🎥", "")


def test_a_sign_that_is_seldom_an_emoji_is_no_likely_one(model: LanguageModel) -> None:
    known = Setting(None, Counter())
    assert prior(model, known, "‼") < prior(model, known, "⏰")
    assert prior(model, known, "‼") < prior(model, known, "”")


def test_brackets_look_for_their_partners() -> None:
    opened, closed, nothing = Counter("「"), Counter("」"), Counter[str]()
    none = (nothing, nothing)
    sure = [pairing("」", (opened, nothing), none), pairing("「", (nothing, closed), none)]
    maybe = [pairing("」", none, (opened, nothing)), pairing("「", none, (nothing, closed))]
    alone = [pairing("」", none, none), pairing("「", none, none)]
    assert sure > maybe > alone
    assert pairing("『", (nothing, Counter("』")), none) > pairing("『", (nothing, closed), none)
    assert pairing("“", none, none) == pairing("、", none, none) == 0


def test_brackets_that_others_wait_for_are_likelier_the_fewer_places_there_are() -> None:
    opened, nothing = Counter("「"), Counter[str]()
    alone = pairing("」", (opened, nothing), (nothing, nothing))
    among = pairing("」", (opened, nothing), (nothing, Counter({"」": 4})))
    closed = pairing("」", (opened, Counter("」")), (nothing, nothing))
    assert alone > among > closed == 0
    assert pairing("【", (nothing, Counter("】】")), (nothing, nothing)) > alone


@pytest.mark.parametrize(
    "text", ["我覺得「這件事情很重要」上投入太多。", "他们觉得「这件事情」很重要，所以「不应该」上投入太多。"]
)
def test_a_bracket_comes_back_where_its_partner_stands(text: str) -> None:
    assert repair(misread(text, "windows-1254")).text == text


def test_ftfy_on_single_lines() -> None:
    (step,), chain = repair_line("voilÃ le travail", 10)
    assert (step.start, step.before, step.after, chain) == (14, "Ã", "à", ("latin-1",))
    steps, chain = repair_line("好 â€œyesâ€\x9d", 10)
    assert [s.after for s in steps] == ["“", "”"]
    assert chain == ("windows-1252",)
    # A page without steps: something was lost, which ftfy cannot know.
    assert repair_line("好 â€œyesâ€", 0) == ([], ("windows-1252",))
    assert repair_line("voilÃ  â€œyesâ€ .", 0) == ([], ("windows-1252",))
    (step,), _ = repair_line("Oui, câ€™est ça.", 0)
    assert step.after == "’", "letters that were never misread are no remains"
    # Two readings, one after the other, leave no characters to follow one by one.
    twice = misread(misread("voilà l’été", "windows-1252", "kept"), "windows-1252", "kept")
    steps, chain = repair_line(twice, 0)
    assert len(chain) == 2
    assert steps[0].after.endswith("é")
    # Signs of Windows that became controls may be those of other pages, which are weighed elsewhere.
    assert repair_line("He said \x93yes\x94 \x96 twice.", 5) == ([], ())
    # A surrogate pair written as two sequences of three bytes is one character.
    (step,), _ = repair_line("ok í\xa0½í¸\x8d!", 0)
    assert (step.before, step.after) == ("í\xa0½í¸\x8d", "😍")


def test_a_letter_by_itself_had_an_accent_where_its_line_was_misread() -> None:
    (alone, *others), _ = repair_line("Ã la plage, jâ€™y suis allÃ©.", 3)
    assert (alone.start, alone.before, alone.after, alone.confidence) == (3, "Ã", "à", 0.8)
    assert [(one.after, one.confidence) for one in others] == [("’", 0.99), ("é", 0.99)]
    assert repair_line("Ã la carte", 0) == ([], ())


def test_what_is_known_of_units_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    western = page("windows-1252")
    monkeypatch.setattr("annotator.repair.misread_units._MOST_KNOWN", 0)
    first = [unit.decoded for unit in units("Ã© Ã¨", western)]
    assert [unit.decoded for unit in units("Ã©", western)] == first[:1]
    assert set(western.known) == {"Ã©"}


def test_letters_and_joiners_that_lost_bytes() -> None:
    french = "À côté d’Ísafjörður, à Évora, Ýmir, Ávila, l’été à la forêt où dîner fût très agréable.\n" * 6
    result = repair(misread(french, "windows-1252"))
    assert {s.after for s in result.steps if s.kind == "lost"} <= set("ÍÝÁÐÏàí")
    assert any(s.kind == "lost" for s in result.steps)
    # The joiner is put back whether it lost its bytes or was cut.
    chat = "我们都很喜欢她的样子，真的太厉害了！👩\u200d🔬 你觉得怎么样，要不要一起去？\n" * 6
    assert "👩\u200d🔬" in repair(misread(chat, "windows-1252")).text


def test_a_marker_that_completes_nothing_is_left_and_marked() -> None:
    text = "他说今天的天气不错，我们可以出去走走，你觉得怎么样？大家都在等着。" * 3
    damaged = misread(text, "windows-1252", "?") + "å? "
    result = repair(damaged)
    assert result.steps[-1].kind == "damage"
    assert result.text.endswith("å? ")


def test_a_long_text_is_sampled() -> None:
    text = "你觉得作为个人，应该如何提升自身竞争力来适应这种变化呢？\n" * 3000
    damaged = misread(text[:3000], "windows-1254") + text
    result = repair(damaged, RepairConfig(lost=False))
    assert result.chain[0] in {"windows-1252", "windows-1254"}
    assert result.text.endswith(text)


def test_numpy_calculates_on_one_thread_where_texts_are_repaired() -> None:
    code = (
        "import os, sys; import annotator.repair; "
        "assert 'numpy' not in sys.modules; print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    bare = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_a_reading_as_utf_8_is_followed_character_by_character() -> None:
    plan = [
        SimpleNamespace(action="encode", parameter="latin-1"),
        SimpleNamespace(action="decode", parameter="utf-8"),
    ]
    found = _aligned("cafÃ© crÃ¨me", "café crème", plan)
    assert found == [Replacement(3, 5, "é"), Replacement(8, 10, "è")]
