"""Text of one single-byte page that was read under another."""

from __future__ import annotations

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import RepairConfig, repair
from annotator.repair.single_byte import repair_pages
from tests.repair.damage import reread

RUSSIAN = "Завтра мы поедем к бабушке в деревню."
FRENCH = "Ma mère préfère le thé, même après le dîner à l’hôtel."

TEXTS = [
    (RUSSIAN, "windows-1251", "windows-1252"),
    (RUSSIAN, "windows-1251", "latin-1"),
    (RUSSIAN, "windows-1251", "windows-1254"),
    (RUSSIAN, "koi8-r", "windows-1252"),
    (RUSSIAN, "koi8-r", "windows-1251"),
    (RUSSIAN, "windows-1251", "koi8-r"),
    (RUSSIAN, "windows-1251", "cp866"),
    (RUSSIAN, "cp866", "windows-1251"),
    (RUSSIAN, "cp866", "windows-1252"),
    (RUSSIAN, "iso-8859-5", "windows-1252"),
    ("Я думаю, що їхня пропозиція цікава.", "windows-1251", "windows-1252"),
    ("Καλημέρα, τι κάνετε σήμερα;", "windows-1253", "windows-1252"),
    ("Καλημέρα, τι κάνετε σήμερα;", "iso-8859-7", "latin-1"),
    ("בוקר טוב, איך היה לך אתמול בעבודה?", "windows-1255", "windows-1252"),
    ("صباح الخير، كيف كانت رحلتك أمس؟", "windows-1256", "windows-1252"),
    ("พรุ่งนี้เราจะไปตลาดด้วยกัน", "windows-874", "windows-1252"),
    ("Včera večer jsme šli do kina a potom ještě na večeři.", "windows-1250", "windows-1252"),
    ("Wczoraj wieczorem poszliśmy do kina, a później na kolację.", "iso-8859-2", "windows-1252"),
    ("Wczoraj wieczorem poszliśmy do kina, a później na kolację.", "windows-1250", "latin-1"),
    ("Dün akşam sinemaya gittik, sonra da çok güzel bir yemeğe çıktık.", "windows-1254", "windows-1252"),
    (FRENCH, "mac-roman", "windows-1252"),
    (FRENCH, "windows-1252", "windows-1251"),
    (FRENCH, "windows-1252", "mac-roman"),
    (FRENCH.replace("’", "'"), "cp850", "windows-1252"),
    ("¿Qué pasó con la reunión de mañana?", "cp437", "latin-1"),
    ("Wir müssen morgen früh los, schöne Grüße!", "windows-1252", "cp850"),
]


def test_lines_that_were_repaired_otherwise_stay() -> None:
    misread = reread(RUSSIAN, "windows-1251", "windows-1252")
    steps, _ = repair_pages(f"{misread}\n{misread}", [(0, len(misread))])
    assert {step.start > len(misread) for step in steps} == {True}


@pytest.mark.parametrize(("text", "written", "read"), TEXTS)
def test_it_comes_back(text: str, written: str, read: str) -> None:
    received = reread(text, written, read)
    assert received != text
    found = repair(received)
    assert found.text == text
    assert replay(received, found.steps) == text
    assert {step.kind for step in found.steps} == {"encoding"}
    assert repair(text).steps == ()


@pytest.mark.parametrize(("text", "written", "read"), TEXTS[::5])
def test_one_turn_among_clean_ones_comes_back_as_alone(text: str, written: str, read: str) -> None:
    clean = ["A: So where did you grow up?", "B: Dans une petite ville, près de la mer.", "A: Ich weiß."]
    received = "\n".join([*clean, "B: " + reread(text, written, read), *clean])
    assert repair(received).text == "\n".join([*clean, "B: " + text, *clean])


@pytest.mark.parametrize(
    "line",
    [
        "Përcakton stilin pamor të kollonës në mënyrën përqindje",  # Albanian
        "Felëjë pamiãcë na òdczëtanié lopkù",  # Kashubian
        "Etîketa anonîm hate dîtin û etîket nikarin werin afirandin.",  # Kurdish
        "No si è rivâts a cjariâ i dâts dal file",  # Friulian
        "O staliañ ar restroù, gortozit mar plij",  # Breton
        "Se gecorena dæg, swá gerím betwéonan, oþþe þone nú gecorenan",  # Old English
        "peýdalanýan hasabyň açary",  # Turkmen
        "Ýmsar bandarískar Kyrrahafseyjar, það er gott veður í dag",  # Icelandic
        "İтал Җөмһүриәте",  # Tatar
        "Тормоштоң һәр көнө — үҙе бер хикмәт.",  # Bashkir
        "Wait…what? The café—you know—was “fine”; 20 µm, 30°C, 5½ ± 1, §4, ¶2.",
        "¯\\_(ツ)_/¯ naïve ÅÅÅÅ-MM-DD «%s» ¡olé!",
        "│ │ └─2386 /usr/bin/editor daemonize=no",
        "ÀÉÈÙÇÂÊÎÔÛ",
    ],
)
def test_clean_lines_of_languages_without_tables_stay(line: str) -> None:
    assert repair(line).steps == ()
    assert repair("\n".join(["A: Hello there.", f"B: {line}"] * 6)).steps == ()


