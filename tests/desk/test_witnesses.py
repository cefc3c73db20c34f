"""What note, recordings and comments of a week say of one principle, and where they part."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from fidelity.desk.witnesses import (
    Mismatch,
    Side,
    Unseen,
    have_words_in_common,
    mismatch,
    principles_of,
)
from models import NoteSection, Polarity, Principle

SHOWN, AGAINST = Polarity.ADHERENT, Polarity.COUNTER
NOTHING, OPEN = Side(), Side(is_open=True)


def marked(*ways, is_open=False):
    return Side(marked=frozenset(ways), is_open=is_open)


@pytest.mark.parametrize(
    ("note", "sessions", "said"),
    [
        (NOTHING, NOTHING, None),
        (marked(SHOWN), marked(SHOWN), None),
        (marked(SHOWN), NOTHING, Mismatch.ONLY_NOTE),
        (NOTHING, marked(AGAINST), Mismatch.ONLY_HEARD),
        (marked(SHOWN), marked(AGAINST), Mismatch.OPPOSITE),
        (marked(AGAINST), marked(SHOWN), Mismatch.OPPOSITE),
        # Where one side says both, it also says what the other does.
        (marked(SHOWN, AGAINST), marked(AGAINST), None),
    ],
)
def test_a_mismatch_rests_on_marks(note, sessions, said):
    assert mismatch(note, sessions) is said


@pytest.mark.parametrize("unseen", Unseen)
def test_a_side_that_cannot_be_seen_is_no_witness(unseen):
    assert mismatch(Side(unseen), marked(SHOWN)) is None
    assert mismatch(marked(SHOWN), Side(unseen)) is None


@pytest.mark.parametrize(
    ("note", "sessions", "said"),
    [
        (marked(SHOWN), OPEN, None),
        (OPEN, marked(SHOWN), None),
        (OPEN, OPEN, None),
        (OPEN, NOTHING, Mismatch.ONLY_NOTE_SUGGESTED),
        (NOTHING, OPEN, Mismatch.ONLY_HEARD_SUGGESTED),
        (marked(SHOWN, is_open=True), NOTHING, Mismatch.ONLY_NOTE),
        (marked(SHOWN, is_open=True), marked(AGAINST, is_open=True), Mismatch.OPPOSITE),
    ],
)
def test_what_nobody_has_decided_on_holds_a_sentence_back_or_is_called_suggested(note, sessions, said):
    assert mismatch(note, sessions) is said


@dataclass
class Words:
    starts: int
    ends: int
    segment_id: UUID | None = None
    revision_id: UUID | None = None
    section: NoteSection | None = None
    principle: Principle = Principle.FINDING_THE_FIT


def test_words_have_something_in_common_where_they_share_a_character():
    turn, note = uuid4(), uuid4()
    here = Words(10, 20, segment_id=turn)
    in_note = Words(10, 20, revision_id=note, section=NoteSection.ADVANCES)

    assert have_words_in_common(here, Words(19, 30, segment_id=turn))
    assert have_words_in_common(here, Words(0, 100, segment_id=turn))
    assert not have_words_in_common(here, Words(20, 30, segment_id=turn))
    assert not have_words_in_common(here, Words(0, 10, segment_id=turn))
    assert not have_words_in_common(here, Words(10, 20, segment_id=uuid4()))
    assert not have_words_in_common(here, in_note)
    assert have_words_in_common(in_note, Words(15, 16, revision_id=note, section=NoteSection.ADVANCES))
    assert not have_words_in_common(in_note, Words(15, 16, revision_id=note, section=NoteSection.BARRIERS))
    assert not have_words_in_common(in_note, Words(15, 16, revision_id=uuid4(), section=NoteSection.ADVANCES))


def test_a_comment_belongs_to_every_principle_whose_words_it_touches():
    turn = uuid4()
    rows = [
        Words(0, 5, segment_id=turn, principle=Principle.FINDING_THE_FIT),
        Words(4, 9, segment_id=turn, principle=Principle.GENERALISATION),
        Words(30, 40, segment_id=turn, principle=Principle.CONTINUOUS_EFFORT),
    ]

    assert principles_of(Words(3, 6, segment_id=turn), rows) == {
        Principle.FINDING_THE_FIT,
        Principle.GENERALISATION,
    }
    assert principles_of(Words(10, 20, segment_id=turn), rows) == set()
