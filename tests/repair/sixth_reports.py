"""A sixth series of public reports, made again when all rules stood: a forecast for other texts."""

from __future__ import annotations

TEXTS = {
    "he6": ("ספרים לילדים ולנוער",),
    "de6": (
        "Österreichische Gäste möchten über Nacht bleiben.",
        "Plan überschritten, bitte Gerät prüfen",
        "Ich kann das nicht erklären, tut mir leid für die Mühe.",
        "Abendstille überall, nur die Vögel singen schön.",
    ),
    "ja6": (
        "読み方を教えてください。",
        "キャンペーンの応募は終了しました。",
        "添付ファイルの名前が読めません。",
    ),
    "tr6": ("Aşkım, bu şehirde artık yaşanmaz, gidelim buradan.",),
    "pl6": ("Opłata za przelew została już pobrana z konta.",),
    "th6": ("เขาบอกว่าจะกลับมาพรุ่งนี้เช้า แต่ไม่มีใครเชื่อ",),
    "ru6": (
        "Константиновский переулок, дом семь",
        "Осенний вечер, тихая песня у костра",
        "Песня о далёкой звезде",
        "Она сказала, что скоро придёт.",
    ),
    "cs6": (
        "Příliš dlouhá řádka se nezalomí a čeština zmizí.",
        "Převod částky na běžný účet proběhl včera.",
    ),
    "zh6": ("你好，世界！今天天气不错。",),
    "en6": (
        "The café’s résumé page isn’t “done” yet.",
        "Good catch 🎣 see you tonight 🙌",
    ),
    "hu6": ("Üzenetet küldtem a nővéremnek, de még nem válaszolt.",),
    "es6": (
        "Veinte años después, la canción aún emociona.",
        "¿Qué pasó? Ese capítulo está en otro idioma, señor.",
        "María y Toño viven en la misma habitación pequeña.",
    ),
    "fi6": ("Työssä täytyy syödä välillä jotain hyvää.",),
    "fr6": (
        "Décès à Évreux, témoins présents à la cérémonie",
        "Les résultats déjà vérifiés sont archivés à côté.",
    ),
    "sv6": ("Pål och Märta gifte sig i Växjö på våren.",),
    "ko6": ("오늘 저녁에 영화 보러 갈래요?",),
}

#: Report, language and number of the text, how it was damaged.
ROWS = (
    ("webcompat/web-bugs 100236", "he6", 0, "windows-1255>koi8-r"),
    ("soonick/poMMo 70", "de6", 0, "utf-8>mac-roman"),
    ("ianharmon/mojibake-fixer 2", "ja6", 0, "shift_jis>cp850"),
    ("gielcobben/caption 94", "tr6", 0, "windows-1254>windows-1252"),
    ("fligtar/password-exporter 20", "pl6", 0, "low"),
    ("movie-web/movie-web 1066", "th6", 0, "windows-874>windows-1252"),
    ("evcc-io/evcc 33092", "de6", 1, "utf-8>latin-1|utf-8>latin-1/controls"),
    ("mailcow/mailcow-dockerized 197", "de6", 2, "utf-8>iso-8859-15"),
    ("Belphemur/vue-json-csv 6", "ru6", 0, "low"),
    ("aadsm/jschardet 70", "cs6", 0, "windows-1250>windows-1252"),
    ("royqh1979/RedPanda-CPP 231", "zh6", 0, "utf-8>gb18030"),
    ("Sonerezh/sonerezh 320", "ru6", 1, "windows-1251>latin-1"),
    ("nc-music/oc-music 410", "ru6", 2, "question"),
    ("Raku/modules.raku.org 48", "en6", 0, "utf-8>latin-1"),
    ("requarks/wiki 2187", "hu6", 0, "bytes/fffd"),
    ("actualbudget/actual 8986", "cs6", 1, "windows-1250>utf-8"),
    ("wnabil/ngx-export-as 113", "ja6", 1, "utf-8>mac-roman"),
    ("watsonbox/exportify 86 (Spanish)", "es6", 0, "utf-8>windows-1252"),
    ("BotMill/fb-botmill 38", "fi6", 0, "question"),
    ("geneweb/geneweb 1882", "fr6", 0, "utf-8>latin-1"),
    ("andy-z/ged4py 7", "sv6", 0, "before"),
    ("thunderbird/import-export-tools-ng 153", "ja6", 2, "utf-8>windows-1252"),
    ("guancio/ChromeOsSubtitle 39", "es6", 1, "windows-1252>utf-8"),
    ("tibirna/qgit 32", "de6", 3, "octal"),
    ("SleekDB/SleekDB 257", "es6", 2, "json"),
    ("miranda-ng/miranda-ng 3800", "en6", 1, "utf-8>windows-1251"),
    ("dreadatour/pidgin-mra 11", "ru6", 3, "windows-1251>utf-16-le"),
    ("SubtitleEdit/subtitleedit 4481", "ko6", 0, "euc_kr>gb18030"),
    ("hhurz/tableExport.jquery.plugin 283", "ja6", 1, "utf-8>shift_jis/?"),
    ("apple/cups 1818", "fr6", 1, "windows-1252>utf-8"),
)
