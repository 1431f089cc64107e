"""Chats that WhatsApp exports (Android and iOS), in the orders of dates and the languages of the world."""

from __future__ import annotations

import re
from dataclasses import replace

from annotator.importers.clocks import DIRECTIONS
from annotator.importers.encodings import decode
from annotator.importers.person_names import clean
from annotator.importers.readers.chat_log import Message, Notice, Reading, read_lines
from annotator.importers.readout import Meta, Readout, ReadTurn, Recipe

# Marks of direction and narrow blanks, also as they are when UTF-8 was read as Windows-1252.
_M = f"(?:[{DIRECTIONS}]|â€[Ž\x8e])*"
_BLANK = r"(?:[ \u202f\xa0]|â€¯|Â\xa0)"
_DATE = rf"\d{{1,4}}{_M}[./-]{_M}\d{{1,2}}{_M}[./-]{_M}\d{{1,4}}\.?"
_HALF = r"(?:[AaPp]\.?[ \u202f\xa0]?[Mm]\.?|上午|下午|오전|오후|午前|午後|م|ص|μ\.μ\.|π\.μ\.)"
_CLOCK = rf"(?:{_HALF}{_BLANK}?)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:{_BLANK}?{_HALF})?"
_STAMP = rf"(?P<time>{_DATE}(?:[,،]|{_BLANK}(?:à|um|at|kl\.|alle|a las|às))?{_BLANK}{_M}{_CLOCK})"
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
    r"end-to-end|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta|uçtan uca|端到端|端對端"
    r"|сквозн\w+ шифров|종단간|エンドツーエンド|تشفير|encriptad|your security code|sicherheitsnummer"
    r"|código de segurança"
    r"|created (?:this )?group|added you|changed (?:the|this|to)|joined using|pinned a message",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    rf"{_M}(?:<[^<>\n]{{3,60}}>|[^\n]{{0,80}}\.\w{{2,5}} \([^()\n]+\)"
    r"|(?:image|video|audio|sticker|GIF|document|Contact card|Video note|voice message) omitted"
    r"|(?:Bild|Video|Audio|Sticker|GIF|Dokument) (?:weggelassen|nicht enthalten)"
    r"|(?:imagen|imagem|image|audio|áudio|vídeo|video|sticker|figurinha|documento) "
    r"(?:omitid[oa]|ocultad[oa]|absente?|omess[oa]))\s*",
    re.IGNORECASE,
)
_DELETED = re.compile(
    rf"{_M}(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht"
    r"|Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Eliminaste este mensaje"
    r"|Ce message a été supprimé|Vous avez supprimé ce message|Mensagem apagada"
    r"|Você apagou esta mensagem|Essa mensagem foi apagada"
    r"|Questo messaggio è stato eliminato|Dit bericht is verwijderd|Сообщение удалено"
    r"|此消息已被?删除|此訊息已刪除)\.?\s*",
    re.IGNORECASE,
)
_EDITED = re.compile(
    rf"\s*{_M}<(?:This message was edited|Diese Nachricht wurde bearbeitet|Se editó este mensaje\.?"
    r"|Ce message a été modifié|Mensagem editada|Questo messaggio è stato modificato"
    rf"|Dit bericht is bewerkt|Сообщение изменено|此消息已编辑)>{_M}\s*\Z",
    re.IGNORECASE,
)


def looks_like_whatsapp(head: str) -> bool:
    """Whether several lines of a text begin with a date and a time as in these exports."""
    found = sum(1 for line in head.split("\n") if _LINE.match(line))
    return found >= 2 or (found == 1 and _LINE.match(head) is not None)


def read_whatsapp(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with their time as it stands; lines of the program are kept beside the dialogue."""
    return read_lines(decode(data, recipe.encoding), _read, "WhatsApp", _finished)


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
    return replace(turn, text=_MARK.sub("", text), meta=meta)


def _read(line: str) -> Reading:
    match = _LINE.match(line)
    if match is None:
        return None
    stamp = match["time"] or match["plain"]
    meta: Meta = {"time": re.sub(_BLANK, " ", clean(stamp))}
    spoken = _SPEAKS.match(match["rest"])
    if spoken is None or _DOES.search(spoken["name"]):
        return Notice(line)
    text = spoken["text"] or ""
    if text.startswith("\u200e") and _ENCRYPTED.search(text):
        return Notice(line)
    return Message(clean(spoken["name"]), text, meta)
