"""What commands say is in the language of the terminal; what they give machines is not."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

import annotator
from annotator import cli
from annotator.analysis.agreement import AgreementRemark
from annotator.cli import output_language
from annotator.cli.agreement_command import said_of
from annotator.cli.help_language import cells
from annotator.cli.output_language import counted, from_to, moment, number, speak, spoken, tr
from annotator.cli.terminal import aligned, print_table
from annotator.errors import Sentence, UserError
from annotator.pictures import available
from annotator.store import Project
from annotator.ui.texts import error_texts
from tests.pictures.building import study


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    error_texts.use(None)


def in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object
) -> list[str]:
    """What a command prints to both streams where the terminal speaks Chinese."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return (said.out + said.err).splitlines()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "1,200个话轮"),
        ({"LANG": "zh"}, "1,200个话轮"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "1,200个话轮"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "1,200 turns"),
        ({"LANG": "de_DE.UTF-8"}, "1.200 turns"),
        ({}, "1,200 turns"),
    ],
)
def test_the_language_is_that_of_the_terminal(variables: dict[str, str], said: str) -> None:
    speak(variables)
    assert counted(1200, "turn") == said


def test_every_noun_that_is_counted_has_both_forms() -> None:
    found = [
        noun
        for path in Path(output_language.__file__).parent.glob("*.py")
        for noun in re.findall(r"""counted\([^"']+["']([a-z ]+)["']\)""", path.read_text("utf-8"))
    ]
    assert len(found) > 20
    assert set(found) <= set(output_language._COUNTED)
    speak({})
    assert counted(1, "file") == "1 file"
    assert counted(2, "labelled turn") == "2 labelled turns"
    speak({"LANG": "zh_CN"})
    for noun in output_language._COUNTED:
        assert not any("a" <= letter <= "z" for letter in counted(1, noun) + counted(2, noun)), noun


def test_moments_are_those_of_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert moment("2026-03-02T09:00:30Z", {}) == "2026-03-02 17:00"
        assert moment("long ago") == "long ago"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_session_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("[A]: cafÃ© dÃ©jÃ  vu\n[B]: fine\n", "utf-8")
    project = tmp_path / "study.dap"

    def say(*words: object) -> list[str]:
        return in_chinese(monkeypatch, capsys, *words)

    assert say("import", project, tmp_path / "a.txt") == [
        "已导入1个文件，0个早已存在，0个已恢复，跳过其他0个"
    ]
    assert say("check", project) == ["study.dap完好：文件、来源、修复步骤与记录一致"]
    assert [line.split() for line in say("info", project)[:3]] == [
        ["项目", "study"],
        ["对话", "1"],
        ["话轮", "2"],
    ]
    assert say("repair", tmp_path / "a.txt", "--out", tmp_path / "out")[-1] == (
        "1个文件：3处修复，0处存疑，0处损坏保持原样"
    )
    first, step, *_ = say("repair", tmp_path / "a.txt", "--only-detect", "--explain")
    assert first.startswith("a.txt: utf-8、")
    assert re.fullmatch(
        r"  第1行，\d+-\d+：'.+' -> '.+'（.+、[01]\.\d\d(、存疑)?：utf-8被读作.+）(；或.+)?", step
    ), step
    exported = say("export", project, tmp_path / "study.csv")
    assert exported[0].startswith(f"已将1个对话、2个话轮和0条标注写入{tmp_path / 'study.csv'}（")
    assert exported[1].startswith("丢失：")
    assert "、13 个标签的颜色、" in exported[1]
    assert not any("a" <= letter <= "z" for letter in exported[1])
    (wrong,) = say("info", tmp_path / "nothing.dap")
    assert wrong.startswith("无法打开nothing.dap")
    assert tr("Nothing has been changed") == "没有做任何更改"
    # Machines are given the same, whatever the terminal speaks.
    chinese = json.loads("\n".join(say("info", project, "--json")))
    monkeypatch.setenv("LANG", "C")
    cli.main(["info", str(project), "--json"])
    assert json.loads(capsys.readouterr().out) == chinese


@pytest.mark.skipif(not available(), reason="matplotlib is not installed")
def test_pictures_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = study(tmp_path / "study.dap")
    listed = in_chinese(monkeypatch, capsys, "plot", "--list")
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in listed)
    said = in_chinese(monkeypatch, capsys, "plot", project, "labels", "--out", tmp_path / "labels.svg")
    caption = (tmp_path / "labels.txt").read_text("utf-8").strip()
    assert said[0] == caption
    assert "标注" in caption
    assert (tmp_path / "labels.csv").read_text("utf-8-sig").splitlines()[0].isascii()  # data


