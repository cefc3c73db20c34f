from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fidelity.adherence.in_service import PERIOD, Offered, Said, period_of
from fidelity.adherence.recall import Drawn, Found
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.read_machine import read_machine
from fidelity.usecases.read_principle_over_time import read_principle_over_time, read_principles
from models import (
    AuditEntry,
    Offer,
    Polarity,
    Principle,
    Rater,
    RecordingStatus,
    Role,
    Strength,
    Verdict,
    now,
)
from tests.in_service import FIT, InService

NOW = Principle.PRESENT_FOCUSED
ACCEPTED, REJECTED, UNDONE = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNDONE
THIS = period_of(date.today())


@pytest.fixture
def service(db, factories, people):
    return InService(db, factories, people)


@pytest.fixture
def read(database, db, people):
    """As a page that only looks asks for it."""

    def read(role=Role.SUPERVISOR, principle=FIT, **asked):
        db.commit()
        given = {"by": people[role], "team_id": people["team"].id} | asked
        with database.reading() as reading:
            return read_principle_over_time(reading, principle=principle, **given)

    return read


def test_it_counts_what_was_offered_and_decided_in_each_period(service, read):
    before, after = service.review(THIS - PERIOD), service.review(THIS)
    service.suggest(before, ACCEPTED)
    service.suggest(before, REJECTED, ACCEPTED, seconds=8)
    service.suggest(before, ACCEPTED, UNDONE)
    service.suggest(after, REJECTED, polarity=Polarity.COUNTER, seconds=4)
    service.suggest(after)
    service.suggest(after, ACCEPTED, principle=NOW)

    first, second = read().periods

    assert (first.starts_on, second.starts_on) == (THIS - PERIOD, THIS)
    assert first.counts.offered == Offered(offered=3, decided=2, accepted=2)
    assert second.counts.offered == Offered(offered=2, decided=1, accepted=0, counter=1)
    assert (first.seconds, second.seconds) == (5, 4)
    assert read().recent.offered == Offered(offered=5, decided=3, accepted=2, counter=1)


def test_what_was_drawn_is_counted_for_recall_and_never_as_offered(service, read):
    review = service.review(THIS)
    service.suggest(review, ACCEPTED)
    service.probe(review, ACCEPTED, chance=0.1)
    service.probe(review, REJECTED, chance=0.02)
    service.probe(review, ACCEPTED, UNDONE, chance=0.01)
    service.probe(review, chance=0.01)

    counts = read().recent

    assert counts.offered == Offered(offered=1, decided=1, accepted=1)
    assert counts.found == Found(made=1, decided=1, accepted=1)
    assert counts.drawn == Drawn(
        drawn=4,
        decided=2,
        accepted=1,
        weight=pytest.approx(10),
        squares=pytest.approx(100),
        heaviest=pytest.approx(50),
    )


@pytest.mark.parametrize(
    ("offer", "offered", "found", "drawn"),
    [
        # Nobody saw the usual ones, so that nothing is known of them: no recall.
        (Offer.FEWER, 1, 0, 0),
        (Offer.USUAL, 2, 2, 1),
        # A weak one is offered, but was not found at the usual level.
        (Offer.MORE, 3, 2, 1),
    ],
)
def test_only_what_the_team_wanted_to_see_counts(service, read, offer, offered, found, drawn):
    review = service.review(THIS, offer=offer)
    for strength in Strength:
        service.suggest(review, strength=strength)
    service.probe(review, ACCEPTED)

    counts = read().recent

    assert (counts.offered.offered, counts.found.made, counts.drawn.drawn) == (offered, found, drawn)


def test_what_somebody_decided_on_was_before_them(service, read):
    review = service.review(THIS, offer=Offer.FEWER)
    service.suggest(review, ACCEPTED, strength=Strength.USUAL)

    assert read().recent.offered == Offered(offered=1, decided=1, accepted=1)


def test_drafts_second_raters_other_teams_and_older_weeks_stay_out(service, factories, read):
    draft = service.review(THIS, case=factories.Case(team=service.people["team"]), published=False)
    service.suggest(draft, ACCEPTED)
    elsewhere = service.review(THIS, case=factories.Case())
    service.suggest(elsewhere, ACCEPTED)
    ancient = service.review(THIS - 26 * PERIOD)
    service.suggest(ancient, ACCEPTED)
    review = service.review(THIS)
    second = factories.Review(week=review.week, rater=Rater.SECOND, published=True)
    service.suggest(review, ACCEPTED, in_review=second)

    found = read()

    assert found.recent.offered == Offered(offered=1)
    assert [p.starts_on for p in found.periods] == [THIS]


def test_the_recent_year_is_thirteen_periods(service, read):
    service.suggest(service.review(THIS - 13 * PERIOD), ACCEPTED)
    service.suggest(service.review(THIS - 12 * PERIOD), ACCEPTED)

    found = read()

    assert len(found.periods) == 14
    assert (found.since, found.recent.offered.offered) == (THIS - 12 * PERIOD, 1)


