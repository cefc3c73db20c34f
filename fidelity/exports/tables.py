"""Every table that can be taken out, in the order of the page."""

from hashlib import sha256

from fidelity.exports import (
    agreed,
    notes,
    outside,
    people,
    queue,
    ratings,
    recordings,
    reviews,
    team,
    trail,
    weeks,
    words,
)
from fidelity.exports.columns import FORMATS

#: By heading of the page.
GROUPS = {
    "Families, people and weeks": (
        weeks.WEEKS,
        people.CASES,
        people.CASE_HOLDERS,
        people.PEOPLE,
        team.CASE_LOAD,
    ),
    "Sessions and notes": (
        recordings.RECORDINGS,
        recordings.TRANSCRIPTS,
        recordings.TURNS,
        recordings.TRANSCRIPT_CHANGES,
        people.TERMS,
        notes.NOTES,
        notes.GOALS,
    ),
    "Reviews and feedback": (
        reviews.REVIEWS,
        ratings.RATINGS,
        ratings.RATING_CHANGES,
        reviews.CONSENSUS,
        words.MARKS,
        words.COMMENTS,
        words.REPLIES,
        agreed.ACTIONS,
        agreed.ACTION_ANSWERS,
        reviews.TAKEN_BACK,
        trail.CODEBOOK,
    ),
    "The machine and agreement": (words.SUGGESTIONS, reviews.DECISIONS, team.AGREEMENT, team.SEVERITY),
    "How the work is shared": (
        weeks.SECOND_LOOKS,
        queue.CLAIMS,
        queue.SNOOZES,
        people.ABSENCES,
        queue.AGENDA_ITEMS,
        trail.AUDIT,
    ),
    "Scores from outside": (outside.TAM_R_SCORES, outside.SCORE_MEANS, outside.SCORE_IMPORTS),
}
TABLES = {table.name: table for group in GROUPS.values() for table in group}

#: Changes whenever a table, a column or a meaning does, and never else.
VERSION = sha256(repr((list(TABLES.values()), FORMATS)).encode()).hexdigest()[:8]
