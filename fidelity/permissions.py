"""Who may do what: one table. What does not stand here is refused."""

from datetime import date
from enum import Enum
from typing import assert_never
from uuid import UUID

from models import Case, Person, Role


class Scope(Enum):
    """How far a permission reaches."""

    #: Cases that the person holds today.
    OWN_CASES = "own cases"
    #: Everything of the teams in which the role is held.
    OWN_TEAMS = "own teams"
    #: The whole service.
    EVERYWHERE = "everywhere"


class Deed(Enum):
    """Everything that can be allowed."""

    SEE_TEAM = "see a team and its people"
    MANAGE_TEAMS = "manage teams, people and roles"
    SEE_CASE = "see a case and what hangs on it"
    LIST_CASES = "see that a case exists, by its reference"
    MANAGE_CASES = "open, close and hand over cases"
    UPLOAD_RECORDING = "upload, withdraw, retry or cancel a recording"
    HEAR_RECORDING = "listen to a recording and read its transcript"
    TRANSCRIBE_AGAIN = "ask for a new version of a transcript"
    NAME_SPEAKERS = "say who speaks"
    CORRECT_WORDS = "correct the words of a transcript"
    MANAGE_TERMS = "see and keep a team's names and terms"
    WRITE_NOTE = "write and revise a case note"
    READ_NOTE = "read a case note"
    SAY_NOTHING_HAPPENED = "say why there is nothing this week"
    REVIEW = "review a week and publish feedback"
    READ_REVIEW = "read a review, published or not"
    RATE_SECOND = "rate a week a second time, and settle where two raters differ"
    SHARE_REVIEWING = "claim, hand over and put off weeks of the queue"
    MANAGE_ABSENCES = "say who is away and who covers"
    CHOOSE_REVIEWING = "choose how a team's weeks are reviewed and in which order"
    RUN_CONSULTATION = "arrange, print and tick off a team's consultation agenda"
    READ_FEEDBACK = "read published feedback"
    REPLY = "reply to feedback"
    ANSWER_REPLY = "answer in the threads of feedback, and resolve comments"
    ANSWER_ACTION = "say what became of something agreed, and where it shows"
    SEE_ADHERENCE = "see adherence"
    SEE_AGREEMENT = "see how far raters agree"
    SEE_CASE_LOAD = "see case-load, length of treatment, and what is missing"
    CHOOSE_STANDARD = "choose what length of treatment and case-load are expected of a team"
    SEE_SCORES = "see scores from outside"
    ENTER_SCORES = "enter, import and take back scores from outside"
    EXPORT = "take out the tables that one may see"
    SEE_AUDIT = "see the audit log"
    CHOOSE_SUGGESTIONS = "choose which of the machine's suggestions a team sees"
    SEE_SUGGESTIONS_OVER_TIME = "see how good the machine's suggestions are"
    MANAGE_LEARNING = "let the tagger learn from decisions, and choose which tagger is in use"
    SEE_HEALTH = "see whether the system is well"


_OWN, _TEAMS, _ALL = Scope.OWN_CASES, Scope.OWN_TEAMS, Scope.EVERYWHERE
_THERAPIST, _CONSULTANT, _SUPERVISOR, _ADMINISTRATOR = (
    Role.THERAPIST,
    Role.CONSULTANT,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
)

PERMISSIONS: dict[Deed, dict[Role, Scope]] = {
    Deed.SEE_TEAM: {_THERAPIST: _TEAMS, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.MANAGE_TEAMS: {_ADMINISTRATOR: _ALL},
    Deed.SEE_CASE: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.LIST_CASES: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.MANAGE_CASES: {_SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.UPLOAD_RECORDING: {_THERAPIST: _OWN, _SUPERVISOR: _TEAMS},
    Deed.HEAR_RECORDING: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.TRANSCRIBE_AGAIN: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.NAME_SPEAKERS: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.CORRECT_WORDS: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.MANAGE_TERMS: {_THERAPIST: _TEAMS, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.WRITE_NOTE: {_THERAPIST: _OWN},
    Deed.READ_NOTE: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SAY_NOTHING_HAPPENED: {_THERAPIST: _OWN, _SUPERVISOR: _TEAMS},
    Deed.REVIEW: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.READ_REVIEW: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.RATE_SECOND: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SHARE_REVIEWING: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.MANAGE_ABSENCES: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.CHOOSE_REVIEWING: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.RUN_CONSULTATION: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.READ_FEEDBACK: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.REPLY: {_THERAPIST: _OWN},
    Deed.ANSWER_REPLY: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.ANSWER_ACTION: {_THERAPIST: _OWN},
    Deed.SEE_ADHERENCE: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SEE_AGREEMENT: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SEE_CASE_LOAD: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.CHOOSE_STANDARD: {_SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.SEE_SCORES: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.ENTER_SCORES: {_SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.EXPORT: {_THERAPIST: _OWN, _CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SEE_AUDIT: {_SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.CHOOSE_SUGGESTIONS: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS},
    Deed.SEE_SUGGESTIONS_OVER_TIME: {_CONSULTANT: _TEAMS, _SUPERVISOR: _TEAMS, _ADMINISTRATOR: _ALL},
    Deed.MANAGE_LEARNING: {_ADMINISTRATOR: _ALL},
    Deed.SEE_HEALTH: {_ADMINISTRATOR: _ALL},
}


def may(person: Person, deed: Deed, *, case: Case | None = None, team_id: UUID | None = None) -> bool:
    """Whether a person may do something today: to a case, in a team, or at all (neither given).

    Asked of a team, a permission that reaches only own cases does not count: the answer is then
    given case by case.
    """
    if not person.active:
        return False
    today = date.today()
    allowed = PERMISSIONS[deed]
    return any(
        _reaches(allowed[held.role], person, today, held.team_id, case, team_id)
        for held in person.team_roles
        if held.role in allowed and held.is_held_on(today)
    )


def teams_where(person: Person, deed: Deed) -> set[UUID] | None:
    """The teams in all of which something is allowed; None means every team there is."""
    today, allowed = date.today(), PERMISSIONS[deed]
    held = [r for r in person.team_roles if person.active and r.is_held_on(today) and r.role in allowed]
    if any(allowed[r.role] is Scope.EVERYWHERE for r in held):
        return None
    return {r.team_id for r in held if r.team_id and allowed[r.role] is Scope.OWN_TEAMS}


def teams_as(person: Person, role: Role) -> set[UUID]:
    """The teams in which a person holds a role today."""
    today = date.today()
    return {
        r.team_id
        for r in person.team_roles
        if person.active and r.role is role and r.team_id and r.is_held_on(today)
    }


def _reaches(  # noqa: PLR0917  # only called just above
    scope: Scope, person: Person, today: date, held_in: UUID | None, case: Case | None, team_id: UUID | None
) -> bool:
    match scope:
        case Scope.EVERYWHERE:
            return True
        case Scope.OWN_TEAMS:
            wanted = case.team_id if case else team_id
            return wanted is None or wanted == held_in
        case Scope.OWN_CASES:
            if case is None:
                return team_id is None
            return case.team_id == held_in and any(p.id == person.id for p in case.therapists_on(today))
        case _:
            assert_never(scope)
