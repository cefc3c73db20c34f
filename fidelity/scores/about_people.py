"""SAM and CAM: what a team's members say of a supervisor or a consultant, never who says what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fidelity.scores.instruments import FORMS
from fidelity.scores.quarters import Quarter, quarter_of
from fidelity.scores.respondents import Mean, mean_of_respondents
from models import Instrument, ScoreScale

#: Somebody's name and key: two people of one name are two people.
Who = tuple[str, UUID]
#: Whom it is about, what it measures, the day, the respondent's code, the number.
Answer = tuple[Who, ScoreScale, date, str, float]


@dataclass(frozen=True, slots=True)
class OfQuarter:
    """A quarter's means by scale. Empty where respondents are too few: ``respondents`` says how many."""

    quarter: Quarter
    respondents: int
    means: Mapping[ScoreScale, Mean]


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """One supervisor or consultant; the newest quarter first, without those in which nobody answered."""

    name: str
    scales: Sequence[ScoreScale]
    quarters: Sequence[OfQuarter]


def about_people(
    instrument: Instrument, answers: Iterable[Answer], quarters: Sequence[Quarter]
) -> list[AboutPerson]:
    """By name. Only quarters stand alone: from a mean over several, a small one could be worked out."""
    found: dict[Who, dict[Quarter, list[Answer]]] = {}
    for answer in answers:
        found.setdefault(answer[0], {}).setdefault(quarter_of(answer[2]), []).append(answer)
    people = []
    for (name, _), by_quarter in sorted(found.items(), key=lambda each: each[0]):
        shown = [_of_quarter(instrument, each, by_quarter[each]) for each in quarters if each in by_quarter]
        used = {scale for each in shown for scale in each.means}
        scales = [scale for scale in FORMS[instrument].scales.values() if scale in used]
        people.append(AboutPerson(name, scales, shown))
    return people


def _of_quarter(instrument: Instrument, quarter: Quarter, answers: Sequence[Answer]) -> OfQuarter:
    form = FORMS[instrument]
    means = {}
    for scale in form.scales.values():
        given = [(respondent, value) for _, of, _, respondent, value in answers if of is scale]
        mean = mean_of_respondents(given, lowest=form.lowest, highest=form.highest)
        if mean.value is not None:
            means[scale] = mean
    for column, other in (form.only_with or {}).items():
        if form.scales[other] not in means:
            means.pop(form.scales[column], None)
    return OfQuarter(quarter, len({respondent for _, _, _, respondent, _ in answers}), means)
