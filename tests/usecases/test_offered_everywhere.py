"""What was offered is one question: every page, list, file and comparison that counts it gives the same answer."""

from datetime import date, timedelta

import pytest

from fidelity.usecases.export_scope import scope_of
from fidelity.usecases.export_words import select_suggestions
from fidelity.usecases.find_marked_weeks import find_marked_weeks
from fidelity.usecases.find_rated_twice import Between
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_learning import read_learning
from fidelity.usecases.read_machine import read_machine
from fidelity.usecases.read_principle_over_time import read_principle_over_time, read_principles
from fidelity.usecases.read_suggested import read_suggested
from models import (
    Mark,
    Offer,
    Polarity,
    RecordingStatus,
    Review,
    Role,
    Strength,
    Suggestion,
    Verdict,
    Week,
    now,
)
from tests.factories import this_monday
from tests.in_service import FIT, InService

ACCEPTED, REJECTED, UNDONE = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNDONE


class World:
    """Weeks of every kind; ``offered`` holds the keys of what raters had before them, as they were made."""

    def __init__(self, db, factories, people):
        self.db, self.factories, self.people = db, factories, people
        self.service = InService(db, factories, people)
        self.offered, self.unlooked, self.weeks = set(), [], 0
        self.looked_at()
        self.rated_first()
        self.on_recordings()
        self.retired()
        self.beside()

    def monday(self):
        self.weeks += 1
        return this_monday() - timedelta(weeks=self.weeks)

    def review(self, **given):
        return self.service.review(self.monday(), **given)

    def suggest(self, review, *verdicts, is_offered, **given):
        row = self.service.suggest(review, *verdicts, **given)
        if is_offered:
            self.offered.add(row.id)
        if verdicts[-1:] == (ACCEPTED,) and is_offered:
            place = {
                "segment_id": row.segment_id,
                "revision_id": row.revision_id,
                "section": row.section,
                "starts": row.starts,
                "ends": row.ends,
                "quote": row.quote,
            }
            mark = {"principle": row.principle, "polarity": row.polarity, "suggestion_id": row.id}
            self.factories._keep(Mark(review_id=review.id, by_id=review.by_id, **mark, **place))
        return row

    def looked_at(self):
        review = self.review()
        self.suggest(review, ACCEPTED, is_offered=True)
        self.suggest(review, ACCEPTED, REJECTED, is_offered=True)
        self.suggest(review, ACCEPTED, UNDONE, is_offered=True)
        self.suggest(review, is_offered=True, polarity=Polarity.COUNTER)
        self.suggest(review, is_offered=False, strength=Strength.WEAK)
        self.service.probe(review)
        fewer = self.review(offer=Offer.FEWER)
        self.suggest(fewer, is_offered=True, strength=Strength.STRONG)
        self.suggest(fewer, is_offered=False, strength=Strength.USUAL)
        self.suggest(fewer, ACCEPTED, is_offered=True, strength=Strength.USUAL)

    def rated_first(self):
        never = self.review(is_rated_first=True)
        self.suggest(never, is_offered=False)
        self.suggest(never, is_offered=False, strength=Strength.STRONG)
        self.unlooked.append(never.id)
        then = self.review(is_rated_first=True, revealed_at=now())
        self.suggest(then, REJECTED, is_offered=True)
        self.suggest(then, is_offered=True)
        for case in (self.people["case"], self.factories.Case(team=self.people["team"])):
            draft = self.review(case=case, is_rated_first=True, published=False, offer=None)
            self.suggest(draft, is_offered=False)
        begun = self.review(published=False, offer=None)
        self.suggest(begun, ACCEPTED, is_offered=False)

    def on_recordings(self):
        review = self.review()
        heard = self._recording(review)
        old, new = (self.factories.Transcript(recording=heard, version=n).segments[0] for n in (1, 2))
        gone = self._recording(review, status=RecordingStatus.WITHDRAWN)
        withdrawn = self.factories.Transcript(recording=gone).segments[0]
        for segment, is_offered in ((old, False), (new, True), (withdrawn, False)):
            for verdicts in ((), (REJECTED,)):
                given = {"segment": segment, "revision": None, "quote": "What"}
                self.suggest(review, *verdicts, is_offered=is_offered, **given)
        self._publish(review)
        later = self.factories.Transcript(recording=heard, version=3).segments[0]
        self.suggest(review, is_offered=False, segment=later, revision=None, quote="What")

    def retired(self):
        review = self.review()
        self.suggest(review, is_offered=False, retired_at=now())
        self._publish(review)
        after = self.review()
        self.suggest(after, is_offered=True, retired_at=now() + timedelta(minutes=1))

    def beside(self):
        # A note that this rater never had before them: it came when the review had begun.
        late = self.review(revision_id=None)
        self.suggest(late, is_offered=False)
        # A week that nobody reviews, and another team's.
        alone = self.factories.Week(case=self.people["case"], starts_on=self.monday())
        note = self.factories.Note(week=alone).latest
        self.factories.Suggestion(week=alone, quote="Mum", revision=note, principle=FIT)
        self.suggest(self.review(case=self.factories.Case()), ACCEPTED, is_offered=False)

    def _recording(self, review, **given):
        return self.factories.Recording(week=review.week, is_learning_agreed=True, **given)

    def _publish(self, review):
        review.published_at = now()
        self.db.commit()


