"""What columns and fields are called: names that mean a role, and names of the two sides of an exchange."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from annotator.core import text_folding
from annotator.importers.reader_result import Role

# Names of columns that mean a role, likeliest first, as :func:`plain` leaves them.
NAMES: dict[Role, tuple[str, ...]] = {
    "text": (
        "text", "utterance", "utterancetext", "content", "message", "messagetext", "body", "value",
        "transcript", "transcription", "sentence", "words", "speech", "msg", "line", "turntext",
        "said", "inputtext", "spokenwords", "comment", "displaytext", "dialogueline", "dialogline",
        "quote", "textblocks",
        "utt", "uttr", "内容", "文本", "话语", "消息", "发言内容", "正文", "台词", "內容", "話語",
        "訊息", "發言內容",
        "発話", "発話内容", "テキスト", "발화", "내용", "대사", "메시지", "текст", "реплика",
        "сообщение", "texte",
        "énoncé", "texto", "enunciado", "testo", "enunciato", "tekst", "aussage", "äußerung",
        "redebeitrag",
        "transkript", "nachricht", "mensaje", "mensagem", "messaggio",
    ),
    "speaker": (
        "speakername", "speaker", "speakerid", "author", "authorname", "from", "role", "sender",
        "username",
        "user", "userid", "participant", "who", "actor", "person", "name", "speakerlabel", "authorid",
        "subjectid", "subject", "character", "interlocutor", "sendername", "speakers", "caller", "agent",
        "participantrole",
        "speakerrole", "speakertype", "speakertag", "talker", "nickname", "nick", "screenname",
        "speakeridx",
        "participantid", "agentid", "senderid", "usertype", "student", "respondent", "informant",
        "interviewee", "spk", "voice", "participantname", "fromuser", "fromname", "displayname",
        "postedby",
        "participantcode", "spkr", "spkrid", "characterid", "charactername",
        "人物", "说话人", "发言人", "讲者", "角色", "作者", "用户",
        "姓名", "说话者", "发送者", "說話人", "發言人", "講者", "用戶", "發送者", "話者", "発話者",
        "발화자", "화자", "발언자",
        "говорящий", "спикер", "автор", "locuteur", "locutrice", "hablante", "parlante", "spreker",
        "falante",
        "sprecher", "sprecherin", "orador", "auteur", "autor", "autore", "absender", "remitente",
        "emittente",
        "party", "side", "persona", "turnowner", "utterer",
    ),
    "dialogue": (
        "dialogueid", "dialogid", "conversationid", "convid", "convoid", "conv", "messagetreeid",
        "treeid",
        "threadid", "sessionid", "chatid", "conversationno", "convno", "callid", "ticketid", "linkid",
        "submissionid", "sceneid", "scene", "dialogue", "dialog", "conversation", "thread", "session",
        "interview", "interviewid", "recording", "transcriptid", "meeting", "meetingid", "debateid",
        "episode", "episodeid", "chapter", "chapterid", "file", "filename", "channel", "channelid",
        "room",
        "roomid", "group", "groupid",
        "对话", "对话编号", "会话", "会话编号", "场次",
    ),
    "id": ("id", "turnid", "utteranceid", "messageid", "uttid", "msgid", "uid", "guid", "uuid", "编号"),
    "reply_to": (
        "replyto", "inreplyto", "replytoid", "parentid", "parent", "respondsto", "replytomessageid",
        "parentmessageid", "inreplytostatusid", "回复",
    ),
    "start": (
        "start", "starttime", "begin", "begintime", "onset", "startsec", "tmin", "startms",
        "starttimems",
        "beginms", "startseconds", "startmillis", "beginoffsetmillis", "startoffset", "starttimestamp",
        "timestart", "startat", "in", "tcin",
        "timecodein", "tstart", "sttime", "begtime", "starttimeseconds", "开始", "开始时间", "開始",
        "開始時間", "開始時刻", "시작", "시작시간",
        "начало", "beginn", "anfang", "début", "inicio", "início", "inizio",
    ),
    "end": (
        "end", "endtime", "stop", "offset", "endsec", "tmax", "endms", "endtimems", "stoptime",
        "endseconds",
        "endmillis", "endoffsetmillis", "endoffset", "endtimestamp", "timeend", "endat", "out", "tcout",
        "timecodeout", "tend", "entime", "finish", "结束", "结束时间", "結束", "結束時間", "終了",
        "終了時刻", "종료", "끝",
        "конец", "ende", "fin", "fim", "fine", "einde",
    ),
    "time": (
        "timestamp", "time", "datetime", "date", "createdat", "createtime", "sentat", "ts", "createdutc",
        "timestampms", "dateunixtime", "createddate", "sentdate", "datesent", "sendtime", "messagetime",
        "postedat", "时间", "日期", "发送时间", "時間", "時刻", "發送時間", "시간", "날짜", "время",
        "дата", "zeit",
        "uhrzeit", "datum", "fecha", "hora", "heure", "tijd",
    ),
    "order": (
        "turnindex", "position", "turnnumber", "turnno", "turnnum", "turnidx", "order", "index",
        "sequence",
        "seq", "utteranceindex", "utteranceidx", "transcriptindex", "turn", "序号", "轮次",
    ),
    "answer": (),
    "whole": (),
}  # fmt: skip
ROLE_OF: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names}
# What may stand behind a name of a time.
_UNITS = (
    "milliseconds",
    "millis",
    "msec",
    "ms",
    "seconds",
    "secs",
    "sec",
    "inticks",
    "ticks",
    "micros",
    "ns",
    "s",
)


def role_of(plain_name: str) -> tuple[Role, int] | None:
    """What a column of that name means, and how likely, smaller being likelier; None for nothing."""
    role = ROLE_OF.get(plain_name)
    if role is not None:
        return role, NAMES[role].index(plain_name)
    for unit in _UNITS:
        base = plain_name.removesuffix(unit)
        if base != plain_name and (role := ROLE_OF.get(base)) in {"start", "end"}:
            return role, len(NAMES[role])
    return None


# The two sides of an exchange in one record, the first of which is said first; likeliest first.
_ASKED = (
    "instruction", "prompt", "query", "question", "request", "input", "user", "human", "customer", "context",
    "userinput", "usermessage", "userutterance", "usr", "seeker", "patient", "client", "q", "src",
    "source", "问题", "提问", "指令",
)  # fmt: skip
_ANSWERED = (
    "output", "response", "completion", "answer", "reply", "assistant", "bot", "gpt", "agent", "system",
    "target", "sys", "botresponse", "assistantmessage", "systemutterance", "modelresponse", "doctor",
    "therapist", "chosen", "回答", "回复", "输出", "答案",
)  # fmt: skip
_PAIRED = {"q": "a", "src": "tgt", "source": "target", "usr": "sys"}
# The same with what each says behind it: ``user_message`` and ``bot_reply``.
_SAYS = "(?:message|msg|input|query|question|text|utterance|prompt|turn|request|transcript|sent)?"
_REPLIES = "(?:message|msg|output|response|reply|answer|text|utterance|turn|transcript|sent)?"
_PERSON = re.compile(
    rf"(?:user|usr|human|customer|client|patient|seeker|visitor|caller){_SAYS}(?:text|content)?\Z"
)
_PARTNER = re.compile(
    "(?:bot|chatbot|assistant|ai|gpt|llm|model|agent|system|sys|doctor|therapist|counselor|operator|admin|staff"
    rf"|support|seller|representative){_REPLIES}(?:text|content)?\Z"
)
_SAID_AND_ANSWERED = (
    *((said, answered) for said in ("message", "utterance", "ask", "text", "post", "tweet", "comment")
      for answered in ("reply", "response", "answer")),
    ("questiontext", "answertext"), ("questionbody", "answerbody"),
)  # fmt: skip

# What stands before a colon above or below a dialogue and names nobody.
_HEADS = """
note notes summary outcome resolution disclaimer transcript title date time duration location
subject topic context setting scenario description conclusion status metadata keywords url source link
endoftranscript endofcall endofconversation callid calldate calltime callduration callsummary callnotes
"""
LABELS = frozenset(_HEADS.split())

# Those of the first side that are people, so that a list of such records is a dialogue.
PEOPLE_ASKING = frozenset(
    ("user", "usr", "human", "customer", "client", "patient", "seeker", "userinput", "usermessage",
     "userutterance", "humanmessage", "customermessage", "usertext", "userquery")
)  # fmt: skip


# The parts that a recording or a work is divided into above its scenes, greatest first.
ABOVE_SCENES = (
    "corpus", "split", "show", "series", "book", "season", "volume", "episode", "chapter", "act", "part",
    "seasonid", "episodeid", "chapterid", "actid",
)  # fmt: skip


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """A column's name without case, blanks and signs; of a dotted path the end counts."""
    return re.sub(r"[\W_]+", "", text_folding.plain(name))


