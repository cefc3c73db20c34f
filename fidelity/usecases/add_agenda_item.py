"""Adds something of a person's own to a consultation's agenda."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.agenda.items import Kind
from fidelity.casenotes.form import clean
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.agenda_row import lock_agenda
from fidelity.usecases.agenda_span import check_monday
from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import NotFound
from fidelity.usecases.week_of import week_of, week_problem
from models import AgendaItem, Person, monday_of

LONGEST_ITEM_CHARACTERS = 500
MOST_OWN_ITEMS = 50


def add_agenda_item(
    db: Session, *, by: Person, team_id: UUID, monday: date, text: str, case_id: UUID | None
) -> AgendaItem:
    """``case_id``: which family it is about, if it is about one. The same text twice adds nothing.

    Raises InvalidInput for a text that is missing or too long, and for a case that is not open then.
    """
    team = lock_agenda(db, by=by, team_id=team_id)
    this_monday = monday_of(date.today())
    check_monday(monday, latest=this_monday + timedelta(weeks=1))
    answers = Answers()
    said = " ".join(clean(text).split())
    if not said:
        answers.refuse("text", "Write what the item is about")
    if len(said) > LONGEST_ITEM_CHARACTERS:
        answers.refuse("text", f"An item must have {LONGEST_ITEM_CHARACTERS} characters or fewer")
    of_week = (AgendaItem.team_id == team.id, AgendaItem.monday == monday, AgendaItem.text != "")
    if (db.scalar(select(func.count(AgendaItem.id)).where(*of_week)) or 0) >= MOST_OWN_ITEMS:
        answers.refuse("text", f"There are {MOST_OWN_ITEMS} items of your own: take one off first")
    week = None
    if case_id is not None:
        case = guard.case(db, by, Deed.READ_NOTE, case_id)
        if case.team_id != team.id:
            raise NotFound
        # A week that has not begun has no row; the item is about the case.
        starts_on = min(monday, this_monday)
        if week_problem(case, starts_on, date.today()):
            answers.refuse("case", "This case is not open in the week of the consultation")
        else:
            week = week_of(db, case, starts_on)
    answers.check()

    same = select(AgendaItem).where(
        *of_week, AgendaItem.text == said, AgendaItem.week_id == (week and week.id)
    )
    row = db.scalars(same).first()
    if row is None:
        row = AgendaItem(
            team_id=team.id,
            monday=monday,
            key=f"{Kind.OWN.value}:{uuid4()}",
            text=said,
            week_id=week and week.id,
            by_id=by.id,
        )
        db.add(row)
        db.flush()
        audit.note(db, by, "added agenda item", subject_id=row.id, team_id=team.id)
    elif row.removed_at is not None:
        row.removed_at = None
    db.commit()
    return row