def test_the_rate_is_of_the_newest_words_whether_reviewed_or_not(db, service, factories, people, read):
    week = factories.Week(case=people["case"], starts_on=THIS)
    recording = factories.Recording(week=week)
    for version in (1, 2):
        transcript = factories.Transcript(
            recording=recording, version=version, turns=[("therapist", "What happened?")] * 150
        )
        factories.Suggestion(week=week, quote="What", segment=transcript.segments[0], principle=FIT)
    factories.Suggestion(
        week=week, quote="What", segment=transcript.segments[1], principle=FIT, retired_at=now()
    )
    factories.Suggestion(
        week=week, quote="What", segment=transcript.segments[2], principle=FIT, strength=Strength.WEAK
    )
    factories.Suggestion(week=week, quote="What", segment=transcript.segments[3], principle=FIT, chance=0.1)
    gone = factories.Transcript(recording=factories.Recording(week=week, status=RecordingStatus.WITHDRAWN))
    factories.Suggestion(week=week, quote="What", segment=gone.segments[0], principle=FIT)
    revision = factories.Note(week=week, texts={"advances": "x" * 5000}).revisions[0]

    factories.Suggestion(week=week, quote="x", revision=revision, principle=FIT)
    factories.Suggestion(week=week, quote="x", revision=revision, principle=FIT, retired_at=now())

    [period] = read().periods

    kept = len('{"advances": ""}') + 5000
    assert period.said == Said(suggestions=2, units=150 + kept / 100)
    assert period.counts.offered == Offered()


def test_weeks_that_somebody_has_yet_to_rate_are_in_none_of_their_numbers(
    db, service, factories, people, read, database
):
    people["team"].is_rated_first = True
    waiting = factories.Week(case=people["case"], starts_on=THIS - PERIOD)
    note = factories.Note(week=waiting, texts={"advances": "Mum set the rule. " * 700})
    factories.Suggestion(week=waiting, quote="Mum", revision=note.latest, principle=FIT)
    twice = service.review(THIS, is_rated_first=True, revealed_at=now())
    service.suggest(twice, ACCEPTED)
    factories.SecondLook(week=twice.week)
    team_id = people["team"].id

    def told(role):
        said = sum(period.said.suggestions for period in read(role).periods)
        with database.reading() as reading:
            in_list = read_principles(reading, by=people[role], team_id=team_id).counts[FIT].offered.offered
            page = read_machine(reading, by=people[role], team_id=team_id)
        return said, in_list, page.reviewed, sum(tally.n for tally in page.machine[FIT].tallies.values())

    assert told(Role.SUPERVISOR) == (0, 0, 0, 0)
    # Who has rated the one still does not know what the other holds; who never rates may know of both.
    assert told(Role.CONSULTANT) == (1, 1, 1, 1)
    assert sum(period.said.suggestions for period in read(Role.ADMINISTRATOR).periods) == 2


def test_a_newer_model_is_a_change_and_its_first_weeks_are_compared_with_its_last(service, read):
    for ago in range(20):
        review = service.review(THIS - timedelta(weeks=ago))
        for number in range(14):
            service.suggest(review, probability=0.5 + number / 100, model_version="new")
    service.suggest(review, model_version="old", created_at=now() - timedelta(weeks=30))

    found = read()

    assert [p.new_versions for p in found.periods][-1] == ["new"]
    assert found.since_new.version == "new"
    assert found.since_new.weeks == 20
    assert found.since_new.comparison.then == found.since_new.comparison.since == 8 * 14
    assert found.since_new.comparison.index == pytest.approx(0)


def test_before_sixteen_weeks_nothing_is_compared(service, read):
    service.suggest(service.review(THIS))

    assert read().since_new.comparison is None
    assert read(principle=NOW).since_new is None


def test_nothing_yet_has_no_periods(read):
    found = read()

    assert (found.periods, found.since_new) == ([], None)
    assert not found.recent.recall.is_enough


def test_every_principle_is_in_the_list_also_for_the_whole_service(db, service, factories, people):
    service.suggest(service.review(THIS), ACCEPTED)
    service.suggest(service.review(THIS, case=factories.Case()), REJECTED, principle=NOW)
    service.suggest(service.review(THIS - 13 * PERIOD), ACCEPTED)

    of_team = read_principles(db, by=people[Role.CONSULTANT], team_id=people["team"].id)
    of_service = read_principles(db, by=people[Role.ADMINISTRATOR], team_id=None)

    assert of_team.counts[FIT].offered == of_service.counts[FIT].offered == Offered(1, 1, 1)
    assert of_service.counts[NOW].offered == Offered(1, 1, 0)
    assert of_team.counts[NOW].offered == of_team.counts[Principle.GENERALISATION].offered == Offered()


def test_who_may_see_it(db, people, factories, read):
    for role in (Role.CONSULTANT, Role.SUPERVISOR):
        assert read(role).may_open
        with pytest.raises(NotAllowed):
            read(role, team_id=None)
        with pytest.raises(NotFound):
            read(role, team_id=factories.Team().id)
    assert not read(Role.ADMINISTRATOR).may_open
    assert read(Role.ADMINISTRATOR, team_id=None).team is None
    for team_id in (None, people["team"].id):
        with pytest.raises(NotAllowed):
            read(Role.THERAPIST, team_id=team_id)


def test_reading_a_teams_is_noted(db, people, read):
    read()

    [entry] = db.scalars(select(AuditEntry))
    assert (entry.what, entry.team_id) == ("read how good suggestions are", people["team"].id)
