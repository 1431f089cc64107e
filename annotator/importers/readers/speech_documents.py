"""What was heard, out of the documents of speech services in the web; None where a document is another's."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from annotator.importers.cell_values import name_of
from annotator.importers.joined_words import join_words
from annotator.importers.readers.speech_words import (
    Heard,
    Record,
    Utterance,
    Word,
    first_of,
    joined,
    listed,
    object_in,
    records,
    words_in,
)  # fmt: skip
from annotator.importers.time_values import seconds


def deepgram(value: Record) -> Heard | None:
    """Deepgram: utterances, else paragraphs, else words of each channel."""
    results = value.get("results")
    channels = records(results.get("channels")) if isinstance(results, dict) else []
    if not channels or not any("alternatives" in channel for channel in channels):
        return None
    about = object_in(value, "metadata")
    if utterances := records(results.get("utterances")):  # type: ignore[union-attr]
        return Heard(listed(utterances, "results.utterances", "transcript"), about)
    found: list[Utterance] = []
    others = 0
    for number, channel in enumerate(channels):
        alternatives = records(channel.get("alternatives"))
        if not alternatives:
            continue
        others += len(alternatives) - 1
        best = alternatives[0]
        place = f"results.channels[{number}].alternatives[0]"
        own = _of_alternative(best, place)
        for one in own:
            one.speaker = one.speaker or (f"channel {number}" if len(channels) > 1 else "")
        found += own
    found.sort(key=lambda one: one.start or 0.0)
    return Heard(found, about, Counter({"readings": others}))


def _of_alternative(best: Record, place: str) -> list[Utterance]:
    inside = best.get("paragraphs")
    if isinstance(inside, dict) and (paragraphs := records(inside.get("paragraphs"))):
        made = listed(paragraphs, f"{place}.paragraphs.paragraphs", "text")
        for one, paragraph in zip(made, paragraphs, strict=True):
            sentences = [str(each.get("text", "")) for each in records(paragraph.get("sentences"))]
            one.text = _as_in(best.get("transcript"), one.text or join_words(sentences))
        return made
    if words := records(best.get("words")):
        return joined(words_in(words), f"{place}.words")
    return [Utterance("", str(best.get("transcript") or ""), place=place)]


def _as_in(transcript: object, text: str) -> str:
    """A paragraph without the blanks that the transcript has not: between Chinese characters."""
    if not isinstance(transcript, str) or text in transcript:
        return text
    solid = "".join(text.split())
    return solid if solid in transcript else text


def amazon(value: Record) -> Heard | None:
    """Amazon Transcribe: items with their speaker, or that of the segment or channel they lie in."""
    results = value.get("results")
    if not isinstance(results, dict) or "items" not in results or "transcripts" not in results:
        return None
    about = {key: value[key] for key in ("jobName", "accountId") if key in value}
    segments = records(results.get("audio_segments"))
    if segments and all("speaker_label" in one for one in segments):
        return Heard(listed(segments, "results.audio_segments", "transcript"), about)
    who: dict[str, str] = {}
    labels = results.get("speaker_labels")
    for segment in records(labels.get("segments")) if isinstance(labels, dict) else []:
        for item in records(segment.get("items")):
            who[str(item.get("start_time"))] = str(
                item.get("speaker_label", segment.get("speaker_label", ""))
            )
    channels = results.get("channel_labels")
    lists = [("results.items", "", records(results["items"]))]
    if isinstance(channels, dict) and not who:
        lists = [
            (
                f"results.channel_labels.channels[{at}].items",
                str(one.get("channel_label", at)),
                records(one.get("items")),
            )
            for at, one in enumerate(records(channels.get("channels")))
        ] or lists
    found: list[Utterance] = []
    for place, channel, items in lists:
        found += joined(_amazon_words(items, who, channel), place)
    if len(lists) > 1:
        found.sort(key=lambda one: one.start or 0.0)
    return Heard(found, about)


def _amazon_words(items: Sequence[Record], who: Mapping[str, str], channel: str) -> Iterator[Word]:
    for item in items:
        alternatives = records(item.get("alternatives"))
        if alternatives:
            speaker = str(item.get("speaker_label") or who.get(str(item.get("start_time")), channel))
            sign = item.get("type") == "punctuation"
            yield Word(
                str(alternatives[0].get("content", "")), "" if sign and not channel else speaker,
                seconds(item.get("start_time")), seconds(item.get("end_time")),
            )  # fmt: skip


def amazon_calls(value: Record) -> Heard | None:
    """Amazon's analysis of calls."""
    turns = records(value.get("Transcript"))
    if not turns or "Content" not in turns[0]:
        return None
    return Heard(
        [
            Utterance(
                str(first_of(turn, "ParticipantRole", "ParticipantId") or ""), str(turn.get("Content", "")),
                seconds(turn.get("BeginOffsetMillis"), "ms"), seconds(turn.get("EndOffsetMillis"), "ms"),
                f"Transcript[{at}]", turn.get("Id"),
                {key: turn[key] for key in ("Sentiment",) if turn.get(key)},
            )
            for at, turn in enumerate(turns)
        ],
        {key: value[key] for key in ("JobName", "LanguageCode") if key in value},
    )  # fmt: skip


