"""Taggers that do as they are told, and the job that sets one to work."""

from fidelity.nlp.types import LeftOut, Polarity, Principle, Strength, SuggestedMark
from fidelity.usecases import jobs
from fidelity.usecases.work_on_job import take_job
from models import Review, SuggestionDecision, Week


def mark(text, words, **given):
    """Continuous effort, unless ``given`` says otherwise, in ``words`` of ``text``."""
    starts = text.index(words)
    defaults = {
        "principle": Principle.CONTINUOUS_EFFORT,
        "polarity": Polarity.ADHERENT,
        "probability": 0.7,
        "start": starts,
        "end": starts + len(words),
        "strength": Strength.USUAL,
    }
    return SuggestedMark(**defaults | given)


class FakeTagger:
    """Finds ``words`` wherever they are said, or the first five characters of everything; draws ``draws``.

    ``draws`` pairs words with a chance. ``seen`` is what it was given to read, call by call.
    """

    def __init__(self, version="one", words=None, draws=(), **given):
        self.version, self.words, self.draws, self.given = version, words, draws, given
        self.seen, self.asked = [], []

    def tag(self, units):
        self.seen.append([(unit.speaker, unit.text) for unit in units])
        return [self._of(unit.text) for unit in units]

    def _of(self, text):
        if self.words is None:
            return [mark(text, text[:5], **self.given)]
        return [mark(text, words, **self.given) for words in self.words if words in text]

    def left_out(self, units, how_many, seed):
        self.asked.append((how_many, seed))
        return [
            LeftOut(place, mark(unit.text, words, probability=0.2), chance)
            for words, chance in self.draws
            for place, unit in enumerate(units)
            if words in unit.text
        ]


def begin(db, kind, subject_id):
    """The attempt at a job that was just asked for."""
    job = jobs.ask(db, kind, subject_id)
    db.commit()
    return take_job(db, job_id=job.id, worker="a:1:1")


def decide(db, factories, suggestion, verdict, *, review=None):
    """A rater's verdict, in a review of their own."""
    review = review or (
        db.query(Review).filter_by(week_id=suggestion.week_id).first()
        or factories.Review(week=db.get(Week, suggestion.week_id))
    )
    db.add(
        SuggestionDecision(
            suggestion_id=suggestion.id, review_id=review.id, by_id=review.by_id, verdict=verdict, seconds=1
        )
    )
    db.commit()
    db.refresh(suggestion)
    db.commit()