@pytest.fixture
def world(db, factories, people):
    return World(db, factories, people)


@pytest.fixture
def ask(database, db, people):
    """Somebody who only looks asks a use-case."""

    def ask(question, role=Role.SUPERVISOR, **given):
        db.commit()
        with database.reading() as reading:
            return question(reading, by=people[role], **given)

    return ask


def test_every_place_counts_the_same_as_offered(db, people, world, ask):
    team = {"team_id": people["team"].id}
    decided = {"accepted": 2, "rejected": 3}
    n, counted = len(world.offered), sum(decided.values())

    in_list = ask(read_principles, **team).counts[FIT].offered
    over_time = ask(read_principle_over_time, principle=FIT, **team).recent.offered
    machine = ask(read_machine, **team).machine[FIT]
    listed = ask(read_suggested, principle=FIT, **team).page
    exported = ask(lambda reading, by: reading.execute(_export(reading, by, people)).all())

    assert (in_list.offered, in_list.decided, in_list.accepted) == (n, counted, decided["accepted"])
    assert over_time == in_list
    assert sum(tally.n for tally in machine.tallies.values()) == n
    assert (machine.acceptance.decided, machine.acceptance.accepted) == (counted, decided["accepted"])
    assert listed.total == n
    assert {row.suggestion.id for row in listed.rows} == world.offered
    assert {row.suggestion_id for row in exported} == world.offered
    fates = [row.fate for row in exported]
    assert {fate: fates.count(fate) for fate in decided} == decided


def test_what_is_learned_from_is_what_was_decided_of_the_offered(people, world, ask, db):
    learning = ask(read_learning, Role.ADMINISTRATOR, shipped_version="test")

    assert learning.counts == {(FIT, Polarity.ADHERENT): (2, 3)}


def test_raters_are_compared_with_what_the_machine_said_and_the_rest_was_offered(db, people, world):
    where = Between(people["team"].id, date(2020, 1, 1), this_monday(), now() + timedelta(days=1))
    offered = {(row.week_id, row.polarity) for row in _rows(db, world.offered)}

    weeks = find_marked_weeks(db, where)

    for week in weeks:
        review = db.get_one(Review, week.review_id)
        is_offered = (review.week_id, Polarity.ADHERENT) in offered
        # Who did not look was offered nothing, and is compared with the machine all the same.
        assert (FIT in week.suggested) == (is_offered or week.review_id in world.unlooked)
    assert {week.review_id for week in weeks if FIT in week.suggested} >= set(world.unlooked)
    db.rollback()


def test_the_desk_of_published_reviews_shows_what_was_offered(db, people, world):
    shown = set()
    for review in db.query(Review).filter(Review.published_at.is_not(None)).join(Week):
        if review.id in world.unlooked or review.week.case.team_id != people["team"].id:
            continue
        desk = read_desk(
            db,
            by=people[Role.SUPERVISOR],
            case_id=review.week.case_id,
            monday=review.week.starts_on,
            is_looked_at=False,
        )
        shown |= {row.id for row in desk.suggestions if row.chance is None}

    assert shown == world.offered
    db.rollback()


def _export(reading, by, people):
    return select_suggestions(scope_of(reading, by=by, team_id=people["team"].id))


def _rows(db, keys):
    return db.query(Suggestion).filter(Suggestion.id.in_(keys)).all()
