"""Adds a name or term to a team's list."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.transcripts.places import plain_words
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from fidelity.usecases.team_terms import terms_in_force
from models import Person, Team, TeamTerm

MOST_TERMS = 200
LONGEST_TERM = 60
MOST_HEARD_AS = 10


def add_term(db: Session, *, by: Person, team_id: UUID, term: str, often_heard_as: str) -> TeamTerm:
    """``often_heard_as``: one a line, as typed. Raises InvalidInput, also for a term that is there."""
    team = guard.team(db, by, Deed.MANAGE_TERMS, team_id)
    # Two people who add at the same moment take turns: the second finds the term of the first.
    db.execute(select(Team.id).where(Team.id == team.id).with_for_update())
    answers = Answers()
    word = _tidy(answers, "term", term, missing="Enter the name or term")
    lines = [_tidy(answers, "often_heard_as", line) for line in often_heard_as.splitlines()]
    heard = list(dict.fromkeys(line for line in lines if line and line != word))
    if len(heard) > MOST_HEARD_AS:
        answers.refuse("often_heard_as", f"Enter {MOST_HEARD_AS} lines or fewer")
    there = terms_in_force(db, team.id)
    if len(there) >= MOST_TERMS:
        answers.refuse("term", f"There are {MOST_TERMS} terms, and no more can be kept: remove one first")
    if word.casefold() in {row.term.casefold() for row in there}:
        answers.refuse("term", "This term is in the list already: remove it first to change it")
    answers.check()

    row = TeamTerm(team_id=team.id, by_id=by.id, term=word, often_heard_as="\n".join(heard))
    db.add(row)
    audit.note(db, by, "added a term", subject_id=team.id, team_id=team.id)
    db.commit()
    return row


def _tidy(answers: Answers, field: str, typed: str, *, missing: str = "") -> str:
    word = answers.text(field, typed, name="A term", missing=missing)
    if len(word) > LONGEST_TERM:
        answers.refuse(field, f"A term must have {LONGEST_TERM} characters or fewer")
    if word and not plain_words(word):
        answers.refuse(field, "A term must have a letter or a number in it")
    return word
