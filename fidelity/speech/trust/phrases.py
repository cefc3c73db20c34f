"""What recognisers write where nobody speaks: they learnt it from subtitles. English and Welsh."""

import re

#: Words of subtitles and of people who make films. Whoever says them in a family's kitchen is heard well.
_SUBTITLES = (
    r"thanks? (you )?(so much |very much )?for (watching|listening|viewing|tuning in)",
    r"please (like and )?subscribe",
    r"(like|comment)( and|,) subscribe",
    r"subscribe to (my|our|the) channel",
    r"(don't|do not) forget to (like|subscribe)",
    r"(see you|i'll see you) (guys )?(in the )?next (time|video|one)",
    r"(sub)?titles? (by|provided by|from)\b",
    r"subtitled? by\b",
    r"(closed )?captions? (by|provided by)\b",
    r"captioned by\b",
    r"transcri(bed|ption|pts?) by\b",
    r"translat(ed|ion) by\b",
    r"amara\.? ?org",
    r"all rights reserved",
    r"copyright\b",
    r"this video\b",
    r"www\.\S+",
    r"diolch (yn fawr )?am (wylio|wrando)",
    r"(is-?deitlau|isdeitlau|teitlau) gan",
    r"cyfieithwyd gan",
    r"tanysgrifiwch",
    r"welwn ni chi (y )?tro nesaf",
)
#: Short things that people say all day, and that recognisers write for a noise.
_SMALL_TALK = (
    r"thank you( very much| so much)?",
    r"thanks( a lot)?",
    r"you",
    r"bye( bye)*",
    r"goodbye",
    r"ok(ay)?",
    r"(all )?right",
    r"yeah",
    r"oh",
    r"so",
    r"hm+",
    r"mm+",
    r"uh",
    r"um",
    r"hello",
    r"hi",
    r"the end",
    r"i'?m sorry",
    r"i don'?t know( what i am)?",
    r"(background )?music( playing)?",
    r"applause",
    r"silence",
    r"diolch( yn fawr( iawn)?)?",
    r"ie",
    r"iawn",
    r"hwyl( fawr)?",
    r"ta ta",
)

_SUBTITLE = re.compile("|".join(f"(?:{phrase})" for phrase in _SUBTITLES))
_SMALL = re.compile("|".join(f"(?:{phrase})" for phrase in _SMALL_TALK))


def plain(text: str) -> str:
    """Lower case, without the marks around words: ``Thank you!`` is ``thank you``."""
    return " ".join(word.strip('.,!?…"“”()[]♪*-') for word in text.lower().replace("’", "'").split()).strip()


def is_of_subtitles(text: str) -> bool:
    """Whether something in the text is of the language of subtitles."""
    return _SUBTITLE.search(plain(text)) is not None


def is_small_talk(text: str) -> bool:
    """Whether the whole text is one of the short phrases that are often written for a noise."""
    return _SMALL.fullmatch(plain(text)) is not None
