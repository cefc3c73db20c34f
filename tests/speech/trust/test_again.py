from fidelity.speech.trust.again import ORDER, Hearing, Way, best, next_way
from fidelity.speech.types import HOW


def heard(way=Way.BATCHED, *, trusted=100.0, suspect=0.0, missing=0.0, voiced=100.0):
    return Hearing(way, voiced, trusted, suspect, missing)


def test_every_way_has_its_word():
    assert {way.value for way in Way} == set(HOW)
    assert set(ORDER) == set(Way)


def test_it_begins_side_by_side():
    assert next_way([]) is Way.BATCHED


def test_it_ends_where_nothing_is_missing():
    assert next_way([heard()]) is None


def test_it_goes_on_where_a_stretch_has_no_words():
    assert next_way([heard(trusted=97, missing=3)]) is Way.SEQUENTIAL


def test_it_goes_on_where_much_is_missing_here_and_there():
    assert next_way([heard(trusted=85)]) is Way.SEQUENTIAL


def test_it_goes_on_where_words_are_not_believed():
    assert next_way([heard(trusted=70, suspect=30)]) is Way.SEQUENTIAL


def test_it_ends_where_another_way_found_what_was_missing():
    tried = [heard(trusted=70, missing=30), heard(Way.SEQUENTIAL)]

    assert next_way(tried) is None
    assert best(tried) is tried[1]


def test_it_ends_where_two_ways_brought_nothing():
    tried = [
        heard(trusted=80, missing=20),
        heard(Way.SEQUENTIAL, trusted=80, missing=20),
        heard(Way.UNFILTERED, trusted=81, missing=19),
    ]

    assert next_way(tried[:2]) is Way.UNFILTERED
    assert next_way(tried) is None
    assert best(tried) is tried[0]


def test_it_goes_on_where_a_way_brought_something_but_not_all():
    tried = [
        heard(trusted=50, missing=50),
        heard(Way.SEQUENTIAL, trusted=80, missing=20),
        heard(Way.UNFILTERED, trusted=80, missing=20),
    ]

    assert next_way(tried) is Way.SMALLER
    assert next_way([*tried, heard(Way.SMALLER, trusted=80, missing=20)]) is None
    assert best(tried) is tried[1]


def test_it_makes_no_words_of_a_murmur():
    assert next_way([heard(trusted=0, suspect=30, missing=70)]) is None
    assert next_way([heard(trusted=0, suspect=10, missing=15, voiced=25)]) is Way.SEQUENTIAL


def test_more_words_that_are_not_believed_are_no_better():
    tried = [heard(trusted=60, missing=40), heard(Way.SEQUENTIAL, trusted=65, suspect=35)]

    assert best(tried) is tried[0]


def test_the_first_way_is_kept_where_all_are_alike():
    tried = [heard(trusted=80), heard(Way.SEQUENTIAL, trusted=81)]

    assert best(tried) is tried[0]


def test_a_window_without_a_voice_lacks_nothing():
    assert next_way([heard(trusted=0, voiced=0)]) is None