def test_the_history_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = study(tmp_path / "study.dap")
    lines = in_chinese(monkeypatch, capsys, "history", project, "--dialogue", "talk 00", "--facet", "stance")
    assert any("：" in line or "标注" in line for line in lines[:2])
    assert any("话轮" in line and "（空） → " in line for line in lines)
    assert not any("turn " in line for line in lines)


def test_figures_of_several_annotators_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project, voted = study(tmp_path / "study.dap"), tmp_path / "voted.dap"
    shutil.copy(project, voted)

    def say(*words: object) -> list[str]:
        return in_chinese(monkeypatch, capsys, *words)

    agreement = say("agreement", project, "--facet", "stance")
    assert agreement[0] == "Stance：192个话轮，标注者：Ada, Ben, Cyd"
    assert agreement[1] == "  全部"
    assert agreement[2].startswith("    观察一致率" + " " * 34)  # as wide as 44 letters
    assert agreement[2].endswith("n = 192，8个对话")
    assert any(line.startswith("    Fleiss κ（合并全部标签）  ") for line in agreement)
    assert "  标签 favor" in agreement
    assert "  情境 语码转换" in agreement
    assert any("无定义，因为所有标注者只用了一个标签" in line for line in agreement)
    plan = say("plan", project, "--facet", "stance")
    assert plan[0] == "Stance：Krippendorff α（定类），95%区间至多宽0.2，依据8个对话的预研究"
    assert plan[1].startswith("  2位标注者: ")
    assert "宽度中位数" in plan[4]
    assert say("adjudicate", voted, "--majority")[0].startswith("stance：一致")
    assert say("diff", "--stat", project, voted)[-1] == " 8个对话有不同"
    assert "@@ 项目 @@" in say("diff", project, voted)
    formats = say("formats")
    assert formats[0] == "json  对话标注器JSON (.json)"
    assert formats[2].startswith("  无法保存：编辑历史")
    assert not any("; " in line for line in formats)
    assert say("plan", project, "--facet", "topic")[0].startswith("Topic：Krippendorff α（MASI）")


def test_columns_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert cells("a人智b") == 6
    assert aligned("人", 4) == "人  "
    assert aligned("人人人", 4) == "人人人"
    print_table([("人人人", 1), ("a", 2)])
    assert capsys.readouterr().out == "人人人  1\na       2\n"


def test_remarks_keep_their_figures_in_english() -> None:
    remark = AgreementRemark("one_label", "all annotators used one label only, none, so agreement is certain")
    assert said_of(remark) == remark.sentence
    assert said_of(remark, "one label") == "one label"
    speak({"LANG": "zh_CN"})
    assert said_of(remark).startswith("所有标注者只用了一个标签")
    assert said_of(AgreementRemark("new", "a new sentence")) == "a new sentence"


@pytest.mark.parametrize(
    ("variables", "turns", "value", "interval"),
    [
        ({}, "12,345 turns", "0.512", "[0.512, 0.734]"),
        ({"LANG": "en_GB.UTF-8"}, "12,345 turns", "0.512", "[0.512, 0.734]"),
        ({"LANG": "de_DE.UTF-8"}, "12.345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "de_CH.UTF-8"}, "12’345 turns", "0.512", "[0.512, 0.734]"),
        ({"LANG": "fr_FR.UTF-8"}, "12\u202f345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "ru"}, "12\u00a0345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "pt_BR@euro"}, "12.345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "pt_PT"}, "12\u00a0345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "es_MX.UTF-8"}, "12,345 turns", "0.512", "[0.512, 0.734]"),
        ({"LANG": "en_GB", "LC_NUMERIC": "de_AT"}, "12\u00a0345 turns", "0,512", "[0,512; 0,734]"),
        ({"LANG": "de_DE", "LC_NUMERIC": "de_DE", "LC_ALL": "C"}, "12,345 turns", "0.512", "[0.512, 0.734]"),
        ({"LANG": "zh_CN.UTF-8"}, "12,345个话轮", "0.512", "[0.512, 0.734]"),
        ({"LANG": "zh_CN", "LC_NUMERIC": "de_DE"}, "12.345个话轮", "0,512", "[0,512; 0,734]"),
    ],
)
def test_numbers_are_written_as_the_locale_has_them(
    variables: dict[str, str], turns: str, value: str, interval: str
) -> None:
    speak(variables)
    assert counted(12345, "turn") == turns
    assert number(0.5123, ".3f") == value
    assert from_to(0.5123, 0.7339) == interval


