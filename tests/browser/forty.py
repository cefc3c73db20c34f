"""A week with forty suggestions: in the note and in a session, of every strength, both ways, some on the same words."""

from dataclasses import dataclass
from itertools import cycle
from uuid import UUID

from models import Case, NoteSection, Offer, Person, Polarity, Principle, Role, Strength
from tests.browser.conftest import PEOPLE

SENTENCES = [
    "Mum praised him for being home by nine on four nights.",
    "We looked at what happened just before the row on Sunday.",
    "Gran agreed to take the phone at ten each evening.",
    "Dad wrote the plan for Friday himself and put it on the fridge.",
    "Told her the uncle will never change, so there is no point.",
    "School rings mum each day before noon with a yes or a no.",
    "We practised the same talk with the teacher and with the coach.",
    "He chose the two chores that fit a boy of thirteen.",
]
TURNS = [
    ("therapist", "You kept calm when he shouted, and that is new."),
    ("caregiver", "It was the hardest thing I did all week."),
    ("therapist", "What did you say just before he slammed the door?"),
    ("youth", "She always starts it."),
    ("therapist", "Who else could hold the phone on Friday night?"),
    ("therapist", "So every evening at nine one of you writes down the time."),
]
#: How many hang on each part, and what they show, in turn.
_IN_NOTE, _IN_SESSION = 24, 16
_STRENGTHS = (Strength.STRONG, Strength.USUAL, Strength.WEAK)
_WAYS = (Polarity.ADHERENT, Polarity.ADHERENT, Polarity.COUNTER)


@dataclass(frozen=True)
class Suggested:
    """What a test must know of one of them, without the database."""

    id: str
    principle: Principle
    polarity: Polarity
    quote: str
    is_drawn: bool


def suggest_forty(service, case, *, how_many=_IN_NOTE + _IN_SESSION, offer=Offer.MORE):
    """In the order of the words: the note's sections, then the session's turns. One of them is drawn."""

    def make(factories, db):
        therapist = db.query(Person).filter_by(email=PEOPLE[Role.THERAPIST][0]).one()
        of_case = db.get(Case, UUID(case.id))
        of_case.team.offer = offer
        week = factories.Week(case=of_case, starts_on=case.monday)
        texts = {"advances": " ".join(SENTENCES[:4]), "barriers": " ".join(SENTENCES[4:])}
        revision = factories.Note(week=week, by=therapist, texts=texts).latest
        recording = factories.Recording(week=week, by=therapist)
        segments = factories.Transcript(recording=recording, turns=TURNS).segments
        places = [
            {"revision": revision, "section": section, "quote": quote}
            for section, sentences in zip(
                (NoteSection.ADVANCES, NoteSection.BARRIERS), (SENTENCES[:4], SENTENCES[4:]), strict=True
            )
            for sentence in sentences
            for quote in _quotes(sentence)
        ]
        places += [
            {"segment": segment, "quote": quote}
            for segment in segments
            if segment.machine_role.value == "therapist"
            for quote in [*_quotes(segment.text), segment.text]
        ]
        principles, strengths, ways = cycle(Principle), cycle(_STRENGTHS), cycle(_WAYS)
        for number, place in enumerate(places[:how_many]):
            text = place["segment"].text if "segment" in place else texts[place["section"].value]
            starts = text.index(place["quote"])
            factories.Suggestion(
                week=week,
                principle=next(principles),
                polarity=next(ways),
                strength=next(strengths),
                chance=0.1 if number == 7 else None,
                evidence=_evidence(starts, place["quote"]),
                **place,
            )

    service.past(make)


def _quotes(sentence):
    """The whole sentence, its first words and its last: the first and the whole overlap."""
    words = sentence.split()
    return [" ".join(words[:3]), sentence, " ".join(words[-4:])]


def _evidence(starts, quote):
    first, *_, last = quote.split()
    at = starts + quote.rindex(last)
    words = [[at, at + len(last), 0.6], [starts, starts + len(first), 0.2]]
    return {"words": words, "examples": [["Well done for holding the line.", 0.7]]}
