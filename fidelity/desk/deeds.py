"""Everything that a key can do at the desk, and the key that does it unless a person chooses another."""

from dataclasses import dataclass
from enum import Enum


class Group(Enum):
    """Under which heading a key is listed."""

    WORDS = "In the words"
    RATINGS = "Ratings"
    PLACES = "Where to go"
    PLAYER = "Listening"


@dataclass(frozen=True, slots=True)
class KeyDeed:
    """One thing that a key does. ``pedal``: a function key that does it too, also while somebody types."""

    name: str
    group: Group
    does: str
    usual: str
    #: Nothing where none can be chosen.
    pedal: str | None = None


#: The scripts of the desk (``js/desk/keys.js``) and of the player know these by their names.
DEEDS = (
    KeyDeed("next_turn", Group.WORDS, "The next turn, or section of the note", "t"),
    KeyDeed("previous_turn", Group.WORDS, "The turn or section before this one", "Shift+T"),
    KeyDeed("next_suggestion", Group.WORDS, "The next undecided suggestion", "n"),
    KeyDeed("previous_suggestion", Group.WORDS, "The undecided suggestion before this one", "p"),
    KeyDeed("accept", Group.WORDS, "Accept this suggestion, and go to the next", "a"),
    KeyDeed("reject", Group.WORDS, "Reject this suggestion, and go to the next", "r"),
    KeyDeed("undo", Group.WORDS, "Undo what you decided or marked last", "u"),
    KeyDeed("comment", Group.WORDS, "Comment on the selected words", "c"),
    KeyDeed("hide", Group.WORDS, "Hide suggestions while you read, or show them again", "h"),
    KeyDeed("next_card", Group.RATINGS, "The card of the next principle", "k"),
    KeyDeed("previous_card", Group.RATINGS, "The card of the principle before", "Shift+K"),
    KeyDeed("card", Group.RATINGS, "And then 1 to 9: the card of the principle with this number", "g"),
    KeyDeed("note", Group.PLACES, "The case note", "o"),
    KeyDeed("session", Group.PLACES, "The next session of the week", "s"),
    KeyDeed("words", Group.PLACES, "Back to where you were in the words", "w"),
    KeyDeed("ratings", Group.PLACES, "The ratings", "v"),
    KeyDeed("feedback", Group.PLACES, "The feedback that you write", "f"),
    KeyDeed("save", Group.PLACES, "Save what you wrote now. It also saves itself", "Shift+S", ""),
    KeyDeed("preview", Group.PLACES, "Preview and publish", "Shift+V"),
    KeyDeed("queue", Group.PLACES, "Back to the queue", "q"),
    KeyDeed("show_keys", Group.PLACES, "Show this list", "?"),
    KeyDeed("play", Group.PLAYER, "Play and pause", "Space", "F8"),
    KeyDeed("back", Group.PLAYER, "Back 5 seconds", "j", "F2"),
    KeyDeed("forward", Group.PLAYER, "Forward 5 seconds", "l", "F4"),
    KeyDeed("slowly", Group.PLAYER, "Play this turn slowly, then at the speed before", "z", "F9"),
    KeyDeed("slower", Group.PLAYER, "Slower", ",", ""),
    KeyDeed("faster", Group.PLAYER, "Faster", ".", ""),
    KeyDeed("skip", Group.PLAYER, "Skip silence, or play all of it", "b"),
    KeyDeed("follow", Group.PLAYER, "Move the words in step with the sound, or leave them still", "i"),
)

_MARK = (
    "Mark the selected words: they show the principle with this number. "
    "On a suggestion: its words show this principle instead"
)

#: What is not chosen: the numbers of the principles, and what a browser or a list does of itself.
FIXED = {
    Group.WORDS: (
        ("1 to 9", _MARK),
        ("Shift and 1 to 9", "The same, but they go against it"),
        ("Arrows", "On a turn: the turn above or below. Home and End: the first and the last"),
        ("Enter", "On a turn: play from here"),
    ),
    Group.RATINGS: (
        ("1 to 5", "On the card of a principle: rate it"),
        ("0", "On the card of a principle: not assessable"),
        ("Backspace", "On the card of a principle: clear its rating"),
    ),
    Group.PLACES: (("Escape", "Close what is open; from a field, back to the card or the words"),),
    Group.PLAYER: (),
}

#: On the page of a recording these keys belong to the turn that has the focus.
OF_A_RECORDING = {
    "t": "names the therapist",
    "g": "names a caregiver",
    "y": "names a young person",
    "o": "names somebody else",
    "e": "corrects words",
    "s": "splits a turn",
}
