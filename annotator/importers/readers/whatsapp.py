"""Chats that WhatsApp exports (Android and iOS), in the orders of dates and the languages of the world."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.importers.encodings import decode_by_lines
from annotator.importers.line_times import DIRECTIONS
from annotator.importers.person_names import clean
from annotator.importers.reader_result import Faults, Meta, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import ChatLog, ChatMessage, Notice, Reading, readout

# Marks of direction and narrow blanks, also as they are when UTF-8 was read as Windows-1252.
_M = f"(?:[{DIRECTIONS}]|â€[Ž\x8e])*"
_BLANK = r"(?:[ \u202f\xa0]|â€¯|Â\xa0)"
_SIGN = rf"{_M}(?:[./-]|\. ){_M}"
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"(?:\d{{1,4}}{_SIGN}\d{{1,2}}{_SIGN}\d{{1,4}}\.?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日"
    rf"|\d{{1,2}}\.? (?:de )?{_MONTH} (?:de )?\d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}})"
)
# Halves of the day as the languages of the world have them.
_HALF = (
    r"(?:[AaPp]\.?[ \u202f\xa0]?[Mm]\.?|上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|오전|오후|午前|午後|م|ص"
    r"|μ\.μ\.|π\.μ\.|ÖÖ|ÖS|SA|CH|PG|PTG|PD|MD|d[eu]\.|пр\.\s?об\.|сл\.\s?об\.|ق\.ظ\.|ب\.ظ\.|לפנה[״\"]צ|אחה[״\"]צ"
    r"|पूर्वाह्न|अपराह्न|পূর্বাহ্ণ|অপরাহ্ণ|முற்பகல்|பிற்பகல்)"
)
_CLOCK = (
    rf"(?:{_HALF}{_BLANK}?)?\d{{1,2}}(?:[:.]|{_BLANK}?h{_BLANK}?)\d{{2}}(?:[:.]\d{{2}})?"
    rf"(?:{_BLANK}?{_HALF}|{_BLANK}Uhr)?"
)
_STAMP = rf"(?P<time>{_DATE}(?:[,،]|{_BLANK}(?:à|um|at|kl\.|klo|alle|a las|às|в|o))?{_BLANK}{_M}{_CLOCK})"
_PLAIN = _STAMP.replace("<time>", "<plain>")
_LINE = re.compile(rf"{_M}(?:\[{_STAMP}{_M}\]|{_PLAIN}{_M}{_BLANK}[-–]){_BLANK}(?P<rest>.*)")
_SPEAKS = re.compile(rf"{_M}(?P<name>[^:\n]{{1,80}}?){_M}:(?:{_BLANK}(?P<text>.*)|$)")
# What the program says of people, in place of a name: it is followed by a colon only by chance.
_DOES = re.compile(
    r"\b(?:added|removed|left|joined|created|changed|deleted|turned (?:on|off)|pinned|is now"
    r"|was added|were added|hat|haben|wurde|verlassen|añadió|eliminó|salió|cambió|creó"
    r"|a ajouté|a quitté|a changé|a créé"
    r"|adicionou|saiu|mudou|criou|ha aggiunto|ha cambiato|heeft|добавил\w*|изменил\w*|вышел"
    r"|вышла)\b|[“”«»\"]"
)
_MARK = re.compile(rf"\A{_M}")
_ENCRYPTED = re.compile(
    rf"{_M}[^\n]{{0,120}}(?:end-to-end|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta"
    r"|uçtan uca|端到端|端對端|сквозн\w+ шифров|종단간|エンドツーエンド|تشفير|מקצה לקצה"
    r"|end-til-end|od początku do końca)",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    rf"{_M}(?:<[^<>\n]{{3,60}}>|[^\n]{{0,80}}\.\w{{2,5}} \([^()\n]+\)"
    r"|(?:image|video|audio|sticker|GIF|document|Contact card|Video note|voice message) omitted"
    r"|(?:Bild|Video|Audio|Sticker|GIF|Dokument) (?:weggelassen|nicht enthalten)"
    r"|(?:Videonotiz|Kontaktkarte) (?:weggelassen|ausgelassen)"
    r"|(?:imagen|imagem|immagine|image|audio|áudio|vídeo|video|sticker|figurinha|documento|GIF) "
    r"(?:omitid[oa]|ocultad[oa]|absente?|omess[oa]|weggelaten|dahil edilmedi)"
    r"|(?:afbeelding|görüntü|ses|çıkartma|belge) (?:weggelaten|dahil edilmedi))\s*",
    re.IGNORECASE,
)
_DELETED = re.compile(
    rf"{_M}(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht"
    r"|Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Eliminaste este mensaje"
    r"|Ce message a été supprimé|Vous avez supprimé ce message|Mensagem apagada"
    r"|Você apagou esta mensagem|Essa mensagem foi apagada"
    r"|Questo messaggio è stato eliminato|Dit bericht is verwijderd|Сообщение удалено"
    r"|此消息已被?删除|此訊息已刪除|Bu mesaj silindi|Pesan ini telah dihapus|Ta wiadomość została usunięta"
    r"|تم حذف هذه الرسالة|הודעה זו נמחקה|यह संदेश हटा दिया गया|このメッセージは削除されました"
    r"|삭제된 메시지입니다)\.?\s*",
    re.IGNORECASE,
)
# Behind a mark of direction it is what the program adds in any language; without one, in these.
_EDITED = re.compile(
    rf"\s*(?:[\u200e\u200f]+<[^<>\n]{{5,60}}>|<(?:This message was edited|Diese Nachricht wurde bearbeitet"
    r"|Se editó este mensaje\.?|Ce message a été modifié|Mensagem editada|Questo messaggio è stato modificato"
    rf"|Dit bericht is bewerkt|Сообщение изменено|此消息已编辑)>){_M}\s*\Z",
    re.IGNORECASE,
)
_OF_ENCRYPTION = re.compile(
    rf"{_M}(?:Messages |Nachrichten |Los mensajes |Les messages |As mensagens |I messaggi "
    r"|Berichten |Mesajlar |Сообщения |消息|訊息|メッセージ|메시지)",
)
_CALL = re.compile("(?<=[^\u200e\u200f])[\u200e\u200f]")  # a mark inside, too
_SEVERAL = 2
_SAID_BY_PROGRAM = ("\u200e", "\u200f")


def looks_like_whatsapp(head: str) -> bool:
    """Whether several lines of a text begin with a date and a time as in these exports."""
    lines = head.split("\n")
    found = {at: match["rest"] for at, line in enumerate(lines) if (match := _LINE.match(line))}
    if not found or (len(found) < _SEVERAL and 0 not in found):
        return False
    return not all(map(_is_of_relay, found.values())) and not _stand_above(lines, found)


def _is_of_relay(rest: str) -> bool:
    """Whether what stands behind a time is as in logs of IRC: ``<anna> hi``, ``*** Joins: ben``."""
    return rest.startswith(("<", "* ", "***", "-!-", "-->", "<--", "==="))


def _stand_above(lines: Sequence[str], found: Mapping[int, str]) -> bool:
    """Whether names alone stand behind the times, and the words on the lines below, as Discord has them."""
    below = (lines[at + 1] if at + 1 < len(lines) else "" for at in found)
    return not any(":" in rest for rest in found.values()) and all(
        line.strip() and _LINE.match(line) is None for line in below
    )


def read_whatsapp(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time as it stands; lines of the program are kept beside the dialogue."""
    decoded = decode_by_lines(data, recipe.encoding)
    lines = [(line, _LINE.match(line)) for line in decoded.text.split("\n")]
    names = _names(match for _, match in lines if match is not None)
    log = ChatLog()
    for number, (line, match) in enumerate(lines, 1):
        log.take(number, line, None if match is None else _read(line, match, names))
    log.close()
    repeated = _repeated(log.turns)
    kept = []
    for turn in log.turns:
        if _is_notice(turn, repeated):
            log.notices.append(f"{turn.meta['time']} {turn.text}")
        else:
            kept.append(_finished(turn))
    log.turns = kept
    return readout([log], Faults(), decoded, "WhatsApp")


