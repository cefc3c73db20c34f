"""How a person likes to work: to read, or to change. It is nobody else's, so there is nothing to refuse."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Person, PersonChoices


def read_choices(db: Session, person: Person) -> PersonChoices:
    """What they chose; a row that is not kept, with everything as usual, while they chose nothing."""
    found = db.get(PersonChoices, person.id)
    return found or PersonChoices(person_id=person.id, desk_keys={}, player={})


def choices_to_change(db: Session, person: Person) -> PersonChoices:
    """The row, held until the commit so that two pages do not overwrite what the other one changed."""
    if found := db.get(PersonChoices, person.id, with_for_update=True, populate_existing=True):
        return found
    try:
        with db.begin_nested():
            db.add(PersonChoices(person_id=person.id, desk_keys={}, player={}))
    except IntegrityError:
        pass  # the other page was faster
    return db.get_one(PersonChoices, person.id, with_for_update=True, populate_existing=True)
