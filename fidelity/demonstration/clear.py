"""Takes the fictional team out again, with everything that hangs on it. The audit log stays."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fidelity.storage import AudioStore
from models import (
    Absence,
    Action,
    ActionAnswer,
    AgendaItem,
    AgreementReport,
    Attempt,
    Base,
    CarriedOver,
    Case,
    CaseNote,
    CaseNoteDraft,
    CaseNoteRevision,
    CaseTherapist,
    Claim,
    Comment,
    Consensus,
    DigestSent,
    Job,
    KeptWords,
    LearnedTagger,
    LearningSwitch,
    Mark,
    Person,
    PersonChoices,
    Rating,
    RatingChange,
    Recording,
    Reply,
    Review,
    Score,
    ScoreImport,
    SecondLook,
    Segment,
    SeverityLook,
    Snooze,
    SpeakerNaming,
    SpeechWindow,
    Suggestion,
    SuggestionDecision,
    TaggerAdoption,
    TakenBack,
    Team,
    TeamRole,
    TeamTerm,
    Transcript,
    TranscriptChange,
    Upload,
    VoiceNaming,
    Week,
    WordCorrection,
)


def clear(db: Session, store: AudioStore) -> bool:
    """Remove it; False if there was none. Somebody fictional who did something real can only be shut out.

    What somebody fictional allowed the tagger to learn goes, too: nobody real has allowed it.
    """
    if not db.scalar(select(exists().where(Team.is_fictional))):
        return False
    teams = select(Team.id).where(Team.is_fictional)
    keys = db.scalars(select(Recording.audio_key).join(Case).where(Case.team_id.in_(teams))).all()
    for table, condition in _in_order(teams):
        db.execute(delete(table).where(condition).execution_options(synchronize_session=False))
    for person in db.scalars(select(Person).where(Person.is_fictional)):
        _remove(db, person)
    db.commit()
    for key in keys:
        store.delete(key)
    return True


def _in_order(teams: Select[Any]) -> list[tuple[type[Base], ColumnElement[bool]]]:
    """What points at a thing goes before it."""
    cases = select(Case.id).where(Case.team_id.in_(teams))
    weeks = select(Week.id).where(Week.case_id.in_(cases))
    recordings = select(Recording.id).where(Recording.case_id.in_(cases))
    transcripts = select(Transcript.id).where(Transcript.recording_id.in_(recordings))
    segments = select(Segment.id).where(Segment.transcript_id.in_(transcripts))
    notes = select(CaseNote.id).where(CaseNote.week_id.in_(weeks))
    revisions = select(CaseNoteRevision.id).where(CaseNoteRevision.note_id.in_(notes))
    reviews = select(Review.id).where(Review.week_id.in_(weeks))
    suggestions = select(Suggestion.id).where(Suggestion.week_id.in_(weeks))
    learned = select(LearnedTagger.id).where(_is_invented())
    people = select(Person.id).where(Person.is_fictional)
    subjects = (recordings, transcripts, segments, revisions, learned, people, teams)
    is_ours = or_(*(Job.subject_id.in_(of_a_kind) for of_a_kind in subjects))
    jobs = select(Job.id).where(is_ours)
    reports = select(AgreementReport.id).where(AgreementReport.team_id.in_(teams))
    return [
        (LearningSwitch, LearningSwitch.by_id.in_(people)),
        (TaggerAdoption, TaggerAdoption.by_id.in_(people)),
        (CarriedOver, CarriedOver.transcript_id.in_(transcripts)),
        (SeverityLook, or_(SeverityLook.report_id.in_(reports), SeverityLook.person_id.in_(people))),
        (AgreementReport, AgreementReport.team_id.in_(teams)),
        (Score, Score.team_id.in_(teams)),
        (ScoreImport, ScoreImport.team_id.in_(teams)),
        (AgendaItem, AgendaItem.team_id.in_(teams)),
        (Absence, Absence.team_id.in_(teams)),
        (DigestSent, DigestSent.person_id.in_(people)),
        (PersonChoices, PersonChoices.person_id.in_(people)),
        (ActionAnswer, ActionAnswer.week_id.in_(weeks)),
        (KeptWords, or_(KeptWords.review_id.in_(reviews), KeptWords.note_id.in_(notes))),
        (TakenBack, TakenBack.review_id.in_(reviews)),
        (Consensus, Consensus.week_id.in_(weeks)),
        (SecondLook, SecondLook.week_id.in_(weeks)),
        (Snooze, Snooze.week_id.in_(weeks)),
        (Claim, Claim.week_id.in_(weeks)),
        (Reply, Reply.review_id.in_(reviews)),
        (Comment, Comment.review_id.in_(reviews)),
        (Mark, Mark.review_id.in_(reviews)),
        (SuggestionDecision, SuggestionDecision.suggestion_id.in_(suggestions)),
        (Suggestion, Suggestion.week_id.in_(weeks)),
        (Action, Action.review_id.in_(reviews)),
        (RatingChange, RatingChange.review_id.in_(reviews)),
        (Rating, Rating.review_id.in_(reviews)),
        (Review, Review.week_id.in_(weeks)),
        (SpeechWindow, SpeechWindow.job_id.in_(jobs)),
        (Attempt, Attempt.job_id.in_(jobs)),
        (Job, is_ours),
        (LearnedTagger, _is_invented()),
        (SpeakerNaming, SpeakerNaming.segment_id.in_(segments)),
        (WordCorrection, WordCorrection.segment_id.in_(segments)),
        (VoiceNaming, VoiceNaming.transcript_id.in_(transcripts)),
        (TranscriptChange, TranscriptChange.transcript_id.in_(transcripts)),
        (Segment, Segment.transcript_id.in_(transcripts)),
        (Transcript, Transcript.recording_id.in_(recordings)),
        (Upload, Upload.case_id.in_(cases)),
        (Recording, Recording.case_id.in_(cases)),
        (CaseNoteDraft, CaseNoteDraft.note_id.in_(notes)),
        (CaseNoteRevision, CaseNoteRevision.note_id.in_(notes)),
        (CaseNote, CaseNote.week_id.in_(weeks)),
        (Week, Week.case_id.in_(cases)),
        (CaseTherapist, CaseTherapist.case_id.in_(cases)),
        (Case, Case.team_id.in_(teams)),
        (TeamRole, TeamRole.team_id.in_(teams)),
        (TeamTerm, TeamTerm.team_id.in_(teams)),
        (Team, Team.is_fictional.is_(True)),
    ]


def _is_invented() -> ColumnElement[bool]:
    """Asked for by somebody fictional, or while there were only invented teams; and nobody real uses it."""
    people = select(Person.id).where(Person.is_fictional)
    first = select(func.min(Team.created_at)).where(Team.is_fictional.is_(False)).scalar_subquery()
    used = exists().where(TaggerAdoption.learned_id == LearnedTagger.id)
    asked = or_(LearnedTagger.by_id.in_(people), first.is_(None), LearnedTagger.created_at < first)
    return and_(asked, ~used.correlate(LearnedTagger))


def _remove(db: Session, person: Person) -> None:
    try:
        with db.begin_nested():
            db.execute(delete(TeamRole).where(TeamRole.person_id == person.id))
            db.execute(delete(Person).where(Person.id == person.id))
    except IntegrityError:
        db.execute(update(Person).where(Person.id == person.id).values(active=False, password=None))