def amazon_segments(value: Record) -> Heard | None:
    """Amazon's post call analytics: segments of speakers, who are called agent and customer elsewhere."""
    segments = records(value.get("SpeechSegments"))
    if not segments or "SegmentSpeaker" not in segments[0]:
        return None
    about = object_in(value, "ConversationAnalytics")
    names = {
        str(one.get("Speaker")): str(one["DisplayText"])
        for one in records(about.get("SpeakerLabels"))
        if one.get("DisplayText")
    }
    return Heard(
        [
            Utterance(
                names.get(str(one["SegmentSpeaker"]), str(one["SegmentSpeaker"])),
                str(first_of(one, "DisplayText", "OriginalText") or ""), seconds(one.get("SegmentStartTime")),
                seconds(one.get("SegmentEndTime")), f"SpeechSegments[{at}]",
            )
            for at, one in enumerate(segments)
        ],
        about,
    )  # fmt: skip


def assembly(value: Record) -> Heard | None:
    """AssemblyAI: utterances, else words; times are milliseconds, though the length is in seconds."""
    if not ({"audio_url", "audio_duration"} & value.keys()) or "words" not in value:
        return None
    about = {key: item for key, item in value.items() if key != "text"}
    if utterances := records(value.get("utterances")):
        return Heard(listed(utterances, "utterances", "text", "ms"), about)
    return Heard(joined(words_in(records(value["words"]), "ms"), "words"), about)


def rev(value: Record) -> Heard | None:
    """Rev: elements are words and signs with the blanks between them."""
    monologues = records(value.get("monologues"))
    if not monologues:
        return None
    names = {one.get("id"): name_of(one.get("name")) for one in records(value.get("speakers"))}
    found = []
    for at, one in enumerate(monologues):
        elements = records(one.get("elements"))
        starts = [seconds(first_of(item, "ts", "timestamp")) for item in elements]
        ends = [seconds(first_of(item, "end_ts", "end_timestamp")) for item in elements]
        info = one.get("speaker_info")
        who = first_of(one, "speaker_name") or (
            name_of(info.get("display_name")) if isinstance(info, dict) else ""
        )
        who = who or names.get(one.get("speaker")) or name_of(one.get("speaker"))
        found.append(
            Utterance(
                str(who), _of_elements(elements),
                next((start for start in starts if start is not None), None),
                next((end for end in reversed(ends) if end is not None), None), f"monologues[{at}]",
            )
        )  # fmt: skip
    return Heard(found)


def _of_elements(elements: Sequence[Record]) -> str:
    """The words of elements, which bring their blanks along as signs; without such signs they are joined."""
    values = [str(item.get("value", "")) for item in elements]
    signs = any(item.get("type") == "punct" for item in elements)
    return "".join(values) if signs or len(values) < 2 else join_words(values)


