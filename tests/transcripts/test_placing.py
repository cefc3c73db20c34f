"""Words of one version found in another, or left for a person."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.transcripts.placing import MOST_APART, Anchor, Version, counterpart, likeness, place


def turn(start, *texts, seconds=0.4):
    """A turn that begins at a second; every word lasts as long."""
    words = [
        {"start": start + n * seconds, "end": start + (n + 1) * seconds, "text": text, "probability": 0.9}
        for n, text in enumerate(texts)
    ]
    return SimpleNamespace(
        starts_seconds=start, ends_seconds=start + len(texts) * seconds, text=" ".join(texts), words=words
    )


def version(*turns):
    return Version([turn(start, *text.split()) for start, text in turns])


def anchor(of, position, quote):
    starts = of.turns[position].text.index(quote)
    return Anchor(position, starts, starts + len(quote))


def placed(old, position, quote, new):
    """The words in the other version, or nothing."""
    found = place(old, anchor(old, position, quote), new)
    return found and (found.turn, new.turns[found.turn].text[found.starts : found.ends])


def test_words_are_found_where_turns_are_cut_otherwise():
    old = version((0, "So what happened just before that? He went up to his room."))
    new = version((0, "So what happened just before that?"), (2.4, "He went up to his room."))

    assert placed(old, 0, "what happened just before", new) == (0, "what happened just before")
    assert placed(old, 0, "up to his room", new) == (1, "up to his room")


def test_words_that_were_heard_a_little_differently_are_found():
    old = version((0, "We agreed nine clock on a school night"))
    new = version((0.1, "We agreed nine o'clock on a school night"))

    assert placed(old, 0, "agreed nine clock on", new) == (0, "agreed nine o'clock on")


def test_words_that_are_gone_are_not_found():
    old = version((0, "He was told twice"), (10, "and then he came home"))
    new = version((0, "He was told twice"))

    assert placed(old, 1, "came home", new) is None


def test_other_words_at_the_same_time_are_not_taken_for_them():
    old = version((0, "He came home at nine"))
    new = version((0, "Thank you for watching this"))

    assert placed(old, 0, "came home at nine", new) is None


def test_the_same_words_at_another_time_are_not_taken_for_them():
    old = version((0, "Well done for that"), (60, "Well done for that"))
    new = version((0, "Well done for that"))

    assert placed(old, 1, "Well done", new) is None
    assert placed(old, 0, "Well done", new) == (0, "Well done")


def test_of_words_said_again_and_again_the_right_ones_are_found():
    old = version((0, "no no I said no and no again"))
    new = version((0.2, "No. No. I said no, and no again."))

    assert placed(old, 0, "said no", new) == (0, "said no,")
    assert placed(old, 0, "no again", new) == (0, "no again.")


def test_a_mark_that_stops_before_a_comma_still_does():
    old = version((0, "He came home, at last"))
    new = version((0, "He came home. At last"))

    assert placed(old, 0, "came home", new) == (0, "came home")


def test_words_that_are_now_two_turns_are_found_in_the_one_that_holds_most():
    old = version((0, "What did you do then I shouted"))
    new = version((0, "What did you do then"), (2.0, "I shouted"))

    assert placed(old, 0, "What did you do then I", new) == (0, "What did you do then")


def test_a_word_that_came_later_does_not_draw_the_others_away():
    old = version((0, "yes I know that"))
    new = version((0, "yes I know um um um um um um um that"))

    assert placed(old, 0, "I know that", new) == (0, "I know")


def test_what_stands_in_the_place_of_words_is_found_however_it_reads():
    old = version((0, "He was at Kieran's all night"))
    new = version((0, "He was at Karen's all night"))

    found = counterpart(old, 3, 3, new)

    assert (found.turn, found.first, found.last) == (0, 3, 3)
    assert found.likeness < 1


def test_a_turn_without_words_counts_as_one():
    bare = SimpleNamespace(starts_seconds=0.0, ends_seconds=2.0, text="Hello there", words=[])

    assert place(Version([bare]), Anchor(0, 0, 11), Version([bare])) == Anchor(0, 0, 11)


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("a b", "a b", 1.0), ("a b", "c d", 0.0), ("home", "homes", 8 / 9)]
)
def test_likeness_is_counted_by_letters(one, other, alike):
    assert likeness(one.split(), other.split()) == pytest.approx(alike)


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["no", "No.", "yes", "home,", "home", "then", "—", "why?", "nine"]),
        st.floats(0, 2),
        st.floats(0.05, 1),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def versions(draw):
    turns, second = [], 0.0
    for words in draw(st.lists(WORDS, min_size=1, max_size=6)):
        timed = []
        for text, pause, length in words:
            second += pause
            timed.append({"start": second, "end": second + length, "text": text, "probability": 0.5})
            second += length
        turns.append(
            SimpleNamespace(
                starts_seconds=timed[0]["start"],
                ends_seconds=timed[-1]["end"],
                text=" ".join(word["text"] for word in timed),
                words=timed,
            )
        )
    return Version(turns)


@st.composite
def anchored(draw):
    of = draw(versions())
    position = draw(st.integers(0, len(of.turns) - 1))
    text = of.turns[position].text
    starts = draw(st.integers(0, len(text) - 1).filter(lambda at: not text[at].isspace()))
    ends = draw(st.integers(starts + 1, len(text)).filter(lambda at: not text[at - 1].isspace()))
    return of, Anchor(position, starts, ends)


@settings(max_examples=60)
@given(anchored())
def test_in_the_same_words_every_anchor_lands_on_the_same_characters(given_):
    of, mark = given_

    assert place(of, mark, of) == mark


@settings(max_examples=60)
@given(anchored(), versions())
def test_nothing_is_ever_placed_outside_its_time(given_, new):
    old, mark = given_
    first, last = old.covering(mark.turn, mark.starts, mark.ends)

    found = place(old, mark, new)

    if found is not None:
        begin = min(word.start for word in old.words[first : last + 1]) - MOST_APART
        end = max(word.end for word in old.words[first : last + 1]) + MOST_APART
        low, high = new.covering(found.turn, found.starts, found.ends)
        assert all(begin <= word.middle <= end for word in new.words[low : high + 1])
        assert new.turns[found.turn].text[found.starts : found.ends].strip()
