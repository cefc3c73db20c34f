"""What notes name week after week: barriers, and goals that are not met."""

from datetime import date, timedelta

import pytest

from fidelity.repeated import are_alike, goals_not_met_again, repeated_barriers, sentences

LAST = date(2026, 11, 16)


def weeks_ago(count):
    return LAST - timedelta(weeks=count)


def barriers(*texts, pauses=()):
    """The last text is this week's; ``pauses``: weeks ago that have no note."""
    ago = [week for week in range(20) if week not in pauses]
    notes = [(weeks_ago(week), text) for week, text in zip(ago, reversed(texts), strict=False)]
    return repeated_barriers(notes, since=LAST)


def test_a_barrier_named_in_three_notes_in_a_row_is_quoted_with_its_weeks():
    found = barriers(
        "Bus was late. Mum finds it hard to hold the curfew on Fridays.",
        "- Curfew: mum gave in twice\n- No credit on the phone",
        "Nan was ill. Mum could not keep the curfew when K shouted.",
    )

    (curfew,) = found
    assert [(each.monday, each.text) for each in curfew.sightings] == [
        (weeks_ago(2), "Mum finds it hard to hold the curfew on Fridays."),
        (weeks_ago(1), "Curfew: mum gave in twice"),
        (LAST, "Mum could not keep the curfew when K shouted."),
    ]
    assert curfew.shared == ("curfew",)
    assert curfew.last.place == 1


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("Curfew was broken.", "Curfew broken again."), id="only two notes"),
        pytest.param(("Curfew was broken.", "School was shut.", "Curfew was broken."), id="not in a row"),
        pytest.param(
            ("Curfew was broken.", "Curfew was broken.", "Curfew was broken.", "School was shut."),
            id="not this week",
        ),
        pytest.param(
            (
                "Mum and Dad disagree about pocket money.",
                "Mum and Dad were ill.",
                "Mum, Dad away on holiday.",
            ),
            id="the same people, other things",
        ),
        pytest.param(
            (
                "Head of year did not ring back about lessons.",
                "Mum missed the meeting with the head of year.",
                "Mum missed the bus to the meeting place.",
            ),
            id="wanders from one thing to the next",
        ),
        pytest.param(("No barriers this week.", "None.", "No barriers this week."), id="nothing to report"),
        pytest.param(("It was late again.", "It was not the same.", "It went well."), id="only small words"),
        pytest.param(("", "", ""), id="empty"),
        pytest.param(("🙂 ŵ", "\u202e", "–"), id="no words at all"),
    ],
)
def test_a_near_miss_is_not_called_repeated(texts):
    assert barriers(*texts) == []


def test_a_chain_goes_back_as_far_as_the_notes_name_it_and_over_one_week_without_a_note():
    found = barriers(*["Dad still drinks at weekends."] * 5, pauses=(2,))

    (drinking,) = found
    assert [each.monday for each in drinking.sightings] == [weeks_ago(n) for n in (5, 4, 3, 1, 0)]


def test_a_longer_pause_begins_anew():
    assert barriers(*["Dad still drinks at weekends."] * 4, pauses=(2, 3)) == []


def test_two_sentences_of_one_note_that_say_the_same_are_one_barrier():
    same = "Mum shouts at bedtime. Shouting at bedtime by mum."

    assert len(barriers(same, same, same)) == 1
    assert len(barriers("Mum shouts at bedtime.", "Mum shouts at bedtime.", same)) == 1


def test_a_goal_that_is_not_met_two_weeks_running_is_found_though_it_is_worded_anew():
    notes = [
        (weeks_ago(2), ["K answers a text by half past eight"]),
        (weeks_ago(1), ["K to be in by nine", "S to go to art room at dinner"]),
        (LAST, ["Art room at dinner time for S"]),
    ]

    (found,) = goals_not_met_again(notes, since=LAST)

    assert [each.text for each in found.sightings] == [
        "S to go to art room at dinner",
        "Art room at dinner time for S",
    ]


def test_a_goal_not_met_once_is_not_said():
    assert goals_not_met_again([(weeks_ago(1), []), (LAST, ["K in by nine"])], since=LAST) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rows about phones every night.", "Another row over the phone."),
        ("He stayed away on Saturday.", "Staying away again."),
        ("Dad's drinking.", "Dad drank; drinking at weekends"),
        ("Parties at T's", "A party on Friday"),
    ],
)
def test_forms_of_one_word_are_one(one, other):
    assert are_alike(one, other)


def test_a_sentence_ends_at_a_stop_or_a_line_but_not_within_a_number():
    assert sentences("- Tin at 9.30pm. Row!\n1) No credit; again") == [
        "Tin at 9.30pm.",
        "Row!",
        "No credit;",
        "again",
    ]


def test_what_was_named_again_later_is_said_once_and_what_was_not_stands_where_it_ended():
    texts = ["Curfew broken. Bus late."] * 3 + ["Curfew broken."]
    notes = [(weeks_ago(week), text) for week, text in zip((3, 2, 1, 0), texts, strict=True)]

    found = repeated_barriers(notes, since=weeks_ago(4))

    assert [(each.last.monday, each.last.text, len(each.sightings)) for each in found] == [
        (LAST, "Curfew broken.", 4),
        (weeks_ago(1), "Bus late.", 3),
    ]
