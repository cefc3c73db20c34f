"""Knows the headings under which people write a case note."""

import re

from models.words import NoteSection

#: The name on the page first, then what else people call it. Compared without case, marks and numbers.
HEADINGS: dict[NoteSection, tuple[str, ...]] = {
    NoteSection.REFERRAL_AND_OVERARCHING_GOALS: (
        "Referral behaviours and overarching goals",
        "Referral behaviours",
        "Referral behaviors",
        "Referral behaviour",
        "Referral behaviours and OAGs",
        "Overarching goals",
        "Overarching goal",
        "Overarching treatment goals",
        "Overarching goals and referral behaviours",
        "OAG",
        "OAGs",
    ),
    NoteSection.PREVIOUS_GOALS: (
        "Last week's goals",
        "Last weeks goals",
        "Last week's intermediary goals",
        "Last week's intermediate goals",
        "Previous goals",
        "Previous intermediary goals",
        "Previous week's goals",
        "Previous week's intermediary goals",
        "Intermediary goals from last week",
        "Goals from last week",
        "Progress on last week's goals",
        "Review of last week's goals",
        "Were goals met",
    ),
    NoteSection.ADVANCES: (
        "Advances",
        "Advance",
        "Advances in treatment",
        "Advances this week",
        "Progress",
        "Progress this week",
        "Strengths and advances",
    ),
    NoteSection.BARRIERS: (
        "Barriers",
        "Barrier",
        "Barriers to progress",
        "Barriers to change",
        "Barriers this week",
        "Barriers to advances",
    ),
    NoteSection.FIT: (
        "Fit of advances and barriers",
        "Fit",
        "Fit factors",
        "Fit assessment",
        "Fit of advances/barriers",
        "Fit for advances and barriers",
        "Finding the fit",
        "How advances and barriers fit",
    ),
    NoteSection.NEW_GOALS: (
        "New goals",
        "New intermediary goals",
        "New intermediate goals",
        "Intermediary goals",
        "Intermediary goals for next week",
        "Intermediary goals for this week",
        "Goals for next week",
        "Goals for the coming week",
        "Next week's goals",
        "This week's goals",
    ),
    NoteSection.PLANNED_INTERVENTIONS: (
        "Planned interventions",
        "Interventions",
        "Intervention",
        "Planned intervention",
        "Interventions planned",
        "Plan",
        "Plan for next week",
        "Intervention plan",
    ),
    NoteSection.ENGAGEMENT: (
        "Engagement",
        "Engagement and alignment",
        "Alignment",
        "Alignment and engagement",
        "Family engagement",
        "Caregiver engagement",
    ),
    NoteSection.QUESTIONS: (
        "Questions for the consultant",
        "Questions",
        "Questions for consultant",
        "Questions for consultation",
        "Questions for supervision",
        "Consultation questions",
        "Questions for the consultation",
        "Question for the consultant",
    ),
}

_ORNAMENT = re.compile(r"^[\s#*_>•·▪–—-]*(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-i])[.)]\s*)?[\s*_]*", re.IGNORECASE)


def _key(text: str) -> str:
    words = text.replace("’", "'").replace("‘", "'").replace("&", " and ").casefold()
    return " ".join(_ORNAMENT.sub("", words).strip(" *_:.?–—-\t").replace("'", "").split())


_SECTION_OF = {_key(name): section for section, names in HEADINGS.items() for name in names}
_LONGEST = max(map(len, _SECTION_OF)) + 20


def heading(line: str) -> tuple[NoteSection, str] | None:
    """The section that a line begins, and what stands behind its colon; nothing for any other line."""
    if len(line) <= _LONGEST and (section := _SECTION_OF.get(_key(line))):
        return section, ""
    before, colon, after = line.partition(":")
    if colon and len(before) <= _LONGEST and (section := _SECTION_OF.get(_key(before))):
        return section, after.strip(" *_\t")
    return None
