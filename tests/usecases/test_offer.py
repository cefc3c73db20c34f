"""Which suggestions a team is shown, and that everything that shows or counts them follows it."""

import pytest
from sqlalchemy import select

from fidelity.adherence.suggested import Fate
from fidelity.usecases.blind_weeks import find_hidden_weeks
from fidelity.usecases.choose_offer import choose_offer
from fidelity.usecases.count_evidence import count_evidence
from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_machine import read_machine
from fidelity.usecases.read_suggested import read_suggested
from models import AuditEntry, Case, Offer, Polarity, Principle, Role, Strength, Verdict, Week

FIT, FOCUS = Principle.FINDING_THE_FIT, Principle.PRESENT_FOCUSED
WORDS = "Mum set the rule and praised her for being home by nine."


@pytest.fixture
def team(people):
    return people["case"].team


@pytest.fixture
def week(people, factories):
    factories.noise()
    return factories.Week(case=people["case"])


@pytest.fixture
def revision(factories, week, people):
    return factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": WORDS}).latest


@pytest.fixture
def rows(factories, week, revision):
    """One of each strength, and one that the machine left unmarked."""
    given = {"week": week, "revision": revision, "principle": FIT}
    return {
        "strong": factories.Suggestion(quote="Mum", strength=Strength.STRONG, **given),
        "usual": factories.Suggestion(quote="rule", strength=Strength.USUAL, **given),
        "weak": factories.Suggestion(quote="praised", strength=Strength.WEAK, **given),
        "drawn": factories.Suggestion(
            quote="nine", strength=Strength.WEAK, chance=0.2, **given | {"principle": FOCUS}
        ),
    }


@pytest.fixture
def review(factories, week, revision, people):
    return factories.Review(
        week=week,
        by=people[Role.CONSULTANT],
        revision_id=revision.id,
        ratings=dict.fromkeys(Principle, 3),
    )


@pytest.fixture
def shown(database, db, people, week, rows):
    """Which of the rows a rater has on the desk."""

    def shown():
        db.commit()
        names = {row.id: name for name, row in rows.items()}
        with database.reading() as reading:
            desk = read_desk(reading, by=people[Role.CONSULTANT], case_id=week.case_id, monday=week.starts_on)
            return {names[row.id] for row in desk.suggestions}

    return shown


def evidence(db, by):
    found = count_evidence(
        db,
        cases=Case.reference.startswith("TST"),
        mondays=set(db.scalars(select(Week.starts_on))),
        hidden=find_hidden_weeks(db, by),
    )
    return {key[0]: value for key, value in found.items()}


@pytest.mark.parametrize(
    ("offer", "names"),
    [
        (Offer.FEWER, {"strong"}),
        (Offer.USUAL, {"strong", "usual", "drawn"}),
        (Offer.MORE, {"strong", "usual", "weak", "drawn"}),
    ],
)
def test_the_desk_and_the_queue_follow_what_the_team_chose(
    db, team, people, week, shown, review, offer, names
):
    team.offer = offer
    db.commit()

    assert shown() == names
    found = evidence(db, people[Role.CONSULTANT])[week.case_id]
    assert found.undecided == len(names)
    assert found.shown == {FIT}


def test_what_somebody_decided_stays_on_the_desk_whatever_is_chosen(
    db, team, people, rows, shown, review, week
):
    team.offer = Offer.MORE
    db.commit()
    for name, verdict in (("weak", Verdict.ACCEPTED), ("usual", Verdict.REJECTED)):
        ids = {"review_id": review.id, "suggestion_id": rows[name].id}
        decide_suggestion(db, by=people[Role.CONSULTANT], verdict=verdict, **ids)
    ids["suggestion_id"] = rows["usual"].id
    decide_suggestion(db, by=people[Role.CONSULTANT], verdict=Verdict.UNDONE, **ids)

    team.offer = Offer.FEWER
    db.commit()

    assert shown() == {"strong", "weak"}


def test_publishing_freezes_what_was_chosen(db, team, people, shown, review):
    team.offer = Offer.MORE
    db.commit()
    publish_review(db, by=people[Role.CONSULTANT], review_id=review.id)

    team.offer = Offer.FEWER
    db.commit()

    assert review.offer is Offer.MORE
    assert shown() == {"strong", "usual", "weak", "drawn"}


def test_the_figures_count_what_was_offered_or_decided_and_never_what_the_machine_left_unmarked(
    database, db, team, people, rows, review
):
    consultant = people[Role.CONSULTANT]
    for name in ("weak", "drawn"):
        ids = {"review_id": review.id, "suggestion_id": rows[name].id}
        decide_suggestion(db, by=consultant, verdict=Verdict.ACCEPTED, **ids)
    publish_review(db, by=consultant, review_id=review.id)
    team.offer = Offer.FEWER
    db.commit()

    with database.reading() as reading:
        asked = {"by": people[Role.SUPERVISOR], "team_id": team.id}
        machine = read_machine(reading, **asked).machine
        behind = read_suggested(reading, **asked).page

    of = machine[FIT].tallies
    assert of[Polarity.ADHERENT, Fate.UNDECIDED].n == 2
    assert of[Polarity.ADHERENT, Fate.ACCEPTED].n == 1
    assert machine[FOCUS].acceptance.decided == 0
    assert {row.suggestion.id for row in behind.rows} == {rows[n].id for n in ("strong", "usual", "weak")}


def test_a_published_week_counts_in_the_queue_as_it_was_offered(db, team, people, week, rows, review):
    publish_review(db, by=people[Role.CONSULTANT], review_id=review.id)
    team.offer = Offer.MORE
    db.commit()

    assert evidence(db, people[Role.CONSULTANT])[week.case_id].undecided == 3


def test_the_consultant_and_the_supervisor_choose_and_nobody_else(db, people, factories, team):
    others = [people[Role.THERAPIST], people[Role.ADMINISTRATOR]]
    stranger = factories.Person(role=Role.CONSULTANT)

    choose_offer(db, by=people[Role.CONSULTANT], team_id=team.id, offer="more")
    choose_offer(db, by=people[Role.SUPERVISOR], team_id=team.id, offer="fewer")
    choose_offer(db, by=people[Role.SUPERVISOR], team_id=team.id, offer="fewer")

    for nobody, refusal in [(each, NotAllowed) for each in others] + [(stranger, NotFound)]:
        with pytest.raises(refusal):
            choose_offer(db, by=nobody, team_id=team.id, offer="usual")
    assert team.offer is Offer.FEWER
    noted = db.scalars(select(AuditEntry.what).filter_by(team_id=team.id).order_by(AuditEntry.at))
    assert noted.all() == ["chose suggestions: more", "chose suggestions: fewer"]


def test_what_is_no_choice_is_asked_for_again(db, people, team):
    with pytest.raises(InvalidInput) as raised:
        choose_offer(db, by=people[Role.CONSULTANT], team_id=team.id, offer="all")

    assert raised.value.messages == {"offer": "Select which suggestions the team is shown"}
