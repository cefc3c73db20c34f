"""The words of a sentence that say what it is about, cut to their stems so that forms of one are one. Pure.

A small stemmer of our own: it need only bring together what people write of the same thing in two weeks
("rows", "row"; "staying", "stayed"). Taking too little off misses something; taking too much off joins
what does not belong together, so it is shy.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

#: Who does something says little about what is done: these count half.
PEOPLE = frozenset(
    """
    mum mom mam mother dad father stepmum stepdad parent carer caregiver nan gran nain taid grandad aunt uncle
    sister brother sibling family son daughter boy girl child children young person youth kid teen therapist
    teacher worker partner boyfriend girlfriend
    """.split()  # noqa: SIM905  # read as a text, kept as a text
)
#: Words that stand in any note.
_STOP = frozenset(
    """
    a about after again against all almost already also although always am an and another any anything are
    as at away back barrier barriers be because been before being bit both but by came can can't cannot come
    could couldn't day days did didn't difficult difficulty do does doesn't doing don't done down during
    each etc even ever every few find finds five for found four fri friday from gave get gets getting give
    given gives giving go goes going gone got had hadn't hard has hasn't have haven't having he he'd he's
    her here hers him his how however i i'd i'm i've if in into is isn't issue it it's its just keep keeps
    kept last least less let like little lot made make makes making many may me might mon monday more most
    much must my need needs never new next no nor not nothing now of off on once one only onto or other our
    out over own pm problem put quite rather really remain remains said same sat saturday saw say says see
    seen set she she'd she's should since so some something soon still struggle struggled struggles
    struggling such sun sunday take taken tbh than that that's the their them then there there's these they
    they'd they're thing things this those though three through thu thurs thursday time times to today told
    too took tried try trying tue tues tuesday twice two under until up us very via was wasn't way we we'd
    we've wed wednesday weds week weekly weeks well went were weren't what when where whether which while
    who whole why will with within without wk wks won't would wouldn't yet you your
    """.split()  # noqa: SIM905  # read as a text, kept as a text
)
_DOUBLED = re.compile(r"([bdfgkmnprt])\1$")
_LEAST_LETTERS = 3


def stems(text: str) -> frozenset[str]:
    """What is left of a text without stop words, short forms and endings."""
    words = (word.replace("’", "'").casefold().removesuffix("'s") for word in _WORD.findall(text))
    cut = (stem(word) for word in words if word not in _STOP and len(word) >= _LEAST_LETTERS)
    return frozenset(each for each in cut if each not in _STOP)


def stem(word: str) -> str:
    """Without the ending of a plural or a verb: ``rows``, ``stayed`` and ``shouting`` lose theirs."""
    if word in PEOPLE:
        return word
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST_LETTERS and not (ending == "s" and rest.endswith(("s", "u"))):
            if ending == "es" and not rest.endswith(("s", "x", "z", "ch", "sh")):
                continue
            return _bare(rest + instead)
    return _bare(word)


def _bare(rest: str) -> str:
    """``stopp`` is ``stop``; ``argue`` and what is left of ``arguing`` are the same."""
    rest = _DOUBLED.sub(r"\1", rest)
    return rest.removesuffix("e") if len(rest) > _LEAST_LETTERS else rest