def test_numbers_within_sentences_and_their_parts_are_written_so_too() -> None:
    speak({"LANG": "de_DE"})
    assert tr("{n:,} bytes", n=1234567) == "1.234.567 bytes"
    assert tr("{width:g} wide, {share:.1%}", width=0.25, share=0.125) == "0,25 wide, 12,5%"
    assert spoken(Sentence("{n} (of {whole})", n=1000, whole=Sentence("{n:,}", n=2000))) == "1000 (of 2.000)"
    assert tr("{name}, {yes}", name="v1.2,3", yes=True) == "v1.2,3, True"  # texts stay as they are
    assert error_texts.one_line(UserError("{n:,} turns", n=4000)) == "4.000 turns."
    # What machines are given is the text of the sentence itself.
    assert str(UserError("{n:,} turns", n=4000)) == "4,000 turns."


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "2026-03-02 09:00"),
        ({"LANG": "de_DE.UTF-8"}, "2026-03-02 09:00"),
        ({"LANG": "zh_CN.UTF-8"}, "2026年3月2日 09:00"),
        ({"LANG": "en_GB.UTF-8", "LC_TIME": "zh_TW.UTF-8"}, "2026年3月2日 09:00"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "2026-03-02 09:00"),
    ],
)
def test_days_are_written_as_the_locale_has_them(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        assert moment("2026-03-02T09:00:30Z", variables) == said
    finally:
        monkeypatch.undo()
        time.tzset()


def test_machines_get_the_same_numbers_whatever_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = study(tmp_path / "study.dap")

    def said(lang: str, *words: object) -> str:
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.setenv("LANG", lang)
        cli.main([str(word) for word in words])
        return capsys.readouterr().out

    for words in (
        ("diff", project, project, "--json"),
        ("diff", "--lines", project),
        ("history", project, "--json"),
        ("export", project, "-", "--format", "csv"),
        ("export", project, "-", "--format", "jsonl"),
    ):
        assert said("de_DE.UTF-8", *words) == said("C", *words) == said("zh_CN.UTF-8", *words), words
    assert "  0,788  [0,726; " in said("de_DE.UTF-8", "agreement", project, "--facet", "stance")


def test_languages_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("[A]: hello there\n[B]: 你好 my friend\n", "utf-8")
    lines = in_chinese(monkeypatch, capsys, "language", tmp_path / "a.txt", "--languages", "zh,en")
    heads = lines[0].split()
    assert heads[:2] == ["话轮", "混合"]
    assert heads[-4:] == ["熵", "话轮内", "话轮间", "各语言词数"]
    assert lines[1].startswith("全部 ")
    # Numbers end under the ends of their headings, though Chinese characters are twice as wide.
    assert cells(lines[0].partition("混合")[0]) - 2 == cells(lines[1][: lines[1].index("2") + 1])


def test_what_differs_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = study(tmp_path / "old.dap"), tmp_path / "new.dap"
    shutil.copy(old, new)
    with annotator.edit(new, annotator="Dora") as project:
        turns = list(project.turns())
        project.tag(turns[0], "topic.drift", uncertain=True)
        project.tag(turns[1], "neutral", span=(0, 4), note="yes")
        project.tag(turns[2], "favor", intensity=3)
    with Project.open(new) as opened:
        opened.marks.set([turns[0].id], "flag", on=True)
        book = opened.codebook.read()
        opened.codebook.update_label(book.facet("stance").labels[0].key, retired=True)
    lines = in_chinese(monkeypatch, capsys, "diff", old, new)
    assert "+标注者: Dora (人)" in lines
    assert "+Dora · Topic: drift, 不确定" in lines
    assert "+Dora · Stance: neutral, 第1至4个字符, 备注：yes" in lines
    assert "+Dora · Stance: favor, 强度3" in lines
    assert any(line.endswith(" · 旗标") for line in lines)
    assert any(line.startswith("+标签 ") and line.endswith(", 停用: 是") for line in lines)


def _has_english(line: str) -> bool:
    return re.search(r"\b[a-z]{3,}\b", line) is not None


def test_turns_and_speakers_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.txt").write_text("A: 你好。B: 好\nB: 嗯\nA: （笑）\n再见\n", "utf-8")
    project, table = tmp_path / "s.dap", tmp_path / "t.csv"

    def say(*words: object) -> list[str]:
        lines = in_chinese(monkeypatch, capsys, *words)
        return [line.replace(str(tmp_path), "") for line in lines]

    say("import", project, tmp_path / "甲.txt")
    assert say("turns", "split", project, "甲#1", "好", "--marker", "B: ") == ["话轮已拆为两个"]
    assert say("turns", "join", project, "甲#1") == ["两个话轮已合并"]
    assert say("turns", "take-out", project, "甲#3") == ["这一行不再是话轮"]
    number = say("turns", "taken-out", project)[0].split()[0]
    assert say("turns", "restore", project, number) == ["这一行又成为话轮"]
    again = ("turns", "read-again", project, "--dialogue", "甲", "--rule")
    assert say(*again, "lines") == ["甲：4个话轮，此前3个；0条标注没有位置"]
    assert say(*again, "whole") == ["甲：1个话轮，此前4个；0条标注没有位置"]
    assert say("speakers", "list", project) == ["（无说话人）: 1个话轮"]
    assert say("speakers", "change", project, "乙", "甲#1") == ["1个话轮的说话人现在是 乙"]
    assert say("speakers", "change", project, "乙", "甲#1") == ["没有需要更改的内容"]
    assert say("speakers", "rename", project, "乙", "丙") == ["乙 的话轮现在属于 丙"]
    assert say("speakers", "list", project, "--csv", table) == ["已将1行写入/t.csv"]
    table.write_text("speaker,city\n丙,Oslo\n丁,Rome\n", "utf-8")
    assert say("speakers", "import", project, table) == ["已为1位说话人填写2个值", "没有名为丁的说话人"]


def test_what_an_import_asks_and_leaves_out_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("One line\nAnother line\n", "utf-8")
    words = "".join(f"w{n},{who},{'NV'[n % 2]}\n" for who in "ABABAB" for n in range(10))
    (tmp_path / "b.csv").write_text(f"token,speaker,xpos\n{words}", "utf-8")
    lines = in_chinese(
        monkeypatch, capsys, "import", tmp_path / "s.dap", tmp_path / "a.txt", tmp_path / "b.csv"
    )
    asked = next(line for line in lines if "--answer" in line)
    assert not _has_english(asked.partition(": ")[2].partition("?")[0]), asked
    left_out = next(line for line in lines if "未导入" in line)
    assert left_out.startswith("b.csv: ")


def test_codebooks_and_troubles_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = study(tmp_path / "study.dap")
    book = tmp_path / "book.json"

    def say(*words: object) -> list[str]:
        return in_chinese(monkeypatch, capsys, *words)

    say("codebook", "export", project, book)
    changed = json.loads(book.read_text("utf-8"))
    changed["facets"][0] |= {"intensity": not changed["facets"][0]["intensity"], "question": "为什么？"}
    book.write_text(json.dumps(changed), "utf-8")
    lines = say("codebook", "import", project, book, "--dry-run")
    assert lines[-1] == "没有做任何更改"
    assert any("“为什么？”" in line for line in lines)
    assert not any(_has_english(line.partition("：")[2].partition("“")[0]) for line in lines[:-1]), lines
    with sqlite3.connect(project) as connection:
        connection.execute("DELETE FROM view")
        connection.execute("UPDATE dialogue SET gap_count = 7 WHERE id = 1")
    connection.close()
    lines = say("check", project)
    assert any(line.startswith("对话 talk 00: 其数字与话轮不符") for line in lines)
    assert lines[-1].startswith("study.dap")
    assert "对话 talk 00" in lines[-1]
    (missing,) = say("diff", project, tmp_path / "gone.dap")
    assert "：" in missing
    assert ": " not in missing


def test_why_something_cannot_be_is_said_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk, project = tmp_path / "一.txt", tmp_path / "二.dap"
    talk.write_text("甲\n乙\n", "utf-8")
    (tmp_path / "三.dap").write_bytes(b"")
    (tmp_path / "四.dap").write_text("五")
    table = tmp_path / "六" / "七.csv"
    in_chinese(monkeypatch, capsys, "import", project, talk)
    assert in_chinese(monkeypatch, capsys, "adjudicate", project, "--majority") == [
        "没有可裁定的内容：还没有人作答"
    ]
    for words in (
        ("info", tmp_path / "三.dap"),
        ("info", tmp_path / "四.dap"),
        ("info", tmp_path),
        ("import", tmp_path / "八.dap", talk, "--strict"),
        ("import", tmp_path / "八.dap", project),
        ("plan", project, "--facet", "stance"),
        ("plan", project, "--facet", "stance", "--width", "nan"),
        ("history", project, "--csv", table),
        ("history", project, "--since", "昨天"),
        ("export", project, table, "--where", "label:"),
        ("export", project, table, "--where", '"甲'),
        ("packets", project, tmp_path / "九", "--annotator", "十", "--instructions", table),
    ):
        line = in_chinese(monkeypatch, capsys, *words)[-1]
        said = re.sub(r"/\S*?\.(dap|txt|csv)|\.(dap|txt|csv)|'--\w+'|label:|UTF-8|SQLite", "", line)
        said = said.replace(str(tmp_path), "").replace(tmp_path.name, "")
        assert not _has_english(said), line
    capsys.readouterr()
    monkeypatch.setenv("LANG", "C")
    cli.main(["import", str(tmp_path / "八.dap"), str(project)])
    assert capsys.readouterr().err.startswith(
        "二.dap could not be imported: this file holds no plain text; it looks like a database."
    )
