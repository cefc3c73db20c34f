"""Five teams that have worked for two years: 20 therapists, 100 cases, 10,400 case weeks, 400 recordings.

One consultant reviews all five. Words come from the demonstration: its 48 notes and its recording's turns, over and over. Rows are written in bulk.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import cycle, islice
from uuid import uuid4

from sqlalchemy import insert

import models
from fidelity.casenotes.form import tidy
from fidelity.casenotes.texts import texts_of
from fidelity.demonstration.source import DATA, read
from models import Principle, Role, Verdict
from tests.factories import LONG_AGO, Factories, this_monday

SUGGESTIONS_A_NOTE, SUGGESTIONS_A_RECORDING, TURNS = 12, 60, 1_500
#: Recordings of the other teams are here to be counted, not read.
TURNS_ELSEWHERE = 60
#: Every eighth reviewed week was rated a second time, and every second of those was settled.
SECOND_EVERY = 8
#: Weeks ago. The two newest have no published review: one has notes that wait, this one has drafts.
NEWEST_PUBLISHED, WAITING, THIS = 2, 1, 0
#: Every 25th week has a recording, the one that waits for review among them.
RECORDED = {WAITING, 26, 51, 76}
#: Rows of one statement.
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Size:
    """How much there is: cases and therapists are of each team."""

    teams: int = 5
    weeks: int = 104
    cases: int = 20
    therapists: int = 4


@dataclass
class TwoYears:
    """What a page needs to be asked for: people, team and case are of the first team."""

    people: dict
    team: object
    case: object
    recording_id: object = None
    draft_id: object = None
    reviews: dict = field(default_factory=dict)


def monday(weeks_ago):
    return this_monday() - timedelta(weeks=weeks_ago)


def moment(weeks_ago, hour=9, day=3):
    return datetime.combine(monday(weeks_ago) + timedelta(days=day), time(hour)).astimezone()


def build(database, size=Size()):  # frozen
    """Fill an empty, migrated database that has its codebook."""
    with database.writing() as db:
        world, teams = _people(db, size)
        codebook_id = db.query(models.Codebook).first().id
        rows = Rows(db)
        notes = [_note(facts) for facts in _facts()]
        for cases in teams:
            for number, case in enumerate(cases):
                for weeks_ago in range(size.weeks - 1, -1, -1):
                    note = notes[(number * 7 + weeks_ago) % len(notes)]
                    _week(rows, world, codebook_id, case, weeks_ago, note)
                _scores(rows, world, case, size)
                rows.write()
            _readings(rows, world, cases, size)
            rows.write()
        db.commit()
    return world


class Rows:
    """Rows by table, written so that what is pointed at comes first."""

    def __init__(self, db):
        self._db = db
        self._rows = {}

    def add(self, table, **values):
        if "id" in table.__table__.c:
            values["id"] = uuid4()
        # Rows of one statement name the same columns.
        self._rows.setdefault(table.__table__, {}).setdefault(tuple(values), []).append(values)
        return values.get("id")

    def write(self):
        for table in models.Base.metadata.sorted_tables:
            for alike in self._rows.pop(table, {}).values():
                for start in range(0, len(alike), _AT_ONCE):
                    self._db.execute(insert(table), alike[start : start + _AT_ONCE])


def _people(db, size):
    factories = Factories(db)
    people = {role: factories.Person(name=role.value.capitalize()) for role in Role}
    supervised = []
    for number in range(size.teams):
        team = factories.Team(name=f"Tîm {number + 1}", consultation_weekday=number)
        therapists = [factories.Person(role=Role.THERAPIST, team=team) for _ in range(size.therapists - 1)]
        supervised.append(
            (team, [people[Role.THERAPIST] if number == 0 else factories.Person(), *therapists])
        )
        given = [(supervised[-1][1][0], Role.THERAPIST), (people[Role.CONSULTANT], Role.CONSULTANT)]
        supervisor = people[Role.SUPERVISOR] if number == 0 else factories.Person()
        for person, role in [*given, (supervisor, Role.SUPERVISOR)]:
            db.add(models.TeamRole(person_id=person.id, team_id=team.id, role=role, starts_on=LONG_AGO))
    db.add(
        models.TeamRole(person_id=people[Role.ADMINISTRATOR].id, role=Role.ADMINISTRATOR, starts_on=LONG_AGO)
    )
    db.commit()
    opened_on = monday(size.weeks - 1)
    cases = [
        [
            factories.Case(team=team, therapist=therapists[n % size.therapists], opened_on=opened_on)
            for n in range(size.cases)
        ]
        for team, therapists in supervised
    ]
    return TwoYears(people=people, team=supervised[0][0], case=cases[0][0]), cases


def _facts():
    for file in sorted((DATA / "cases").glob("*.json")):
        yield from (
            week for week in json.loads(file.read_text())["weeks"] if week["note"] and week.get("review")
        )


def _note(facts):
    given = facts["note"]["sections"]
    goals = [{**goal, "by": monday(0).isoformat()} for goal in given["new_goals"]]
    sections = tidy({**given, "new_goals": goals})
    texts = texts_of(sections)
    sentences = [
        (section, match.start(), match.end(), match[0])
        for section, text in texts.items()
        for match in re.finditer(r"[^\s.!?][^.!?\n]{8,}[.!?]?", text)
    ]
    return {"sections": sections, "texts": texts, "sentences": sentences, "review": facts["review"]}


def _week(rows, world, codebook_id, case, weeks_ago, note):
    therapist_id = case.therapists[0].person_id
    week_id = rows.add(
        models.Week, case_id=case.id, starts_on=monday(weeks_ago), created_at=moment(weeks_ago)
    )
    recording_turns = _recording(rows, case, week_id, weeks_ago, world) if weeks_ago in RECORDED else []
    note_id = rows.add(models.CaseNote, week_id=week_id, created_at=moment(weeks_ago))
    if weeks_ago == THIS:
        rows.add(
            models.CaseNoteDraft, note_id=note_id, saved_at=models.now(),
            saved_by_id=therapist_id, number=3, sections=note["sections"],
        )  # fmt: skip
        return
    revision_id = rows.add(
        models.CaseNoteRevision, note_id=note_id, number=1, created_at=moment(weeks_ago),
        written_by_id=therapist_id, sections=note["sections"], texts=note["texts"],
    )  # fmt: skip
    suggested = _suggestions(rows, week_id, revision_id, weeks_ago, note, recording_turns)
    _job(rows, "TAG_NOTE", revision_id, weeks_ago)
    if weeks_ago == WAITING and case.reference.endswith(("1", "6")):
        rows.add(
            models.Claim, week_id=week_id, person_id=world.people[Role.CONSULTANT].id, given_by_id=None,
            expires_at=models.now() + timedelta(hours=4), ended_at=None,
        )  # fmt: skip
    if weeks_ago >= NEWEST_PUBLISHED or case is world.case:
        review_id = _review(
            rows, world, codebook_id, week_id, revision_id, weeks_ago, note, suggested, therapist_id
        )
        if case is world.case:
            world.reviews[weeks_ago] = review_id


def _suggestions(rows, week_id, revision_id, weeks_ago, note, turns):
    """Those of the note come back, to be decided."""
    common = {
        "week_id": week_id,
        "created_at": moment(weeks_ago),
        "model_version": "benchmark",
        "first_shown_at": moment(weeks_ago, 12) if weeks_ago >= WAITING else None,
    }
    kinds = cycle(Principle)
    made = []
    for n, (section, starts, ends, quote) in enumerate(islice(cycle(note["sentences"]), SUGGESTIONS_A_NOTE)):
        place = {
            "segment_id": None,
            "revision_id": revision_id,
            "section": models.NoteSection(section),
            "starts": starts,
            "ends": ends,
            "quote": quote,
        }
        kind = {
            "principle": next(kinds),
            "polarity": models.Polarity.COUNTER if n % 6 == 0 else models.Polarity.ADHERENT,
        }
        made.append(
            (rows.add(models.Suggestion, **common, **place, **kind, probability=0.15 + 0.05 * n), place, kind)
        )
    for segment_id, text in turns[:: max(1, len(turns) // SUGGESTIONS_A_RECORDING)]:
        rows.add(
            models.Suggestion, **common, segment_id=segment_id, revision_id=None, section=None, starts=0,
            ends=len(text), quote=text, principle=next(kinds), polarity=models.Polarity.ADHERENT, probability=0.3,
        )  # fmt: skip
    return made


def _review(rows, world, codebook_id, week_id, revision_id, weeks_ago, note, suggested, therapist_id):
    is_published, at, facts = weeks_ago >= NEWEST_PUBLISHED, moment(weeks_ago, 16), note["review"]
    by_id = world.people[Role.CONSULTANT].id
    review_id = rows.add(
        models.Review, created_at=at, week_id=week_id, rater=models.Rater.FIRST, by_id=by_id,
        codebook_id=codebook_id, saved_at=at, number=3, revision_id=revision_id,
        status=models.ReviewStatus.PUBLISHED if is_published else models.ReviewStatus.DRAFT,
        published_at=at if is_published else None,
        offer=models.Offer.USUAL if is_published else None,
        read_at=moment(weeks_ago - 1) if weeks_ago > NEWEST_PUBLISHED else None,
        strengths=facts["strengths"], barriers=facts["barriers"], next_steps=facts["next_steps"],
    )  # fmt: skip
    for principle, given in facts["ratings"].items():
        value = given if isinstance(given, int) else None
        about = {"review_id": review_id, "created_at": at, "principle": Principle(principle), "value": value}
        rating_id = rows.add(models.Rating, **about)
        rows.add(models.RatingChange, **about, is_cleared=False, by_id=by_id)
    for n, (suggestion_id, _, _) in enumerate(suggested[: SUGGESTIONS_A_NOTE - 3]):
        rows.add(
            models.SuggestionDecision, created_at=at, suggestion_id=suggestion_id, review_id=review_id,
            by_id=by_id, verdict=Verdict.ACCEPTED if n < 4 else Verdict.REJECTED, seconds=4.0,
        )  # fmt: skip
    common = {"review_id": review_id, "created_at": at, "by_id": by_id, "removed_at": None}
    for suggestion_id, place, kind in suggested[:4]:
        rows.add(models.Mark, **common, **place, **kind, suggestion_id=suggestion_id)
    for _, place, _ in suggested[4:6]:
        rows.add(models.Comment, **common, **place, text=facts["strengths"], resolved_at=None)
    for position in range(3):
        action_id = rows.add(
            models.Action, created_at=at, review_id=review_id, position=position, text=facts["next_steps"],
            owner_id=therapist_id, due_on=monday(weeks_ago) + timedelta(days=10),
            done_at=moment(weeks_ago - 1) if weeks_ago > NEWEST_PUBLISHED else None,
        )  # fmt: skip
        if position == 0 and weeks_ago > NEWEST_PUBLISHED:
            rows.add(
                models.ActionAnswer, created_at=moment(weeks_ago - 1), action_id=action_id, week_id=week_id,
                by_id=therapist_id, outcome=models.ActionOutcome.DONE,
            )  # fmt: skip
    if is_published and weeks_ago % SECOND_EVERY == 0:
        _second(rows, world, week_id, revision_id, codebook_id, weeks_ago, facts)
    if is_published and weeks_ago % 5 == 0:
        rows.add(
            models.Reply, created_at=moment(weeks_ago - 1), review_id=review_id, rating_id=rating_id, mark_id=None,
            comment_id=None, by_id=therapist_id, text="It was the week of the move.",
            stance=models.Stance.CONTEST if weeks_ago % 10 == 0 else models.Stance.EXPLAIN,
        )  # fmt: skip
    return review_id


def _second(rows, world, week_id, revision_id, codebook_id, weeks_ago, facts):
    """The supervisor rates one more, and where that differs they settle it."""
    at, by_id = moment(weeks_ago, 18), world.people[Role.SUPERVISOR].id
    rows.add(
        models.SecondLook, created_at=at, week_id=week_id, cause=models.LookCause.SHARE, asked_by_id=None,
        given_to_id=by_id, done_at=at,
    )  # fmt: skip
    review_id = rows.add(
        models.Review, created_at=at, week_id=week_id, rater=models.Rater.SECOND, by_id=by_id,
        codebook_id=codebook_id, saved_at=at, number=1, revision_id=revision_id, submitted_at=at,
        status=models.ReviewStatus.SUBMITTED,
    )  # fmt: skip
    for n, (principle, given) in enumerate(facts["ratings"].items()):
        value = min(5, given + (n + weeks_ago) % 3 // 2) if isinstance(given, int) else None
        about = {"created_at": at, "principle": Principle(principle), "value": value}
        rows.add(models.Rating, review_id=review_id, **about)
        if value != given and weeks_ago % (2 * SECOND_EVERY) == 0:
            rows.add(models.Consensus, week_id=week_id, **about, why="Both heard it again.", by_id=by_id)


def _recording(rows, case, week_id, weeks_ago, world):
    """Keys and words of the therapist's turns. Every turn was named by hand, as now it has to be."""
    therapist_id, at = case.therapists[0].person_id, moment(weeks_ago)
    recording_id = rows.add(
        models.Recording, created_at=at, case_id=case.id, week_id=week_id, uploaded_by_id=therapist_id,
        visited_on=monday(weeks_ago), is_therapist_present=True, caregivers=2, young_people=1, others=0,
        language=models.Language.ENGLISH, consent_confirmed_at=at, audio_key=str(uuid4()), size_bytes=20_000_000,
        sha256=uuid4().hex, duration_seconds=TURNS * 2.5, codec="aac", status=models.RecordingStatus.READY,
        failure=None, is_playable=True,
    )  # fmt: skip
    transcript_id = rows.add(
        models.Transcript, created_at=at, recording_id=recording_id, version=1, engine="benchmark",
        model="whisper-base", settings={}, language="en", coverage=0.98, gaps=[],
    )  # fmt: skip
    change_id = rows.add(
        models.TranscriptChange, created_at=at, transcript_id=transcript_id, by_id=therapist_id,
        kind=models.ChangeKind.NAMED_TURNS, undone_at=None, undone_by_id=None,
    )  # fmt: skip
    turns = []
    is_read = case.team_id == world.team.id
    for position, (role, text, words) in enumerate(_TURNS if is_read else _TURNS[:TURNS_ELSEWHERE]):
        segment_id = rows.add(
            models.Segment, transcript_id=transcript_id, position=position, starts_seconds=position * 2.5,
            ends_seconds=position * 2.5 + 2.4, text=text, words=words, suspect_because=None,
            machine_role=models.SpeakerRole.UNKNOWN, voice=None, machine_role_probability=None,
        )  # fmt: skip
        rows.add(
            models.SpeakerNaming, created_at=at, segment_id=segment_id, change_id=change_id, role=role,
            first_word=None, last_word=None,
        )  # fmt: skip
        if role is models.SpeakerRole.THERAPIST:
            turns.append((segment_id, text))
    _job(rows, "TRANSCRIBE", recording_id, weeks_ago)
    _job(rows, "TAG_TRANSCRIPT", transcript_id, weeks_ago)
    if case is world.case and weeks_ago == WAITING:
        world.recording_id = recording_id
    return turns


