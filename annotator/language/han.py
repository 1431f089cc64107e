"""Han characters: Chinese or Japanese, Simplified or Traditional."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from annotator.language.scripts import HAN, KANA

# Written in Chinese all the time and in Japanese hardly ever, or only in other company.
_CHINESE = frozenset("从找您跟你妳們们這这嗎吗呢吧啊很沒没她它哪啦喔噢誰谁怎麼么甚啥咱")
_CHINESE_WORDS = re.compile("是|的|就|都|也|和|我|他|在|了")
_CHINESE_GRAMMAR = re.compile("[是的也我他了]")
_PHRASES = re.compile("[我他人家]的|[我他]在|[我他]想|[我他]要|一个|可以|[不就都也]是|不[会要想]|什|没")
_CLAUSE = re.compile(r"[^。．！？!?\n；;，,：:「」『』（）()《》“”\"'‘’…—]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_KANA_RUN = re.compile(f"[{KANA}]+")


def _in_jis(run: str) -> bool:
    try:
        run.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def _says_chinese(run: str) -> bool:
    return not _CHINESE.isdisjoint(run) or _PHRASES.search(run) is not None or not _in_jis(run)


def has_japanese_forms(text: str) -> bool:
    """Whether a text holds characters that only Japanese is written with: 駅, 図, 気, 働."""
    return _japanese_forms().search(text) is not None


@lru_cache(maxsize=1)
def _japanese_forms() -> re.Pattern[str]:
    """Characters of the commoner part of JIS that neither GB 2312 nor Big5 has."""
    leads = (*range(0x88, 0xA0), *range(0xE0, 0xEB))
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFD))
    found = (pair.decode("shift_jis", "ignore") for pair in pairs)
    only = (
        char
        for char in found
        if "\u4e00" <= char <= "\u9fff"
        and len(char) == 1
        and not char.encode("gb2312", "ignore")
        and not char.encode("big5", "ignore")
    )
    return re.compile(f"[{''.join(only)}]")


def _is_without_kana(runs: Iterable[str]) -> bool:
    """Whether a clause without kana is Japanese all the same: 東京駅前図書館."""
    clause = " ".join(runs)
    chinese = _says_chinese(clause.replace(" ", "")) or _CHINESE_GRAMMAR.search(clause)
    return has_japanese_forms(clause) and not chinese


def japanese_runs(text: str) -> set[int]:
    """The offsets at which runs of Han characters begin that are Japanese.

    ``text`` holds kana somewhere, or characters that only Japanese is written with. A run of Han is
    Japanese where kana stands in its clause, unless it has a character that JIS lacks or that only Chinese
    uses. Quotation marks and brackets bound a clause, so a Japanese word quoted in Chinese does not spread;
    a quoted run without kana belongs with the clause around it if that one is Japanese.
    """
    japanese: set[int] = set()
    clauses = []
    for match in _CLAUSE.finditer(text):
        clause = match.group()
        runs = [(match.start() + run.start(), run.group()) for run in _HAN_RUN.finditer(clause)]
        kana = _KANA_RUN.findall(clause)
        clauses.append((runs, kana))
    bare = []
    chinese_seen = japanese_seen = False
    for runs, kana in clauses:
        if not kana and _is_without_kana(run for _, run in runs):
            japanese_seen = True
            japanese.update(start for start, _ in runs)
            continue
        if not kana:
            bare.append(runs)
            chinese_seen = chinese_seen or any(_says_chinese(run) for _, run in runs)
            continue
        told = [(start, _says_chinese(run)) for start, run in runs]
        chinese_seen = chinese_seen or any(chinese for _, chinese in told)
        # One の between Chinese words is a fashion of shop signs; a name in katakana can stand in
        # a Chinese clause, while a Japanese one has hiragana for its grammar.
        loan = kana == ["の"] or not any(_HIRAGANA.search(run) for run in kana)
        if loan and any(chinese for _, chinese in told):
            continue
        japanese_seen = True
        japanese.update(start for start, chinese in told if not chinese)
    if japanese_seen and not chinese_seen:
        for runs in bare:
            if not any(_CHINESE_WORDS.search(run) for _, run in runs):
                japanese.update(start for start, _ in runs)
    return japanese


# In GB 2312 and not in Big5, yet no evidence of Simplified: they are used in both, or are
# the standard forms of Hong Kong.
_NOT_SIMPLIFIED = frozenset(
    "丨丬丶丿亠亻仫伲倮傈冂冖冫凇凼刂劐勐勹卟卩厶吖吡吣吲呋咔咣咴哌哐哚唣唿啉喹嗪嗬嗵嘞嘣嘭噍噔噻噼嚯坂垡垧埝埯塄塬墒墚夂宀"
    "尜岙岜峁崾嵛嵴巛幞幺廴彐彡忄憷扌揞揸擀攴攵敫晗桊桕榀榘檫毪氵氽沲浜溻漤灬炻烀煅煊煳煺熘犏犟犭狍猸猹珉珏甙畲疃疒痃癀癍癔"
    "癯着睃砘砹砼硇碹磙礴礻筢筻箢篼罱耠耥耱肀肟肷肼肽胩胬脎脒脲腈腙腚膪臁舭舾艹芪苄苊苘苷茚莜萘萜葜蒈蒽蔸藁蝰蝽螋蟮衤踺軎辶"
    "郄酞酰酶醌鐾阝鞴骶骺鬏黢鼗齄温脱税悦亘"
)
# In the frequent part of Big5 and not in GB 2312, yet no simplified form replaces them.
_NOT_TRADITIONAL = frozenset(
    "伋伕佺倣偭偯偺傚僇僎僩儅儳劻勗勦吋呎啗啣嘐堉塭塽墦奭妳姅姪嬝屘屝崁巉帟彊徬惇愒慇抆揹搆搾撚撢擭敔昤晅晞暍暱暸杗枓栘梂"
    "梡梱棻楛榣槃橾櫂櫺歜毚毬汍沍沘沬泜洸浥浬涊湣湩湲潟潠澴濩濬炤焜煆煖燄燐燸牠玆玥玨珪珮琍琯瑯璘璟瓖甽疢痲痳痺瘉睪瞇瞋砠"
    "砲硿祐穋箄箠篛簷籐籣籥糢縿繙耑脤脰芣蔆蘗裯褕褽覜觔觼詨詻誧谿豭貍賸跦跼踡踫迆迺遝郃鄗鄘釆釭鉼銲鎗鑤阬隄雊霤韹餽鯈鶸鼇"
    "剋牴瞭祇衹於乾徵麼"
)
_MARGIN = 10


@lru_cache(maxsize=1)
def _evidence() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def decoded(encoding: str, low: int, high: int) -> set[str]:
        found: set[str] = set()
        for lead in range(low >> 8, (high >> 8) + 1):
            trails = (trail for trail in range(0x40, 0xFF) if low <= lead << 8 | trail <= high)
            found.update(b"".join(bytes((lead, trail)) for trail in trails).decode(encoding, "ignore"))
        return {character for character in found if "\u4e00" <= character <= "\u9fff"}

    gb2312 = decoded("gb2312", 0xB0A1, 0xF7FE)
    simplified = gb2312 - decoded("big5", 0xA440, 0xF9FE) - _NOT_SIMPLIFIED
    traditional = decoded("big5", 0xA440, 0xC67E) - gb2312 - _NOT_TRADITIONAL
    return re.compile(f"[{''.join(sorted(simplified))}]"), re.compile(f"[{''.join(sorted(traditional))}]")


def han_script(text: str) -> Literal["Hans", "Hant"] | None:
    """Whether Chinese text is written in Simplified or Traditional characters; None where it cannot be told.

    Looks for characters that only one of GB 2312 and Big5 has. A text with both kinds is
    told only where one outnumbers the other more than ten to one.
    """
    simplified_only, traditional_only = _evidence()
    if not traditional_only.search(text):
        return "Hans" if simplified_only.search(text) else None
    simplified = len(simplified_only.findall(text))
    traditional = len(traditional_only.findall(text))
    if simplified > traditional * _MARGIN:
        return "Hans"
    return "Hant" if traditional > simplified * _MARGIN else None
