from datetime import date, timedelta
from uuid import uuid4

from fidelity.case_load import (
    Agreement,
    CaseLoad,
    LoadCase,
    LoadRecording,
    LoadWeek,
    NoteState,
    lengths,
    mondays_back,
)
from fidelity.standards import STANDARDS
from models import Variant

TODAY = date(2026, 11, 25)
ONE, TWO = uuid4(), uuid4()


def case(days, *, closed_days_ago=None, therapists=(ONE,)):
    closed_on = None if closed_days_ago is None else TODAY - timedelta(days=closed_days_ago)
    opened_on = (closed_on or TODAY) - timedelta(days=days - 1)
    return LoadCase(uuid4(), "TST-0001", opened_on, closed_on, frozenset(therapists))


def test_a_case_that_ends_later_is_still_open():
    load = CaseLoad(TODAY, [case(5), case(5, closed_days_ago=-3), case(5, closed_days_ago=1)], [], [])

    assert (len(load.open_cases), len(load.closed_cases)) == (2, 1)


def test_lengths_are_counted_with_both_ends_and_set_beside_the_standard():
    found = lengths([case(90), case(91), case(152), case(153)], STANDARDS[Variant.MST], TODAY)

    assert (found.n, found.shorter, found.within, found.longer) == (4, 1, 2, 1)
    assert found.median_days == 121.5
    assert lengths([], STANDARDS[Variant.MST], TODAY).median_days is None


def test_what_two_hold_is_in_both_parts():
    load = CaseLoad(TODAY, [case(5, therapists=(ONE, TWO)), case(5)], [], [])

    assert (len(load.of(ONE).cases), len(load.of(TWO).cases)) == (2, 1)


def test_a_week_with_a_reason_is_neither_missing_nor_due():
    weeks = [LoadWeek(uuid4(), "TST-0001", TODAY, state, None, frozenset()) for state in NoteState]
    load = CaseLoad(TODAY, [], weeks, [])

    assert load.weeks_due == 2
    assert len(load.weeks_that_are(NoteState.MISSING)) == 1


def test_what_was_withdrawn_is_nothing_else_besides():
    def recording(is_withdrawn, is_agreed):
        return LoadRecording(uuid4(), "TST-0001", TODAY, is_withdrawn, is_agreed, frozenset())

    load = CaseLoad(TODAY, [], [], [recording(True, False), recording(False, False), recording(False, True)])

    assert [len(load.recordings_that_are(each)) for each in Agreement] == [2, 1, 1]


def test_weeks_go_back_from_the_current_one():
    assert mondays_back(TODAY, 2) == [date(2026, 11, 16), date(2026, 11, 23)]
