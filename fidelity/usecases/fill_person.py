"""What is the same in adding and in changing a person: reading and checking what was typed."""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import InvalidInput
from models import Person

TAKEN = "Somebody has this email address already"


def fill_person(db: Session, person: Person, answers: Answers, *, name: str, email: str) -> None:
    """Write the answers into the row, or raise InvalidInput with all that ``answers`` gathered."""
    tidy_name = answers.text("name", name, name="The name", missing="Enter the person’s name")
    address = _address(answers, email)
    if address and db.scalar(
        select(Person.id).where(func.lower(Person.email) == address, Person.id != person.id)
    ):
        answers.refuse("email", TAKEN)
    answers.check()
    person.name, person.email = tidy_name, address


def commit_person(db: Session) -> None:
    """Commit; two people who add the same address in the same moment get the sentence, too."""
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise InvalidInput({"email": TAKEN}) from None


def _address(answers: Answers, typed: str) -> str:
    """In small letters: people do not remember how they once wrote theirs."""
    if not typed.strip():
        answers.refuse("email", "Enter the person’s email address")
        return ""
    try:
        # The same rules as for signing in; whether mail arrives there is not our matter.
        valid = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        answers.refuse("email", "Enter an email address such as name@example.org")
        return ""
    return valid.normalized.lower()
