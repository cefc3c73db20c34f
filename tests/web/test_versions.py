"""Versions of a recording's words as a person meets them."""

import re

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from models import (
    AuditEntry,
    CarriedOver,
    Job,
    JobStatus,
    RecordingStatus,
    Role,
    Settled,
    SpeakerRole,
)
from tests.versions import SAME, add_version, comment, correct, mark

OLD = (
    ("unknown", "So what happened just before that?"),
    ("unknown", "He was at Karen's house till ten"),
    ("unknown", "Well done for that"),
)
OTHER = ((0, "So what happened just before that?"), (10, "He was at Cameron's <place> till ten"))


class Person:
    """A browser that lets go of the test's own transaction first: SQLite has one writer at a time."""

    def __init__(self, db, browser):
        self._db, self._browser = db, browser

    def get(self, address):
        return self._ask(self._browser.get, address)

    def post(self, address, **fields):
        return self._ask(self._browser.post, address, data=fields)

    def _ask(self, method, address, **more):
        self._db.commit()
        answer = method(address, base_url="https://localhost", **more)
        self._db.expire_all()
        return answer


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def recording(factories, week, people):
    return factories.Recording(week=week, by=people[Role.THERAPIST])


@pytest.fixture
def old(factories, recording):
    return factories.Transcript(recording=recording, turns=OLD)


@pytest.fixture
def therapist(people, db, sign_in):
    return Person(db, sign_in(people[Role.THERAPIST]))


@pytest.fixture
def consultant(people, db, sign_in):
    return Person(db, sign_in(people[Role.CONSULTANT]))


def address(recording, *parts):
    return "/".join([f"/recordings/{recording.id}", *map(str, parts)])


def desk(week):
    return f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review"


def test_a_person_asks_for_a_new_version_and_goes_on_reading(db, therapist, recording, old):
    assert "Transcribe again" in therapist.get(address(recording)).text
    form = therapist.get(address(recording, "versions", "new")).text
    assert "whisper-base, the usual one" in form
    assert 'value="3"' in form, "as many people as the upload form said"

    answer = therapist.post(
        address(recording, "versions", "new"), language="cy", model="whisper-base", people=""
    )

    assert answer.status_code == 303
    job = db.scalars(select(Job).filter_by(kind=JobKind.TRANSCRIBE.name)).one()
    assert job.parameters == {"language": "cy", "model": "whisper-base", "people": None}
    page = therapist.get(address(recording)).text
    assert "A new version of the words waits for the machine" in page
    assert "So what happened just before that?" in page
    assert "Cancel the transcription" in page
    assert "Transcribe again" not in page
    assert therapist.get(address(recording, "versions", "new")).status_code == 303


def test_a_person_who_cancels_reads_on_and_may_ask_again(db, consultant, recording, old):
    consultant.post(address(recording, "versions", "new"), language="en", model="whisper-base", people="2")

    consultant.post(address(recording, "cancel"))

    page = consultant.get(address(recording)).text
    assert "The new version was cancelled. The words are as they were." in page
    assert "nothing left to cancel" not in page
    assert "Transcribe again" in page
    assert db.scalars(select(Job.status)).all() == [JobStatus.CANCELLED]


def test_a_person_who_forgets_something_is_told_and_keeps_their_answers(therapist, recording, old):
    answer = therapist.post(address(recording, "versions", "new"), model="whisper-base", people="many")

    assert answer.status_code == 422
    assert "<title>Error: Transcribe again" in answer.text
    assert "Choose the language that was spoken" in answer.text
    assert "Enter a whole number from 1 to 20" in answer.text
    assert 'value="many"' in answer.text


def test_a_person_reads_an_earlier_version_and_cannot_change_it(db, therapist, recording, old):
    add_version(db, recording, *OTHER)

    page = therapist.get(address(recording, "versions", 1)).text

    assert "Well done for that" in page
    assert "data-change" not in page
    assert "data-name-url" not in page
    assert therapist.get(address(recording, "versions", 3)).status_code == 404
    listed = therapist.get(address(recording, "versions")).text
    assert listed.index("Version 2, the newest") < listed.index("Version 1")


def test_a_person_sees_what_differs(db, therapist, recording, old):
    add_version(db, recording, *OTHER)

    page = therapist.get(address(recording, "versions", "differences?older=1&newer=2")).text

    assert re.search(r"<del[^>]*>Karen&#39;s house</del> <ins[^>]*>Cameron&#39;s &lt;place&gt;</ins>", page)
    assert therapist.get(address(recording, "versions", "differences?older=1")).status_code == 404
    db.commit()
    whats = db.scalars(select(AuditEntry.what).filter_by(subject_id=recording.id)).all()
    assert "compared versions" in whats


def test_a_withdrawn_recording_shows_no_version(db, therapist, recording, old):
    recording.status = RecordingStatus.WITHDRAWN

    for part in ("versions", "versions/1", "versions/differences?older=1&newer=1", "versions/new", "carried"):
        assert therapist.get(address(recording, part)).status_code == 404, part