def google(value: Record) -> Heard | None:
    """Google: where speakers are told apart, the last result repeats all words with their speakers."""
    inner = value.get("response")
    results = records((inner if isinstance(inner, dict) else value).get("results"))
    if not results or not all("alternatives" in one for one in results if one):
        return None
    best = [alternatives[0] for one in results if (alternatives := records(one.get("alternatives")))]
    others = sum(max(0, len(records(one.get("alternatives"))) - 1) for one in results)
    left = Counter({"readings": others})
    lists = [records(one.get("words")) for one in best]
    told = [words for words in lists if any(_told(word) for word in words)]
    if told:
        last = told[-1]
        again = len(told) == 1 or _begins(last) <= _begins(lists[0])
        words = last if again else [word for each in told for word in each]
        return Heard(joined(words_in(words), "results.words"), left_out=left)
    if not any(lists) and not any(isinstance(one.get("transcript"), str) for one in best):
        return None
    found = []
    for at, (one, words) in enumerate(zip(best, lists, strict=True)):
        times = list(words_in(words))
        said = one.get("transcript")
        said = said if isinstance(said, str) else join_words(word.text for word in times)
        channel = results[at].get("channelTag") if len(results) == len(best) else None
        found.append(
            Utterance(
                f"channel {channel}" if channel else "", said.strip(),
                times[0].start if times else None, times[-1].end if times else None, f"results[{at}]",
            )
        )  # fmt: skip
    return Heard(found, left_out=left)


def _begins(words: Sequence[Record]) -> float:
    return next((word.start for word in words_in(words) if word.start is not None), 0.0)


def _told(word: Record) -> bool:
    return bool(first_of(word, "speakerTag", "speaker_tag", "speakerLabel", "speaker_label"))


def speechmatics(value: Record) -> Heard | None:
    """Speechmatics: words and signs in a row, signs attached to the word before."""
    results = records(value.get("results"))
    if not results or "type" not in results[0] or "alternatives" not in results[0]:
        return None
    words = []
    for item in results:
        alternatives = records(item.get("alternatives"))
        if alternatives and "content" in alternatives[0]:
            who = str(alternatives[0].get("speaker") or item.get("channel") or "")
            sign = item.get("type") == "punctuation"
            words.append(
                Word(
                    str(alternatives[0]["content"]), "" if sign else who,
                    seconds(item.get("start_time")), seconds(item.get("end_time")),
                )
            )  # fmt: skip
    return Heard(joined(words, "results")) if words else None


def speechmatics_1(value: Record) -> Heard | None:
    """Speechmatics before its second version: words with times, and beside them who spoke from when on."""
    words, turns = records(value.get("words")), records(value.get("speakers"))
    if not words or not all("name" in word and "time" in word for word in words):
        return None
    if "para" in words[0]:
        return Heard(
            joined([_flat_word(word, _names_by_id(value.get("speakers"))) for word in words], "words")
        )
    began = [(seconds(one.get("time")) or 0.0, str(one.get("name", ""))) for one in turns]
    starts = [at for at, _ in began]
    heard = []
    for word in words:
        start, lasts = seconds(word.get("time")), seconds(word.get("duration"))
        place = bisect.bisect_right(starts, start or 0.0) - 1
        end = None if start is None or lasts is None else round(start + lasts, 6)
        heard.append(Word(str(word["name"]), began[place][1] if place >= 0 else "", start, end))
    return Heard(joined(heard, "words"))


def _names_by_id(people: object) -> dict[str, str]:
    """What people are called, where an object has each under an id, or a list has them with theirs."""
    pairs = people.items() if isinstance(people, dict) else ((one.get("id"), one) for one in records(people))
    return {str(own): str(one.get("name") or own) for own, one in pairs if isinstance(one, dict)}


def _flat_word(word: Record, names: Mapping[str, str]) -> Word:
    """A word of Hyperaudio's flat form: times in milliseconds, the id of who speaks; names stand beside."""
    start, lasts = seconds(word.get("time"), "ms"), seconds(word.get("duration"), "ms")
    who = str(word.get("speaker") or "")
    end = None if start is None or lasts is None else round(start + lasts, 6)
    return Word(str(word["name"]), names.get(who, who), start, end)


