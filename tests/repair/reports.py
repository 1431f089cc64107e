"""Public reports of text that came out wrong, made again in words of our own, each with the damage it names.

Nothing is taken from the reports but the kind of damage and the language. ``how`` says what happened, one
reading after the other: ``utf-8>windows-1252`` is UTF-8 read as Windows-1252, bytes without a character kept
as controls; ``/drop`` drops those, ``/?`` puts a question mark, ``/fffd`` U+FFFD, ``/space`` makes
plain spaces of wide ones, ``/dot`` puts the dot of Shift-JIS, ``/controls`` also drops controls that the page
has. ``>utf-8`` are other bytes read as UTF-8. ``json``, ``html``, ``named`` (entities), ``qp`` and ``word``
(of mail) write what is not ASCII as escapes, ``jis`` as the seven bits of ISO-2022-JP (``/bare`` without the
controls), ``utf-7``, ``imap`` (names of folders), ``percent`` (addresses) and ``octal`` or ``hex`` (bytes, as
git writes names) in their forms, ``entities`` as names where there are some. ``before`` puts accents before
their letters, ``low`` leaves the lower byte of each character, ``bytes/?`` puts a mark for each byte of
UTF-8, ``cut`` takes the last byte away. A third page is one that the text was read under once more. ``gone``,
``question``, ``eaten`` (with the next letter) and ``middle`` (of one character) leave nothing to repair: such
text may only be marked. ``clean`` was never damaged.
"""

from __future__ import annotations

import base64
import json
import quopri
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import codepoint2name

from tests.repair import fifth_reports, fresh_reports, further_reports, more_reports, sixth_reports
from tests.repair.damage import misread, reread
from tests.repair.damage_of_forms import WRITTEN as FORMS

TEXTS = {
    "fr": (
        "Je t’ai déjà dit que ma sœur arrive à huit heures, après le dîner.",
        "Où as-tu posé les clés ? Elles étaient là hier soir.",
        "Le théâtre était plein, et la pièce très drôle.",
        "Ça m’a plu, même si l’été fut pénible à la forêt.",
    ),
    "de": (
        "Morgen früh müssen wir über die Brücke fahren, das wird schön.",
        "Natürlich weiß ich, wo die Schlüssel für die Tür sind.",
        "Grüße aus München! Später hören wir uns.",
    ),
    "es": (
        "Mañana vendrá mi tío con los niños y la señora García.",
        "¿Cuándo llegará el tren? Ayer también salió más tarde.",
        "El niño pequeño soñó con un león en la montaña.",
    ),
    "pt": (
        "Amanhã não estarei em casa, só volto depois da reunião.",
        "Você já viu a estação nova? É muito bonita, não é?",
        "As crianças estão à espera do pão com feijão.",
    ),
    "it": ("Perché non è più tornato? La città è così bella però.", "Domani sarà già martedì, che felicità!"),
    "nl": ("Het was een onvergetelijke, ongeëvenaarde reünie in één café.",),
    "da": ("Tre små både lå på søen, og børnene råbte højt.",),
    "sv": ("Vi åkte båt på sjön och såg några älgar på ön.",),
    "en": (
        "It’s fine – she said “yes” and we’re leaving…",
        "♪ Sing me a song ♪ – don’t stop",
        "The café’s menu isn’t ready — they’re late.",
        "We went home early 😊 and had tea ☕ together",
    ),
    "sk": ("Môj brat kúpil červené jablká a čerstvé pečivo v meste.",),
    "cs": (
        "Včera jsme šli k řece, protože bylo opravdu krásné počasí.",
        "Můžeš mi prosím říct, kde tě mám zítra čekat?",
    ),
    "pl": (
        "Jutro pójdziemy do kina, a później zjemy kolację u mojej siostry.",
        "Dziękuję bardzo, to był naprawdę piękny wieczór nad jeziorem.",
    ),
    "sl": ("Včeraj smo šli na sprehod, ker je bilo vreme še zelo lepo.",),
    "ro": ("Mâine după-masă vă aştept în faţa gării, să nu întârziaţi.",),
    "lt": ("Rytoj važiuosime prie ežero, jeigu bus gražus oras ir šilta.",),
    "lv": ("Rīt mēs brauksim pie jūras, ja būs labs laiks un silts vējš.",),
    "tr": (
        "Yarın akşam kardeşimle sinemaya gideceğiz, sonra da yemeğe çıkacağız.",
        "İstanbul’da hava bugün çok güzel, değil mi?",
    ),
    "ru": (
        "Завтра утром мы поедем на вокзал встречать бабушку.",
        "Я не понимаю, почему он до сих пор не позвонил.",
        "Извините, вы не видели здесь мою собаку?",
        "Сегодня прекрасная погода, пойдём гулять в парк!",
    ),
    "bg": ("Утре ще отидем на пазар, а после ще готвим заедно.",),
    "uk": ("Завтра ми поїдемо до бабусі, бо в неї день народження.",),
    "el": ("Αύριο θα πάμε στη θάλασσα με τους φίλους μας.", "Πού είναι τα κλειδιά του σπιτιού;"),
    "he": ("מחר בבוקר ניסע לים עם הילדים, אם יהיה מזג אוויר טוב.", "איפה שמת את המפתחות של הבית?"),
    "ar": ("غدا صباحا سنذهب إلى السوق مع أصدقائنا من المدرسة.", "أين وضعت مفاتيح البيت يا أمي؟"),
    "th": ("พรุ่งนี้เราจะไปตลาดกับแม่ตอนเช้า", "คุณกินข้าวแล้วหรือยัง"),
    "vi": ("Ngày mai chúng tôi sẽ đi chợ với mẹ, nếu trời không mưa.",),
    "zh": (
        "明天早上我们一起去车站接奶奶，好不好？",
        "这首歌的歌词我已经听了很多遍了。",
        "请把文件发给我，谢谢。",
        "他昨天没有来上课，不知道是不是生病了。",
    ),
    "zh-Hant": ("明天早上我們一起去車站接奶奶，好不好？", "這部電影的字幕翻譯得很好，我很喜歡。"),
    "ja": (
        "明日の朝、駅まで祖母を迎えに行きます。",
        "この曲の歌詞がとても好きです。",
        "すみません、もう一度お願いします。",
    ),
    "ko": ("내일 아침에 할머니를 모시러 역에 갑니다.", "이 노래 가사가 정말 마음에 들어요."),
    "emoji": ("Good night 😴💤 see you tomorrow 👋",),
}

