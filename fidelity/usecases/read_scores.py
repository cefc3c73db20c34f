"""Scores from outside beside the team's own ratings, quarter by quarter and family by family."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.adherence.interval import Interval, mean_interval
from fidelity.permissions import Deed, may
from fidelity.scores.about_people import AboutPerson, about_people
from fidelity.scores.families import Family, families
from fidelity.scores.quarters import Quarter, last_quarters, quarter_of
from fidelity.scores.tam_r import TamR, tam_r
from fidelity.usecases import audit, guard
from fidelity.usecases.choose_adherence import LONGEST, Choice, choose_adherence
from fidelity.usecases.find_case_weeks import CaseWeek, find_case_weeks
from fidelity.usecases.find_scores import Given, find_scores, names_of
from models import Instrument, Person, Team

#: A year: the quarter that is going on and the three before it.
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Ours:
    """The mean over all principles in so many reviewed weeks (1 to 5); nothing where there is none."""

    weeks: int
    mean: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class InQuarter:
    """One quarter of the team."""

    quarter: Quarter
    tam_r: TamR
    ours: Ours
    #: Families that were in treatment in it, and those of them with a score.
    families: int
    with_score: int


@dataclass(frozen=True)
class Scores:
    """The page. ``sam`` and ``cam`` by person; a person with a score in none of the quarters is not there."""

    team: Team
    quarters: Sequence[InQuarter]
    #: Of the quarter that was chosen.
    chosen: Quarter
    families: Sequence[Family]
    sam: Sequence[AboutPerson]
    cam: Sequence[AboutPerson]
    may_enter: bool


def read_scores(db: Session, *, by: Person, team_id: UUID, quarter: Quarter | None = None) -> Scores:
    """``quarter``: whose families are shown; the newest with a TAM-R where it is none of the four."""
    team = guard.team(db, by, Deed.SEE_SCORES, team_id)
    quarters = last_quarters(date.today(), QUARTERS)
    given = find_scores(db, team.id, since=quarters[-1].starts_on)
    choice = _year(db, by, team.id, quarters)
    rated = _rated(find_case_weeks(db, choice))
    names = names_of(db, {each.about_id for each in given if each.about_id})
    audit.note_reading(db, by, "read scores", subject_id=team.id, team_id=team.id)
    chosen = quarter if quarter in quarters else _newest(given, quarters)
    return Scores(
        team=team,
        quarters=[_in_quarter(each, given, choice, rated[each]) for each in quarters],
        chosen=chosen,
        families=_families(chosen, given, choice, rated[chosen]),
        sam=_about(Instrument.SAM, given, names, quarters),
        cam=_about(Instrument.CAM, given, names, quarters),
        may_enter=may(by, Deed.ENTER_SCORES, team_id=team.id),
    )


def _year(db: Session, by: Person, team_id: UUID, quarters: Sequence[Quarter]) -> Choice:
    choice = choose_adherence(db, by=by, team_id=team_id, therapist_id=None, case_id=None, weeks=LONGEST)
    return replace(choice, weeks=[week for week in choice.weeks if quarter_of(week) in quarters])


def _newest(given: Sequence[Given], quarters: Sequence[Quarter]) -> Quarter:
    days = [each.given_on for each in given if each.instrument is Instrument.TAM_R]
    return quarter_of(max(days)) if days else quarters[0]


def _rated(case_weeks: Sequence[CaseWeek]) -> Mapping[Quarter, Mapping[UUID, Sequence[float]]]:
    """The mean of each reviewed week that has one, by quarter and family."""
    quarters = {week: quarter_of(week) for week in {each.week for each in case_weeks}}
    found: defaultdict[Quarter, defaultdict[UUID, list[float]]] = defaultdict(lambda: defaultdict(list))
    for each in case_weeks:
        rated = each.rated(None)
        if rated and rated.value is not None:
            found[quarters[each.week]][each.case.id].append(rated.value)
    return found


def _in_quarter(
    quarter: Quarter, given: Sequence[Given], choice: Choice, rated: Mapping[UUID, Sequence[float]]
) -> InQuarter:
    reports = _reports(quarter, given)
    in_treatment = _in_treatment(quarter, choice)
    values = [value for of_family in rated.values() for value in of_family]
    return InQuarter(
        quarter=quarter,
        tam_r=tam_r(((case, each.respondent), each.value) for case, each in reports),
        ours=Ours(len(values), fmean(values) if values else None, mean_interval(values)),
        families=len(in_treatment),
        with_score=len({case for case, _ in reports} & set(in_treatment)),
    )


def _reports(quarter: Quarter, given: Sequence[Given]) -> list[tuple[UUID, Given]]:
    return [
        (each.case_id, each)
        for each in given
        if each.instrument is Instrument.TAM_R and each.case_id and quarter_of(each.given_on) == quarter
    ]


def _in_treatment(quarter: Quarter, choice: Choice) -> dict[UUID, str]:
    """Cases that were open on any day of it, by reference."""
    return {
        case.id: case.reference
        for case in choice.cases
        if case.opened_on <= quarter.ends_on
        and (case.closed_on is None or case.closed_on >= quarter.starts_on)
    }


def _families(
    quarter: Quarter, given: Sequence[Given], choice: Choice, rated: Mapping[UUID, Sequence[float]]
) -> list[Family]:
    reported: dict[UUID, list[tuple[str, float]]] = {}
    for case, each in _reports(quarter, given):
        reported.setdefault(case, []).append((each.respondent, each.value))
    # A score may come a little later than the closing: such a family is shown, too.
    late = {case.id: case.reference for case in choice.cases if case.id in reported}
    return families(_in_treatment(quarter, choice) | late, reported, rated)


def _about(
    instrument: Instrument, given: Sequence[Given], names: Mapping[UUID, str], quarters: Sequence[Quarter]
) -> list[AboutPerson]:
    found = [
        (
            (names.get(each.about_id, "Somebody who is gone"), each.about_id),
            each.scale,
            each.given_on,
            each.respondent,
            each.value,
        )
        for each in given
        if each.instrument is instrument and each.about_id
    ]
    return about_people(instrument, found, quarters)
