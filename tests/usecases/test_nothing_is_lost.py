"""Two people save the same draft, in any order, from pages of any age: nothing that either wrote is lost.

What is promised of every text that was sent and not refused as too long: at the end it is what stands; or it
is in a row of kept words; or it stood, and was replaced by a save that was based on exactly that state, whose
sender had it before them; or it was kept, and its own page sent what became of it since (``kept_id``). A
person who may no longer write the draft at all is refused before anything is read of what they send, except
that a rater whose review was handed over or published still has their words kept.
"""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.casenotes.form import tidy
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import Clash
from fidelity.usecases.note_state import Base, state_of
from fidelity.usecases.review_words import ReviewWords
from fidelity.usecases.save_draft import save_draft
from fidelity.usecases.save_review_words import save_review_words
from fidelity.usecases.settle_review_words import settle_review_words
from models import CaseNote, CaseTherapist, KeptWords, Person, Review, Role

#: Each page is open in somebody's browser and knows the state that it came with.
PAGES = 4
QUICK = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
ONCE = settings(QUICK, max_examples=1)

step = st.tuples(
    st.integers(0, PAGES - 1),
    st.sampled_from(["save", "save", "save", "again", "load", "hand over", "settle"]),
    st.integers(0, 5),
)


class OfReview:
    """The words of a review, which goes from hand to hand; a page belongs to one of two raters."""

    def __init__(self, db, factories, people):
        self.db = db
        self.raters = [people[Role.CONSULTANT], people[Role.SUPERVISOR]]
        week = factories.Week(case=factories.Case(team=people["team"]))
        self.review = factories.Review(week=week, by=self.raters[0], strengths="", next_steps="")
        self.rows = {"review_id": self.review.id}

    def state(self):
        self.db.refresh(self.review)
        return self.review.number, self.review.strengths

    def save(self, page, based_on, text, kept_id):
        """The number and nothing; or nothing and the row in which the words are kept."""
        given = {"review_id": self.review.id, "based_on": based_on, "kept_id": kept_id}
        try:
            words = ReviewWords(strengths=text)
            saved = save_review_words(self.db, by=self.raters[page % 2], words=words, **given)
        except (Clash, NotYoursToWrite) as refused:
            self.db.rollback()
            return None, refused.kept_id
        return saved.number, None

    def hand_over(self):
        self.db.refresh(self.review)
        other = next(each for each in self.raters if each.id != self.review.by_id)
        self.review.by_id = other.id
        self.db.commit()

    def settle(self, kept_id):
        number, _ = self.state()
        by = self.db.get(Person, self.review.by_id)
        given = {"review_id": self.review.id, "kept_id": kept_id, "based_on": number}
        settle_review_words(self.db, by=by, choices={}, **given)
        return number

    def text_of(self, kept):
        return kept.words["strengths"]


class OfNote:
    """The draft of a week's note, which two therapists of the case write."""

    def __init__(self, db, factories, people):
        self.db, self.therapists = db, [people[Role.THERAPIST]]
        other = factories.Person(role=Role.THERAPIST, team=people["team"])
        self.therapists.append(other)
        self.case = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
        db.add(CaseTherapist(case_id=self.case.id, person_id=other.id, starts_on=self.case.opened_on))
        self.week = factories.Week(case=self.case)
        note = CaseNote(week_id=self.week.id)
        db.add(note)
        db.commit()
        db.refresh(self.case)
        self.place = {"case_id": self.case.id, "monday": self.week.starts_on}
        self.rows = {"note_id": note.id}
        db.commit()

    def state(self):
        state = state_of(self.db, self.case.id, self.week.starts_on)
        self.db.commit()
        return state.base.number, state.sections["advances"]

    def save(self, page, based_on, text, kept_id):
        given = {**self.place, "base": Base(0, based_on), "longest": 10_000, "kept_id": kept_id}
        try:
            sections = tidy({"advances": text})
            saved = save_draft(self.db, by=self.therapists[page % 2], sections=sections, **given)
        except Clash as refused:
            self.db.rollback()
            return None, refused.kept_id
        return saved.base.number, None

    def hand_over(self):
        """Both hold the case the whole time."""

    def settle(self, kept_id):
        """Tried with reviews: both settle through the same row."""

    def text_of(self, kept):
        return kept.words["advances"]


