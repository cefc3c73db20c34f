"""A week whose session can be heard: fifteen seconds, in which nobody speaks from the fifth to the eleventh."""

import json
import shutil

from sqlalchemy import select

from models import Case, Person, Role
from tests.browser.conftest import PEOPLE
from tests.conftest import ROOT

#: Who, what, and from second to second.
TURNS = [
    ("therapist", "What did you do just before he shouted", 0.0, 3.0),
    ("caregiver", "I told him no", 3.0, 5.0),
    ("therapist", "And what did he want from you then", 11.0, 14.0),
]
SILENCE = (5.0, 11.0)
SECONDS = 15.0
ADVANCES = "Mum said no to the phone and kept to it for four nights."


def record_a_session(service, case):
    """With a note of the same week, and a suggestion in each."""

    def make(factories, db):
        therapist = db.scalars(select(Person).filter_by(email=PEOPLE[Role.THERAPIST][0])).one()
        week = factories.Week(
            case=db.scalars(select(Case).filter_by(reference=case.reference)).one(), starts_on=case.monday
        )
        note = factories.Note(week=week, by=therapist, texts={"advances": ADVANCES})
        recording = factories.Recording(week=week, by=therapist, is_playable=True, duration_seconds=SECONDS)
        transcript = factories.Transcript(recording=recording, turns=[turn[:2] for turn in TURNS])
        for segment, (_, _, start, end) in zip(transcript.segments, TURNS, strict=True):
            segment.starts_seconds, segment.ends_seconds = start, end
            segment.words = [
                word | {"start": round(start + n * 0.3, 2), "end": round(start + n * 0.3 + 0.25, 2)}
                for n, word in enumerate(segment.words)
            ]
        factories.Suggestion(week=week, quote="kept to it", revision=note.latest)
        factories.Suggestion(week=week, quote="just before", segment=transcript.segments[0])
        folder = service.folder / "recordings" / recording.audio_key
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "audio" / "visit-15s.m4a", folder / "playback.m4a")
        (folder / "peaks.json").write_text(json.dumps({"peaks": [[0.1, 0.5]], "duration": SECONDS}))

    service.past(make)
