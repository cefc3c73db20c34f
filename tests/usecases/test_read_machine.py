from datetime import timedelta

import pytest

from fidelity.adherence.suggested import Acceptance, Fate, Tally
from fidelity.usecases.read_machine import read_machine
from models import (
    CaseTherapist,
    Polarity,
    Principle,
    Rater,
    RecordingStatus,
    Role,
    SuggestionDecision,
    Verdict,
    now,
)
from tests.factories import this_monday

FIT, RESPONSIBILITY = Principle.FINDING_THE_FIT, Principle.INCREASING_RESPONSIBILITY


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def read(as_a_page):
    return as_a_page(read_machine)


def test_suggestions_are_counted_apart_by_what_became_of_them_in_the_review(
    db, people, factories, reviewed, read
):
    review = reviewed(1, {RESPONSIBILITY: 3})
    revision = factories.Note(week=review.week).revisions[0]
    review.revision_id = revision.id
    db.commit()

    def suggest(*verdicts, in_review=review, **given):
        made = factories.Suggestion(week=review.week, quote="Mum", revision=revision, **given)
        for verdict in verdicts:
            db.add(
                SuggestionDecision(
                    suggestion_id=made.id,
                    review_id=in_review.id,
                    by_id=review.by_id,
                    verdict=verdict,
                    seconds=2,
                )
            )
            db.commit()

    second = factories.Review(week=review.week, rater=Rater.SECOND)
    suggest(Verdict.ACCEPTED)
    suggest(Verdict.REJECTED, Verdict.ACCEPTED)
    suggest(Verdict.REJECTED)
    suggest(Verdict.ACCEPTED, Verdict.UNDONE)
    suggest(Verdict.ACCEPTED, in_review=second)
    suggest(polarity=Polarity.COUNTER)

    machine = read().machine[RESPONSIBILITY]

    assert machine.tallies[Polarity.ADHERENT, Fate.ACCEPTED] == Tally(n=2, weeks=1)
    assert machine.tallies[Polarity.ADHERENT, Fate.UNDECIDED] == Tally(n=2, weeks=1)
    assert machine.tallies[Polarity.COUNTER, Fate.UNDECIDED] == Tally(n=1, weeks=1)
    assert machine.acceptance == Acceptance(accepted=2, decided=3)


def test_suggestions_that_no_rater_could_see_are_not_counted(db, people, factories, reviewed, read):
    review = reviewed(1, {RESPONSIBILITY: 3})
    week = review.week
    unreviewed = factories.Week(case=people["case"], starts_on=ago(2))
    factories.Suggestion(week=unreviewed, quote="Mum", revision=factories.Note(week=unreviewed).revisions[0])
    # A revision handed in after the review, another version's words, what was retired, withdrawn.
    factories.Suggestion(week=week, quote="Mum", revision=factories.Note(week=week).revisions[0])
    recording = factories.Recording(week=week)
    old = factories.Transcript(recording=recording).segments[0]
    new = factories.Transcript(
        recording=recording,
        version=2,
        turns=[("therapist", "What happened?"), ("caregiver", "What happened?")],
    ).segments
    gone = factories.Transcript(
        recording=factories.Recording(week=week, status=RecordingStatus.WITHDRAWN)
    ).segments[0]
    for segment in (old, *new, gone):
        retired = now() if segment is new[1] else None
        factories.Suggestion(week=week, quote="What", segment=segment, retired_at=retired)
    review.published_at = now()
    db.commit()
    # Of a version that came after the review was published.
    later = factories.Transcript(recording=recording, version=3).segments[0]
    factories.Suggestion(week=week, quote="What", segment=later)

    assert read().machine[RESPONSIBILITY].tallies[Polarity.ADHERENT, Fate.UNDECIDED] == Tally(n=1, weeks=1)


def test_what_becomes_of_suggestions_after_a_review_was_published_changes_nothing(
    db, people, factories, reviewed, read
):
    review = reviewed(1, {RESPONSIBILITY: 3})
    segment = factories.Transcript(recording=factories.Recording(week=review.week)).segments[0]
    factories.Suggestion(week=review.week, quote="What", segment=segment, retired_at=now())
    offered = factories.Suggestion(week=review.week, quote="What", segment=segment)
    review.published_at = now()
    db.commit()

    # Somebody corrected the turn: other words are offered, and these no more.
    offered.retired_at = now()
    db.commit()
    factories.Suggestion(week=review.week, quote="happened", segment=segment, polarity=Polarity.COUNTER)

    tallies = read().machine[RESPONSIBILITY].tallies
    assert tallies[Polarity.ADHERENT, Fate.UNDECIDED] == Tally(n=1, weeks=1)
    assert (Polarity.COUNTER, Fate.UNDECIDED) not in tallies or not tallies[
        Polarity.COUNTER, Fate.UNDECIDED
    ].n


def test_suggestions_are_counted_over_the_weeks_that_are_chosen_alone(db, people, factories, reviewed, read):
    other = factories.Person(role=Role.THERAPIST, team=people["team"])
    handed_over = factories.Case(team=people["team"], therapist=other)
    handed_over.therapists[0].ends_on = ago(2)
    handed_over.therapists.append(CaseTherapist(person_id=people[Role.THERAPIST].id, starts_on=ago(1)))
    for weeks_ago, case in ((1, people["case"]), (3, people["case"]), (1, handed_over), (4, handed_over)):
        review = reviewed(weeks_ago, {RESPONSIBILITY: 3}, case=case)
        revision = factories.Note(week=review.week).revisions[0]
        review.revision_id = revision.id
        for quote in ("Mum", "praised"):
            factories.Suggestion(week=review.week, quote=quote, revision=revision)

    def undecided(**asked):
        return read(**asked).machine[RESPONSIBILITY].tallies[Polarity.ADHERENT, Fate.UNDECIDED]

    assert undecided() == Tally(n=8, weeks=4)
    assert undecided(therapist_id=people[Role.THERAPIST].id) == Tally(n=6, weeks=3)
    assert undecided(case_id=handed_over.id) == Tally(n=4, weeks=2)
    assert undecided(therapist_id=other.id) == Tally(n=2, weeks=1)
