"""Which good work is read out in the call."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.agenda.good_work import MOST_READ_OUT, read_out
from fidelity.agenda.items import Good, Item, Kind, Rise
from models import Principle

MONDAY = date(2026, 11, 23)
FIT = Principle.FINDING_THE_FIT
ROSE = {"rises": [Rise(FIT, 2, 4)]}
DONE = {"done": ["Rehearse it."]}
PRAISED = {"strengths": "You asked twice."}
MARKED = {"fives": [FIT], "marked": [FIT]}
FIVE = {"fives": [FIT]}


def good(key, therapists=None, weeks_ago=0, **reasons):
    home = MONDAY - timedelta(weeks=weeks_ago)
    content = Good(uuid4(), "Amara", **reasons)
    return Item(key, Kind.GOOD, home, uuid4(), key.upper(), therapists or key, home, content)


def test_the_stronger_reason_is_read_out_and_the_rest_waits():
    items = [
        good("a", **FIVE),
        good("b", **MARKED),
        good("c", **PRAISED),
        good("d", **DONE),
        good("e", **ROSE),
    ]

    assert read_out(items, MONDAY) == {"b", "c", "d", "e"}


def test_what_is_new_comes_before_what_was_left_over_however_good_it_was():
    items = [good("old", weeks_ago=1, **ROSE), *(good(f"new{n}", **FIVE) for n in range(4))]

    assert read_out(items, MONDAY) == {"new0", "new1", "new2", "new3"}


def test_nobodys_second_comes_before_somebody_elses_first():
    items = [*(good(f"g{n}", "Gwen", **ROSE) for n in range(4)), good("r", "Rhodri", **FIVE)]

    offered = read_out(items, MONDAY)

    assert "r" in offered
    assert len(offered) == MOST_READ_OUT


reasons = st.sampled_from([ROSE, DONE, PRAISED, MARKED, FIVE, ROSE | PRAISED])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(reasons, st.sampled_from("abc"), st.integers(0, 2)), max_size=30))
def test_at_most_so_many_are_read_out_and_fewer_only_where_there_are_no_more(given_items):
    items = [good(f"k{n}", who, ago, **why) for n, (why, who, ago) in enumerate(given_items)]

    offered = read_out(items, MONDAY)

    assert len(offered) == min(MOST_READ_OUT, len(items))
    assert offered == read_out(list(reversed(items)), MONDAY)
