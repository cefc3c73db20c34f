"""Everything that is kept can be taken out, or it is said here why not; and every column is explained."""

import pytest

from fidelity.exports.columns import FORMATS, NEVER, Kind
from fidelity.exports.dictionary import DICTIONARY, rows_of_dictionary
from fidelity.exports.tables import TABLES
from models.base import Base

#: Where the rows of each table of the database come out.
TAKEN_OUT = {
    "absence": "absences",
    "action": "actions",
    "action_answer": "action_answers",
    "agenda_item": "agenda_items",
    "agreement_report": "agreement",
    "audit_entry": "audit_log",
    "case": "cases",
    "case_note": "notes",
    "case_note_revision": "notes",
    "case_therapist": "case_holders",
    "claim": "claims",
    "codebook": "codebook",
    "codebook_entry": "codebook",
    "comment": "comments",
    "consensus": "consensus",
    "mark": "marks",
    "person": "people",
    "rating": "ratings",
    "rating_change": "rating_changes",
    "recording": "recordings",
    "reply": "replies",
    "review": "reviews",
    "score": "tam_r_scores",
    "score_import": "score_imports",
    "second_look": "second_looks",
    "segment": "turns",
    "severity_look": "severity",
    "snooze": "snoozes",
    "speaker_naming": "turns",
    "suggestion": "suggestions",
    "suggestion_decision": "decisions",
    "taken_back": "taken_back",
    "team": "case_load",
    "team_role": "people",
    "team_term": "terms",
    "transcript": "transcripts",
    "transcript_change": "transcript_changes",
    "voice_naming": "turns",
    "week": "weeks",
    "word_correction": "turns",
}
#: What is kept and never taken out, and why.
STAYS = {
    "attempt": "work of the machine",
    "carried_over": "where marks and words went in a newer transcript: they stand in their own tables",
    "case_note_draft": "is still being written",
    "digest_sent": "which message went to whom, and nothing in it",
    "job": "work of the machine",
    "kept_words": "is still being written",
    "learned_tagger": "of the whole service, and no team's",
    "learning_switch": "of the whole service, and no team's",
    "person_choices": "one person's own",
    "speech_window": "becomes a transcript",
    "tagger_adoption": "of the whole service, and no team's",
    "upload": "is still on its way",
}
_NUMBERS = {Kind.DECIMAL}


def test_every_table_of_the_database_is_taken_out_or_it_is_said_why_not():
    kept = set(Base.metadata.tables)

    assert set(TAKEN_OUT) & set(STAYS) == set()
    assert set(TAKEN_OUT) | set(STAYS) == kept
    assert set(TAKEN_OUT.values()) <= set(TABLES)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_says_what_it_means_its_unit_what_can_stand_there_and_what_nothing_means(table):
    names = [column.name for column in table.columns]

    assert len(names) == len(set(names))
    assert table.title
    assert table.meaning.endswith(".")
    for column in table.columns:
        assert column.meaning.strip(), column.name
        assert column.empty.strip(), column.name
        assert column.kind in FORMATS
        assert (column.kind is Kind.CHOICE) == bool(column.allowed), column.name
        assert column.unit or column.kind not in _NUMBERS, column.name
        assert not column.is_quote or column.name not in {"case", "week"}


def test_the_dictionary_has_a_row_for_every_column_of_every_file():
    rows = list(rows_of_dictionary())

    assert [(row["table"], row["column"]) for row in rows] == [
        (table.name, column.name) for table in TABLES.values() for column in table.columns
    ]
    for row in rows:
        assert set(row) == {column.name for column in DICTIONARY}
        for column in DICTIONARY:
            assert row[column.name] != "" or column.empty != NEVER, (row["column"], column.name)