class Ledger:
    """Plays the pages, and keeps account of every text by itself."""

    def __init__(self, draft):
        self.draft = draft
        number, text = draft.state()
        self.pages = [{"number": number, "text": text, "kept": None, "sent": None} for _ in range(PAGES)]
        self.sent, self.replaced, self.stood = set(), set(), {number: text}

    def play(self, which, what, number):
        page = self.pages[which]
        match what:
            case "load":
                page["number"], page["text"] = self.draft.state()
                page["kept"] = page["sent"] = None
            case "hand over":
                self.draft.hand_over()
            case "settle" if page["kept"]:
                before = self.draft.settle(page["kept"])
                if before is not None:
                    # Both stay, one after the other, on top of what the person was shown.
                    self.replaced.add(self.stood[before])
                    now, text = self.draft.state()
                    assert self.stood[before] in text
                    self.stood[now] = text
                page["kept"] = page["sent"] = None
            case "again" if page["sent"]:
                self.save(page, which, page["sent"])
            case _:
                self.save(page, which, f"Page {which} wrote {len(self.sent)}, {number}")

    def save(self, page, which, text):
        before, _ = self.draft.state()
        number, kept_id = self.draft.save(which, page["number"], text, page["kept"])
        self.sent.add(text)
        if number is not None:
            if number != before:
                assert page["number"] == before, "a page of another age wrote over what stood"
                self.replaced.add(self.stood[before])
                self.stood[number] = text
            page["number"], page["kept"] = number, None
        elif kept_id is not None:
            if page["kept"] == kept_id:
                self.replaced.add(page["sent"])
            page["kept"] = kept_id
        page["sent"] = text

    def lost(self):
        _, standing = self.draft.state()
        self.draft.db.expire_all()
        rows = self.draft.db.query(KeptWords).filter_by(**self.draft.rows)
        kept = {self.draft.text_of(row) for row in rows}
        return {text for text in self.sent if text not in standing} - kept - self.replaced


@pytest.mark.parametrize("kind", [OfReview, OfNote])
@QUICK
@given(steps=st.lists(step, max_size=40))
def test_whatever_two_people_save_from_pages_of_any_age_nothing_is_lost(db, factories, people, kind, steps):
    ledger = Ledger(kind(db, factories, people))

    for each in steps:
        ledger.play(*each)

    assert ledger.lost() == set()


@pytest.mark.parametrize(("kind", "enough"), [(OfReview, 1_000), (OfNote, 250)])
@ONCE
@given(seed=st.integers())
def test_a_thousand_saves_in_random_order_lose_nothing(db, factories, people, kind, enough, seed):
    chance, ledger = Random(seed), Ledger(kind(db, factories, people))

    saves = 0
    while saves < enough:
        what = chance.choice(["save"] * 12 + ["again", "load", "load", "hand over", "settle"])
        ledger.play(chance.randrange(PAGES), what, saves)
        saves += what in {"save", "again"}

    assert ledger.lost() == set()


def test_saves_that_meet_in_the_same_moment_lose_nothing(database, db, factories, people):
    draft = OfReview(db, factories, people)
    review_id, person_id = draft.review.id, draft.raters[0].id
    db.commit()
    ready = Barrier(2)

    def write(who):
        with database.writing() as own:
            by, base = own.get(Person, person_id), 0
            own.rollback()
            for turn in range(10):
                ready.wait()
                words = ReviewWords(strengths=f"{who} {turn}")
                try:
                    base = save_review_words(
                        own, by=by, review_id=review_id, based_on=base, words=words
                    ).number
                except Clash as clash:
                    base = clash.theirs.number
                    own.rollback()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ["one", "two"]))

    db.expire_all()
    kept = [row.words["strengths"] for row in db.query(KeptWords).filter_by(review_id=review_id)]
    assert len(kept) == len(set(kept))
    # Each save either counted once, or is kept.
    assert db.get(Review, review_id).number + len(kept) == 20
