"""Puts the text of an imported document under the sections of a note."""

from dataclasses import dataclass

from fidelity.casenotes.form import Sections, clean, text_key, tidy
from fidelity.casenotes.headings import heading
from models.words import NoteSection


@dataclass(frozen=True)
class Imported:
    """What was found under known headings, and what stood above the first of them."""

    sections: dict[NoteSection, str]
    loose: str


def split(text: str) -> Imported:
    """Read line by line. A heading that comes twice adds to its section. No word is lost."""
    found: dict[NoteSection | None, list[str]] = {}
    current: NoteSection | None = None
    for line in clean(text).split("\n"):
        if begins := heading(line):
            current, rest = begins
            # A blank line between two stretches of the same section.
            found.setdefault(current, []).extend(["", rest] if rest else [""])
        else:
            found.setdefault(current, []).append(line)
    joined = {section: "\n".join(lines).strip() for section, lines in found.items()}
    loose = joined.pop(None, "")
    return Imported({section: joined[section] for section in NoteSection if joined.get(section)}, loose)


def add(sections: Sections, section: NoteSection, text: str, *, replacing: bool = False) -> Sections:
    """The form with a text put after what a section says, or in its place. Goals of a list stay."""
    key = text_key(section)
    there = "" if replacing else str(sections.get(key, ""))
    return tidy(sections | {key: "\n\n".join(part for part in (there, clean(text)) if part)})
