"""A team that rates first: nothing of the machine before all nine are rated, and what looking changes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.hidden_suggestions import are_hidden
from fidelity.usecases.mark_instead import mark_instead
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.rate_principle import NOT_ASSESSABLE, rate_principle
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_moved import read_moved
from fidelity.usecases.read_suggested import read_suggested
from fidelity.usecases.reveal_suggestions import reveal_suggestions
from fidelity.usecases.show_suggestions import show_suggestions
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_back_review import take_back_review
from models import AuditEntry, Polarity, Principle, Rater, RatingChange, Role, Verdict
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT
RESPONSIBILITY = Principle.INCREASING_RESPONSIBILITY


@pytest.fixture
def team(people, db):
    people["team"].is_rated_first = True
    db.commit()
    return people["team"]


@pytest.fixture
def week(people, factories, team):
    week = factories.Week(case=people["case"])
    factories.Codebook()
    factories.Note(week=week, by=people[Role.THERAPIST])
    return week


@pytest.fixture
def suggestion(factories, week, db):
    from fidelity.usecases.read_week_words import read_revisions

    revision = read_revisions(db, week)[-1]
    return factories.Suggestion(week=week, quote="set the rule", revision=revision)


@pytest.fixture
def consultant(people):
    return people[Role.CONSULTANT]


@pytest.fixture
def review(db, consultant, week, suggestion):
    return start_review(db, by=consultant, case_id=week.case_id, monday=week.starts_on)


@pytest.fixture
def reading(database, db):
    """Asks as a page does, on a database session of its own that holds no right to write."""
    with database.reading() as own:

        def ask(usecase, **given):
            db.commit()
            own.rollback()
            found = usecase(own, **given)
            own.expunge_all()
            own.rollback()
            return found

        yield ask


@pytest.fixture
def look(reading, week):
    return lambda by: reading(read_desk, by=by, case_id=week.case_id, monday=week.starts_on)


def rate_all(db, review, by, choice="3"):
    for principle in Principle:
        given = {"principle": principle, "choice": choice, "why": "As her words show."}
        rate_principle(db, by=by, review_id=review.id, **given)


def test_nothing_is_seen_or_decided_before_all_nine_are_rated(
    db, people, consultant, review, suggestion, look
):
    given = {"by": consultant, "review_id": review.id, "suggestion_id": suggestion.id}
    rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="3")

    desk = look(consultant)
    show_suggestions(db, by=consultant, review_id=review.id, suggestion_ids=[suggestion.id])

    assert review.is_rated_first
    assert (desk.is_hidden, list(desk.suggestions)) == (True, [])
    assert suggestion.first_shown_at is None
    assert look(people[Role.SUPERVISOR]).is_hidden
    with pytest.raises(NotFound):
        decide_suggestion(db, verdict=Verdict.ACCEPTED, **given)
    with pytest.raises(NotFound):
        mark_instead(db, principle=FIT, polarity=Polarity.ADHERENT, **given)
    with pytest.raises(InvalidInput) as refused:
        reveal_suggestions(db, by=consultant, review_id=review.id)
    assert len(refused.value.messages) == 8


def test_after_looking_they_are_there_and_a_change_is_kept_as_such(db, consultant, review, suggestion, look):
    rate_all(db, review, consultant)
    reveal_suggestions(db, by=consultant, review_id=review.id)
    at = review.revealed_at
    reveal_suggestions(db, by=consultant, review_id=review.id)

    decide_suggestion(
        db, by=consultant, review_id=review.id, suggestion_id=suggestion.id, verdict=Verdict.ACCEPTED
    )
    rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="5")
    desk = look(consultant)

    assert review.revealed_at == at
    assert [row.id for row in desk.suggestions] == [suggestion.id]
    assert desk.before == dict.fromkeys(Principle, 3)
    changes = db.scalars(select(RatingChange).filter_by(review_id=review.id, principle=FIT))
    assert {(change.value, change.is_after_reveal) for change in changes} == {(3, False), (5, True)}
    assert db.query(AuditEntry).filter_by(what="revealed suggestions").count() == 1


def test_a_week_is_hidden_from_whoever_may_rate_it_yet(db, factories, people, week, suggestion):
    supervisor, consultant = people[Role.SUPERVISOR], people[Role.CONSULTANT]
    stranger = factories.Person(role=Role.CONSULTANT)
    other = factories.Week(case=factories.Case())

    def hidden():
        return [are_hidden(db, by, week.id) for by in (consultant, supervisor, stranger)]

    before = hidden()
    first = factories.Review(week=week, by=consultant, published=True, is_rated_first=True)
    published = hidden()
    wish = factories.SecondLook(week=week)
    wanted = hidden()
    factories.Review(week=week, by=supervisor, rater=Rater.SECOND, is_rated_first=True)
    begun = hidden()

    # A stranger is let through to neither week; nothing is hidden from who is no rater of the team.
    assert before == [True, True, False]
    assert published == [False, False, False]
    assert wanted == begun == [False, True, False]
    assert not are_hidden(db, consultant, other.id)
    assert (first.revealed_at, wish.done_at) == (None, None)


def test_what_is_begun_goes_by_what_the_team_chose_then(db, consultant, review, team, look):
    team.is_rated_first = False
    db.commit()

    assert look(consultant).is_hidden
    rate_all(db, review, consultant, NOT_ASSESSABLE)
    assert look(consultant).is_hidden
    reveal_suggestions(db, by=consultant, review_id=review.id)
    assert not look(consultant).is_hidden


def test_publishing_needs_no_looking(db, consultant, review, look):
    rate_all(db, review, consultant)
    review.next_steps = "Rehearse"
    db.commit()

    publish_review(db, by=consultant, review_id=review.id)

    assert review.revealed_at is None
    assert not look(consultant).is_hidden


def test_a_list_of_suggestions_leaves_out_a_week_that_is_still_to_be_rated(
    db, factories, people, week, reading
):
    from fidelity.usecases.read_week_words import read_revisions

    revision = read_revisions(db, week)[-1]
    row = factories.Suggestion(week=week, quote="set the rule", revision=revision)
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, revision_id=revision.id, is_rated_first=True
    )
    team_id = people["team"].id

    def listed(by):
        return [each.suggestion.id for each in reading(read_suggested, by=by, team_id=team_id).page.rows]

    without_looking = listed(people[Role.CONSULTANT])
    review.revealed_at = review.published_at
    seen = listed(people[Role.SUPERVISOR])
    factories.SecondLook(week=week)

    # Who published without looking was offered nothing.
    assert without_looking == []
    assert seen == [row.id]
    assert listed(people[Role.SUPERVISOR]) == []
    assert listed(people[Role.CONSULTANT]) == [row.id]


def rated_first(db, factories, people, by, ago, since):
    """A published review of a week some weeks ago: all 3 before looking; ``since``: what was changed."""
    week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=ago))
    note = factories.Note(week=week, by=people[Role.THERAPIST])
    factories.Suggestion(week=week, quote="set the rule", revision=note.latest)
    review = start_review(db, by=by, case_id=week.case_id, monday=week.starts_on)
    rate_all(db, review, by)
    reveal_suggestions(db, by=by, review_id=review.id)
    for principle, choice in since.items():
        rate_principle(db, by=by, review_id=review.id, principle=principle, choice=choice)
    review.next_steps = "Rehearse"
    db.commit()
    publish_review(db, by=by, review_id=review.id)
    return review


def test_what_looking_changes_is_told_to_oneself_and_of_the_team_together(
    db, factories, people, team, reading
):
    consultant = people[Role.CONSULTANT]
    factories.Codebook()
    other = factories.Person(role=Role.CONSULTANT, team=team)
    first = rated_first(db, factories, people, consultant, 3, {RESPONSIBILITY: "4", FIT: "2"})
    second = rated_first(db, factories, people, other, 2, {FIT: NOT_ASSESSABLE})
    changed_back = rated_first(db, factories, people, consultant, 1, {FIT: "5"})
    with_draft = factories.Week(case=people["case"])
    factories.Review(week=with_draft, by=consultant, is_rated_first=True, ratings={FIT: 1})
    later = rated_first(db, factories, people, consultant, 4, {})
    take_back_review(db, by=consultant, review_id=changed_back.id, reason="Wrong", minutes=60)
    rate_principle(db, by=consultant, review_id=changed_back.id, principle=FIT, choice="3")
    publish_review(db, by=consultant, review_id=changed_back.id)

    own = reading(read_moved, by=consultant, team_id=team.id, is_own=True)
    both = reading(read_moved, by=people[Role.SUPERVISOR], team_id=team.id, is_own=False)

    assert (own.own.reviews, own.own.n, own.own.changed) == (3, 27, 2)
    assert (own.own.towards, own.own.away, own.own.unpointed) == (1, 0, 1)
    assert {(row.review_id, row.principle) for row in own.page.rows} == {
        (first.id, RESPONSIBILITY),
        (first.id, FIT),
    }
    assert (both.own.reviews, both.all.reviews, both.all.raters, both.all.changed) == (0, 4, 2, 3)
    assert both.all.without_size == 1
    assert both.page.rows[0].review_id == second.id
    assert later.id not in {row.review_id for row in both.page.rows}


def test_who_looked_only_after_taking_back_counts_nowhere(db, consultant, team, review, reading):
    rate_all(db, review, consultant)
    review.next_steps = "Rehearse"
    db.commit()
    publish_review(db, by=consultant, review_id=review.id)
    take_back_review(db, by=consultant, review_id=review.id, reason="Wrong week", minutes=60)
    revealed_at = review.revealed_at
    rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="1")
    publish_review(db, by=consultant, review_id=review.id)

    assert revealed_at is not None
    assert reading(read_moved, by=consultant, team_id=team.id, is_own=True).own.reviews == 0


def test_a_therapist_is_not_told_how_raters_move(reading, people, team):
    with pytest.raises(NotAllowed):
        reading(read_moved, by=people[Role.THERAPIST], team_id=team.id, is_own=True)
