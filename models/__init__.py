"""The tables. Importing this package makes every one known to the metadata."""

from models.absence import Absence
from models.action_answer import ActionAnswer, ActionOutcome
from models.agenda_item import AgendaItem
from models.agreement_report import AgreementReport, SeverityLook
from models.audit import AuditEntry
from models.base import Base, now
from models.carried import CarriedOver, Settled
from models.case import Case, CaseTherapist
from models.case_note import CaseNote, CaseNoteDraft, CaseNoteRevision
from models.change import ChangeKind, SpeakerNaming, TranscriptChange, VoiceNaming, WordCorrection
from models.claim import Claim, Snooze
from models.codebook import Codebook, CodebookEntry
from models.comment import Comment
from models.job import Attempt, Job, JobStatus, Outcome
from models.kept_words import KeptWords
from models.learning import LearnedTagger, LearningSwitch, TaggerAdoption
from models.mark import Mark
from models.person import Person
from models.person_choices import Digest, DigestSent, PersonChoices
from models.recording import Language, Recording, RecordingStatus
from models.reply import Reply, Stance
from models.review import PASSED_ON, Action, Rater, Rating, RatingChange, Review, ReviewStatus
from models.role import Role, TeamRole
from models.score import Instrument, Score, ScoreImport, ScoreScale
from models.second_look import Consensus, LookCause, SecondLook
from models.speech_window import SpeechWindow
from models.suggestion import Suggestion, SuggestionDecision, Verdict
from models.taken_back import TakenBack
from models.team import Team
from models.term import TeamTerm
from models.transcript import Segment, Transcript
from models.upload import Upload
from models.week import Week, monday_of
from models.words import NoteSection, Offer, Polarity, Principle, SpeakerRole, Strength, Variant

__all__ = [
    "PASSED_ON",
    "Absence",
    "Action",
    "ActionAnswer",
    "ActionOutcome",
    "AgendaItem",
    "AgreementReport",
    "Attempt",
    "AuditEntry",
    "Base",
    "CarriedOver",
    "Case",
    "CaseNote",
    "CaseNoteDraft",
    "CaseNoteRevision",
    "CaseTherapist",
    "ChangeKind",
    "Claim",
    "Codebook",
    "CodebookEntry",
    "Comment",
    "Consensus",
    "Digest",
    "DigestSent",
    "Instrument",
    "Job",
    "JobStatus",
    "KeptWords",
    "Language",
    "LearnedTagger",
    "LearningSwitch",
    "LookCause",
    "Mark",
    "NoteSection",
    "Offer",
    "Outcome",
    "Person",
    "PersonChoices",
    "Polarity",
    "Principle",
    "Rater",
    "Rating",
    "RatingChange",
    "Recording",
    "RecordingStatus",
    "Reply",
    "Review",
    "ReviewStatus",
    "Role",
    "Score",
    "ScoreImport",
    "ScoreScale",
    "SecondLook",
    "Segment",
    "Settled",
    "SeverityLook",
    "Snooze",
    "SpeakerNaming",
    "SpeakerRole",
    "SpeechWindow",
    "Stance",
    "Strength",
    "Suggestion",
    "SuggestionDecision",
    "TaggerAdoption",
    "TakenBack",
    "Team",
    "TeamRole",
    "TeamTerm",
    "Transcript",
    "TranscriptChange",
    "Upload",
    "Variant",
    "Verdict",
    "VoiceNaming",
    "Week",
    "WordCorrection",
    "monday_of",
    "now",
]
