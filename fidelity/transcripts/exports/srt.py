"""SubRip captions. The format has no place for remarks, so what the file is stands in a last caption."""

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.cues import LINE_CHARACTERS, Cue, cues_of
from fidelity.transcripts.exports.take_away import TranscriptToTakeAway

#: How long the last caption stands.
_REMARK_SECONDS = 4.0


def as_srt(taken: TranscriptToTakeAway) -> bytes:
    """Whoever begins to speak is named once: ``Therapist: What happened then?``."""
    cues = cues_of(taken)
    after = max([taken.duration_seconds, *(cue.end for cue in cues)])
    blocks = [(cue.start, cue.end, _payload(cue)) for cue in cues]
    remark = "\n".join([wording.title(taken), *wording.facts(taken)])
    blocks.append((after, after + _REMARK_SECONDS, _harmless(remark)))
    return "\n".join(
        f"{number}\n{_time(start)} --> {_time(end)}\n{payload}\n"
        for number, (start, end, payload) in enumerate(blocks, start=1)
    ).encode()


def _payload(cue: Cue) -> str:
    text = _harmless("\n".join(cue.lines))
    if cue.is_suspect:
        text = f"[probably not said] {text}"
    if cue.role is None or not cue.is_first:
        return text
    name = wording.plain_speaker(cue.role)
    is_room = len(cue.lines) == 1 or len(name) + len(cue.lines[0]) + 2 <= LINE_CHARACTERS
    return f"{name}: {text}" if is_room else f"{name}:\n{text}"


def _harmless(text: str) -> str:
    """SubRip knows no escapes: an arrow would be taken for a time, and angle brackets for mark-up."""
    return text.replace("<", "‹").replace(">", "›")


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"
