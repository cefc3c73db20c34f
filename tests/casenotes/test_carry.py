from fidelity.casenotes.carry import Carried, carried, first_draft, with_carried
from fidelity.casenotes.problems import not_ready


def note(*, rated=(), new=(), new_text="", text="", **sections):
    """``rated``: pairs of a goal of last week and how it went."""
    return {
        "previous_goals": [{"goal": goal, "rating": rating} for goal, rating in rated],
        "previous_goals_text": text,
        "new_goals": [{"goal": goal} for goal in new],
        "new_goals_text": new_text,
        **sections,
    }


def test_goals_come_from_the_note_before():
    assert carried([note(new=["Home by nine", "Ring Dad"])]) == Carried(("Home by nine", "Ring Dad"))
    assert carried([]) == Carried()


def test_goals_wait_behind_a_note_that_set_none_and_rated_none():
    earlier = [note(advances="A quiet week."), note(new=["Home by nine"]), note(new=["Long ago"])]

    assert carried(earlier) == Carried(("Home by nine",), notes_ago=1)


def test_what_a_note_in_between_has_rated_is_not_asked_again():
    between = note(rated=[("home  by NINE.", "partly"), ("Ring Dad", "")])

    assert carried([between, note(new=["Home by nine", "Ring Dad"])]).goals == ("Ring Dad",)


def test_pasted_goals_wait_until_a_note_says_anything_of_them():
    pasted = note(new_text="1. Home by nine")

    assert carried([pasted]).text == "1. Home by nine"
    assert carried([note(), pasted]).text == "1. Home by nine"
    assert carried([note(text="1. Home by nine: met"), pasted]).text == ""


def test_overarching_goals_come_from_the_newest_note_though_it_set_no_goals():
    draft = first_draft(
        [
            note(referral_and_overarching_goals="New."),
            note(new=["Home"], referral_and_overarching_goals="Old."),
        ]
    )

    assert draft["referral_and_overarching_goals"] == "New."
    assert [goal["goal"] for goal in draft["previous_goals"]] == ["Home"]


def test_a_goal_that_was_left_out_comes_back_to_be_rated():
    waiting = Carried(("Home by nine", "Ring Dad"))
    form = with_carried(note(rated=[("Ring Dad", "met")], advances="x"), waiting)

    assert [goal["goal"] for goal in form["previous_goals"]] == ["Ring Dad", "Home by nine"]
    problems = not_ready(form, longest=99, waiting=waiting)
    assert list(problems) == ["previous_goals-1-rating"]
    assert "“Not met” is an answer" in problems["previous_goals-1-rating"]


def test_a_goal_that_was_only_worded_anew_is_not_asked_for_twice():
    waiting = Carried(("Home by nine",))
    form = with_carried(note(rated=[("K home by nine", "met")]), waiting)

    assert len(form["previous_goals"]) == 1
    assert not_ready(form, longest=99, waiting=waiting) == {}


def test_a_section_pasted_whole_speaks_for_all_goals():
    waiting = Carried(("Home by nine",))
    form = with_carried(note(text="Home by nine: met, four nights."), waiting)

    assert form["previous_goals"] == []
    assert not_ready(form, longest=99, waiting=waiting) == {}


def test_pasted_goals_must_be_answered_too():
    waiting = Carried(text="1. Home by nine")

    assert list(not_ready(note(text="1. Home by nine"), longest=99, waiting=waiting)) == [
        "previous_goals_text"
    ]
    assert not_ready(note(text="1. Home by nine: met"), longest=99, waiting=waiting) == {}
