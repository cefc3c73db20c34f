"""What the codebook says that a rating looks like, where it stands alone. Pure."""

import re
from collections.abc import Mapping

#: “As 4, and …”: an anchor that builds on another, which on a scale stands just above it.
_BUILDS_ON = re.compile(r"As ([1-5])\b")


def anchor_alone(anchors: Mapping[str, str], value: int) -> str | None:
    """The anchor of a rating, with the one it builds on: beside “5 of 5”, “as 4” would be a puzzle."""
    text = anchors.get(str(value))
    built_on = _BUILDS_ON.match(text) if text else None
    below = anchors.get(built_on[1]) if built_on and built_on[1] != str(value) else None
    return f"{text} ({built_on[1]} is: {below})" if built_on and below else text
