"""Writes one fictional review with what hangs on it: ratings, marks, comments, actions, replies."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from fidelity.demonstration.source import moment, monday
from models import (
    Action,
    CaseNoteRevision,
    Codebook,
    Comment,
    Mark,
    NoteSection,
    Offer,
    Person,
    Polarity,
    Principle,
    Rating,
    RatingChange,
    Reply,
    Review,
    ReviewStatus,
    Role,
    Stance,
    Week,
)

_CONSULTATION_DAY, _PUBLISHED_HOUR, _READ_HOUR = 4, 16, 9


def add_review(  # noqa: PLR0917  # called once, with rows that its caller has just made
    db: Session,
    facts: dict[str, Any],
    week: Week,
    revision: CaseNoteRevision,
    therapist: Person,
    people: dict[str, Person],
    codebook: Codebook,
) -> None:
    """Publish it on the day of the consultation; replies come on the Monday after."""
    consultant = _who(Role.CONSULTANT, therapist, people)
    published_at = moment(week.starts_on + timedelta(days=_CONSULTATION_DAY), _PUBLISHED_HOUR)
    read_at = moment(week.starts_on + timedelta(days=7), _READ_HOUR)
    review = Review(
        week_id=week.id,
        by_id=consultant.id,
        codebook_id=codebook.id,
        status=ReviewStatus.PUBLISHED,
        created_at=published_at - timedelta(hours=1),
        saved_at=published_at,
        published_at=published_at,
        offer=Offer.USUAL,
        read_at=None if week.starts_on == monday(1) else read_at,
        strengths=facts["strengths"],
        barriers=facts["barriers"],
        next_steps=facts["next_steps"],
        revision_id=revision.id,
    )
    db.add(review)
    db.flush()
    ratings = _ratings(review, facts["ratings"])
    marks = [_mark(review, revision, each) for each in facts["marks"]]
    remarks = facts["comments"] + [{**m, "text": m["comment"]} for m in facts["marks"] if m["comment"]]
    comments = [_comment(review, revision, each) for each in remarks]
    db.add_all([*ratings.values(), *marks, *comments, *_changes(review, ratings)])
    db.add_all(_actions(review, facts["actions"], therapist, people, published_at.date()))
    db.flush()
    for each in facts["replies"] if review.read_at else []:  # nobody replies to what they did not open yet
        kind, _, which = each["to"].partition(":")
        db.add(
            Reply(
                review_id=review.id,
                created_at=read_at,
                by_id=therapist.id,
                stance=Stance(each["stance"]),
                text=each["text"],
                rating_id=ratings[Principle(which)].id if kind == "rating" else None,
                mark_id=marks[int(which)].id if kind == "mark" else None,
                comment_id=comments[int(which)].id if kind == "comment" else None,
            )
        )


def _who(role: Role, therapist: Person, people: dict[str, Person]) -> Person:
    if role is Role.THERAPIST:
        return therapist
    return next(person for person in people.values() if person.team_roles[0].role is role)


def _ratings(review: Review, facts: dict[str, int | str]) -> dict[Principle, Rating]:
    return {
        Principle(name): Rating(
            review_id=review.id, principle=Principle(name), value=value if isinstance(value, int) else None
        )
        for name, value in facts.items()
    }


def _changes(review: Review, ratings: dict[Principle, Rating]) -> list[RatingChange]:
    return [
        RatingChange(
            review_id=review.id,
            principle=each.principle,
            value=each.value,
            by_id=review.by_id,
            created_at=review.saved_at,
        )
        for each in ratings.values()
    ]


def place_of(revision: CaseNoteRevision, facts: dict[str, str]) -> dict[str, Any]:
    """Where a quote stands in a note: it is there exactly once."""
    starts = revision.texts[facts["section"]].index(facts["quote"])
    return {
        "revision_id": revision.id,
        "section": NoteSection(facts["section"]),
        "starts": starts,
        "ends": starts + len(facts["quote"]),
        "quote": facts["quote"],
    }


def _mark(review: Review, revision: CaseNoteRevision, facts: dict[str, str]) -> Mark:
    return Mark(
        review_id=review.id,
        by_id=review.by_id,
        created_at=review.saved_at,
        principle=Principle(facts["principle"]),
        polarity=Polarity(facts["polarity"]),
        **place_of(revision, facts),
    )


def _comment(review: Review, revision: CaseNoteRevision, facts: dict[str, str]) -> Comment:
    return Comment(
        review_id=review.id,
        by_id=review.by_id,
        created_at=review.saved_at,
        text=facts["text"],
        **place_of(revision, facts),
    )


def _actions(
    review: Review,
    facts: list[dict[str, Any]],
    therapist: Person,
    people: dict[str, Person],
    published_on: Any,
) -> list[Action]:
    return [
        Action(
            review_id=review.id,
            position=position,
            text=each["text"],
            owner_id=_who(Role(each["owner"]), therapist, people).id,
            due_on=(due_on := published_on + timedelta(days=each["due_days"])),
            done_at=moment(due_on, _READ_HOUR) if review.read_at and due_on < monday(1) else None,
        )
        for position, each in enumerate(facts)
    ]
