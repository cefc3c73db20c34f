"""Keeps scores: those of a file that a person has seen as a preview, or those of a form."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.scores.checking import check
from fidelity.scores.entry import Entry
from fidelity.scores.instruments import DATE, FORMS, Form
from fidelity.scores.problems import Problem, begun
from fidelity.scores.reading import Line
from fidelity.scores.sent import Sent
from fidelity.usecases import audit, guard
from fidelity.usecases.check_scores import Preview, check_lines
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.score_forms import known_of
from models import Instrument, Person, Score, ScoreImport, Team


def keep_scores(db: Session, *, by: Person, team_id: UUID, instrument: Instrument, sent: Sent) -> int:
    """All of it or nothing; how many lines. Raises Clash with a new preview where it no longer fits."""
    team = _one_at_a_time(db, by, team_id)
    preview: Preview = check_lines(db, by=by, team=team, form=FORMS[instrument], sent=sent)
    if not preview.can_be_kept:
        raise Clash(preview)
    _add(db, by, team, instrument, preview.entries, digest=sent.sha256)
    audit.note(db, by, "imported scores", subject_id=team.id, team_id=team.id)
    db.commit()
    return len(preview.entries)


def type_scores(
    db: Session, *, by: Person, team_id: UUID, instrument: Instrument, typed: Mapping[str, str]
) -> None:
    """One respondent's scores of one day, by column as typed. Raises InvalidInput by column."""
    team = _one_at_a_time(db, by, team_id)
    form = FORMS[instrument]
    line = Line(1, {column: typed.get(column, "").strip() for column in form.columns})
    known = known_of(db, by=by, team_id=team.id, form=form)
    checked = check(form, [line], known, date.today())
    if checked.there:
        raise InvalidInput({DATE: "This very score is kept already"})
    if checked.problems:
        raise InvalidInput(_by_column(form, checked.problems))
    _add(db, by, team, instrument, checked.entries)
    audit.note(db, by, "typed in scores", subject_id=team.id, team_id=team.id)
    db.commit()


def _by_column(form: Form, problems: Sequence[Problem]) -> dict[str, str]:
    """In the order of the form, the first thing said of each; what is of no column stands at the date."""
    said = {problem.column or DATE: begun(problem.sentence) for problem in reversed(problems)}
    return {column: said[column] for column in form.columns if column in said}


def _one_at_a_time(db: Session, by: Person, team_id: UUID) -> Team:
    """Two people who bring in the same at the same moment take turns: the second is told so."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    db.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    return team


def _add(  # noqa: PLR0917  # only called just above
    db: Session,
    by: Person,
    team: Team,
    instrument: Instrument,
    entries: Iterable[Entry],
    digest: str | None = None,
) -> None:
    kept = [*entries]
    of_import = ScoreImport(
        team_id=team.id, by_id=by.id, is_typed=digest is None, sha256=digest, rows=len(kept)
    )
    db.add(of_import)
    db.flush()
    db.add_all(
        Score(
            import_id=of_import.id,
            team_id=team.id,
            instrument=instrument,
            scale=scale,
            given_on=entry.given_on,
            case_id=entry.case_id,
            about_id=entry.about_id,
            respondent=entry.respondent,
            value=value,
        )
        for entry in kept
        for scale, value in entry.values.items()
    )
