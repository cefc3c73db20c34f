"""Recordings: upload one, see how far it is, read its words, stop it, try again, take it back."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from fidelity.permissions import Deed, may
from fidelity.settings import MIB
from fidelity.speech.ask_probe import ask_probe
from fidelity.speech.types import length_in_words
from fidelity.storage import DiskFull, TooLarge
from fidelity.usecases.cancel_recording import NO_NEW_VERSION, cancel_recording
from fidelity.usecases.end_upload import end_upload
from fidelity.usecases.errors import Gone, InvalidInput
from fidelity.usecases.find_agreed import read_agreed
from fidelity.usecases.find_uploads import find_uploads
from fidelity.usecases.read_recording import read_recording, read_state
from fidelity.usecases.read_talk import talk_in
from fidelity.usecases.retry_recording import retry_recording
from fidelity.usecases.same_recording import SameRecording
from fidelity.usecases.take_upload import NOT_YET
from fidelity.usecases.upload_recording import open_upload, upload_recording
from fidelity.usecases.withdraw_recording import withdraw_recording
from fidelity.web.accepted_files import ACCEPT
from fidelity.web.deps import db, me, queue, settings, store
from fidelity.web.note_pages import whole_number
from fidelity.web.recording_words import size_in_words, state_sentence, wait_sentence
from fidelity.web.security import csrf
from fidelity.web.uploads import Request
from fidelity.web.visit_form import BLANK, read_key, read_visit
from models import Language, RecordingStatus, monday_of

bp = Blueprint("recordings", __name__)

#: What the fields beside the file may take.
_SLACK_BYTES = MIB
_DISK_FULL = (
    "There is no room left for recordings on this service. Nothing was kept. "
    "Tell your administrator, then send it again"
)
bp.add_app_template_global(state_sentence)
bp.add_app_template_global(size_in_words)
bp.add_app_template_global(wait_sentence)


@bp.get("/cases/<uuid:case_id>/recordings/new")
def new(case_id: UUID) -> ResponseReturnValue:
    """The form."""
    return _form(case_id, BLANK)


@bp.post("/cases/<uuid:case_id>/recordings/new")
@csrf.exempt  # type: ignore[untyped-decorator]
def create(case_id: UUID) -> ResponseReturnValue:
    """Take in a recording.

    The global CSRF check would read the whole body before anyone has asked whether this person may
    send it. Here the order is: permission, no transaction, body, CSRF, everything else.
    """
    open_upload(db(), by=me(), case_id=case_id)
    db().rollback()
    largest = settings().largest_recording_bytes
    upload = cast("Request", request)
    upload.receive_into(store(), largest_bytes=largest, slack_bytes=_SLACK_BYTES)
    too_large = {"audio": f"The recording must be smaller than {size_in_words(largest)}"}
    try:
        arriving = upload.arrived if request.files.get("audio") else None
        csrf.protect()  # type: ignore[no-untyped-call]
        recording = upload_recording(
            db(),
            store(),
            queue(),
            partial(ask_probe, limit_seconds=settings().longest_recording_seconds),
            by=me(),
            case_id=case_id,
            arriving=arriving,
            upload_id=read_key(request.form.get("upload", "")),
            visit=read_visit(request.form),
        )
    except RequestEntityTooLarge:
        if (request.content_length or 0) <= largest:
            raise  # one of the other fields
        return _form(case_id, BLANK, errors=too_large, status=413)
    except TooLarge:
        return _form(case_id, BLANK, errors=too_large, status=413)
    except DiskFull:
        return _form(case_id, BLANK, errors={"audio": _DISK_FULL}, status=507)
    except SameRecording as error:
        return _form(case_id, request.form, errors=error.messages, same=error.recording_id)
    except InvalidInput as error:
        return _form(case_id, request.form, errors=error.messages)
    return redirect(url_for(".show", recording_id=recording.id), code=303)


@bp.post("/uploads/<uuid:upload_id>/throw-away")
def throw_away(upload_id: UUID) -> ResponseReturnValue:
    """Delete what has arrived of a recording, and go back to the form."""
    try:
        case_id = end_upload(db(), store(), by=me(), upload_id=upload_id).case_id
    except Gone:
        flash("That upload was not there any more.")
        return redirect(url_for("home.show"), code=303)
    flash("What had arrived was thrown away.")
    return redirect(url_for(".new", case_id=case_id), code=303)


@bp.get("/recordings/<uuid:recording_id>")
def show(recording_id: UUID) -> ResponseReturnValue:
    """State, player and words. A link to words of ``?version=`` goes on leading there when that is old."""
    page = read_recording(db(), by=me(), recording_id=recording_id)
    number = whole_number(request.args["version"]) if "version" in request.args else 0
    if page.transcript is not None and 0 < number < page.transcript.version:
        return redirect(url_for("versions.show", recording_id=recording_id, number=number), code=303)
    return render_template(
        "recordings/show.html", page=page, talk=talk_in(page.words) if page.words else None
    )


@bp.get("/recordings/<uuid:recording_id>/status")
def status(recording_id: UUID) -> ResponseReturnValue:
    """The part of the page that says how far the work is, for a page that looks again."""
    state = read_state(db(), by=me(), recording_id=recording_id)
    return render_template("partials/recording_state.html", state=state)


@bp.post("/recordings/<uuid:recording_id>/cancel")
def cancel(recording_id: UUID) -> ResponseReturnValue:
    """Stop the work."""
    recording = cancel_recording(db(), by=me(), recording_id=recording_id)
    if recording.status is not RecordingStatus.CANCELLED and recording.failure != NO_NEW_VERSION:
        flash("There was nothing left to cancel.")
    return _to(recording_id)


@bp.post("/recordings/<uuid:recording_id>/retry")
def retry(recording_id: UUID) -> ResponseReturnValue:
    """Ask for the work once more."""
    retry_recording(db(), queue(), by=me(), recording_id=recording_id)
    return _to(recording_id)


@bp.get("/recordings/<uuid:recording_id>/withdraw")
def confirm_withdrawal(recording_id: UUID) -> ResponseReturnValue:
    """Say what withdrawing does, and ask."""
    state = read_state(db(), by=me(), recording_id=recording_id, to=Deed.UPLOAD_RECORDING)
    if not state.can_withdraw:
        return _to(recording_id)
    return render_template("recordings/withdraw.html", recording=state.recording)


@bp.post("/recordings/<uuid:recording_id>/withdraw")
def withdraw(recording_id: UUID) -> ResponseReturnValue:
    """Delete the audio and close the words."""
    withdraw_recording(db(), store(), by=me(), recording_id=recording_id)
    return _to(recording_id)


def _to(recording_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show", recording_id=recording_id), code=303)


def _form(
    case_id: UUID,
    answers: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    same: UUID | None = None,
    status: int = 422,
) -> ResponseReturnValue:
    case = open_upload(db(), by=me(), case_id=case_id)
    largest = settings().largest_recording_bytes
    errors = errors or {}
    this_week = monday_of(date.today())
    is_awaited = errors.get("audio") == NOT_YET  # the form is in order; nothing is wrong with it
    page = render_template(
        "recordings/new.html",
        case=case,
        is_closed=case.closed_on is not None and case.closed_on < date.today(),
        answers={name: answers.get(name, "") for name in BLANK},
        errors=errors,
        same=same,
        is_awaited=is_awaited,
        monday=this_week,
        agreed=read_agreed(db(), by=me(), case_id=case_id, monday=this_week),
        may_answer=may(me(), Deed.ANSWER_ACTION, case=case),
        uploads=find_uploads(db(), store(), by=me(), case_ids=[case_id]),
        chosen=read_key(answers.get("upload", "")),
        languages=Language,
        accept=ACCEPT,
        largest_bytes=largest,
        largest=size_in_words(largest),
        longest=length_in_words(settings().longest_recording_seconds),
    )
    return page, (status if errors and not is_awaited else 200)
