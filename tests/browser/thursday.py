"""A Thursday: three teams of one consultant, six cases in each, a note of this week handed in for every one."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from models import Person, Polarity, Principle, Role, TeamRole, Variant
from tests.browser.conftest import PEOPLE
from tests.factories import LONG_AGO, this_monday

TEAMS, CASES = 3, 6
NOTES = (
    "Mum praised him for being home by nine on four nights. Gran shouted at him on Sunday.",
    "Dad wrote the plan for Friday himself. I rang the school for them again.",
    "She showed us what happened just before the row. Nobody practised on Tuesday.",
)


@dataclass(frozen=True)
class DayOfWeek:
    """Who signs in, and the weeks as (key of the case, reference), team by team."""

    consultant: str
    therapist: str
    supervisor: str
    monday: date
    weeks: tuple[tuple[str, str], ...]

    def address(self, number):
        return f"/cases/{self.weeks[number][0]}/weeks/{self.monday}"


def make_thursday(service):
    """Every team rates first; in the first of them every week is rated twice. The therapist holds its cases."""

    def make(factories, db):
        # Everybody has the password that the people of the service have.
        password = db.query(Person).filter_by(email=PEOPLE[Role.THERAPIST][0]).one().password
        number = db.query(Person).count()
        people = [
            factories.Person(
                name=name, email=f"{name.split()[0].lower()}{number}@fidelity.test", password=password
            )
            for name in ("Delyth Ddoe", "Tomos Ddoe", "Wyn Ddoe")
        ]
        _, therapist, _ = people
        weeks = []
        for of_team in range(TEAMS):
            team = factories.Team(
                name=f"Tîm {number}-{of_team + 1}",
                variant=list(Variant)[of_team],
                consultation_weekday=6,
                consultation_time=time(23, 50 + of_team),
                is_rated_first=True,
                second_share=100 if of_team == 0 else 0,
            )
            for person, role in zip(people, (Role.CONSULTANT, Role.THERAPIST, Role.SUPERVISOR), strict=True):
                db.add(TeamRole(person_id=person.id, team_id=team.id, role=role, starts_on=LONG_AGO))
            for of_case in range(CASES):
                case = factories.Case(
                    team=team,
                    reference=f"DDO-{number}{of_team}{of_case}",
                    therapist=therapist,
                    opened_on=this_monday() - timedelta(weeks=8 + of_case),
                )
                week = factories.Week(case=case)
                note = factories.Note(
                    week=week, by=therapist, texts={"advances": NOTES[of_case % len(NOTES)]}
                )
                _suggest(factories, week, note.revisions[0])
                weeks.append((str(case.id), case.reference))
        return DayOfWeek(*(person.email for person in people), this_monday(), tuple(weeks))

    return service.past(make)


def _suggest(factories, week, revision):
    """One for, one against; in words that every note has."""
    first, second = revision.texts["advances"].split(". ")
    factories.Suggestion(
        week=week, revision=revision, quote=first, principle=Principle.POSITIVE_AND_STRENGTH_FOCUSED
    )
    factories.Suggestion(
        week=week,
        revision=revision,
        quote=second.rstrip("."),
        principle=Principle.INCREASING_RESPONSIBILITY,
        polarity=Polarity.COUNTER,
    )
