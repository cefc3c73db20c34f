"""Rows of the past, made in one line. Every call commits."""

from datetime import date, time, timedelta
from itertools import count
from uuid import uuid4

from fidelity.casenotes.form import tidy
from fidelity.usecases.review_words import ReviewWords, to_json
from models import (
    Absence,
    AgendaItem,
    AgreementReport,
    CarriedOver,
    Case,
    CaseNote,
    CaseNoteRevision,
    CaseTherapist,
    ChangeKind,
    Codebook,
    CodebookEntry,
    Instrument,
    KeptWords,
    Language,
    LookCause,
    Mark,
    NoteSection,
    Offer,
    Person,
    Polarity,
    Principle,
    Rater,
    Rating,
    Recording,
    RecordingStatus,
    Review,
    ReviewStatus,
    Role,
    Score,
    ScoreImport,
    ScoreScale,
    SecondLook,
    Segment,
    SpeakerNaming,
    SpeakerRole,
    Suggestion,
    Team,
    TeamRole,
    TeamTerm,
    Transcript,
    TranscriptChange,
    Upload,
    Variant,
    Week,
    monday_of,
    now,
)

LONG_AGO = date(2024, 1, 1)


def this_monday():
    return monday_of(date.today())


class Factories:
    def __init__(self, db):
        self.db = db
        self._numbers = count(1)

    def _keep(self, row):
        self.db.add(row)
        self.db.commit()
        return row

    def Team(self, **given):
        defaults = {
            "name": f"Team {next(self._numbers)}",
            "variant": Variant.MST,
            "site": "Aberfictional",
            "consultation_weekday": 3,
            "consultation_time": time(10, 0),
        }
        return self._keep(Team(**defaults | given))

    def Term(self, *, team, by=None, **given):
        by = by or self.Person(role=Role.THERAPIST, team=team)
        return self._keep(TeamTerm(**{"team_id": team.id, "by_id": by.id, "term": "Llŷr"} | given))

    def Person(self, *, role=None, team=None, **given):
        number = next(self._numbers)
        defaults = {
            "name": f"Person {number}",
            "email": f"person{number}@fidelity.test",
            "password": None,
            "fs_uniquifier": uuid4().hex,
        }
        person = Person(**defaults | given)
        if role is not None:
            team_id = None if role is Role.ADMINISTRATOR else (team or self.Team()).id
            person.team_roles.append(TeamRole(team_id=team_id, role=role, starts_on=LONG_AGO))
        return self._keep(person)

    def Case(self, *, team=None, therapist=None, **given):
        team = team or self.Team()
        defaults = {
            "team_id": team.id,
            "reference": f"TST-{next(self._numbers):04}",
            "opened_on": date.today() - timedelta(weeks=20),
        }
        case = Case(**defaults | given)
        if therapist is not None:
            case.therapists.append(CaseTherapist(person_id=therapist.id, starts_on=case.opened_on))
        self._keep(case)
        self.db.refresh(case)
        self.db.commit()  # reading begins a transaction, and on SQLite that one would hold the lock
        return case

    def Absence(self, *, team, person, covered_by, **given):
        """Today and the week around it, unless said otherwise."""
        defaults = {
            "team_id": team.id,
            "person_id": person.id,
            "covered_by_id": covered_by.id,
            "said_by_id": person.id,
            "starts_on": date.today() - timedelta(days=3),
            "ends_on": date.today() + timedelta(days=3),
        }
        return self._keep(Absence(**defaults | given))

    def Week(self, *, case=None, **given):
        case = case or self.Case()
        return self._keep(Week(**{"case_id": case.id, "starts_on": this_monday()} | given))

    def AgendaItem(self, *, team=None, by=None, **given):
        """Something that a person put on the agenda of this week's consultation."""
        defaults = {
            "team_id": (team or self.Team()).id,
            "monday": this_monday(),
            "key": f"own:{uuid4()}",
            "by_id": (by or self.Person()).id,
            "text": "Holiday cover in December.",
        }
        return self._keep(AgendaItem(**defaults | given))

    def Recording(self, *, week=None, by=None, **given):
        week = week or self.Week()
        defaults = {
            "case_id": week.case_id,
            "week_id": week.id,
            "uploaded_by_id": (by or self.Person()).id,
            "visited_on": week.starts_on,
            "is_therapist_present": True,
            "caregivers": 1,
            "young_people": 1,
            "others": 0,
            "language": Language.ENGLISH,
            "consent_confirmed_at": now(),
            "audio_key": str(uuid4()),
            "size_bytes": 1000,
            "sha256": uuid4().hex,
            "duration_seconds": 60.0,
            "codec": "aac",
            "status": RecordingStatus.READY,
        }
        return self._keep(Recording(**defaults | given))

    def Upload(self, *, case=None, by=None, **given):
        """Of which nothing has arrived yet; its file is not there."""
        defaults = {
            "case_id": (case or self.Case()).id,
            "by_id": (by or self.Person()).id,
            "length_bytes": 1000,
            "storage_key": str(uuid4()),
            "fingerprint": uuid4().hex,
            "expires_at": now() + timedelta(days=3),
        }
        return self._keep(Upload(**defaults | given))

    def Transcript(
        self, *, recording=None, turns=(("therapist", "What happened just before that?"),), **given
    ):
        """``turns``: pairs of a speaker's role and the text."""
        recording = recording or self.Recording()
        defaults = {
            "recording_id": recording.id,
            "version": 1,
            "engine": "faster-whisper",
            "model": "whisper-base",
            "settings": {},
            "language": "en",
            "coverage": 0.97,
        }
        transcript = Transcript(**defaults | given)
        for position, (role, text) in enumerate(turns):
            start, words = position * 10.0, text.split()
            transcript.segments.append(
                Segment(
                    position=position,
                    starts_seconds=start,
                    ends_seconds=start + 9,
                    text=text,
                    words=[
                        {
                            "start": start + i * 0.3,
                            "end": start + i * 0.3 + 0.25,
                            "text": word,
                            "probability": 0.9,
                        }
                        for i, word in enumerate(words)
                    ],
                    machine_role=SpeakerRole(role),
                )
            )
        return self._keep(transcript)

    def Naming(self, *, segment, role, by=None, **given):
        """A person says who speaks a turn, as a step of its own."""
        change = TranscriptChange(
            transcript_id=segment.transcript_id, kind=ChangeKind.NAMED_TURNS, by_id=(by or self.Person()).id
        )
        self._keep(change)
        naming = self._keep(SpeakerNaming(segment_id=segment.id, change_id=change.id, role=role, **given))
        self.db.refresh(segment)
        self.db.commit()
        return naming

    def CarriedOver(self, *, transcript, segment, **given):
        """Something that found no place in a version, and waits."""
        defaults = {
            "transcript_id": transcript.id,
            "from_segment_id": segment.id,
            "from_starts": 0,
            "from_ends": len(segment.text),
            "quote": segment.text,
        }
        return self._keep(CarriedOver(**defaults | given))

    def Note(self, *, week=None, by=None, texts=None, sections=None):
        """A note with one revision; ``texts`` maps sections to plain text, ``sections`` is its form."""
        week = week or self.Week()
        texts = texts or {"advances": "Mum set the rule and praised her for being home by nine."}
        note = CaseNote(week_id=week.id)
        note.revisions.append(
            CaseNoteRevision(
                number=1,
                written_by_id=(by or self.Person()).id,
                sections=dict(sections or texts),
                texts=dict(texts),
            )
        )
        return self._keep(note)

    def Codebook(self, version="test"):
        found = self.db.query(Codebook).filter_by(version=version).one_or_none()
        if found:
            return found
        codebook = Codebook(version=version)
        for principle in Principle:
            codebook.entries.append(
                CodebookEntry(
                    principle=principle,
                    number=principle.number,
                    title=principle.value.replace("_", " ").capitalize(),
                    definition="What it means.",
                    examples={"+": ["Like this."], "-": ["Not like this."]},
                    anchors={str(n): f"What a {n} looks like." for n in range(1, 6)},
                )
            )
        return self._keep(codebook)

    def Review(self, *, week=None, by=None, ratings=None, why="As her words show.", published=False, **given):
        """``ratings`` maps principles to 1–5 or None (not assessable); ``why`` stands beside each."""
        week = week or self.Week()
        defaults = {
            "week_id": week.id,
            "by_id": (by or self.Person()).id,
            "codebook_id": self.Codebook().id,
            "status": ReviewStatus.PUBLISHED if published else ReviewStatus.DRAFT,
            "published_at": now() if published else None,
            "offer": Offer.USUAL if published else None,
            "strengths": "You asked what came first.",
            "next_steps": "Rehearse it with her.",
        }
        review = Review(**defaults | given)
        for principle, value in (ratings or {}).items():
            review.ratings.append(Rating(principle=principle, value=value, why=why))
        return self._keep(review)

    def SecondLook(self, *, week, **given):
        return self._keep(SecondLook(**{"week_id": week.id, "cause": LookCause.ASKED} | given))

    def second_review(self, *, week, by, is_done=True, ratings=None, **given):
        """A second rating of a week, with the wish for it; handed in unless ``is_done`` is false."""
        done_at = now() if is_done else None
        status = ReviewStatus.SUBMITTED if is_done else ReviewStatus.DRAFT
        self.SecondLook(week=week, given_to_id=by.id, done_at=done_at)
        given = {"rater": Rater.SECOND, "status": status, "submitted_at": done_at} | given
        return self.Review(week=week, by=by, ratings=ratings, **given)

    def KeptWords(self, *, review=None, note=None, by=None, **words):
        """What lost against another save of a draft, as it was typed."""
        kept = tidy(words) if note else to_json(ReviewWords(**{"strengths": "Typed elsewhere."} | words))
        by_id = by.id if by else review.by_id
        of = {"review_id": review and review.id, "note_id": note and note.id}
        return self._keep(KeptWords(**of, by_id=by_id, words=kept, based_on=0))

    def Suggestion(self, *, week, quote, segment=None, revision=None, section=NoteSection.ADVANCES, **given):
        text = segment.text if segment else revision.texts[section.value]
        starts = text.index(quote)
        defaults = {
            "week_id": week.id,
            "segment_id": segment.id if segment else None,
            "revision_id": revision.id if revision else None,
            "section": None if segment else section,
            "starts": starts,
            "ends": starts + len(quote),
            "quote": quote,
            "principle": Principle.INCREASING_RESPONSIBILITY,
            "polarity": Polarity.ADHERENT,
            "probability": 0.8,
            "model_version": "test",
        }
        return self._keep(Suggestion(**defaults | given))

    def Mark(self, *, review, quote, revision, section=NoteSection.ADVANCES, **given):
        starts = revision.texts[section.value].index(quote)
        defaults = {
            "review_id": review.id,
            "by_id": review.by_id,
            "revision_id": revision.id,
            "section": section,
            "starts": starts,
            "ends": starts + len(quote),
            "quote": quote,
            "principle": Principle.INCREASING_RESPONSIBILITY,
            "polarity": Polarity.ADHERENT,
        }
        return self._keep(Mark(**defaults | given))

    def Score(self, *, team, case=None, by=None, of_import=None, **given):
        """A TAM-R score in an import of its own, unless another instrument or import is given."""
        if of_import is None:
            by = by or self.Person(role=Role.SUPERVISOR, team=team)
            of_import = self._keep(ScoreImport(team_id=team.id, by_id=by.id, is_typed=True, rows=1))
        defaults = {
            "import_id": of_import.id,
            "team_id": team.id,
            "instrument": Instrument.TAM_R,
            "scale": ScoreScale.OVERALL,
            "given_on": date.today(),
            "case_id": case.id if case else None,
            "value": 0.7,
        }
        return self._keep(Score(**defaults | given))

    def AgreementReport(self, *, team, **given):
        """Of a year in which nobody agreed or disagreed with anybody."""
        nothing = {
            "weeks": 0,
            "rows": {},
            "left_out": dict.fromkeys(("knew_first", "changed_after", "not_read"), 0),
        }
        results = {"second": nothing, "machine": nothing, "blind": nothing, "severity": {}}
        since = this_monday() - timedelta(weeks=51)
        defaults = {"team_id": team.id, "since": since, "until": this_monday(), "results": results}
        return self._keep(AgreementReport(**defaults | given))

    def noise(self):
        """Another team with everything in it, so that a query that forgets its filter fails."""
        team = self.Team()
        therapist = self.Person(role=Role.THERAPIST, team=team)
        consultant = self.Person(role=Role.CONSULTANT, team=team)
        case = self.Case(team=team, therapist=therapist)
        week = self.Week(case=case)
        self.Transcript(recording=self.Recording(week=week, by=therapist))
        self.Upload(case=case, by=therapist)
        self.Note(week=week, by=therapist)
        self.Review(week=week, by=consultant, published=True, ratings=dict.fromkeys(Principle, 3))
        return week
