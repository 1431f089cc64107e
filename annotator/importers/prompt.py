"""The prompt in a dialogue's first turn, as the draft of the stance's target."""

from __future__ import annotations

import re
import uuid

from annotator.model import Target

# Keys of draft targets must be the same wherever the same dialogue is imported.
_NAMESPACE = uuid.UUID("8f1c5a52-6a3e-5d0b-9f0e-2c8e7f4b1a10")

_OPENING = "'\"‘“「『《〈＂＇`"
_CLOSING = "'\"’”」』》〉＂＇`"
# Greedy to the last quotation mark before "this topic", because prompts quote in turn.
_PROMPT = re.compile(
    rf"(?:关于|關於|对于|對於|就)\s*[{_OPENING}](?P<prompt>(?:(?!这个话题|這個話題)[^\n]){{1,400}})"
    rf"[{_CLOSING}]\s*(?:这个|這個|这一|這一|的)?(?:话题|話題|问题|問題|主题|主題)"
)
#: What was said before is spoken about, not proposed.
_SPOKEN_OF = re.compile(
    r"(?:刚才|剛才|刚刚|剛剛|方才|之前|先前|前面|上次|上一轮|上一輪|[说說谈談聊讲講提][过過了])[^\n，。！？；,.!?;]{0,12}$"
)
_ENGLISH = re.compile(
    r"(?:about|on) (?:the (?:topic|question|claim|statement)[ :,]*)?"
    r"[\"“'‘](?P<prompt>[^\n\"“”]{3,400})[\"”'’](?=[\s,.?!]|\Z)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:what do you think|your (?:view|opinion|take|thoughts)|how do you feel|do you agree)", re.IGNORECASE
)
_VERB = "喜欢|喜歡|想要|选择|選擇|支持|偏好"
_CHOICE = re.compile(
    r"^(?:你|您|大家|我们)?(?:觉得|覺得|认为|更|比较|比較|会|會)*"
    rf"(?:{_VERB}|想|选|選|爱|愛)?\s*"
    r"(?P<a>.{1,60}?)\s*(?:还是|還是|,? or )\s*(?P<b>.{1,60}?)\s*[?？。.!！]*$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:do you (?:prefer|like|want|choose)|would you (?:rather|prefer)|which is better[,:]?)\s+",
    re.IGNORECASE,
)
# Questions for yes or no, in which "or" joins less than two answers.
_YES_OR_NO = re.compile(
    r"[吗嗎][?？]?\s*$|^(?:is|are|was|were|does|did|should|can|could|will|has|have|must|do (?!you))\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("你", "您", "我", "他", "她", "它", "大家", "我们", "你们", "他们"))
_MOST_WORDS = 4  # of one side of a bare "A or B"
_SAME_VERB = re.compile(rf"^(?:{_VERB})")


def draft_target(text: str, dialogue_key: str) -> Target | None:
    """The target that a first turn proposes, or None where it puts no prompt.

    ``text`` is the turn's repaired text. A prompt of the form "A or B" is a choice with both
    options, any other a proposition. The key depends on the dialogue's key alone.
    """
    match = _PROMPT.search(text)
    if match is None and _ASKS.search(text):
        match = _ENGLISH.search(text)
    if match is None or _SPOKEN_OF.search(text, 0, match.start()):
        return None
    statement = match["prompt"].strip()
    if not statement:
        return None
    options = _options(statement)
    key = str(uuid.uuid5(_NAMESPACE, dialogue_key))
    return Target(key, "choice" if options else "proposition", statement, options, draft=True)


def _options(statement: str) -> tuple[str, ...]:
    """Both sides of "A or B", where that is what is asked."""
    if _YES_OR_NO.search(statement):
        return ()
    bare = _LEAD_IN.sub("", statement)
    match = _CHOICE.match(bare)
    if match is None:
        return ()
    first, second = match["a"].strip(), _SAME_VERB.sub("", match["b"]).strip()
    sentence = bare == statement and max(len(first.split()), len(second.split())) > _MOST_WORDS
    if not second or first in _PRONOUNS or sentence:
        return ()
    return first, second
