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

TABLES = {
    table.name: table
    for table in (
        weeks.WEEKS,
        people.CASES,
        people.CASE_HOLDERS,
        people.PEOPLE,
        recordings.RECORDINGS,
        recordings.TRANSCRIPTS,
        recordings.TURNS,
        recordings.TRANSCRIPT_CHANGES,
        people.TERMS,
        notes.NOTES,
        notes.GOALS,
        reviews.REVIEWS,
        ratings.RATINGS,
        ratings.RATING_CHANGES,
        reviews.CONSENSUS,
        weeks.SECOND_LOOKS,
        words.MARKS,
        words.COMMENTS,
        words.REPLIES,
        agreed.ACTIONS,
        agreed.ACTION_ANSWERS,
        reviews.TAKEN_BACK,
        words.SUGGESTIONS,
        reviews.DECISIONS,
        queue.CLAIMS,
        queue.SNOOZES,
        people.ABSENCES,
        queue.AGENDA_ITEMS,
        team.AGREEMENT,
        team.SEVERITY,
        team.CASE_LOAD,
        outside.TAM_R_SCORES,
        outside.SCORE_MEANS,
        outside.SCORE_IMPORTS,
        trail.CODEBOOK,
        trail.AUDIT,
    )
}

#: Changes whenever a table, a column or a meaning does, and never else.
VERSION = sha256(repr((list(TABLES.values()), FORMATS)).encode()).hexdigest()[:8]