def test_what_waits_comes_a_page_at_a_time(db, people, factories, therapist, recording):
    old = factories.Transcript(recording=recording, turns=[("unknown", f"his word {n}") for n in range(60)])
    for segment in reversed(old.segments):
        correct(factories, people[Role.THERAPIST], segment, 0, 0, f"her{segment.position}")
    add_version(db, recording, (0, "Hello."))

    page = therapist.get(address(recording, "carried")).text

    assert re.findall(r"<q>her(\d+)</q>", page) == [str(n) for n in range(50)]
    assert "10 more follow when these are settled" in page


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_a_version_that_is_not_there_is_not_found(therapist, recording, old, number):
    assert therapist.get(address(recording, "versions", number)).status_code == 404


def test_a_rater_puts_a_mark_in_its_place(db, people, factories, consultant, recording, week, old):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    lost = mark(factories, review, old.segments[1], "Karen's house")
    said = comment(factories, review, old.segments[2], "Well done")
    new = add_version(db, recording, *OTHER)
    page = consultant.get(desk(week)).text
    assert "2 marks and comments have no place in the new version" in page
    places = dict(re.findall(r'action="(/reviews/[^"]+/carried/([^/"]+)/place)"', page))
    of_mark = next(a for a, key in places.items() if str(_kept(db, mark_id=lost.id).id) == key)
    of_comment = next(a for a, key in places.items() if str(_kept(db, comment_id=said.id).id) == key)

    refused = consultant.post(of_mark, turn=new.segments[1].id, quote="Karen's house")
    assert refused.status_code == 422
    assert "Copy the words exactly" in refused.text
    assert consultant.post(of_mark, quote="Cameron's").status_code == 422
    assert consultant.post(of_mark, turn=new.segments[1].id, quote="Cameron's <place>").status_code == 303
    assert consultant.post(of_comment.replace("/place", "/let-go")).status_code == 303

    db.refresh(lost)
    assert (lost.segment_id, lost.quote) == (new.segments[1].id, "Cameron's <place>")
    assert _kept(db, comment_id=said.id).settled is Settled.LET_GO
    assert "no place in the new version" not in consultant.get(desk(week)).text


def test_a_rater_who_chooses_only_a_turn_means_all_of_it(
    db, people, factories, consultant, recording, week, old
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    lost = mark(factories, review, old.segments[2], "Well done")
    new = add_version(db, recording, *OTHER)
    kept = _kept(db, mark_id=lost.id).id

    consultant.post(f"/reviews/{review.id}/carried/{kept}/place", turn=new.segments[0].id, quote="")

    db.refresh(lost)
    assert lost.quote == "So what happened just before that?"


def test_only_who_writes_the_review_settles_its_marks(db, people, factories, sign_in, recording, week, old):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    lost = mark(factories, review, old.segments[2], "Well done")
    add_version(db, recording, *OTHER)
    kept = _kept(db, mark_id=lost.id).id
    supervisor = Person(db, sign_in(people[Role.SUPERVISOR]))

    answer = supervisor.post(f"/reviews/{review.id}/carried/{kept}/let-go")

    assert answer.status_code == 303
    assert _kept(db, mark_id=lost.id).settled is None
    page = supervisor.get(desk(week)).text
    assert "1 mark or comment has no place" in page
    assert "let-go" not in page


def test_a_therapist_puts_corrections_and_names_in_their_place(
    db, people, factories, therapist, recording, old
):
    correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")
    factories.Naming(segment=old.segments[2], role=SpeakerRole.CAREGIVER, by=people[Role.THERAPIST])
    new = add_version(db, recording, *OTHER)
    assert "2 things that people had changed have no place" in therapist.get(address(recording)).text
    page = therapist.get(address(recording, "carried")).text
    first, second = re.findall(r'action="([^"]+/carried/[^"]+/place)"', page)

    refused = therapist.post(first, turn=new.segments[1].id, quote="Karen's")
    assert refused.status_code == 422
    assert "Copy the words exactly as they stand in this turn" in refused.text
    assert therapist.post(first, turn=new.segments[1].id, quote="Cameron's").location.endswith("/carried")
    last = therapist.post(second.replace("/place", "/let-go"))

    assert last.location.endswith(f"/recordings/{recording.id}")
    page = therapist.get(address(recording)).text
    assert "Kieran&#39;s" in page
    assert "have no place" not in page
    assert "Everything has its place" in therapist.get(address(recording, "carried")).text


def test_a_published_review_goes_on_showing_its_words(
    db, people, factories, consultant, recording, week, old
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    mark(factories, review, old.segments[1], "Karen's house")
    add_version(db, recording, *OTHER)

    page = consultant.get(desk(week)).text

    assert "Cameron" not in page
    assert "Karen&#39;s house" in page
    assert "no place in the new version" not in page
    feedback = consultant.get(f"/feedback/{review.id}")
    assert feedback.status_code == 200
    assert "Cameron" not in feedback.text


def test_the_words_of_a_recording_written_down_after_publishing_are_not_in_the_review(
    db, people, factories, consultant, recording, week
):
    factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    add_version(db, recording, *SAME)

    page = consultant.get(desk(week)).text

    assert "The words were written down after this review was published." in page
    assert "Karen" not in page


def _kept(db, **of):
    kept = db.scalars(select(CarriedOver).filter_by(**of)).one()
    db.commit()
    return kept
