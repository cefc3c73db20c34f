"""Words change under a draft, in any order: whatever hangs on them is at the same words, or listed.

A desk lies open. Meanwhile the session is transcribed again, a word is corrected, somebody says who speaks, and
the note is handed in again; the review is published and taken back. Every mark and comment that nobody removed
is at the end exactly once: at its place in words that read like those that were marked, or listed as without
a place. Every correction is in the newest version, or listed there. The last sentence beside a rating stands.
"""

from contextlib import suppress
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.transcripts.placing import ALIKE, likeness, plain
from fidelity.usecases.add_comment import add_comment
from fidelity.usecases.add_mark import add_mark
from fidelity.usecases.anchor_words import Place, anchor, words_at
from fidelity.usecases.carried_changes import list_waiting_changes
from fidelity.usecases.carried_words import find_waiting, let_words_go, place_words
from fidelity.usecases.correct_words import Corrected, correct_words
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.rate_principle import rate_principle
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_newer_note import read_newer_note
from fidelity.usecases.read_review import preview_feedback
from fidelity.usecases.remove_mark import remove_mark
from fidelity.usecases.take_back_review import take_back_review
from fidelity.web.desk_blocks import Arrangement
from models import (
    CaseNoteRevision,
    Mark,
    NoteSection,
    Polarity,
    Principle,
    ReviewStatus,
    Role,
    Segment,
    SpeakerRole,
    Transcript,
    TranscriptChange,
    WordCorrection,
)
from tests.versions import add_version

SAID = (
    "So what happened just before that?",
    "He was at Karen's house till ten",
    "Well done for that you two",
    "What would you like to try next week?",
)
#: How a turn can come out in another version.
HEARD = (
    lambda text: text,
    lambda text: text.lower().replace("?", ""),
    lambda text: text.replace("that", "this here"),
    lambda text: "Thank you for watching this video",
    lambda text: None,
)
WRITTEN = ("Mum praised her.", "Dad rang late.", "Mum praised her. Nobody came.", "Kai was home by nine.")
DEEDS = ("transcribe", "correct", "name", "mark", "mark", "comment", "note", "newer", "on note", "rate")
DEEDS += ("publish", "take back", "place", "let go", "remove")
METHODS = {"note": "revise", "on note": "on_note", "take back": "take_back", "let go": "let_go"}
#: So many of each in a long run: published, little can be done.
WEIGHTS = {"publish": 1, "take back": 4, "remove": 1, "let go": 1, "correct": 4, "transcribe": 4}
FIT, FIRST_WHY = Principle.FINDING_THE_FIT, "As her words show."
QUICK = settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])

LONG = settings(QUICK, max_examples=3)

step = st.tuples(st.sampled_from(DEEDS), st.integers(0, 9), st.integers(0, 4))