def of_person(name: str) -> bool:
    """Whether a column is called so that it holds what a person says to a partner, or the partner says."""
    own = plain(name)
    return own in PEOPLE_ASKING or bool(_PERSON.match(own) or _PARTNER.match(own))


def _sides_of_people(by_plain: Mapping[str, str]) -> tuple[str, str] | None:
    """The two columns of what a person says and what answers, or of a message and its reply."""
    asked = [name for name in by_plain if _PERSON.match(name)]
    answered = [name for name in by_plain if _PARTNER.match(name)]
    if len(asked) == 1 and len(answered) == 1:
        return by_plain[asked[0]], by_plain[answered[0]]
    for name in answered:  # what a person says has no name of its own: ``transcript``, ``system_transcript``
        own = next((each for each in NAMES["text"] if name.endswith(each) and each in by_plain), "")
        if own and name != own and not asked:
            pair = by_plain[own], by_plain[name]
            return pair[::-1] if own == "transcript" else pair  # which stands behind what the system said
    return next(
        (
            (by_plain[one], by_plain[other])
            for one, other in _SAID_AND_ANSWERED
            if {one, other} <= by_plain.keys()
        ),
        None,
    )


def sides(columns: Sequence[str]) -> tuple[str, str] | None:
    """The two columns that hold both sides of an exchange; None where no two are called so."""
    by_plain = {plain(column).removesuffix("post"): column for column in reversed(columns)}
    if (people := _sides_of_people(by_plain)) is not None:
        return people
    for asked in _ASKED:
        if asked in by_plain:
            for answered in (_PAIRED[asked],) if asked in _PAIRED else _ANSWERED:
                if answered in by_plain:
                    return by_plain[asked], by_plain[answered]
    return None
