from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.ui.texts.error_texts import repair_reason
from annotator.ui.texts.translation import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def _chinese(qapp: QApplication) -> Iterator[None]:
    installed = speak(qapp, "zh_CN")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


REASONS = {
    "utf-8 read as windows-1254, bytes dropped": "utf-8被读作windows-1254，字节被丢弃",
    "gb18030 read as latin-1, then as utf-8": "gb18030被读作latin-1，再被读作utf-8",
    "utf-8 read as latin-1, then written as \\x": "utf-8被读作latin-1，再写成\\x",
    "signs of lost bytes read as gb18030": "丢失字节的痕迹被读作gb18030",
    "utf-8 read as windows-1252, bytes replaced": "utf-8被读作windows-1252，字节被替换",
    "signs of lost bytes, utf-8 read as koi8-r, not repaired": "丢失字节的痕迹，utf-8被读作koi8-r，未修复",
    "letters replaced by question marks, not repaired": "字母被替换成问号，未修复",
    "word of a mail's header, never decoded": "邮件标头中的编码词，未曾解码",
    "quoted-printable, never decoded": "quoted-printable，未曾解码",
    "halves of utf-16 written as utf-8": "utf-16的半个字符被写成utf-8",
    "cp1252 in a text of utf-8": "在utf-8的文本中是cp1252",
    "emoji joiner cut": "表情符号的连接符被去掉",
    "something of a later version": "something of a later version",
}


def test_in_english_a_reason_is_what_the_engine_wrote(qapp: QApplication) -> None:
    assert [repair_reason(reason) for reason in REASONS] == list(REASONS)


@pytest.mark.usefixtures("_chinese")
def test_in_chinese_it_is_said_in_chinese() -> None:
    assert {reason: repair_reason(reason) for reason in REASONS} == REASONS