class Week:
    """A week with a session, a note and a review that is begun; keeps account of all that is done to it."""

    def __init__(self, db, queue, factories, people):
        self.db, self.queue = db, queue
        self.rater, self.therapist = people[Role.CONSULTANT], people[Role.THERAPIST]
        case = factories.Case(team=people["team"], therapist=self.therapist)
        self.week = factories.Week(case=case)
        self.recording = factories.Recording(week=self.week, by=self.therapist)
        self.note = factories.Note(week=self.week, texts={"advances": " ".join(WRITTEN)})
        given = {"revision_id": self.note.revisions[0].id}
        ratings = dict.fromkeys(Principle, 3)
        self.review = factories.Review(week=self.week, by=self.rater, ratings=ratings, **given)
        self.transcribe(0, 0)
        #: By key the words that were meant; nothing for what a person has put somewhere since.
        self.meant = {}
        self.why, self.corrections, self.number = "", [], 0

    def play(self, deed, n, kind):
        # Refused, and told so: nothing was kept.
        with suppress(NotYoursToWrite, InvalidInput, NotFound):
            getattr(self, METHODS.get(deed, deed))(n, kind)
        self.db.rollback()

    def transcribe(self, n, kind):
        turns = [
            (10.0 * at, HEARD[kind if at in {n % 4, n % 3} else 0](text)) for at, text in enumerate(SAID)
        ]
        add_version(self.db, self.recording, *(turn for turn in turns if turn[1]))

    def correct(self, n, kind):
        segment = self.segment(n)
        word = kind % len(segment.words)
        text = f"Zed{len(self.corrections)}"
        given = [Corrected(segment.id, word, word, text)]
        if any(c.first_word <= word <= c.last_word for c in segment.corrections):
            return
        correct_words(
            self.db, self.queue, by=self.therapist, recording_id=self.recording.id, corrections=given
        )
        self.corrections.append(text)

    def name(self, n, kind):
        role = list(SpeakerRole)[kind % 4]
        given = [Named(self.segment(n).id, role)]
        name_speakers(self.db, self.queue, by=self.rater, recording_id=self.recording.id, namings=given)

    def mark(self, n, kind):
        self.on_turn(add_mark, self.segment(n), slice(kind % 2, 3 + kind), **self.what(kind))

    def comment(self, n, kind):
        self.on_turn(add_comment, self.segment(n), slice(2 + kind), text=f"Said {len(self.meant)}")

    def on_turn(self, deed, segment, words, **given):
        place = Place(segment_id=segment.id)
        quote = " ".join(words_at(self.db, self.review, place).split()[words])
        there = anchor(self.db, self.review, place, quote=quote, near=0)
        row = self.add(deed, place, quote, **given)
        self.meant[row.id] = segment.text[there["starts"] : there["ends"]]

    def on_note(self, n, kind):
        quote = WRITTEN[n % 4].rstrip(".")
        place = Place(section=NoteSection.ADVANCES)
        text = f"Said {len(self.meant)}"
        row = (
            self.add(add_comment, place, quote, near=n * 9, text=text)
            if kind % 2
            else self.add(add_mark, place, quote, near=n * 9, **self.what(kind))
        )
        self.meant[row.id] = quote

    def revise(self, n, kind):
        texts = {"advances": " ".join(WRITTEN[(n + at) % 4] for at in range(1 + kind % 4))}
        self.number += 1
        given = {"number": 1 + self.number, "written_by_id": self.therapist.id}
        self.db.add(CaseNoteRevision(note_id=self.note.id, texts=texts, sections=texts, **given))
        self.db.commit()

    def newer(self, n, kind):
        read_newer_note(self.db, by=self.rater, review_id=self.review.id)

    def rate(self, n, kind):
        why = f"Because of {n} and {kind}."
        rate_principle(self.db, by=self.rater, review_id=self.review.id, principle=FIT, choice="4", why=why)
        self.why = why

    def publish(self, n, kind):
        publish_review(self.db, by=self.rater, review_id=self.review.id)

    def take_back(self, n, kind):
        take_back_review(self.db, by=self.rater, review_id=self.review.id, reason="Too early.", minutes=60)

    def place(self, n, kind):
        for each in self.waiting()[:1]:
            if not each.near:
                return
            turn = each.near[n % len(each.near)]
            given = {"carried_id": each.kept.id, "place": Place(segment_id=turn.id), "quote": ""}
            place_words(self.db, by=self.rater, review_id=self.review.id, **given)
            self.meant[each.row.id] = None

    def let_go(self, n, kind):
        for each in self.waiting()[:1]:
            let_words_go(self.db, by=self.rater, review_id=self.review.id, carried_id=each.kept.id)
            del self.meant[each.row.id]

    def remove(self, n, kind):
        marks = self.db.query(Mark).filter_by(review_id=self.review.id, removed_at=None).all()
        if marks:
            row = marks[n % len(marks)]
            remove_mark(self.db, by=self.rater, review_id=self.review.id, mark_id=row.id)
            del self.meant[row.id]

    def add(self, deed, place, quote, **given):
        return deed(self.db, by=self.rater, review_id=self.review.id, place=place, quote=quote, **given)

    def what(self, kind):
        return {"principle": list(Principle)[kind], "polarity": list(Polarity)[kind % 2]}

    def segment(self, n):
        """A turn of the newest version; now and then of the one before, from a page that was opened then."""
        versions = self.db.query(Transcript).filter_by(recording_id=self.recording.id)
        newest_first = versions.order_by(Transcript.version.desc()).all()
        transcript = newest_first[-1 if n > 7 else 0]
        turns = self.db.query(Segment).filter_by(transcript_id=transcript.id).order_by(Segment.position).all()
        turn = turns[n % len(turns)]
        self.db.refresh(turn)
        return turn

    def waiting(self):
        newest = self.db.query(Transcript).filter_by(recording_id=self.recording.id)
        key = newest.order_by(Transcript.version.desc()).first().id
        self.db.refresh(self.review)
        return find_waiting(self.db, self.review, [key])

    def desk(self):
        self.db.rollback()
        self.db.expire_all()
        given = {"case_id": self.week.case_id, "monday": self.week.starts_on, "is_looked_at": False}
        return read_desk(self.db, by=self.rater, **given)

    def account(self):
        """Asserts that everything is where it should be."""
        desk = self.desk()
        week, is_draft = Arrangement(desk), desk.review.status is ReviewStatus.DRAFT
        rows = {row.id: row for row in [*desk.marks, *desk.comments]}
        assert rows.keys() == self.meant.keys()
        listed = [each.row.id for each in [*desk.waiting, *desk.left_behind]]
        assert len(listed) == len(set(listed))
        for key, row in rows.items():
            placed = week.blocks_of(row)
            assert len({block.html_id for block in placed}) == len(placed)
            if is_draft:
                assert bool(placed) != (key in listed), "it is at its place or listed, once"
            if placed and self.meant[key]:
                assert alike(self.meant[key], self.words_of(row))
        self.is_all_in_the_feedback(rows)
        self.are_corrections_there()
        assert desk.review.rating(FIT).why == (self.why or FIRST_WHY)

    def words_of(self, row):
        if row.revision_id:
            return self.db.get(CaseNoteRevision, row.revision_id).texts["advances"][row.starts : row.ends]
        return self.db.get(Segment, row.segment_id).text[row.starts : row.ends]

    def is_all_in_the_feedback(self, rows):
        feedback = preview_feedback(self.db, by=self.rater, review_id=self.review.id)
        quoted = [quote.mark.id for on in feedback.principles for quote in on.quotes]
        quoted += [remark.comment.id for remark in feedback.remarks]
        assert sorted(quoted) == sorted(rows)
        places = [quote.place for on in feedback.principles for quote in on.quotes]
        assert all(place.quote for place in [*places, *(remark.place for remark in feedback.remarks)])

    def are_corrections_there(self):
        given = {"recording_id": self.recording.id, "is_looked_at": False}
        waiting = list_waiting_changes(self.db, by=self.therapist, **given)
        listed = [each.row.text for each in waiting.changes if isinstance(each.row, WordCorrection)]
        in_force = self.db.query(WordCorrection.text).join(TranscriptChange)
        newest = in_force.filter_by(transcript_id=waiting.transcript.id, undone_at=None)
        assert {*listed, *(text for (text,) in newest)} >= set(self.corrections)


def alike(meant, found):
    """Chains of versions drift: each is as much like the one before as placing wants."""
    return (
        likeness([plain(word) for word in meant.split()], [plain(word) for word in found.split()]) > ALIKE**2
    )


@QUICK
@given(steps=st.lists(step, max_size=25))
def test_whatever_hangs_on_words_is_at_its_place_or_listed(db, queue, factories, people, steps):
    week = Week(db, queue, factories, people)

    for each in steps:
        week.play(*each)

    week.account()


@LONG
@given(seed=st.integers())
def test_a_long_week_in_random_order_loses_nothing(db, queue, factories, people, seed):
    chance, week = Random(seed), Week(db, queue, factories, people)
    deeds = sorted(set(DEEDS))

    for number in range(1, 61):
        (deed,) = chance.choices(deeds, [WEIGHTS.get(each, 3) for each in deeds])
        week.play(deed, chance.randrange(10), chance.randrange(5))
        if number % 20 == 0:
            week.account()
