"""What has happened in a case before a test begins."""

from datetime import timedelta
from uuid import UUID

from models import Case, Person, Polarity, Principle, Role
from tests.browser.conftest import PEOPLE

ADVANCES = "Mum set the rule and praised him for being home by nine. Gran shouted at him on Sunday."


def _people(db):
    return {role: db.query(Person).filter_by(email=email).one() for role, (email, _) in PEOPLE.items()}


def _week(factories, db, case, *, ago=0):
    return factories.Week(case=db.get(Case, UUID(case.id)), starts_on=case.monday - timedelta(weeks=ago))


def review_earlier_weeks(service, case, weeks):
    """Each with a note and a published review."""

    def make(factories, db):
        people = _people(db)
        for ago in range(1, weeks + 1):
            week = _week(factories, db, case, ago=ago)
            factories.Note(week=week, by=people[Role.THERAPIST])
            ratings = dict.fromkeys(Principle, 3)
            factories.Review(week=week, by=people[Role.CONSULTANT], published=True, ratings=ratings)

    service.past(make)


def hand_in(service, case):
    """A note of this week with two suggestions, and a recording whose words are there."""

    def make(factories, db):
        people = _people(db)
        week = _week(factories, db, case)
        note = factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": ADVANCES})
        revision = note.revisions[0]
        factories.Suggestion(week=week, revision=revision, quote="Mum set the rule")
        factories.Suggestion(
            week=week,
            revision=revision,
            quote="Gran shouted at him",
            principle=Principle.POSITIVE_AND_STRENGTH_FOCUSED,
            polarity=Polarity.COUNTER,
        )
        factories.Transcript(recording=factories.Recording(week=week, by=people[Role.THERAPIST]))

    service.past(make)


def rate_all(service, case):
    """A note of this week and a review of it to which nothing is lacking; gives back the review's key."""

    def make(factories, db):
        people = _people(db)
        week = _week(factories, db, case)
        note = factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": ADVANCES})
        review = factories.Review(
            week=week,
            by=people[Role.CONSULTANT],
            ratings=dict.fromkeys(Principle, 3),
            revision_id=note.revisions[0].id,
        )
        return review.id

    return service.past(make)
