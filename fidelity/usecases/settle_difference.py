"""Two raters agree on what counts for a principle, after both are done."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.own_work import refuse_own_work
from fidelity.usecases.rate_principle import NOT_ASSESSABLE
from fidelity.usecases.read_both import both_done
from fidelity.usecases.second_opinion import read_second_opinion
from models import Consensus, Person, Principle, Week

LONGEST_WHY_CHARACTERS = 2_000


def settle_difference(
    db: Session, *, by: Person, case_id: UUID, monday: date, principle: Principle, choice: str, why: str
) -> Consensus:
    """``choice``: ``1`` to ``5`` or NOT_ASSESSABLE; ``why``: a sentence, which the therapist reads, too.

    A later one stands beside the earlier and counts. The same again, as after a double click, is one.
    NotFound while one of the two is not done.
    """
    case, week_id, first = both_done(db, by, case_id, monday)
    refuse_own_work(case, monday, by, field=f"why-{principle.value}")
    # Two clicks take turns, so that the second finds what the first has settled.
    db.execute(select(Week.id).where(Week.id == week_id).with_for_update())
    opinion = read_second_opinion(db, first)
    if opinion.second is None:
        raise NotFound
    why = why.replace("\r\n", "\n").strip()
    if problems := _check(principle, choice, why):
        raise InvalidInput(problems)
    value = None if choice == NOT_ASSESSABLE else int(choice)
    last = opinion.consensus(principle)
    if last is not None and (last.value, last.why, last.by_id) == (value, why, by.id):
        return last
    row = Consensus(week_id=week_id, principle=principle, value=value, why=why, by_id=by.id)
    db.add(row)
    audit.note(db, by, "settled a rating", subject_id=week_id, team_id=case.team_id)
    db.commit()
    return row


def _check(principle: Principle, choice: str, why: str) -> dict[str, str]:
    problems = {}
    if choice not in {"1", "2", "3", "4", "5", NOT_ASSESSABLE}:
        problems[f"choice-{principle.value}"] = "Select 1 to 5, or not assessable"
    if not why:
        problems[f"why-{principle.value}"] = "Write a sentence why it was settled so"
    elif len(why) > LONGEST_WHY_CHARACTERS:
        problems[f"why-{principle.value}"] = f"Shorten this to {LONGEST_WHY_CHARACTERS:,} characters or fewer"
    return problems
