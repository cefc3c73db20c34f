"""The sound of a recording and the shape of its waveform."""

from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import NotFound
from fidelity.usecases.play_recording import play_recording, see_waveform
from fidelity.web import recordings
from fidelity.web.deps import db, me, store


@recordings.bp.get("/recordings/<uuid:recording_id>/audio")
def audio(recording_id: UUID) -> ResponseReturnValue:
    """The copy that people listen to, whole or the part that was asked for."""
    recording = play_recording(db(), by=me(), recording_id=recording_id)
    return _file(recording.audio_key, "playback.m4a", "audio/mp4")


@recordings.bp.get("/recordings/<uuid:recording_id>/peaks")
def peaks(recording_id: UUID) -> ResponseReturnValue:
    """``{"peaks": [[0 to 1, …]], "duration": seconds}``."""
    recording = see_waveform(db(), by=me(), recording_id=recording_id)
    return _file(recording.audio_key, "peaks.json", "application/json")


def _file(key: str, name: str, kind: str) -> ResponseReturnValue:
    path = store().path(key, name)
    if not path.exists():
        raise NotFound
    answer = send_file(path, mimetype=kind, conditional=True, etag=False)
    answer.headers["Content-Disposition"] = "inline"
    return answer
