"""What the engine does to texts, damaged and clean."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.core.repair_steps import replay
from annotator.core.resources import samples
from annotator.repair import ENGINE, RepairConfig, repair
from tests.repair.damage import misread

CHINESE = (
    "你提到的这点特别重要，特别是在技术快速迭代的今天。团队里既有工程师，也有心理学和艺术背景的人。\n"
    "最后发现，真正推动项目的是那些能把技术和人性需求结合起来的成员。“你觉得呢？”他问。\n"
    "我们应该多花一些时间去了解彼此的想法，而不是急着下结论。"
)
RUSSIAN = (
    "Это очень важный вопрос, и мы должны подумать о нём вместе. Как вы считаете, что будет дальше?\n" * 3
)
GREEK = "Αυτή είναι μια πολύ σημαντική ερώτηση και πρέπει να τη σκεφτούμε μαζί. Τι πιστεύετε;\n" * 3
FRENCH = (
    "Déjà l’été où les élèves préfèrent être à la forêt… « Ça va être très drôle », dit-il à sa sœur.\n" * 3
)


@pytest.mark.parametrize("text", [CHINESE, RUSSIAN, GREEK, FRENCH], ids=["zh", "ru", "el", "fr"])
@pytest.mark.parametrize(
    "page",
    [
        "windows-1252",
        "windows-1254",
        "windows-1250",
        "windows-1251",
        "latin-1",
        "iso-8859-9",
        "mac-roman",
        "cp437",
        "cp850",
        "koi8-r",
    ],
)
def test_nothing_is_lost_where_controls_are_kept(text: str, page: str) -> None:
    result = repair(misread(text, page, "kept"))
    assert result.text == text
    assert {s.kind for s in result.steps} <= {"encoding"}
    assert result.chain


@pytest.mark.parametrize("lost", ["dropped", "?", "\ufffd", "\x1a"])
@pytest.mark.parametrize("page", ["windows-1252", "windows-1254", "windows-1250"])
def test_lost_bytes_come_back(page: str, lost: str) -> None:
    result = repair(misread(CHINESE, page, lost))
    wrong = sum(a != b for a, b in zip(result.text, CHINESE, strict=False))
    assert len(result.text) == len(CHINESE)
    assert wrong <= 3
    lost_steps = [s for s in result.steps if s.kind == "lost"]
    assert lost_steps
    for step in lost_steps:
        assert step.alternatives[0][0] == step.after
        assert sum(p for _, p in step.alternatives) <= 1.001
        assert "read as windows-125" in step.reason
    assert result.engine == ENGINE
    assert len(result.model) == 64


@pytest.mark.parametrize("first", ["windows-1252", "latin-1"])
def test_damage_twice_over(first: str) -> None:
    damaged = misread(misread(CHINESE, first, "kept"), "windows-1252", "kept")
    result = repair(damaged)
    assert result.text == CHINESE
    assert len(result.chain) == 2
    assert replay(damaged, result.steps) == CHINESE


def test_a_no_break_space_that_became_a_space() -> None:
    text = CHINESE * 3
    damaged = misread(text, "windows-1252", "kept").replace("\xa0", " ")
    assert repair(damaged).text == text


def test_quotes_straightened_after_the_damage() -> None:
    text = "他们说“不会让步，也不会作罢，我们等着吧”，大家都很紧张，不知道怎么办，后来还是一起吃了饭。" * 4
    damaged = misread(text, "windows-1252", "kept").translate(
        {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
    )
    repaired = repair(damaged).text
    wrong = sum(a != b for a, b in zip(repaired, text, strict=False))
    assert len(repaired) == len(text)
    assert wrong <= 8


def test_clean_lines_between_damaged_ones_stay() -> None:
    clean = "这一行没有坏。Ça va? Ελλάδα.\n"
    text = clean + misread(CHINESE, "windows-1254") + "\n" + clean
    result = repair(text)
    assert result.text.startswith(clean)
    assert result.text.endswith("\n" + clean)


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” ‘quotes’ — and … ﬁne ligatures, ＦＵＬＬ ｗｉｄｔｈ， a&amp;b <b>",
        "Việt Nam: Tôi rất thích món này, còn bạn thì sao? Đường phố đông đúc.",
        "İstanbul’da güneş doğdu; çocuklar ağaçların altında oynuyor, şarkı söylüyor.",
        "[ˈdaɪəlɒɡ] ɲ ʃ ʒ θ ð ŋ æ ɑː ɔː ʊ ə ɜː",
        "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, ∑ αᵢ ≥ 0 ⇒ ∂f/∂x → ∞",
        "def f(x): return x ** 2  # naïve café © ™ ½",
        "Ã la carte, São Tomé, Â, SMÖRGÅS, É, «oui»",
        "Привет! Её ёж… «Да», — сказал он.",
        "🤔👍🏽 👩‍👩‍👧 ☕️ ✨",
        "안녕하세요, 여러분. ひらがなとカタカナ。",
        "",
        "plain ascii?",
        "\ud800 lone \udfff",
    ],
)
def test_clean_text_stays(text: str) -> None:
    result = repair(text)
    assert result.text == text
    assert result.steps == ()
    assert result.chain == ()


@pytest.mark.no_cover
def test_samples() -> None:
    changed = {}
    for path in samples():
        text = path.read_bytes().decode()
        result = repair(text, RepairConfig(joiners=False))
        changed[path.name[:3]] = result.text != text
        assert result.chain == (("windows-1254",) if result.text != text else ())
    assert changed == {"000": True, "001": False, "002": True, "003": False, "004": False}


def test_quotes_made_plain_count_as_bytes_that_were_lost() -> None:
    text = (Path(__file__).parent / "data" / "dialogues.txt").read_text("utf-8")[:300]
    plain = str.maketrans("‘’“”\u00a0", "''\"\" ")
    result = repair(misread(text, "windows-1252").translate(plain))
    assert result.chain == ("windows-1252",)
    assert result.text == text


def test_what_cannot_be_explained_is_marked() -> None:
    result = repair("ok \ufffd\ufffd 你好 \x1a")
    assert [(s.before, s.kind) for s in result.steps] == [("\ufffd\ufffd", "damage"), ("\x1a", "damage")]
    assert result.text == result.received


def test_orphans_in_damaged_text_are_marked() -> None:
    damaged = misread(CHINESE, "windows-1252", "kept")
    result = repair(damaged[:60] + " ‡‡ " + damaged[60:])
    assert any(s.kind == "damage" and s.before == "‡‡" for s in result.steps)


def test_switches() -> None:
    damaged = misread(CHINESE, "windows-1254")
    assert repair(damaged, RepairConfig(encoding=False)).steps == ()
    lossless = repair(damaged, RepairConfig(lost=False))
    assert {s.kind for s in lossless.steps} == {"encoding", "damage"}
    assert lossless.model == ""
    assert repair(lossless.text, RepairConfig(lost=False)).text == lossless.text
    careful = repair(damaged, RepairConfig(floor=1.0))
    assert "lost" not in {s.kind for s in careful.steps if s.confidence < 1}
    with pytest.raises(ValueError, match="between 0 and 1"):
        RepairConfig(threshold=2)


def test_words_from_elsewhere_count() -> None:
    line = "今天的主角是聂乐言，大家都很喜欢聂乐言。"
    damaged = misread("\n".join([CHINESE, line]), "windows-1252")
    alone = repair(damaged)
    helped = repair(damaged, RepairConfig(evidence=("聂乐言是谁？聂乐言住在这里。我认识聂乐言。\nplain",)))
    assert helped.text.count("聂乐言") >= max(1, alone.text.count("聂乐言"))


def test_result_and_config_travel_between_processes() -> None:
    result = repair(misread(CHINESE, "windows-1254"))
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(RepairConfig())) == RepairConfig()


def test_importing_is_cheap() -> None:
    code = "import sys, annotator.repair; sys.exit('ftfy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["å", "é—", "关äº", "â€", "\ufffd", "Ã", "ÃƒÆ’", "浣犲ソ"])
def test_time_grows_with_length_alone(unit: str) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        repair(unit * count)
        return time.process_time() - began

    seconds(10)
    short, long = seconds(300), seconds(3000)
    assert long < 60 * short + 0.5


@pytest.mark.parametrize("line", ["它显示为“Ã©”、“Ã¨”。", "文字列「Ã©」、「Ã¨」、「Ã§」で", "`Ã©` 和 `Ã¨`"])
def test_misread_signs_that_are_quoted_stay(line: str) -> None:
    assert repair(line).text == line


def test_a_line_that_ends_within_a_sequence_is_no_trouble() -> None:
    found = repair("à\x80\nItâ€™s â€œfineâ€\x9d")
    assert found.text == "à€\nIt’s “fine”"
    assert found.steps[0].reason == "windows-1252 read as latin-1"
    assert replay(found.received, found.steps) == found.text


@pytest.mark.parametrize(
    "text",
    [
        "Ví dụ về cấu hình và các gói phần mềm.",
        "Tôi nghĩ đó là một ý hay, nhưng chúng ta cần thêm thời gian.",
        "Il était déjà là, à côté du café.",
    ],
)
def test_letters_within_words_come_back_in_lines_that_were_misread(text: str) -> None:
    assert repair(misread(text, "windows-1252")).text == text


def test_accents_in_the_clean_lines_of_a_damaged_text_stay() -> None:
    damaged = misread("我们昨天在公园里散步，看到了很多花。", "windows-1252")
    text = f"{damaged}\nUne idée naïve, déjà élégante.\n{damaged}"
    assert repair(text).text.splitlines()[1] == "Une idée naïve, déjà élégante."


@pytest.mark.parametrize(
    "text",
    [
        "“Hi” she said.",
        "1, “GNOME” for more information about this).",
        "Das ist eine „gute“ Idee, sagte er.",
        "It’s a naïve idea – but a café’s “déjà vu” helps.",
        "Une île où l’été est “déjà” là.",
        "我们说：“好的”。",
    ],
)
@pytest.mark.parametrize("page", ["windows-1252", "windows-1254"])
def test_what_one_short_line_lost_comes_back(text: str, page: str) -> None:
    found = repair(misread(text, page))
    assert found.text == text
    assert replay(found.received, found.steps) == text


def test_letters_of_a_line_that_was_misread_in_part_only_stay() -> None:
    found = repair("Oui, câ€™est ça, déjà â€” à peine.")
    assert found.text == "Oui, c’est ça, déjà — à peine."
    assert [s.before for s in found.steps] == ["â€™", "â€”"]


def test_accents_beside_lost_quotes_stay() -> None:
    found = repair("\n".join(["Une idée naïve : â€œça, câ€™est déjà elleâ€, dit-il."] * 3))
    assert set(found.text.splitlines()) == {"Une idée naïve : “ça, c’est déjà elle”, dit-il."}


@pytest.mark.parametrize("text", [CHINESE, "She said “Hello” and “bye”.\nIt’s “fine”."], ids=["zh", "en"])
def test_controls_that_were_kept_at_first_and_lost_then(text: str) -> None:
    received = misread(misread(text, "windows-1252", "kept"), "windows-1252")
    found = repair(received)
    assert sum(a != b for a, b in zip(found.text, text, strict=True)) <= 2
    assert found.chain == ("windows-1252", "windows-1252")
    assert replay(received, found.steps) == found.text
    assert "Â" not in found.text


def test_a_letter_that_is_no_rest_of_a_control_stays() -> None:
    received = misread("Château — “Âge d’or” – très bien.", "windows-1252", "kept") + "\nÂ"
    assert repair(received).text == "Château — “Âge d’or” – très bien.\nÂ"


@pytest.mark.parametrize(
    "text",
    ["你好", "你好，世界", "加油！", "树上的样子很有格调。", "目标是校门口的那棵树，你觉得呢？", "因为你"],
)
def test_a_wide_space_that_became_a_plain_one(text: str) -> None:
    received = misread(text, "windows-1252").replace("\u00a0", " ")
    assert " " in received
    found = repair(received)
    if received.endswith(" "):
        assert found.text in {text, received}, "nothing tells what stood before the end of a line so short"
    else:
        assert found.text == text
    assert replay(received, found.steps) == found.text


def test_wide_spaces_that_became_plain_ones_throughout_a_text() -> None:
    text = CHINESE + "\n树标样格根校核：你加几首歌，看看 AI 怎么说。"
    received = misread(text, "windows-1252").replace("\u00a0", " ")
    found = repair(received).text
    assert sum(a != b for a, b in zip(found, text, strict=True)) <= 2


def test_the_wide_space_of_a_letter_sized_pair_comes_back() -> None:
    text = "« Déjà ! », dit-elle ; « l’été ? »"
    wide = (
        text.replace(" !", "\u00a0!")
        .replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        .replace(" ?", "\u00a0?")
    )
    received = misread(wide, "windows-1252").replace("\u00a0", " ")
    assert repair(received).text.replace("\u00a0", " ") == text


@pytest.mark.parametrize("spaces", ["  ", " "])
def test_two_spaces_may_have_become_one(spaces: str) -> None:
    found = repair(f"â€œIl va Ã{spaces}Parisâ€ dit-elle.")
    assert found.text == "“Il va à Paris” dit-elle."


def test_real_spaces_between_misread_words_stay() -> None:
    text = "我们 team 用 Python 写了 这个 工具，大家 觉得 很好。"
    assert repair(misread(text, "windows-1252").replace("\u00a0", " ")).text == text
