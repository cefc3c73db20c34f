"""What happens around the fictional reviews: answers to actions, second ratings, a claim, an absence."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.demonstration.review import place_of
from fidelity.demonstration.source import moment, monday, read
from fidelity.usecases.keep_answer import keep_answer
from models import (
    Absence,
    Action,
    ActionOutcome,
    Case,
    CaseNoteRevision,
    Claim,
    Consensus,
    LookCause,
    Mark,
    Person,
    Polarity,
    Principle,
    Rater,
    Rating,
    RatingChange,
    Reply,
    Review,
    ReviewStatus,
    SecondLook,
    Stance,
    Team,
    Week,
    now,
)

_ANSWERED_HOUR, _RATED_HOUR, _SETTLED_HOUR = 8, 14, 12
_FRIDAY, _WEDNESDAY, _THURSDAY = 4, 9, 10
_BY_RATERS = {ActionOutcome.SEEN, ActionOutcome.NOT_SEEN}

People = dict[str, Person]
Cases = dict[str, Case]


def add_reviewing(db: Session, team: Team, people: People, cases: Cases) -> None:
    """On top of the weeks and reviews that are there."""
    facts = read("reviewing.json")
    for each in facts["answered"]:
        _answer_reply(db, each, people, cases)
    for each in facts["waiting"]:
        first = _first(db, each, cases)
        asked_by = cases[each["case"]].therapists[0].person_id
        db.add(
            SecondLook(
                week_id=first.week_id,
                cause=LookCause(each["cause"]),
                asked_by_id=asked_by,
                created_at=first.read_at or now(),
            )
        )
    _second(db, facts["done"], people, cases)
    for each in facts["actions"]:
        _answer_action(db, each, cases)
    absence, claim = facts["absence"], facts["claim"]
    starts_on = monday(-absence["starts_in_weeks"])
    db.add(
        Absence(
            team_id=team.id,
            person_id=people[absence["person"]].id,
            covered_by_id=people[absence["covered_by"]].id,
            said_by_id=people[absence["person"]].id,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=absence["days"] - 1),
        )
    )
    db.add(
        Claim(
            week_id=_week(db, claim, cases).id,
            person_id=people[claim["person"]].id,
            expires_at=now() + timedelta(hours=claim["hours"]),
        )
    )
    db.flush()


def _week(db: Session, facts: dict[str, Any], cases: Cases, ago: str = "weeks_ago") -> Week:
    case = cases[facts["case"]]
    return db.scalars(select(Week).filter_by(case_id=case.id, starts_on=monday(facts[ago]))).one()


def _first(db: Session, facts: dict[str, Any], cases: Cases, ago: str = "weeks_ago") -> Review:
    week = _week(db, facts, cases, ago)
    return db.scalars(select(Review).filter_by(week_id=week.id, rater=Rater.FIRST)).one()


def _answer_reply(db: Session, facts: dict[str, Any], people: People, cases: Cases) -> None:
    first = _first(db, facts, cases)
    rating = first.rating(Principle(facts["principle"]))
    db.add(
        Reply(
            review_id=first.id,
            rating_id=rating.id if rating else None,
            by_id=people[facts["by"]].id,
            stance=Stance.ANSWER,
            text=facts["text"],
            created_at=(first.read_at or now()) + timedelta(hours=2),
        )
    )


def _second(db: Session, facts: dict[str, Any], people: People, cases: Cases) -> None:
    """Rated blind in the week after, and settled the day after that."""
    first, rater = _first(db, facts, cases), people[facts["rater"]]
    week = _week(db, facts, cases)
    at = moment(week.starts_on + timedelta(days=_WEDNESDAY), _RATED_HOUR)
    look = SecondLook(
        week_id=week.id,
        cause=LookCause(facts["cause"]),
        asked_by_id=people[facts["asked_by"]].id,
        given_to_id=rater.id,
        created_at=first.published_at or at,
        done_at=at,
    )
    second = Review(
        week_id=week.id,
        rater=Rater.SECOND,
        by_id=rater.id,
        codebook_id=first.codebook_id,
        status=ReviewStatus.SUBMITTED,
        created_at=at - timedelta(hours=1),
        saved_at=at,
        submitted_at=at,
        offer=first.offer,
        revision_id=first.revision_id,
    )
    db.add_all([look, second])
    db.flush()
    for name, (value, why) in facts["ratings"].items():
        given = {
            "review_id": second.id,
            "principle": Principle(name),
            "value": value if isinstance(value, int) else None,
        }
        db.add(Rating(**given, why=why))
        db.add(RatingChange(**given, by_id=rater.id, created_at=at - timedelta(minutes=10)))
    revision = db.get_one(CaseNoteRevision, first.revision_id)
    db.add_all(_mark(second, revision, each, at) for each in facts["marks"])
    settled_at = moment(week.starts_on + timedelta(days=_THURSDAY), _SETTLED_HOUR)
    db.add_all(
        Consensus(
            week_id=week.id,
            principle=Principle(each["principle"]),
            value=each["value"],
            why=each["why"],
            by_id=people[each["by"]].id,
            created_at=settled_at,
        )
        for each in facts["consensus"]
    )


def _mark(review: Review, revision: CaseNoteRevision, facts: dict[str, str], at: datetime) -> Mark:
    return Mark(
        review_id=review.id,
        by_id=review.by_id,
        created_at=at - timedelta(minutes=20),
        principle=Principle(facts["principle"]),
        polarity=Polarity(facts["polarity"]),
        **place_of(revision, facts),
    )


def _answer_action(db: Session, facts: dict[str, Any], cases: Cases) -> None:
    """In the week after it was agreed: by the therapist, or by who reviewed that week."""
    agreed = _first(db, facts, cases, "agreed_weeks_ago")
    action = db.scalars(select(Action).filter_by(review_id=agreed.id, position=facts["position"])).one()
    week = _week(db, {**facts, "weeks_ago": facts["agreed_weeks_ago"] - 1}, cases)
    outcome, review, by = ActionOutcome(facts["outcome"]), None, cases[facts["case"]].therapists[0].person
    at = moment(week.starts_on + timedelta(days=_FRIDAY), _ANSWERED_HOUR)
    if outcome in _BY_RATERS:
        review = db.scalars(select(Review).filter_by(week_id=week.id, rater=Rater.FIRST)).one()
        by, at = review.by, review.saved_at
    evidence = place_of(_note(db, week), facts) if "quote" in facts else None
    answer = keep_answer(
        db,
        by,
        action,
        week.id,
        outcome,
        text=facts["text"],
        evidence=evidence,
        review_id=review.id if review else None,
    )
    answer.created_at = at
    if review is None and action.done_at is not None:
        action.done_at = at


def _note(db: Session, week: Week) -> CaseNoteRevision:
    newest = select(CaseNoteRevision).join(CaseNoteRevision.note).filter_by(week_id=week.id)
    return db.scalars(newest.order_by(CaseNoteRevision.number.desc()).limit(1)).one()
