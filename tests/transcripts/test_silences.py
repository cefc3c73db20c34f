"""What a player may jump over."""

from fidelity.transcripts.gaps import Gap
from fidelity.transcripts.silences import silences
from fidelity.transcripts.turns import effective_turns
from tests.transcripts.overlays import segment


def turns(*spans):
    return effective_turns(
        [segment("yes", starts_seconds=start, ends_seconds=end) for start, end in spans], []
    )


def test_it_is_silent_where_nobody_speaks_for_two_seconds():
    spoken = turns((3.0, 5.0), (6.5, 8.0), (11.0, 12.0))

    assert silences(spoken, [], 20.0) == [(0.0, 3.0), (8.0, 11.0), (12.0, 20.0)]


def test_a_voice_without_words_is_no_silence():
    assert silences(turns((0.0, 5.0), (20.0, 30.0)), [Gap(8.0, 12.0)], 30.0) == [(5.0, 8.0), (12.0, 20.0)]


def test_people_who_speak_at_once_leave_no_silence_between_them():
    assert silences(turns((0.0, 20.0), (2.0, 4.0), (21.0, 30.0)), [], 30.0) == []


def test_nothing_is_called_silent_where_there_are_no_words():
    assert silences([], [], 600.0) == []
