"""What a service decided, for tests of learning: reviewed weeks with marks and rejected suggestions."""

from datetime import timedelta

from fidelity.nlp.lessons import Comparison, Learned, Score
from fidelity.nlp.types import Principle, Sentence
from models import Mark, NoteSection, Polarity, Suggestion, SuggestionDecision, Verdict, now
from models import Principle as Row
from tests.factories import this_monday

FIT, STRENGTHS, RESPONSIBILITY, SEQUENCES = (
    Row.FINDING_THE_FIT,
    Row.POSITIVE_AND_STRENGTH_FOCUSED,
    Row.INCREASING_RESPONSIBILITY,
    Row.TARGETING_SEQUENCES,
)


class Decided:
    """Makes rows of the past; every call commits."""

    def __init__(self, db, factories, case, by):
        self._db, self._factories, self._case, self._by = db, factories, case, by

    def week(self, weeks_ago=1):
        return self._factories.Week(case=self._case, starts_on=this_monday() - timedelta(weeks=weeks_ago))

    def session(self, *turns, week=None, is_agreed=True, **given):
        """A transcript; its recording's people agreed to learning."""
        recording = self._factories.Recording(week=week or self.week(), is_learning_agreed=is_agreed, **given)
        return self._factories.Transcript(recording=recording, turns=turns)

    def publish(self, week, note=None, by=None, **given):
        by = by or self._by
        revision_id = note.latest.id if note else None
        return self._factories.Review(week=week, by=by, published=True, revision_id=revision_id, **given)

    def reject(self, review, quote, *, segment=None, note=None, verdict=Verdict.REJECTED, **given):
        """A suggestion with a verdict on it."""
        revision = note.latest if note else None
        suggestion = self._factories.Suggestion(
            week=review.week, quote=quote, segment=segment, revision=revision, **given
        )
        self.decide(suggestion, review, verdict)
        return suggestion

    def decide(self, suggestion, review, *verdicts):
        for verdict in verdicts:
            decision = SuggestionDecision(
                review_id=review.id, by_id=review.by_id, verdict=verdict, seconds=4.0, created_at=now()
            )
            suggestion.decisions.append(decision)
            self._db.commit()

    def mark(self, review, quote, *, segment=None, note=None, section=NoteSection.ADVANCES, **given):
        text = segment.text if segment else note.latest.texts[section.value]
        starts = text.index(quote)
        columns = {
            "review_id": review.id,
            "by_id": review.by_id,
            "segment_id": segment and segment.id,
            "revision_id": None if segment else note.latest.id,
            "section": None if segment else section,
            "starts": starts,
            "ends": starts + len(quote),
            "quote": quote,
            "principle": RESPONSIBILITY,
            "polarity": Polarity.ADHERENT,
        }
        mark = Mark(**columns | given)
        self._db.add(mark)
        self._db.commit()
        return mark

    def weeks(self, count, sentences=15):
        """So many reviewed weeks, each with a note of so many sentences and a verdict on each of them."""
        for weeks_ago in range(count, 0, -1):
            week = self.week(weeks_ago)
            quotes = [f"tried step {number} again" for number in range(sentences)]
            text = " ".join(f"Mum {quote}." for quote in quotes)
            note = self._factories.Note(week=week, by=self._by, texts={"advances": text})
            review = self.publish(week, note)
            self._db.add_all(self._judgements(review, note.latest, text, quotes))
            self._db.commit()

    def _judgements(self, review, revision, text, quotes):
        """Every second is a mark, the others are rejected."""
        for number, quote in enumerate(quotes):
            starts = text.index(quote)
            columns = {
                "revision_id": revision.id,
                "section": NoteSection.ADVANCES,
                "starts": starts,
                "ends": starts + len(quote),
                "quote": quote,
                "principle": RESPONSIBILITY,
                "polarity": Polarity.ADHERENT,
            }
            if number % 2:
                yield Mark(review_id=review.id, by_id=review.by_id, **columns)
                continue
            decision = SuggestionDecision(
                review_id=review.id, by_id=review.by_id, verdict=Verdict.REJECTED, seconds=4.0
            )
            yield Suggestion(
                week_id=review.week_id, probability=0.8, model_version="test", decisions=[decision], **columns
            )


def sentences(text):
    """Full stops end them."""
    found, start = [], 0
    while (stop := text.find(".", start)) >= 0:
        begin = start + (len(text[start:]) - len(text[start:].lstrip()))
        found.append(Sentence(begin, stop + 1))
        start = stop + 1
    return found


def compare(before, after):
    """A comparison of two counts of right, wrong and missed."""
    scores = tuple(Score(sum(each), each[0] + each[2], *each) for each in (before, after))
    return Comparison(*scores, {Principle.INCREASING_RESPONSIBILITY: scores})


#: Right, wrong, missed.
POOR, FAIR, GOOD = (5, 5, 5), (10, 5, 5), (20, 1, 1)


class LearningTagger:
    """Learns nothing, but remembers what it was given and says what it is told to say."""

    def __init__(self, version="shipped", *, held_out=(FAIR, GOOD), benchmark=(FAIR, FAIR), head=None):
        self.base, self.head = version, head
        self.version = f"{version}/{head.decode()}" if head else version
        self._results = held_out, benchmark
        self.lessons = self.held_out = None
        self.meanwhile = lambda: None
        self.others = []

    def tag(self, units):
        return [[] for _ in units]

    def left_out(self, units, how_many, seed):
        return []

    def sentences(self, text):
        return sentences(text)

    def with_head(self, head):
        if head == b"of another encoder":
            raise ValueError("another encoder")
        held_out, benchmark = self._results
        other = LearningTagger(self.base, held_out=held_out, benchmark=benchmark, head=head)
        other.meanwhile = self.meanwhile
        self.others.append(other)
        return other

    def learn(self, lessons, held_out):
        self.lessons, self.held_out = list(lessons), list(held_out)
        self.meanwhile()
        in_weeks, on_benchmark = self._results
        return Learned(b"learned", f"{self.base}/learned", compare(*in_weeks), compare(*on_benchmark))
