"""Whatever is written, and however much of it: sensible, bounded, and the same on every run."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import select

from fidelity.nlp.types import Unit
from fidelity.queue import JobKind
from fidelity.usecases.suggest import suggest_for_note, suggest_for_transcript
from models import JobStatus, NoteSection, Suggestion
from tests.conftest import ROOT
from tests.nlp.hostile import CLEAR, LONG, ONE_SENTENCE, WITH_WORDS, WITHOUT_WORDS
from tests.taggers import begin

SPEAKERS = pytest.mark.parametrize("speaker", ["note", "therapist"])


@SPEAKERS
@pytest.mark.parametrize("name", WITHOUT_WORDS)
def test_where_there_are_no_words_nothing_is_suggested_and_nothing_drawn(tagger, name, speaker):
    unit = Unit(WITHOUT_WORDS[name], speaker)

    assert tagger.tag([unit]) == [[]]
    assert tagger.left_out([unit], 5, 1) == []
    assert tagger.sentences("") == []


@SPEAKERS
@pytest.mark.parametrize("text", WITH_WORDS.values(), ids=WITH_WORDS)
def test_what_is_suggested_or_drawn_is_always_words_of_the_text(tagger, text, speaker):
    units = [Unit(text, speaker)]
    [marks] = tagger.tag(units)
    drawn = tagger.left_out(units, 3, 1)

    check(text, [*marks, *(each.mark for each in drawn)])
    assert all(0 < each.chance <= 1 for each in drawn)


def test_a_sentence_of_ten_thousand_words_is_read_to_its_end(tagger):
    text = f"{ONE_SENTENCE} and {CLEAR}"

    [marks] = tagger.tag([Unit(text, "note")])

    check(text, marks)
    assert any(len(ONE_SENTENCE) - 800 < mark.start for mark in marks)


def check(text, marks):
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == text[mark.start : mark.end].strip()
        assert 0 <= mark.probability <= 1
        assert all(0 <= each.start < each.end <= len(text) for each in mark.moved_by)
        assert all(0 < each.weight <= 1 for each in mark.moved_by)


def test_what_is_said_in_strange_company_is_still_found(tagger):
    company = [text for text in WITHOUT_WORDS.values() if len(text) < 10_000]

    [*others, last] = tagger.tag([*(Unit(text, "unknown") for text in company), Unit(CLEAR, "therapist")])

    assert not any(others)
    assert "increasing_responsibility" in {str(mark.principle) for mark in last}


def test_two_runs_give_the_same_and_two_megabytes_take_hardly_more_memory_than_a_page(models_dir):
    runs = [
        subprocess.run(
            [sys.executable, "-m", "tests.nlp.hostile", str(models_dir)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]

    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    first, second = (json.loads(run.stdout) for run in runs)
    assert first["found"] == second["found"]
    assert first["large"] < 1.5 * first["small"]


#: What is long is tried above.
STRANGE = [text[:2_000] for text in [*WITHOUT_WORDS.values(), *WITH_WORDS.values(), LONG] if text.strip()]


def rows(db):
    found = db.scalars(select(Suggestion).where(Suggestion.retired_at.is_(None))).all()
    return {(r.segment_id, r.section, r.starts, r.ends, r.principle, r.chance): r for r in found}


def test_a_note_of_such_texts_gets_its_suggestions_once(db, factories, tagger):
    per_section = -(-len(STRANGE) // len(NoteSection))
    texts = {
        section.value: "\n".join(STRANGE[n * per_section : (n + 1) * per_section])
        for n, section in enumerate(NoteSection)
    }
    note = factories.Note(texts={name: text for name, text in texts.items() if text})

    attempts = []
    for _ in range(2):
        attempts.append(begin(db, JobKind.TAG_NOTE, note.latest.id))
        suggest_for_note(db, tagger, attempt=attempts[-1], left_out=3)
        found = rows(db)

    assert [attempt.job.status for attempt in attempts] == [JobStatus.DONE] * 2
    assert found
    assert len(found) == len(db.scalars(select(Suggestion)).all())
    for row in found.values():
        assert note.latest.texts[row.section.value][row.starts : row.ends].strip()


def test_a_session_of_such_turns_gets_its_suggestions_once(db, factories, tagger):
    speakers = ("therapist", "youth", "therapist", "caregiver", "unknown")
    turns = [(speakers[place % 5], text) for place, text in enumerate([*STRANGE, CLEAR])]
    transcript = factories.Transcript(turns=turns)
    db.expire_all()  # what no database takes is not in the rows, though it is still in these objects

    for _ in range(2):
        attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)
        suggest_for_transcript(db, tagger, attempt=attempt, left_out=3)
        found = rows(db)

    assert attempt.job.status is JobStatus.DONE
    assert len(found) == len(db.scalars(select(Suggestion)).all())
    of_segment = {segment.id: segment for segment in transcript.segments}
    for row in found.values():
        assert of_segment[row.segment_id].machine_role.value == "therapist"
        assert of_segment[row.segment_id].text[row.starts : row.ends].strip()
