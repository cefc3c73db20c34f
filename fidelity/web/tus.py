"""Uploads in slices: the server's side of the tus protocol 1.0, for one recording at a time.

Core, creation, checksum, termination and expiration. What each request must hold is the protocol's; what it
may do is the use-cases'. Every answer says which protocol it speaks, so that a page can tell our refusals
from those of a proxy in between.
"""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.http import http_date

from fidelity.settings import MIB
from fidelity.slices import Overtaken
from fidelity.storage import DiskFull, TooLarge
from fidelity.usecases.begin_upload import TooMany, begin_upload
from fidelity.usecases.end_upload import end_upload
from fidelity.usecases.errors import Clash, Gone, InvalidInput
from fidelity.usecases.find_uploads import Arrived, find_upload, open_upload
from fidelity.usecases.receive_slice import CHECKSUMS, ChecksumWrong, receive_slice
from fidelity.usecases.same_recording import SameRecording
from fidelity.web.deps import db, me, settings, store
from fidelity.web.recording_words import size_in_words
from fidelity.web.security import csrf
from fidelity.web.tus_headers import Unreadable, checksum, count, fingerprint

bp = Blueprint("uploads", __name__)

VERSION = "1.0.0"
LARGEST_SLICE_BYTES = 16 * MIB
#: What is read at a time, and at most lost, when a connection falls silent.
_BLOCK_BYTES = 64 * 1024
_OCTETS = "application/offset+octet-stream"
_CHECKSUM_WRONG = 460
_DISK_FULL = (
    "There is no room left for recordings on this service. What has arrived is kept. Tell your administrator"
)


@bp.before_request
def speak_the_same() -> ResponseReturnValue | None:
    """Nothing is done for who speaks another version. ``receive`` looks for itself, after its form token."""
    if request.method == "OPTIONS" or request.endpoint == "uploads.receive":
        return None
    return _other_version()


@bp.after_request
def say_who_speaks(response: Response) -> Response:
    """On every answer, refusals included."""
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = VERSION
    return response


@bp.route("/cases/<uuid:case_id>/uploads", methods=["OPTIONS"], provide_automatic_options=False)
def offer(case_id: UUID) -> ResponseReturnValue:  # noqa: ARG001  # the same for every case
    """What this server can do."""
    return _empty(
        204,
        {
            "Tus-Extension": "creation,checksum,termination,expiration",
            "Tus-Max-Size": str(settings().largest_recording_bytes),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        },
    )


@bp.route("/cases/<uuid:case_id>/uploads", methods=["POST"], provide_automatic_options=False)
def begin(case_id: UUID) -> ResponseReturnValue:
    """Creation: an address for a file of so many bytes. Its name, where it is said, is not read."""
    state = begin_upload(
        db(),
        store(),
        by=me(),
        case_id=case_id,
        length_bytes=count("Upload-Length"),
        fingerprint=fingerprint(),
        largest_bytes=settings().largest_recording_bytes,
        keep_days=settings().upload_days,
    )
    place = url_for(".state", upload_id=state.id)
    return _empty(201, {"Location": place, "Upload-Expires": http_date(state.expires_at)})


@bp.route("/uploads/<uuid:upload_id>", methods=["HEAD"], provide_automatic_options=False)
def state(upload_id: UUID) -> ResponseReturnValue:
    """How far it is."""
    state = find_upload(db(), store(), by=me(), upload_id=upload_id)
    return _empty(200, _how_far(state) | {"Upload-Length": str(state.length_bytes)})


@bp.route("/uploads/<uuid:upload_id>", methods=["PATCH", "POST"], provide_automatic_options=False)
@csrf.exempt  # type: ignore[untyped-decorator]
def receive(upload_id: UUID) -> ResponseReturnValue:
    """The next slice. POST is for networks that let no PATCH through, and says PATCH in a header.

    The global CSRF check would look at the length of the body with the limit of a form. Here the order
    is: permission, no transaction, CSRF, headers, body.
    """
    open_upload(db(), by=me(), upload_id=upload_id)
    db().rollback()
    request.max_content_length = LARGEST_SLICE_BYTES
    csrf.protect()  # type: ignore[no-untyped-call]
    if refusal := _other_version():
        return refusal
    if request.method == "POST" and request.headers.get("X-HTTP-Method-Override") != "PATCH":
        return _refuse(405, "This cannot be done here")
    if request.mimetype != _OCTETS:
        return _refuse(415, f"A slice is sent as {_OCTETS}")
    state = receive_slice(
        db(),
        store(),
        by=me(),
        upload_id=upload_id,
        offset=count("Upload-Offset"),
        blocks=_blocks(),
        announced=request.content_length,
        checksum=checksum(),
        keep_days=settings().upload_days,
    )
    return _empty(204, _how_far(state))


