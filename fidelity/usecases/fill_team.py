"""What is the same in adding and in changing a team: reading and checking what was typed."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import InvalidInput
from models import Team, Variant

TAKEN = "There is a team of this name already"


def fill_team(
    db: Session, team: Team, *, name: str, variant: str, site: str, weekday: str, time: str
) -> None:
    """Write the answers into the row, or raise InvalidInput and leave it as it was."""
    answers = Answers()
    tidy_name = answers.text("name", name, name="The name", missing="Enter the name of the team")
    tidy_site = answers.text("site", site, name="The site")
    chosen = answers.choice("variant", variant, Variant, missing="Select which kind of MST the team delivers")
    day = answers.weekday("weekday", weekday, missing="Select the day of the consultation")
    starts = answers.time("time", time, missing="Enter the time of the consultation, such as 10:00")
    same = select(Team.id).where(func.lower(Team.name) == tidy_name.lower(), Team.id != team.id)
    if tidy_name and db.scalar(same):
        answers.refuse("name", TAKEN)
    answers.check()

    team.name, team.variant, team.site = tidy_name, chosen, tidy_site
    team.consultation_weekday, team.consultation_time = day, starts


def commit_team(db: Session) -> None:
    """Commit; two people who add the same name in the same moment get the sentence, too."""
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise InvalidInput({"name": TAKEN}) from None
