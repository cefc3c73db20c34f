"""What comes again at the next consultation."""

from datetime import date, timedelta

import pytest

from fidelity.agenda.carry import Trace, comes_again

MONDAY = date(2026, 11, 23)
TOUCHED, TICKED, OFF = Trace(False, False), Trace(True, False), Trace(False, True)


def ago(weeks):
    return MONDAY - timedelta(weeks=weeks)


def test_an_item_of_this_consultation_stands_on_it_and_one_of_a_later_does_not():
    assert comes_again(MONDAY, MONDAY, {}, set())
    assert not comes_again(ago(-1), MONDAY, {}, set())


@pytest.mark.parametrize(
    ("home", "traces", "used", "comes"),
    [
        pytest.param(1, {}, {1}, True, id="left over from an agenda that was used"),
        pytest.param(1, {}, set(), False, id="left over from one that nobody used"),
        pytest.param(1, {1: TOUCHED}, set(), True, id="somebody had touched it"),
        pytest.param(1, {1: TICKED}, {1}, False, id="talked about"),
        pytest.param(1, {1: OFF}, {1}, False, id="taken off"),
        pytest.param(3, {3: TOUCHED, 2: TICKED}, {2}, False, id="talked about at a later one"),
        pytest.param(3, {}, {3}, True, id="left over three times"),
        pytest.param(3, {}, {2, 1}, False, id="from before the team used agendas"),
        pytest.param(4, {}, {4}, True, id="four weeks"),
        pytest.param(5, {}, {5}, False, id="older"),
    ],
)
def test_what_was_not_ticked_off_comes_again(home, traces, used, comes):
    traces = {ago(weeks): trace for weeks, trace in traces.items()}

    assert comes_again(ago(home), MONDAY, traces, {ago(weeks) for weeks in used}) is comes


def test_what_waits_for_an_answer_comes_again_until_it_is_ticked_off():
    assert comes_again(ago(7), MONDAY, {}, set(), always=True)
    assert not comes_again(ago(7), MONDAY, {ago(2): TICKED}, set(), always=True)
