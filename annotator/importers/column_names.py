"""What columns and fields are called: names that mean a role, and names of the two sides of an exchange."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from annotator.core import text_folding
from annotator.importers.reader_result import Role

# Names of columns that mean a role, likeliest first, as :func:`plain` leaves them.
NAMES: dict[Role, tuple[str, ...]] = {
    "text": (
        "text", "utterance", "utterancetext", "content", "message", "messagetext", "body", "value",
        "transcript", "transcription", "sentence", "words", "speech", "msg", "line", "turntext", "turn",
        "said", "inputtext", "spokenwords", "comment", "displaytext", "dialogueline", "dialogline", "quote",
        "内容", "文本", "话语", "消息", "发言内容", "正文", "台词",
    ),
    "speaker": (
        "speakername", "speaker", "speakerid", "author", "authorname", "from", "role", "sender", "username",
        "user", "userid", "participant", "who", "actor", "person", "name", "speakerlabel", "authorid",
        "subjectid", "subject", "character", "interlocutor", "sendername", "speakers", "caller", "agent",
        "participantrole",
        "speakerrole", "speakertype", "speakertag", "talker", "nickname", "nick", "screenname", "speakeridx",
        "participantid", "agentid", "senderid", "usertype", "student", "respondent", "informant",
        "interviewee", "spk", "voice", "participantname", "fromuser", "fromname", "displayname", "postedby",
        "participantcode", "spkr", "spkrid", "characterid", "charactername",
        "人物", "说话人", "发言人", "讲者", "角色", "作者", "用户",
        "姓名", "说话者", "发送者",
    ),
    "dialogue": (
        "dialogueid", "dialogid", "conversationid", "convid", "convoid", "conv", "messagetreeid", "treeid",
        "threadid", "sessionid", "chatid", "conversationno", "convno", "callid", "ticketid", "linkid",
        "submissionid", "sceneid", "scene", "dialogue", "dialog", "conversation", "thread", "session",
        "interview", "interviewid", "recording", "transcriptid", "meeting", "meetingid", "debateid",
        "episode", "episodeid", "chapter", "chapterid", "file", "filename", "channel", "channelid", "room",
        "roomid", "group", "groupid",
        "对话", "对话编号", "会话", "会话编号", "场次",
    ),
    "id": ("id", "turnid", "utteranceid", "messageid", "uttid", "msgid", "uid", "guid", "uuid", "编号"),
    "reply_to": (
        "replyto", "inreplyto", "replytoid", "parentid", "parent", "respondsto", "replytomessageid",
        "parentmessageid", "inreplytostatusid", "回复",
    ),
    "start": (
        "start", "starttime", "begin", "begintime", "onset", "startsec", "tmin", "startms", "starttimems",
        "beginms", "startseconds", "startmillis", "beginoffsetmillis", "startoffset", "starttimestamp",
        "timestart", "in", "tcin",
        "timecodein", "tstart", "sttime", "begtime", "starttimeseconds", "开始", "开始时间",
    ),
    "end": (
        "end", "endtime", "stop", "offset", "endsec", "tmax", "endms", "endtimems", "stoptime", "endseconds",
        "endmillis", "endoffsetmillis", "endoffset", "endtimestamp", "timeend", "out", "tcout",
        "timecodeout", "tend", "entime", "finish", "结束", "结束时间",
    ),
    "time": (
        "timestamp", "time", "datetime", "date", "createdat", "createtime", "sentat", "ts", "createdutc",
        "timestampms", "dateunixtime", "createddate", "sentdate", "datesent", "sendtime", "messagetime",
        "postedat", "时间", "日期", "发送时间",
    ),
    "order": (
        "turnindex", "position", "turnnumber", "turnno", "turnnum", "turnidx", "order", "index", "sequence",
        "seq", "utteranceindex", "utteranceidx", "transcriptindex", "序号", "轮次",
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
# Those of the first side that are people, so that a list of such records is a dialogue.
PEOPLE_ASKING = frozenset(
    ("user", "usr", "human", "customer", "client", "patient", "seeker", "userinput", "usermessage",
     "userutterance")
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


def sides(columns: Sequence[str]) -> tuple[str, str] | None:
    """The two columns that hold both sides of an exchange; None where no two are called so."""
    by_plain = {plain(column).removesuffix("post"): column for column in reversed(columns)}
    for asked in _ASKED:
        if asked in by_plain:
            for answered in (_PAIRED[asked],) if asked in _PAIRED else _ANSWERED:
                if answered in by_plain:
                    return by_plain[asked], by_plain[answered]
    return None
