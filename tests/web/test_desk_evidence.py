"""One principle, three witnesses, as the desk shows them."""

import re

import pytest
from sqlalchemy import select

from models import Comment, NoteSection, Principle, Role, Segment, Strength
from tests.versions import mark as mark_on

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}
FIT = Principle.FINDING_THE_FIT
NOTE_ONLY = "In the note, not heard in the recordings"
HEARD_ONLY = "Heard in the recordings, not in the note"
TURNS = [("therapist", "What came before it?"), ("unknown", "He shouted."), ("therapist", "And then?")]


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def note(people, factories, week):
    texts = {"advances": "We looked at what came before the row."}
    return factories.Note(week=week, by=people[Role.THERAPIST], texts=texts).latest


@pytest.fixture
def session(db, factories, week):
    """``session(turns)`` gives the segments of a recording of the week."""

    def session(turns=TURNS):
        transcript = factories.Transcript(recording=factories.Recording(week=week), turns=turns)
        return db.scalars(
            select(Segment).filter_by(transcript_id=transcript.id).order_by(Segment.position)
        ).all()

    return session


@pytest.fixture
def review(people, factories, week, note):
    return factories.Review(week=week, by=people[Role.CONSULTANT], revision_id=note.id)


@pytest.fixture
def card(db, people, sign_in, week):
    """The words of one principle's witnesses, without the marks of the page."""

    def card(principle=FIT, part=None):
        db.commit()
        address = f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review"
        page = sign_in(people[Role.CONSULTANT]).get(address).text
        place = part or f"evidence-{principle.value}"
        html = page.split(f'id="{place}"')[1].split("<form" if part is None else "</section>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return card


def test_words_of_the_note_alone_are_named(factories, review, note, session, card):
    session()
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)

    assert NOTE_ONLY in card()
    assert NOTE_ONLY not in card(Principle.GENERALISATION)


def test_without_a_recording_it_says_that_there_is_none(factories, review, note, card):
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)

    words = card()

    assert NOTE_ONLY not in words
    assert "There is no recording this week" in words


def test_words_of_nobody_known_count_for_nothing(factories, review, session, card):
    segments = session()
    mark_on(factories, review, segments[1], "He shouted")

    words = card()

    assert "He shouted" in words
    assert "Does not count: not known who speaks" in words
    assert HEARD_ONLY not in words

    mark_on(factories, review, segments[0], "What came")
    assert HEARD_ONLY in card()


def test_words_that_were_probably_not_said_count_for_nothing(factories, db, review, session, card):
    segments = session()
    segments[0].suspect_because = "nobody speaks there"
    mark_on(factories, review, segments[0], "What came")

    words = card()

    assert "Does not count: probably not what was said" in words
    assert HEARD_ONLY not in words


def test_where_nobody_has_said_who_speaks_nothing_is_said_not_to_be_heard(
    factories, review, note, session, card
):
    session([("unknown", "What came before it?")])
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)

    words = card()

    assert NOTE_ONLY not in words
    assert "Nobody has said who speaks in the recordings" in words


def test_an_undecided_suggestion_on_the_other_side_holds_the_sentence_back(
    factories, week, review, note, session, card
):
    segments = session()
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)
    factories.Suggestion(week=week, quote="What came", segment=segments[0], principle=FIT)

    words = card()

    assert NOTE_ONLY not in words
    assert "Suggested: shows What came" in words


def test_a_drawn_place_looks_like_every_other_suggestion(factories, week, review, session, card):
    segments = session()
    row = {"week": week, "principle": FIT, "strength": Strength.USUAL}
    factories.Suggestion(quote="What came", segment=segments[0], **row)
    plain = card()
    factories.Suggestion(quote="And then", segment=segments[2], chance=0.1, **row)

    both = card()

    assert "Suggested: shows And then" in both
    assert "Suggested in the recordings, not in the note. Nobody has decided yet" in plain
    assert "Suggested in the recordings, not in the note. Nobody has decided yet" in both


def test_a_comment_stands_with_the_principles_whose_words_it_touches(
    factories, db, people, review, note, session, card
):
    session()
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)
    place = {"revision_id": note.id, "section": NoteSection.ADVANCES, "review_id": review.id}
    by_id = people[Role.CONSULTANT].id
    for text, quote in (("Touches.", "came before"), ("Beside.", "We looked")):
        starts = note.texts["advances"].index(quote)
        given = {"starts": starts, "ends": starts + len(quote), "quote": quote}
        db.add(Comment(text=text, by_id=by_id, **place | given))

    assert "Touches." in card()
    assert "Beside." not in card()
    assert "Beside." in card(part="loose-comments")
    assert "Touches." not in card(part="loose-comments")
    assert "Touches." not in card(Principle.GENERALISATION)


def test_rated_first_the_raters_own_marks_alone_speak(factories, week, review, note, session, card):
    segments = session()
    review.is_rated_first = True
    factories.Suggestion(week=week, quote="What came", segment=segments[0], principle=FIT)
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)

    words = card()

    assert NOTE_ONLY in words
    assert "uggested" not in words


def test_after_a_change_the_pieces_say_what_the_whole_page_says(
    db, people, sign_in, factories, week, review, note, session, card
):
    """Though then only the turns are read on which something hangs."""
    segments = session()
    factories.Mark(review=review, quote="what came before", revision=note, principle=FIT)
    browser, turn = sign_in(people[Role.CONSULTANT]), segments[1].id
    place = {"turn": str(turn), "quote": "He shouted", "principle": FIT.value, "polarity": "+"}
    db.commit()

    answer = browser.post(f"/reviews/{review.id}/marks", data=place, headers=FETCH)

    piece = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.json["pieces"][f"evidence-{FIT.value}"]))
    # Nobody is known to speak where something hangs; elsewhere somebody is.
    assert "Nobody has said who speaks" not in piece
    assert NOTE_ONLY in piece
    assert piece.strip() in re.sub(r"^>", "", card()).strip()
    assert f"turn-{turn}" in answer.json["pieces"]
