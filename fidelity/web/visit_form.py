"""Reads what a person typed about a visit. Decides nothing: what cannot be read is nothing."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fidelity.usecases.upload_recording import Visit
from models import Language

#: How the page begins: most sessions have their therapist in them.
BLANK: Mapping[str, str] = {
    "visited_on": "",
    "is_therapist_present": "yes",
    "caregivers": "0",
    "young_people": "0",
    "others": "0",
    "language": "",
    "is_consent_confirmed": "",
    "is_learning_agreed": "",
}


def read_visit(answers: Mapping[str, str]) -> Visit:
    """The answers as values."""
    return Visit(
        visited_on=_day(answers.get("visited_on", "")),
        is_therapist_present=answers.get("is_therapist_present") == "yes",
        caregivers=_count(answers.get("caregivers", "")),
        young_people=_count(answers.get("young_people", "")),
        others=_count(answers.get("others", "")),
        language=_language(answers.get("language", "")),
        is_consent_confirmed=answers.get("is_consent_confirmed") == "yes",
        is_learning_agreed=answers.get("is_learning_agreed") == "yes",
    )


def read_key(text: str) -> UUID | None:
    """Which upload is meant, if any."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _count(text: str) -> int | None:
    """An empty box means nobody."""
    text = text.strip() or "0"
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _language(text: str) -> Language | None:
    return Language(text) if text in {language.value for language in Language} else None
