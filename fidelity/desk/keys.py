"""Which key does what for one person: the usual ones, and what they chose instead.

A key is named as it is shown: ``a``, ``Shift+A``, ``?``, ``Space``, ``F8``. A place that a key can have is
called by its deed, or by its deed and ``_pedal`` for the one that also works while somebody types.
"""

import re
from collections.abc import Mapping
from typing import Any

from fidelity.desk.deeds import DEEDS, OF_A_RECORDING, Group, KeyDeed

PEDAL = "_pedal"
_NAMED = {"space": "Space", "insert": "Insert", "pause": "Pause"}
_FUNCTION_KEY = re.compile(r"F([1-9]|1[0-9]|2[0-4])")
#: What Shift and a number types on British and American keyboards.
_SHIFTED_NUMBERS = '!"£$%^&*()@#'
_TAKEN_BY_BROWSERS = {
    "F5": "F5 loads the page again in every browser",
    "F6": "F6 goes to the address in every browser",
    "F11": "F11 makes the window as large as the screen",
    "F12": "F12 opens the browser’s own tools",
}


class NoKey(Exception):
    """What was typed names no key that can be chosen; says why."""


#: Place → its deed. The order is that of the list.
PLACES: dict[str, KeyDeed] = {
    place: deed
    for deed in DEEDS
    for place in ([deed.name, deed.name + PEDAL] if deed.pedal is not None else [deed.name])
}
#: Place → the usual key; empty for none.
USUAL: dict[str, str] = {
    place: (deed.pedal or "") if place.endswith(PEDAL) else deed.usual for place, deed in PLACES.items()
}


def key_from(typed: str) -> str:
    """The key that somebody means; empty for none. Raises NoKey."""
    text = typed if typed == " " else typed.strip()
    if not text:
        return ""
    if text == " " or text.lower() in _NAMED:
        return _NAMED.get(text.lower(), "Space")
    if is_function_key(text.upper()):
        if refused := _TAKEN_BY_BROWSERS.get(text.upper()):
            raise NoKey(refused)
        return text.upper()
    if len(text) == 1 and text.isprintable():
        if text.isdigit():
            raise NoKey("Numbers stay what they are: principles and ratings")
        if text in _SHIFTED_NUMBERS:
            raise NoKey(f"{text} is Shift and a number, which marks words that go against a principle")
        return text.lower()
    shifted = re.fullmatch(r"shift\s*(?:\+|and)\s*(\w)", text, re.IGNORECASE)
    if shifted and shifted[1].isalpha():
        return f"Shift+{shifted[1].upper()}"
    raise NoKey("Type one letter or sign, Shift+ and a letter, Space, or F1 to F24")


def is_function_key(key: str) -> bool:
    """Whether it also works while somebody types, as a foot pedal must."""
    return _FUNCTION_KEY.fullmatch(key) is not None


def bindings(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Place → key for a person who chose these. What they chose wins over what is usual elsewhere."""
    own = {place: str(key) for place, key in chosen.items() if place in PLACES}
    taken = {key for key in own.values() if key}
    usual = {place: "" if key in taken else key for place, key in USUAL.items()}
    return {place: own.get(place, key) for place, key in usual.items()}


def choose(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What a person typed for each place: what of it differs from the usual, and a sentence for each mistake.

    A place that is not in ``typed`` keeps its usual key.
    """
    keys, messages = {}, {}
    for place, deed in PLACES.items():
        try:
            keys[place] = _for_place(place, typed.get(place, USUAL[place]))
        except NoKey as refused:
            messages[place] = f"{deed.does}: {_lower(str(refused))}"
    messages |= _conflicts(keys)
    return {place: key for place, key in keys.items() if key != USUAL[place]}, messages


def _for_place(place: str, typed: str) -> str:
    key = key_from(typed)
    if key and place.endswith(PEDAL) and not is_function_key(key):
        raise NoKey("Only F1 to F24 work while you type")
    if PLACES[place].group is Group.PLAYER and (elsewhere := OF_A_RECORDING.get(key)):
        raise NoKey(f"On the page of a recording, {key} {elsewhere}")
    return key


def _conflicts(keys: Mapping[str, str]) -> dict[str, str]:
    """A sentence at the later place of every two that have the same key."""
    first: dict[str, str] = {}
    messages = {}
    for place, key in keys.items():
        if not key:
            continue
        earlier = first.setdefault(key, place)
        if earlier != place:
            messages[place] = (
                f"{key} is chosen twice: for “{PLACES[earlier].does}” and “{PLACES[place].does}”"
            )
    return messages


def _lower(sentence: str) -> str:
    return sentence if is_function_key(sentence.split(maxsplit=1)[0]) else sentence[0].lower() + sentence[1:]