@bp.route("/uploads/<uuid:upload_id>", methods=["DELETE"], provide_automatic_options=False)
def end(upload_id: UUID) -> ResponseReturnValue:
    """Termination: throw away what has arrived."""
    end_upload(db(), store(), by=me(), upload_id=upload_id)
    return _empty(204, {})


@bp.errorhandler(Gone)
def gone(_: Gone) -> ResponseReturnValue:
    """It was used, thrown away, or waited too long."""
    return _refuse(410, "What had arrived of this recording is no longer here. Choose the file again")


@bp.errorhandler(Clash)
def other_offset(clash: Clash) -> ResponseReturnValue:
    """The slice begins elsewhere than where the file ends."""
    answer = _refuse(409, "The slice does not follow on what has arrived")
    answer.headers.update(_how_far(clash.theirs))
    return answer


@bp.errorhandler(Overtaken)
def overtaken(_: Overtaken) -> ResponseReturnValue:
    """Two at once: the later one goes on."""
    return _refuse(423, "Another page goes on with this upload")


@bp.errorhandler(ChecksumWrong)
def checksum_wrong(_: ChecksumWrong) -> ResponseReturnValue:
    """The protocol's own status."""
    return _refuse(_CHECKSUM_WRONG, "The slice was damaged on its way. It must be sent again")


@bp.errorhandler(TooLarge)
@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: Exception) -> ResponseReturnValue:
    """The file, or the slice: each with its limit."""
    largest = settings().largest_recording_bytes
    if request.endpoint == "uploads.begin":
        return _refuse(413, f"The recording must be smaller than {size_in_words(largest)}")
    sentence = f"A slice may have {size_in_words(LARGEST_SLICE_BYTES)} and must end where the file ends"
    return _refuse(413, sentence)


@bp.errorhandler(DiskFull)
def disk_full(_: DiskFull) -> ResponseReturnValue:
    """The disk refuses, not the service."""
    return _refuse(507, _DISK_FULL)


@bp.errorhandler(TooMany)
def too_many(error: TooMany) -> ResponseReturnValue:
    """More than one person uploads."""
    return _refuse(429, error.sentence)


@bp.errorhandler(SameRecording)
def the_same(error: SameRecording) -> ResponseReturnValue:
    """It is here already, and where."""
    place = url_for("recordings.show", recording_id=error.recording_id)
    return _refuse(422, error.messages["audio"], same=place)


@bp.errorhandler(InvalidInput)
def not_like_this(error: InvalidInput) -> ResponseReturnValue:
    """What stands against the file."""
    return _refuse(422, error.messages["audio"])


@bp.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> ResponseReturnValue:
    """A header of the protocol."""
    return _refuse(400, str(error))


def _other_version() -> Response | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _refuse(412, "The page that sent this is older than the service. Load it again")


def _empty(status: int, headers: dict[str, str]) -> Response:
    return Response(status=status, headers=headers)


def _refuse(status: int, sentence: str, **more: str) -> Response:
    answer = jsonify(error=sentence, **more)
    answer.status_code = status
    return answer


def _how_far(state: Arrived) -> dict[str, str]:
    return {"Upload-Offset": str(state.offset_bytes), "Upload-Expires": http_date(state.expires_at)}


def _blocks() -> Iterator[bytes]:
    """The body, as far as it comes."""
    try:
        while block := request.stream.read(_BLOCK_BYTES):
            yield block
    except RequestEntityTooLarge:
        raise TooLarge from None
    except (ClientDisconnected, OSError):
        return
