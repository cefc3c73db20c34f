"""Where the rows of each table that can be taken out come from."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from fidelity.usecases import (
    export_agreed,
    export_notes,
    export_outside,
    export_people,
    export_queue,
    export_ratings,
    export_recordings,
    export_reviews,
    export_team,
    export_trail,
    export_turns,
    export_weeks,
    export_words,
)
from fidelity.usecases.export_scope import Scope

#: So many are read from the database at a time, and held in memory.
ROWS_AT_ONCE = 500

Rows = Iterator[Mapping[str, Any]]


def _selected(select: Callable[[Scope], Select[Any]]) -> Callable[[Session, Scope], Rows]:
    def rows(db: Session, scope: Scope) -> Rows:
        for row in db.execute(select(scope).execution_options(yield_per=ROWS_AT_ONCE)):
            yield row._asdict()

    return rows


#: By the table's name. A row has the table's columns by name; what it lacks is empty.
ROWS: Mapping[str, Callable[[Session, Scope], Rows]] = {
    "weeks": export_weeks.rows_of_weeks,
    "cases": _selected(export_people.select_cases),
    "case_holders": _selected(export_people.select_case_holders),
    "people": _selected(export_people.select_people),
    "recordings": _selected(export_recordings.select_recordings),
    "transcripts": _selected(export_recordings.select_transcripts),
    "turns": export_turns.rows_of_turns,
    "transcript_changes": _selected(export_recordings.select_transcript_changes),
    "terms": _selected(export_people.select_terms),
    "notes": export_notes.rows_of_notes,
    "goals": export_notes.rows_of_goals,
    "reviews": _selected(export_reviews.select_reviews),
    "ratings": _selected(export_ratings.select_ratings),
    "rating_changes": _selected(export_ratings.select_rating_changes),
    "consensus": _selected(export_reviews.select_consensus),
    "second_looks": _selected(export_ratings.select_second_looks),
    "marks": _selected(export_words.select_marks),
    "comments": _selected(export_words.select_comments),
    "replies": _selected(export_words.select_replies),
    "actions": _selected(export_agreed.select_actions),
    "action_answers": _selected(export_agreed.select_action_answers),
    "taken_back": _selected(export_reviews.select_taken_back),
    "suggestions": _selected(export_words.select_suggestions),
    "decisions": _selected(export_reviews.select_decisions),
    "claims": _selected(export_queue.select_claims),
    "snoozes": _selected(export_queue.select_snoozes),
    "absences": _selected(export_people.select_absences),
    "agenda_items": export_queue.rows_of_agenda_items,
    "agreement": export_team.rows_of_agreement,
    "severity": export_team.rows_of_severity,
    "case_load": export_team.rows_of_case_load,
    "tam_r_scores": _selected(export_outside.select_tam_r),
    "score_means": export_outside.rows_of_score_means,
    "score_imports": _selected(export_outside.select_score_imports),
    "codebook": export_trail.rows_of_codebook,
    "audit_log": export_trail.rows_of_audit,
}