#: Report, language and number of the text, how it was damaged.
ROWS = (
    # Subtitles
    ("SubtitleEdit/subtitleedit 6163", "fr", 0, "utf-8>windows-1252"),
    ("SubtitleEdit/subtitleedit 6163 (spaces)", "fr", 1, "utf-8>windows-1252/space"),
    ("SubtitleEdit/subtitleedit 2763", "ru", 0, "windows-1251>windows-1252"),
    ("SubtitleEdit/subtitleedit 2687", "lt", 0, "windows-1257>windows-1252"),
    ("SubtitleEdit/subtitleedit 10093", "sl", 0, "windows-1250>windows-1252"),
    ("SubtitleEdit/subtitleedit 10095", "tr", 0, "windows-1254>windows-1252"),
    ("SubtitleEdit/subtitleedit 2441", "ar", 0, "windows-1256>windows-1252"),
    ("SubtitleEdit/subtitleedit 2489", "ar", 1, "windows-1256>latin-1"),
    ("REVENGE977/stremio-enhanced 87", "en", 1, "utf-8>windows-1252"),
    ("kodifitzwell/repo 63", "pt", 0, "utf-8>windows-1252"),
    ("kodifitzwell/repo 63 (Greek)", "el", 0, "utf-8>windows-1252/drop"),
    ("xtremexq/StremioSubMaker 61", "ar", 0, "utf-8>windows-1252"),
    ("jellyfin/jellyfin 6169", "ro", 0, "windows-1250>windows-1252"),
    ("jaruba/PowderPlayer 95", "pt", 1, "utf-8>windows-1252"),
    ("ripose-jp/Memento 178", "ja", 0, "utf-8>windows-1252/drop"),
    ("ripose-jp/Memento 178 (on a phone)", "ja", 1, "utf-8>gb18030/fffd"),
    ("TorrentLookup/Flixtor 11", "pt", 2, "windows-1252>windows-1250"),
    ("xbmc/xbmc 24914", "ru", 1, "windows-1251>latin-1"),
    ("URUWorks/TeroSubtitler 115", "ru", 2, "windows-1251>windows-1252"),
    ("URUWorks/SubtitleWorkshop 42", "cs", 0, "windows-1250>windows-1252"),
    ("clsid2/mpc-hc 2548", "ru", 3, "windows-1251>windows-1254"),
    ("linuxmint/xplayer 103", "bg", 0, "windows-1251>windows-1252"),
    ("lisamelton/video_transcoding 240", "fr", 2, "utf-8>latin-1"),
    ("Diaoul/subliminal 455", "ar", 0, "windows-1256>windows-1252"),
    ("yoavain/screwzira-subtitle-downloader 2305", "he", 0, "windows-1255>latin-1"),
    ("huynhsontung/Screenbox 436", "he", 1, "windows-1255>windows-1252"),
    ("mpv-player/mpv 7415", "he", 0, "iso-8859-8>windows-1252"),
    ("mpv-player/mpv 3893", "ar", 1, "iso-8859-6>windows-1252"),
    ("mpv-player/mpv 3484", "ko", 0, "euc_kr>latin-1"),
    ("PopcornTimeTV/PopcornTimeTV 361", "ar", 0, "windows-1256>windows-1252"),
    ("carsonip/Penguin-Subtitle-Player 53", "ar", 1, "windows-1256>windows-1252"),
    ("pannal/Sub-Zero.bundle 187", "el", 1, "windows-1253>windows-1252"),
    ("pannal/Sub-Zero.bundle 174", "th", 0, "windows-874>latin-1"),
    ("guancio/ChromeOsSubtitle 96", "th", 1, "windows-874>windows-1252"),
    ("guancio/ChromeOsSubtitle 1", "el", 0, "iso-8859-7>windows-1252"),
    ("BYVoid/uchardet 33", "el", 1, "windows-1253>latin-1"),
    ("wyziedevs/wyzie-subs 12", "el", 0, "windows-1253>windows-1252"),
    ("morpheus65535/bazarr 2323", "el", 1, "utf-8>windows-1252/fffd"),
    ("mbunkus/mkvtoolnix 2098", "el", 0, "windows-1253>latin-1"),
    ("NuvioMedia/NuvioMobile 530", "el", 1, "iso-8859-7>latin-1"),
    ("movie-web/movie-web 387", "tr", 0, "windows-1254>latin-1"),
    ("learningequality/ka-lite 739", "pl", 0, "iso-8859-2>latin-1"),
    ("sdaqo/anipy-cli 248", "en", 0, "utf-8>windows-1252"),
    ("huanz/vscode-GBKtoUTF8 11", "zh-Hant", 0, "big5>windows-1252"),
    ("supabase/supabase-py 397", "zh-Hant", 1, "utf-8>windows-1252/drop"),
    ("psf/requests 6528", "zh", 0, "utf-8>latin-1"),
    ("pculture/unisubs 3416", "ja", 2, "shift_jis>latin-1"),
    # Chats and messages
    ("MasterScrat/Chatistics 43", "zh", 1, "utf-8>latin-1|json"),
    ("MasterScrat/Chatistics 49", "fr", 3, "utf-8>latin-1"),
    ("joweich/chat-miner 78", "sk", 0, "utf-8>latin-1|json"),
    ("BryceStevenWilley/visioning_texts 28", "en", 3, "utf-8>latin-1"),
    ("simonwongwong/Facebook-Messenger-JSON-viewer 1", "emoji", 0, "utf-8>latin-1|json"),
    ("ALiangLiang/Counter-for-Messenger 5", "zh", 2, "utf-8>windows-1252/drop"),
    ("tobi/chat-server 1", "de", 2, "utf-8>latin-1"),
    ("flakes/mirc_fish_10 17", "de", 0, "utf-8>windows-1252"),
    ("Nadybot/Nadybot 95", "de", 1, "utf-8>windows-1252|utf-8>windows-1252"),
    ("FAForever/downlords-faf-client 1416", "de", 2, "utf-8>windows-1252"),
    ("hexchat/hexchat 1662", "ru", 0, "windows-1251>windows-1252"),
    ("hexchat/hexchat 1275", "de", 0, "utf-8>iso-8859-15"),
    ("thelounge/thelounge 2204", "tr", 1, "utf-8>iso-8859-9"),
    ("daumPostcode/kakaoPostcodeQnA 187", "ko", 1, "utf-8>euc_kr/?"),
    ("kingbase/wechat_history_export 3", "zh", 3, "utf-8>gb18030/fffd"),
    ("yaphone/itchat4j 94", "zh", 2, "utf-8>gb18030/?"),
    ("j178/chatgpt 74", "zh", 1, "utf-8>gb18030"),
    ("openai/codex 4431", "ja", 2, "utf-8>windows-1252/drop"),
    ("htadashi/GPT3-AHK 2", "pl", 0, "utf-8>windows-1252/fffd"),
    ("hubotio/hubot 741", "de", 1, "gone"),
    ("howdyai/botkit 823", "emoji", 0, "gone"),
    ("Awful/Awful.apk 804", "en", 2, "utf-8>windows-1252"),
    # Mail
    ("apparition47/MailTrackerBlockerApp 5", "en", 0, "utf-8>windows-1252"),
    ("JWardee/wp-mail-catcher 16", "fr", 0, "utf-8>windows-1252"),
    ("nodemailer/mailparser 319", "it", 0, "windows-1252>latin-1"),
    ("bkaankose/Wino-Mail 10", "en", 2, "windows-1252>latin-1"),
    ("ingbrzy/MA-XML-5.0-TURKISH 34", "tr", 0, "windows-1254>windows-1252"),
    ("JWardee/wp-mail-catcher 16 (entities)", "fr", 2, "utf-8>windows-1252|html"),
    ("ddeboer/imap 492", "th", 0, "windows-874>windows-1252"),
    # Scrapers, tables, tags of music
    ("psf/requests 2974", "pt", 1, "utf-8>latin-1"),
    ("psf/requests 5445", "de", 1, "utf-8>latin-1"),
    ("AgriciDaniel/claude-seo 314", "fr", 2, "utf-8>latin-1"),
    ("psf/requests-html 409", "pl", 1, "iso-8859-2>latin-1"),
    ("OrganicIrradiation/ratebeer 45", "da", 0, "utf-8>latin-1"),
    ("alirezamika/autoscraper 44", "zh", 0, "gb18030>latin-1"),
    ("website-scraper/node-website-scraper 500", "fr", 1, "gone"),
    ("SaltwaterC/http-request 5", "pt", 0, "gone"),
    ("andy51002000/excel-to-json 5", "pt", 2, "utf-8>windows-1252"),
    ("cds-snc/platform-forms-client 3877", "fr", 3, "utf-8>windows-1252"),
    ("Automattic/camptix 136", "fr", 2, "utf-8>windows-1252"),
    ("instedd/resourcemap 711", "es", 0, "utf-8>mac-roman"),
    ("adaptlearning/adapt_framework 1097", "fr", 1, "windows-1252>mac-roman"),
    ("deztec/csv2excel 6", "es", 2, "windows-1252>cp850"),
    ("civiform/civiform 5057", "es", 1, "utf-8>mac-roman"),
    ("maotoumao/MusicFreeDesktop 428", "zh", 1, "gb18030>latin-1"),
    ("nc-music/oc-music 448", "ko", 1, "euc_kr>latin-1"),
    ("nc-music/oc-music 1146", "zh", 3, "gb18030>windows-1252"),
    ("nc-music/oc-music 924", "el", 0, "iso-8859-7>latin-1"),
    ("Borewit/music-metadata 193", "uk", 0, "windows-1251>latin-1"),
    ("sargon/trayer-srg 50", "pl", 1, "windows-1250>windows-1252"),
    # Consoles and files
    ("sublimehq/sublime_text 1571", "ru", 1, "utf-8>windows-1251|utf-8>windows-1251"),
    ("sublimehq/sublime_text 5713", "ru", 2, "cp866>windows-1252"),
    ("sublimehq/sublime_merge 439", "ru", 3, "windows-1251>windows-1252"),
    ("dhffdh (intervolga.migrato 17)", "ru", 0, "utf-8>cp866"),
    ("agibalovsa/-1C_CICD 2", "ru", 1, "windows-1251>cp866"),
    ("vercel-labs/scriptc 321", "en", 2, "utf-8>cp850"),
    ("yeokm1/doschgpt 8", "fr", 3, "utf-8>cp437"),
    ("bisqwit/that_terminal 4", "fr", 2, "windows-1252>cp850"),
    ("Maseya/SMB-Utility 1", "ja", 0, "shift_jis>windows-1252/kept"),
    ("hanul93/kicomav 1", "ko", 0, "euc_kr>windows-1252"),
    ("eric-muller/udhr 140", "en", 0, "windows-1252>latin-1"),
    ("ms609/citation-bot 5440", "en", 2, "windows-1252>latin-1"),
    ("neitanod/forceutf8 36", "vi", 0, "utf-8>windows-1252"),
    ("Oslonline/dithering-studio 3", "zh", 3, "utf-8>windows-1252/drop"),
    ("software-challenge/backend 428", "de", 0, "utf-8>windows-1252"),
    ("OpenCCU/OpenCCU 1782", "de", 1, "utf-8>latin-1"),
    ("rspeer/python-ftfy 192", "tr", 1, "utf-8>windows-1252"),
    ("rspeer/python-ftfy 192 (Latvian)", "lv", 0, "utf-8>windows-1252/drop"),
    ("rspeer/python-ftfy 97", "nl", 0, "utf-8>windows-1252"),
    ("rspeer/python-ftfy 103", "de", 2, "utf-8>mac-roman"),
    ("rspeer/python-ftfy 91", "fr", 2, "windows-1252>windows-1253"),
    ("rspeer/python-ftfy 202", "sv", 0, "utf-8>windows-1252"),
    ("rspeer/python-ftfy 217", "zh", 2, "utf-8>windows-1252|cut"),
    ("rspeer/python-ftfy 164", "it", 1, "utf-8>windows-1252/space"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """One report: where it stands, what the damage is, what was written and what was received."""

    source: str
    how: str
    text: str
    received: str


#: The other series by their numbers.
_LATER = {2: more_reports, 3: further_reports, 4: fresh_reports, 5: fifth_reports, 6: sixth_reports}
SERIES = (1, *_LATER)


def reports(series: tuple[int, ...] = SERIES) -> list[Report]:
    """All reports of some of the series with their text, damaged as they say."""
    rows = {1: ROWS} | {number: module.ROWS for number, module in _LATER.items()}
    texts = TEXTS | {key: of for module in _LATER.values() for key, of in module.TEXTS.items()}
    out = []
    for source, language, number, how in (row for one in series for row in rows[one]):
        text = texts[language][number]
        received = text
        for step in how.split("|"):
            received = damaged(received, step)
        out.append(Report(source, how, text, received))
    return out


def _word(page: str) -> Callable[[str], str]:
    """Writes the text as an encoded word of a mail's header."""

    def write(text: str) -> str:
        data = base64.b64encode(text.encode(page)).decode()
        return f"=?{page}?B?{data}?="

    return write


def _middle(text: str) -> str:
    """The text without the bytes of a character in its middle."""
    at = next(i for i in range(len(text) // 2, len(text)) if not text[i].isascii())
    return f"{text[:at]}\ufffd\ufffd{text[at + 1 :]}"


_WRITTEN: dict[str, Callable[[str], str]] = {
    "clean": lambda text: text,
    "json": lambda text: json.dumps(text)[1:-1],
    "html": lambda text: "".join(char if char.isascii() else f"&#{ord(char)};" for char in text),
    "named": lambda text: "".join(
        char if char.isascii() else f"&{codepoint2name[ord(char)]};" for char in text
    ),
    "qp": lambda text: quopri.encodestring(text.encode()).decode().replace("=\n", ""),
    "word/iso-8859-1": _word("iso-8859-1"),
    "word/iso-2022-jp": _word("iso-2022-jp"),
    "jis": lambda text: text.encode("iso-2022-jp").decode(),
    "jis/bare": lambda text: text.encode("iso-2022-jp").decode().replace("\x1b", ""),
    "cut": lambda text: text[:-1],
    "gone": lambda text: re.sub(r"[^\x00-\x7f]+", "\ufffd", text),
    "question": lambda text: re.sub(r"[^\x00-\x7f]", "?", text),
    "middle": _middle,
} | FORMS
_LOST = {"drop": "dropped", "?": "?", "fffd": "\ufffd", "controls": "controls"}
_EASTERN = {"gb18030", "gbk", "euc_kr", "big5", "shift_jis", "euc_jp"}
_CODECS = {"euc_kr": "cp949", "shift_jis": "cp932", "windows-874": "cp874"}


def damaged(text: str, how: str) -> str:
    """The text after one step of damage. Raises KeyError or UnicodeError where a page lacks a character."""
    if how in _WRITTEN:
        return _WRITTEN[how](text)
    pages, _, lost = how.partition("/")
    written, read = pages.split(">")
    if read in _EASTERN or read == "utf-8":
        data = text.encode(_CODECS.get(written, written)).decode(_CODECS.get(read, read), "replace")
        return data.replace("\ufffd", {"?": "?", "dot": "・"}.get(lost, "\ufffd"))
    if written == "utf-8":
        found = misread(text, read, _LOST.get(lost, "kept"))
        return found.replace("\u00a0", " ") if lost == "space" else found
    if written in _EASTERN:
        legacy = text.encode(_CODECS.get(written, written))
        return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in legacy)
    return reread(text, written, read)
