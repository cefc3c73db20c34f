import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.casenotes.headings import HEADINGS, heading
from fidelity.casenotes.split import add, split
from fidelity.web.words import IN_WORDS
from models import NoteSection


@pytest.mark.parametrize("section", NoteSection)
def test_the_names_on_the_page_are_headings(section):
    assert HEADINGS[section][0].replace("'", "’") == IN_WORDS[section]
    for name in HEADINGS[section]:
        for line in (name, name.upper(), f"{name}:", f"  3. {name} ", f"## {name}", f"**{name}:**"):
            assert heading(line) == (section, ""), line


@pytest.mark.parametrize(
    "line", ["", "Plan to meet on Tuesday", "She said: progress", "Fit and well", "1.", ":", "Advances " * 40]
)
def test_a_sentence_is_no_heading(line):
    assert heading(line) is None


def test_text_goes_under_its_heading():
    found = split(
        "Seen twice this week.\r\n\r\nADVANCES:\nMum held the rule.\n\nBarriers: tired\nFIT\nBoth.\nAdvances\nMore."
    )

    assert found.loose == "Seen twice this week."
    assert found.sections == {
        NoteSection.ADVANCES: "Mum held the rule.\n\n\nMore.",
        NoteSection.BARRIERS: "tired",
        NoteSection.FIT: "Both.",
    }


@given(st.text(alphabet="ab \n:F", max_size=60), st.text(alphabet="xyz \n", max_size=60))
def test_no_word_is_lost(above, below):
    found = split(f"{above}\nQuestions\n{below}")

    kept = (found.loose + " " + " ".join(found.sections.values())).split()
    assert sorted(kept) == sorted(above.split() + below.split())


def test_imported_words_come_after_what_is_there_or_in_its_place():
    form = {"advances": "Old.", "new_goals": [{"goal": "Jar"}]}

    assert add(form, NoteSection.ADVANCES, "New.")["advances"] == "Old.\n\nNew."
    assert add(form, NoteSection.ADVANCES, "New.", replacing=True)["advances"] == "New."
    with_goals = add(form, NoteSection.NEW_GOALS, "Pasted.", replacing=True)
    assert with_goals["new_goals_text"] == "Pasted."
    assert with_goals["new_goals"][0]["goal"] == "Jar"
