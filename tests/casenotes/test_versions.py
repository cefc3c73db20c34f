from hypothesis import given
from hypothesis import strategies as st

from fidelity.casenotes.differences import differences
from fidelity.casenotes.merge import differing, merge
from models import NoteSection

texts = st.text(alphabet="ab \n", max_size=80)


@given(texts, texts)
def test_both_versions_can_be_read_from_the_differences(old, new):
    pieces = differences(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_it_marks_words_not_letters():
    assert [(p.kind, p.text) for p in differences("Mum held it.", "Mum held the rule.")] == [
        ("same", "Mum held"),
        ("removed", " it."),
        ("added", " the rule."),
    ]


def test_two_versions_come_together_as_chosen():
    mine = {"advances": "A", "barriers": "B", "fit": "F", "new_goals": [{"goal": "one"}, {"goal": "two"}]}
    theirs = {"advances": "X", "barriers": "Y", "fit": "F", "new_goals": [{"goal": "one"}, {"goal": "three"}]}

    assert differing(mine, theirs) == [NoteSection.ADVANCES, NoteSection.BARRIERS, NoteSection.NEW_GOALS]
    merged = merge(mine, theirs, {NoteSection.ADVANCES: "mine", NoteSection.BARRIERS: "theirs"})
    assert merged["advances"] == "A"
    assert merged["barriers"] == "Y"
    assert [goal["goal"] for goal in merged["new_goals"]] == ["one", "three", "two"]
