from hypothesis import given
from hypothesis import strategies as st

from fidelity.casenotes.carry import first_draft
from fidelity.casenotes.form import GOAL_FIELDS, from_fields, is_empty, text_key, tidy, to_fields
from fidelity.casenotes.problems import not_ready, too_long
from fidelity.casenotes.texts import texts_of
from models import NoteSection

words = st.text(max_size=30)
RATINGS = st.sampled_from(["", "met", "partly", "not_met", "nonsense"])


def goals(section):
    row = {field: RATINGS if field == "rating" else words for field in GOAL_FIELDS[section]}
    return st.lists(st.fixed_dictionaries(row), max_size=3)


forms = st.fixed_dictionaries(
    {text_key(section): words for section in NoteSection} | {s.value: goals(s) for s in GOAL_FIELDS}
)


@given(forms)
def test_a_form_that_goes_through_a_page_comes_back_the_same(raw):
    form = tidy(raw)

    assert from_fields(to_fields(form)) == form
    assert tidy(form) == form


@given(forms)
def test_its_words_can_be_kept_by_every_database(raw):
    for text in texts_of(raw).values():
        assert "\x00" not in text
        text.encode()


@given(st.dictionaries(st.text(max_size=20), st.none() | st.integers() | words | st.lists(words), max_size=5))
def test_whatever_stands_there_a_form_can_be_made_of_it(raw):
    assert is_empty(tidy({f"x{key}": value for key, value in raw.items()}))
    tidy(dict.fromkeys((s.value for s in NoteSection), 3))


def test_goals_keep_their_order_and_empty_ones_go():
    form = from_fields(
        {
            "new_goals-2-goal": "Second",
            "new_goals-0-goal": "First",
            "new_goals-1-goal": "  ",
            "new_goals-10-by": "x",
        }
    )

    assert [(goal["goal"], goal["by"]) for goal in form["new_goals"]] == [
        ("First", ""),
        ("Second", ""),
        ("", "x"),
    ]


def test_emoji_and_welsh_letters_survive():
    typed = "Dŵr, ŷd, tŷ, gwên 😀 👩‍👧 \u0301"

    assert from_fields({"advances": typed})["advances"] == typed


def test_goals_are_read_as_sentences():
    form = {
        "previous_goals": [
            {"goal": "Swabs at set times", "rating": "met", "comment": "Both done."},
            {"goal": "See the garage", "rating": "", "comment": ""},
        ],
        "new_goals": [{"goal": "Jar moves", "measure": "0 missing", "owner": "Mum", "by": "2026-11-24"}],
        "new_goals_text": "And one more.",
    }

    assert texts_of(form) == {
        "previous_goals": "- Swabs at set times (met). Both done.\n- See the garage (not rated).",
        "new_goals": "- Jar moves. Measure: 0 missing. Who: Mum. By: 24 November 2026.\n\nAnd one more.",
    }


def test_the_next_note_begins_with_the_goals_to_rate():
    before = {
        "referral_and_overarching_goals": "No arrests.",
        "new_goals": [{"goal": "Jar moves", "measure": "0 missing", "owner": "Mum", "by": "2026-11-24"}],
        "new_goals_text": "Pasted goal.",
        "advances": "Three days.",
    }

    draft = first_draft([before])

    assert draft["referral_and_overarching_goals"] == "No arrests."
    assert draft["previous_goals"] == [{"goal": "Jar moves", "rating": "", "comment": ""}]
    assert draft["previous_goals_text"] == "Pasted goal."
    assert draft["advances"] == ""
    assert draft["new_goals"] == []


def test_a_section_that_is_too_long_is_named_with_the_limit():
    assert too_long({"advances": "a" * 10}, longest=10) == {}
    assert too_long({"new_goals": [{"goal": "a" * 10}]}, longest=10) == {
        "new_goals_text": "New goals must be 10 characters or fewer. There are 13 now"
    }


def test_what_is_missing_is_said_at_its_field():
    assert "advances" in not_ready({}, longest=10)
    assert set(not_ready({"new_goals": [{"measure": "m", "by": "Friday"}]}, longest=99)) == {
        "new_goals-0-goal",
        "new_goals-0-by",
    }
