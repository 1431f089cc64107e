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
    rf"(?:关于|關於|对于|對於|就)\s*[{_OPENING}](?P<prompt>[^\n]{{1,400}})[{_CLOSING}]\s*(?:这个|這個|这一|這一|的)?(?:话题|話題|问题|問題|主题|主題)"
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
_SAME_VERB = re.compile(rf"^(?:{_VERB})")


def draft_target(text: str, dialogue_key: str) -> Target | None:
    """The target that a first turn proposes, or None where it puts no prompt.

    ``text`` is the turn's repaired text. A prompt of the form "A or B" is a choice with both
    options, any other a proposition. The key depends on the dialogue's key alone.
    """
    match = _PROMPT.search(text)
    if match is None and _ASKS.search(text):
        match = _ENGLISH.search(text)
    if match is None:
        return None
    statement = match["prompt"].strip()
    if not statement:
        return None
    options = _options(statement)
    key = str(uuid.uuid5(_NAMESPACE, dialogue_key))
    return Target(key, "choice" if options else "proposition", statement, options, draft=True)


def _options(statement: str) -> tuple[str, ...]:
    match = _CHOICE.match(_LEAD_IN.sub("", statement))
    if match is None:
        return ()
    second = _SAME_VERB.sub("", match["b"]).strip()
    return (match["a"].strip(), second) if second else ()
