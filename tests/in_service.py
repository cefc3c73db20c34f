"""Reviewed weeks with suggestions that somebody decided on, made in one line each."""

from datetime import timedelta

from models import Offer, Principle, Role, Strength, SuggestionDecision, now

FIT = Principle.FINDING_THE_FIT


class InService:
    """Weeks of one team's case, each with a note, of which ``review`` gives back the published review."""

    def __init__(self, db, factories, people):
        self.db, self.factories, self.people = db, factories, people
        self._revisions = {}

    def review(self, monday, *, case=None, **given):
        week = self.factories.Week(case=case or self.people["case"], starts_on=monday)
        revision = self.factories.Note(week=week).revisions[0]
        defaults = {
            "week": week,
            "by": self.people[Role.CONSULTANT],
            "published": True,
            "revision_id": revision.id,
            "offer": Offer.USUAL,
        }
        review = self.factories.Review(**defaults | given)
        self._revisions[review.id] = revision
        return review

    def suggest(self, review, *verdicts, seconds=2.0, in_review=None, **given):
        row = self.factories.Suggestion(
            **{
                "week": review.week,
                "quote": "Mum",
                "revision": self._revisions[review.id],
                "principle": FIT,
            }
            | given
        )
        for number, verdict in enumerate(verdicts):
            self.db.add(
                SuggestionDecision(
                    suggestion_id=row.id,
                    review_id=(in_review or review).id,
                    by_id=review.by_id,
                    verdict=verdict,
                    seconds=seconds,
                    created_at=now() + timedelta(seconds=number),
                )
            )
        self.db.commit()
        return row

    def probe(self, review, *verdicts, chance=0.1, **given):
        """What the machine left unmarked and was drawn with this chance."""
        return self.suggest(review, *verdicts, chance=chance, **{"strength": Strength.WEAK} | given)