def _turns():
    """1,500 turns of an hour; a word takes as long as its letters."""
    for position, turn in enumerate(islice(cycle(read("s01-turns.json")), TURNS)):
        words, text = turn["text"].split(), " ".join(turn["text"].split())
        share, at, timed = 2.4 / len(text), position * 2.5, []
        for word in words:
            end = at + share * len(word)
            timed.append({"start": round(at, 2), "end": round(end, 2), "text": word, "probability": 0.912})
            at = end + share
        yield models.SpeakerRole(turn["role"]), text, timed


_TURNS = list(_turns())


def _job(rows, kind, subject_id, weeks_ago):
    at = moment(weeks_ago)
    job_id = rows.add(
        models.Job, kind=kind, subject_id=subject_id, created_at=at, status=models.JobStatus.DONE, progress=1.0,
        not_before=at, asked_at=at, tries=1, ended_at=at,
    )  # fmt: skip
    rows.add(
        models.Attempt, job_id=job_id, worker="here:1:1", started_at=at, heartbeat_at=at, ended_at=at,
        outcome=models.Outcome.DONE, trouble=None,
    )  # fmt: skip


def _scores(rows, world, case, size):
    """A TAM-R of the family every four weeks."""
    import_id = rows.add(
        models.ScoreImport, team_id=case.team_id, by_id=world.people[Role.ADMINISTRATOR].id, is_typed=False,
        rows=size.weeks // 4,
    )  # fmt: skip
    for weeks_ago in range(3, size.weeks, 4):
        rows.add(
            models.Score, import_id=import_id, team_id=case.team_id, instrument=models.Instrument.TAM_R,
            scale=models.ScoreScale.OVERALL, given_on=monday(weeks_ago), case_id=case.id,
            about_id=case.therapists[0].person_id, respondent="1", value=0.5 + weeks_ago % 5 / 10,
        )  # fmt: skip


def _readings(rows, world, cases, size):
    """What people read and did, eight lines a case week."""
    deeds = (
        "read note",
        "handed in note",
        "read week",
        "started review",
        "published review",
        "read feedback",
    )
    for weeks_ago in range(size.weeks):
        for case in cases:
            for n in range(8):
                rows.add(
                    models.AuditEntry, at=moment(weeks_ago, 8 + n), team_id=case.team_id, subject_id=case.id,
                    person_id=world.people[Role.CONSULTANT].id if n % 2 else case.therapists[0].person_id,
                    what=deeds[n % len(deeds)],
                )  # fmt: skip