def test_lines_that_say_little_are_weighed_together() -> None:
    text = "Előbb-utóbb.\nA nő fűt.\nHűvös időben.\nFelnőtt fejjel.\nIdő, erdő."
    received = reread(text, "windows-1250", "windows-1252")
    assert any(repair(line).text == line for line in received.split("\n")[:3])
    assert repair(received).text == text


def test_short_lines_are_read_as_the_long_ones() -> None:
    text = f"{RUSSIAN}\nДа, да.\nÀ bientôt, ma chère amie !"
    lines = text.split("\n")
    received = "\n".join([*(reread(line, "windows-1251", "windows-1252") for line in lines[:2]), lines[2]])
    assert repair(received).text == text


def test_signs_of_windows_that_became_controls() -> None:
    found = repair("\x93Well\x94, he said \x96 that\x92s it\x85")
    assert found.text == "“Well”, he said – that’s it…"
    assert found.chain == ("latin-1",)


def test_what_two_pages_write_otherwise_is_less_sure() -> None:
    received = reread("Včera večer jsme šli do kina a potom ještě na večeři.", "windows-1250", "windows-1252")
    shares = {step.before: step.confidence for step in repair(received).steps}
    assert all(0.5 < share <= 0.98 for share in shares.values())


def test_lines_that_were_repaired_otherwise_are_left_alone() -> None:
    received = f"{reread(RUSSIAN, 'windows-1251', 'windows-1252')}\nCâ€™est dÃ©jÃ  fait, trŠs bien."
    assert repair(received).text == f"{RUSSIAN}\nC’est déjà fait, trŠs bien."


def test_the_switch_of_wrong_pages_holds() -> None:
    received = reread(RUSSIAN, "windows-1251", "windows-1252")
    assert repair(received, RepairConfig(encoding=False)).text == received


def test_a_long_text_is_judged_by_a_sample() -> None:
    text = "\n".join([f"{RUSSIAN} {n}" for n in range(150)])
    assert repair(reread(text, "koi8-r", "windows-1252")).text == text


def test_turkish_lines_are_weighed_together() -> None:
    text = "Yarın geliyor.\nİyi misin şimdi?\nHayır, değil.\nKadın uyandı.\nBaşka bir şey?"
    received = reread(text, "windows-1254", "windows-1252")
    assert repair(received).text == text


def test_portuguese_lines_of_windows_1250_are_weighed_together() -> None:
    text = "Não, mãe.\nA reunião foi ontem.\nAs lições são fáceis.\nOs irmãos põem a mesa.\nAmanhã, então."
    received = reread(text, "windows-1252", "windows-1250")
    assert repair(received).text == text


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("Да нет.\nСюда!", "windows-1251", "windows-1252"),
        ("Hayır!\nBaşka?\nIşık.\nDoğru.\nYarın.", "windows-1254", "windows-1252"),
        ("Não.\nLições.\nIrmãos.", "windows-1252", "windows-1250"),
    ],
)
def test_lines_of_one_word_are_weighed_together(text: str, written: str, read: str) -> None:
    lines = reread(text, written, read).split("\n")
    assert any(repair(line).text == line for line in lines), "not each says enough by itself"
    assert repair("\n".join(lines)).text == text


def test_letters_of_icelandic_in_words_of_another_language() -> None:
    text = "Rytoj važiuosime prie ežero, jeigu bus gražus oras ir šilta."
    assert repair(reread(text, "windows-1257", "windows-1252")).text == text


@pytest.mark.parametrize("line", ["Êòî ÿ?", "Íåò.", "- Êòî ÿ?", "Íåò, Êòî."])
def test_three_letters_of_another_page_are_no_chinese_character(line: str) -> None:
    # Under Mac Roman the letters of Êòî are the bytes of 昔, and those of Íåò of a letter of Yi.
    assert not any(letter > "\u2e7f" for letter in repair(line).text)


def test_lines_without_letters_of_single_byte_pages_say_nothing() -> None:
    misread = "Ïðèâåò, êàê äåëà ó òåáÿ ñåãîäíÿ?"
    assert repair(f"你好\n{misread}").text == f"你好\n{misread.encode('cp1252').decode('cp1251')}"
    assert repair("你好\nun café").steps == ()


@pytest.mark.parametrize(
    "line",
    [
        "Sugjeriment par judâ l'ambient scritori a capî di ce gjenar di bacon che al è chest e ce mût.",
        "Cîr di doprâ un non diferent pe cartele opûr prime cambie il non",
    ],
)
def test_friulian_stays(line: str) -> None:
    assert repair(line).steps == ()


@pytest.mark.parametrize(
    "text",
    [
        "abcdefghijkõäöü",
        "Lja—lja—lja, sagte er dann.",
        "██╗  ██╗███████╗██╗     ██╗\n██║  ██║██╔════╝██║     ██║\n███████║█████╗  ██║     ██║",
        "Max: ██████████░░░░░ 66 %\nEva: schön ██╗██╗",
    ],
)
def test_alphabets_interjections_and_drawings_stay(text: str) -> None:
    assert repair(text).steps == ()


def test_a_letter_that_became_a_dash_is_read_again() -> None:
    text = "la próxima estación del corazón"
    assert repair(text.encode("mac-roman").decode("cp1252")).text == text