def watson(value: Record) -> Heard | None:
    """IBM Watson: words by their time, and beside them who speaks at which time.

    A job that ran by itself has results of results, each with its own speakers.
    """
    results = records(value.get("results"))
    labels = records(value.get("speaker_labels"))
    if results and all("results" in one for one in results):
        labels = [label for one in results for label in records(one.get("speaker_labels"))]
        results = [each for one in results for each in records(one.get("results"))]
    stamped = [
        stamp
        for one in results
        for best in records(one.get("alternatives"))[:1]
        for stamp in best.get("timestamps") or ()
    ]
    if not stamped or not all(isinstance(stamp, list) and len(stamp) == 3 for stamp in stamped):
        return None
    who = {float(label["from"]): f"Speaker {label['speaker']}" for label in labels}
    words = [
        Word(str(word), who.get(float(start), ""), float(start), float(end)) for word, start, end in stamped
    ]
    if who:
        return Heard(joined(words, "results"))
    return Heard(
        [
            Utterance("", str(best.get("transcript", "")).strip(), place=f"results[{at}]",
                      start=float(best["timestamps"][0][1]), end=float(best["timestamps"][-1][2]))
            for at, one in enumerate(results)
            for best in records(one.get("alternatives"))[:1]
            if best.get("timestamps")
        ]
    )  # fmt: skip


def azure_batch(value: Record) -> Heard | None:
    """Azure's transcription of files: phrases with the likeliest of several readings."""
    phrases = records(value.get("recognizedPhrases"))
    if not phrases:
        return None
    channels = {phrase.get("channel") for phrase in phrases}
    found, others = [], 0
    for at, phrase in enumerate(phrases):
        best = records(phrase.get("nBest"))
        others += max(0, len(best) - 1)
        start, lasting = _azure_time(phrase, "offset"), _azure_time(phrase, "duration")
        who = first_of(phrase, "speaker")
        channel = f"channel {phrase.get('channel')}" if len(channels) > 1 else ""
        found.append(
            Utterance(
                channel if who is None else f"Speaker {who}",
                str(best[0].get("display", "")) if best else "", start,
                None if start is None or lasting is None else start + lasting, f"recognizedPhrases[{at}]",
            )
        )  # fmt: skip
    found.sort(key=lambda one: one.start or 0.0)
    return Heard(found, value, Counter({"readings": others}))


def azure_fast(value: Record) -> Heard | None:
    """Azure's fast transcription."""
    phrases = records(value.get("phrases"))
    if not phrases or ("offsetMilliseconds" not in phrases[0] and "offset" not in phrases[0]):
        return None
    found = []
    for at, phrase in enumerate(phrases):
        start, lasting = _azure_time(phrase, "offset"), _azure_time(phrase, "duration")
        who = first_of(phrase, "speaker")
        found.append(
            Utterance(
                "" if who is None else f"Speaker {who}", str(phrase.get("text", "")), start,
                None if start is None or lasting is None else start + lasting, f"phrases[{at}]",
            )
        )  # fmt: skip
    return Heard(found, value)


def _azure_time(phrase: Record, name: str) -> float | None:
    if (millis := phrase.get(f"{name}Milliseconds")) is not None:
        return seconds(millis, "ms")
    if (ticks := phrase.get(f"{name}InTicks")) is not None:
        return seconds(ticks, "ticks")
    return seconds(phrase.get(name), "ms" if f"{name}Milliseconds" in phrase else "ticks")


def video_indexer(value: Record) -> Heard | None:
    """Azure Video Indexer: lines of the first video."""
    videos = records(value.get("videos"))
    insights = object_in(videos[0] if videos else value, "insights")
    lines = records(insights.get("transcript"))
    if not lines:
        return None
    names = {one.get("id"): name_of(one.get("name")) for one in records(insights.get("speakers"))}
    found = []
    for at, line in enumerate(lines):
        when = records(line.get("instances"))[:1] or [{}]
        who = line.get("speakerId")
        found.append(
            Utterance(
                names.get(who) or name_of(who), str(line.get("text", "")), seconds(when[0].get("start")),
                seconds(when[0].get("end")), f"insights.transcript[{at}]", line.get("id"),
            )
        )  # fmt: skip
    return Heard(found, left_out=Counter({"parts": len(videos) - 1 if videos else 0}))
