from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from fidelity.consultation import consultation_of, next_consultation, week_number
from fidelity.quotes import find_quote


def test_a_week_is_due_at_the_consultation_in_that_week():
    due = consultation_of(date(2026, 11, 16), weekday=3, at=time(13, 30))

    assert due == datetime(2026, 11, 19, 13, 30, tzinfo=UTC)


def test_summer_time_moves_the_moment_and_not_the_clock():
    due = consultation_of(date(2026, 7, 6), weekday=0, at=time(9, 0))

    assert due.astimezone(UTC).hour == 8
    assert due.hour == 9


def test_the_next_consultation_is_this_week_until_it_has_begun():
    thursday = {"weekday": 3, "at": time(10, 0)}

    for moment, day in (
        (datetime(2026, 11, 18, 23, 0, tzinfo=UTC), 19),
        (datetime(2026, 11, 19, 9, 59, tzinfo=UTC), 19),
        (datetime(2026, 11, 19, 10, 0, tzinfo=UTC), 26),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), 26),
    ):
        assert next_consultation(moment, **thursday) == datetime(2026, 11, day, 10, 0, tzinfo=UTC)


def test_the_week_in_which_a_case_was_opened_is_its_first():
    assert week_number(date(2026, 11, 16), opened_on=date(2026, 11, 18)) == 1
    assert week_number(date(2026, 11, 30), opened_on=date(2026, 11, 18)) == 3


@given(st.text(), st.text(min_size=1).filter(str.strip), st.text())
def test_words_that_stand_in_a_text_are_found(before, words, after):
    text = before + " " + words + " " + after

    starts, ends = find_quote(text, words, near=len(before) + 1)

    assert text[starts:ends].split() == words.split() or text[starts:ends].casefold() == words.casefold()


def test_the_place_nearest_to_where_a_person_points_wins():
    assert find_quote("well done, well done", "well  Done", near=11) == (11, 20)
    assert find_quote("well done", "badly done") is None
    assert find_quote("well done", " \n ") is None
