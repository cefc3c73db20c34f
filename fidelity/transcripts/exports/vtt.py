"""WebVTT captions (W3C, Candidate Recommendation of 4 April 2019)."""

from collections.abc import Iterator

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.cues import Cue, cues_of
from fidelity.transcripts.exports.take_away import TranscriptToTakeAway


def as_vtt(taken: TranscriptToTakeAway) -> bytes:
    """Speakers as voice spans: ``<v Therapist>What happened then?``."""
    return "\n\n".join(_blocks(taken)).encode() + b"\n"


def _blocks(taken: TranscriptToTakeAway) -> Iterator[str]:
    yield "WEBVTT"
    yield "\n".join(["NOTE", wording.title(taken), *wording.facts(taken)]).replace("-->", "to")
    for number, cue in enumerate(cues_of(taken), start=1):
        yield f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{_payload(cue)}"


def _payload(cue: Cue) -> str:
    text = "\n".join(map(_escaped, cue.lines))
    if cue.role is None:
        return text
    if cue.is_suspect:
        text = f"<c.suspect>[probably not said] {text}</c>"
    return f"<v {wording.plain_speaker(cue.role)}>{text}</v>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
