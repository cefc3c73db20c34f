"""Where items stand once people have moved some of them."""

from hypothesis import given
from hypothesis import strategies as st

from fidelity.agenda.order import moved, neighbour, placed

KEYS = list("abcdefgh")


def move(suggested, positions, key, to):
    return positions | moved(placed(suggested, positions), positions, key, to)


def test_what_nobody_moved_stands_where_the_agenda_puts_it():
    assert placed(KEYS, {}) == KEYS


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 7)), max_size=12))
def test_each_move_puts_an_item_where_it_was_wanted_and_leaves_the_others_in_their_order(moves):
    positions = {}
    for key, to in moves:
        before = placed(KEYS, positions)
        positions = move(KEYS, positions, key, to)
        after = placed(KEYS, positions)
        assert after.index(key) == to
        assert [each for each in after if each != key] == [each for each in before if each != key]


def test_only_what_was_moved_keeps_a_position():
    assert moved(KEYS, {}, "c", 0) == {"c": 0}


@given(
    st.dictionaries(st.sampled_from([*KEYS, "gone"]), st.integers(0, 20)),
    st.lists(st.sampled_from(KEYS), unique=True),
)
def test_every_item_that_is_there_stands_once_whatever_came_and_went(positions, there):
    assert sorted(placed(there, positions)) == sorted(there)


def test_what_comes_new_stands_among_the_others_and_moves_nobody_elses_choice():
    positions = move(KEYS, {}, "h", 0)

    assert placed([*KEYS[:4], "new", *KEYS[4:]], positions)[0] == "h"


def test_up_and_down_step_over_the_next_of_the_group_and_stop_at_its_ends():
    order = list("axbyc")

    assert neighbour(order, ["a", "b", "c"], "b", -1) == 0
    assert neighbour(order, ["a", "b", "c"], "b", 1) == 4
    assert neighbour(order, ["a", "b", "c"], "a", -1) is None
    assert neighbour(order, ["a", "b", "c"], "c", 1) is None
