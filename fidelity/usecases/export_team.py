"""Case-load and agreement as an export has them: what their pages show, row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from fidelity.adherence.agreement import Compared, Comparison
from fidelity.case_load import Agreement, NoteState
from fidelity.usecases.export_scope import Scope
from fidelity.usecases.find_scores import names_of
from fidelity.usecases.read_agreement import newest_report, raters_of
from fidelity.usecases.read_case_load import read_case_load


def rows_of_case_load(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """By reference. As many queries as its page, and one."""
    page = read_case_load(db, by=scope.by, team_id=scope.team.id)
    load, standard = page.load, page.standard
    names = names_of(db, {person for case in load.cases for person in case.therapists})
    weeks = {state: Counter(week.case_id for week in load.weeks_that_are(state)) for state in NoteState}
    recordings = {
        kind: Counter(recording.reference for recording in load.recordings_that_are(kind))
        for kind in Agreement
    }
    for case in load.cases:
        handed_in, missing, nothing = (weeks[state][case.id] for state in NoteState)
        yield {
            "case": case.reference,
            "therapists": "; ".join(sorted(names[person] for person in case.therapists)),
            "opened_on": case.opened_on,
            "closed_on": case.closed_on,
            "days": case.days(load.today),
            "standard_from": standard.days[0],
            "standard_to": standard.days[1],
            "cases_from": standard.cases and standard.cases[0],
            "cases_to": standard.cases and standard.cases[1],
            "standard_source": standard.source,
            "standard_is_own": standard.is_own,
            "weeks_due": handed_in + missing,
            "weeks_without_note": missing,
            "weeks_with_nothing": nothing,
            "recordings": recordings[Agreement.CONFIRMED][case.reference],
            "recordings_withdrawn": recordings[Agreement.WITHDRAWN][case.reference],
            "recordings_not_for_learning": recordings[Agreement.NOT_FOR_LEARNING][case.reference],
        }


def rows_of_agreement(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Of the newest report; none where nothing was worked out yet."""
    report = newest_report(db, scope.team.id)
    if report is None:
        return
    for compared in Compared:
        for key, row in Comparison.read(report.results[compared.value]).rows.items():
            for statistic, figure in row.figures.items():
                yield {
                    "since": report.since,
                    "until": report.until,
                    "measured_at": report.created_at,
                    "compared": compared,
                    "principle": key,
                    "statistic": statistic,
                    "n": figure.n,
                    "value": figure.value,
                    "low": figure.low,
                    "high": figure.high,
                    "blank": figure.blank,
                    "one_not_assessable": row.one_not_assessable,
                    "both_not_assessable": row.both_not_assessable,
                }


def rows_of_severity(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """As its page: of raters who have looked at theirs. The first to see one is the rater."""
    report = newest_report(db, scope.team.id)
    for rater in raters_of(db, report) if report else ():
        if rater.severity is None:
            continue
        for beside in ("same_weeks", "other_weeks"):
            figure = getattr(rater.severity, beside)
            yield {
                "rater_id": rater.person_id,
                "rater_name": rater.name,
                "measured_at": rater.at,
                "beside": beside,
                "n": figure.n,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "blank": figure.blank,
            }