def _names(begun: Iterable[re.Match[str]]) -> frozenset[str]:
    """What stands in the place of a name on several lines, and is one whatever words are in it."""
    found = (_SPEAKS.match(match["rest"]) for match in begun)
    counts = Counter(clean(spoken["name"]) for spoken in found if spoken is not None)
    return frozenset(name for name, count in counts.items() if count >= _SEVERAL)


def _repeated(turns: Sequence[ReadTurn]) -> frozenset[str]:
    """What the program says in the names of several people in the same words: of pictures, not of them."""
    who: dict[str, set[str]] = {}
    for turn in turns:
        if turn.text.startswith(_SAID_BY_PROGRAM):
            who.setdefault(turn.text, set()).add(turn.speaker)
    return frozenset(text for text, speakers in who.items() if len(speakers) >= _SEVERAL)


def _is_notice(turn: ReadTurn, repeated: frozenset[str]) -> bool:
    """Whether the program says something of people or of the group, in the name of one of them.

    In exports of iOS that begins with a mark of direction, as do places of pictures, deleted messages,
    calls (with more such marks inside), polls (several lines) and maps (with a link).
    """
    text = turn.text
    if not text.startswith(_SAID_BY_PROGRAM):
        return _OF_ENCRYPTION.match(text) is not None and _ENCRYPTED.match(text) is not None
    if _ENCRYPTED.match(text):
        return True
    if text in repeated or _DELETED.fullmatch(text) or _MEDIA.fullmatch(text) or _EDITED.search(text):
        return False
    return "\n" not in text and "://" not in text and _CALL.search(text) is None


def _finished(turn: ReadTurn) -> ReadTurn:
    """A message without the marks that the program put into it, which go to its metadata."""
    meta = dict(turn.meta)
    text, edited = _EDITED.subn("", turn.text)
    if edited:
        meta["edited"] = True
    if _DELETED.fullmatch(text):
        meta["deleted"] = True
    elif _MEDIA.fullmatch(text):
        meta["media"] = True
    elif text.startswith(_SAID_BY_PROGRAM) and "\n" in text:
        meta["poll"] = True
    elif text.startswith(_SAID_BY_PROGRAM) and _CALL.search(text):
        meta["call"] = True
    return replace(turn, text=_MARK.sub("", text), meta=meta)


def _read(line: str, match: re.Match[str], names: frozenset[str]) -> Reading:
    stamp = match["time"] or match["plain"]
    meta: Meta = {"time": re.sub(_BLANK, " ", clean(stamp))}
    spoken = _SPEAKS.match(match["rest"])
    if spoken is None:
        return Notice(line)
    name = clean(spoken["name"])
    if _DOES.search(name) and name not in names:
        return Notice(line)
    return ChatMessage(name, spoken["text"] or "", meta)
