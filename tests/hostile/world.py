"""Two teams with one of everything, every word of it hostile, and a form for every address that changes something."""

import json
from datetime import date, timedelta

from fidelity.queue import JobKind
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from models import (
    Action,
    CaseTherapist,
    Comment,
    Instrument,
    JobStatus,
    LearnedTagger,
    NoteSection,
    Principle,
    Rating,
    RecordingStatus,
    Reply,
    Role,
    ScoreScale,
    SpeakerRole,
    Stance,
    now,
)
from tests.factories import this_monday
from tests.versions import mark

#: Would break out of an element, of an attribute in either quotes or in none, of a script and of a template.
MARKUP = "</script></title></textarea>\"'` hostile=1 ><hostile hostile=2>{{7*7}}<img src=x hostile=3>"
#: What people and machines really type.
STRANGE = "Llŷr Gwynfryn ŵ 🙂 \u202e\u200f \u0639\u0631\u0628\u0649 \ufeff\u2028\u200d \ufdfd"
#: What a database, an e-mail parser or a regular expression may stumble over.
BROKEN = "\x00 \x1b[2J \r\nX-Hostile: 1 \ufffe \x7f %00 %s {} \\ ' OR 1=1 --"
THE_WEEK_BEFORE = this_monday() - timedelta(weeks=1)
TODAY = date.today().isoformat()
LATER = (date.today() + timedelta(days=20)).isoformat()


class World:
    """``who`` by letter: T therapist, C consultant, S supervisor, A administrator; ``keys`` for addresses."""

    def __init__(self, factories, db, settings):
        self.team = factories.Team(name=f"Team {MARKUP}", site=MARKUP)
        roles = {"T": Role.THERAPIST, "C": Role.CONSULTANT, "S": Role.SUPERVISOR, "A": Role.ADMINISTRATOR}
        self.who = {
            letter: factories.Person(role=role, team=self.team, name=f"{letter} {MARKUP}")
            for letter, role in roles.items()
        }
        # A person to change, so that those who act are left alone.
        self.other = factories.Person(
            role=Role.THERAPIST, team=self.team, name=MARKUP, email=f"{'o' * 40}@x.org"
        )
        self.case = factories.Case(team=self.team, therapist=self.who["T"])
        self.week = factories.Week(case=self.case, starts_on=THE_WEEK_BEFORE)
        self.quiet = factories.Week(
            case=self.case, starts_on=this_monday() - timedelta(weeks=3), nothing_because=MARKUP
        )
        texts = {section.value: f"Mum set the rule. {MARKUP}" for section in NoteSection}
        self.note = factories.Note(week=self.week, by=self.who["T"], texts=texts)
        self.revision = self.note.latest
        self.recording = factories.Recording(week=self.week, by=self.who["T"], is_playable=True, codec=MARKUP)
        self.transcript = factories.Transcript(
            recording=self.recording,
            turns=[("therapist", f"What came first? {MARKUP}"), ("caregiver", MARKUP)],
            language=MARKUP,
            engine=MARKUP,
            model=MARKUP,
        )
        self.transcript.segments[1].suspect_because = MARKUP
        self.transcript.segments[1].voice = "A"
        self.naming = factories.Naming(
            segment=self.transcript.segments[1], role=SpeakerRole.CAREGIVER, by=self.who["T"]
        )
        self.segment = self.transcript.segments[0]
        failed = factories.Recording(week=self.week, status=RecordingStatus.FAILED, failure=MARKUP)
        book = factories.Codebook()
        for entry in book.entries:
            entry.title = f"{entry.title} {MARKUP}"
            entry.definition = MARKUP
        self.suggestion = factories.Suggestion(
            week=self.week, quote="What came first", segment=self.segment, model_version=MARKUP
        )
        factories.Suggestion(week=self.week, quote=MARKUP, revision=self.revision)
        written = {"strengths": MARKUP, "barriers": MARKUP, "next_steps": MARKUP, "by": self.who["C"]}
        self.draft = factories.Review(
            week=self.week, revision_id=self.revision.id, ratings=dict.fromkeys(Principle, 3), **written
        )
        self.mark = factories.Mark(review=self.draft, quote=MARKUP, revision=self.revision)
        self.comment = self._comment(self.draft)
        earlier = factories.Week(case=self.case, starts_on=this_monday() - timedelta(weeks=2))
        earlier_note = factories.Note(week=earlier, by=self.who["T"], texts=texts)
        self.published = factories.Review(
            week=earlier, revision_id=earlier_note.latest.id, published=True,
            ratings=dict.fromkeys(Principle, 3), **written,
        )  # fmt: skip
        self.published_mark = factories.Mark(
            review=self.published, quote=MARKUP, revision=earlier_note.latest
        )
        self.published_comment = self._comment(self.published, earlier_note.latest)
        self.published.read_at = now()
        self.rating = db.query(Rating).filter_by(review_id=self.published.id).first()
        self.action = Action(
            review_id=self.published.id,
            position=0,
            text=MARKUP,
            owner_id=self.who["T"].id,
            due_on=date.today(),
        )
        drafted = Action(review_id=self.draft.id, position=0, text=MARKUP, owner_id=self.who["T"].id)
        reply = Reply(review_id=self.published.id, by_id=self.who["T"].id, stance=Stance.CONTEST, text=MARKUP)
        db.add_all([self.comment, self.published_comment, self.action, drafted, reply])
        self.upload = factories.Upload(case=self.case, by=self.who["T"])
        factories.AgreementReport(team=self.team)
        self.job = jobs.ask(db, JobKind.TRANSCRIBE, failed.id)
        self.job.status = JobStatus.FAILED
        db.commit()
        self.held = db.query(CaseTherapist).filter_by(case_id=self.case.id).one()
        self._rated_twice(factories, written, texts)
        self.keys = {
            "team_id": self.team.id, "case_id": self.case.id, "recording_id": self.recording.id,
            "monday": THE_WEEK_BEFORE.isoformat(), "suggestion_id": self.suggestion.id, "mark_id": self.mark.id,
            "comment_id": self.comment.id, "action_id": self.action.id, "job_id": self.job.id,
            "held_id": self.held.id, "person_id": self.other.id, "role_id": self.other.team_roles[0].id,
            "name": Principle.FINDING_THE_FIT.value,
            "term_id": factories.Term(team=self.team, by=self.who["T"], term=MARKUP, often_heard_as=MARKUP).id,
            "upload_id": self.upload.id, "number": 1, "ending": "vtt", "what": "weeks",
            "instrument": "cam", "table": "comments", "kind": "csv",
            "import_id": factories.Score(team=self.team, by=self.who["S"], instrument=Instrument.CAM, scale=ScoreScale.COMPETENCE, about_id=self.who["C"].id).import_id,
            "carried_id": self._waiting(factories, change_id=self.naming.change_id).id,
            "waiting_id": self._waiting(factories, mark_id=mark(factories, self.draft, self.segment, MARKUP).id).id,
            "segment_id": self.segment.id, "change_id": self.naming.change_id,
            "learned_id": self._learned(db),
            "file_format": "docx", "agenda_key": factories.AgendaItem(team=self.team, by=self.who["C"], monday=THE_WEEK_BEFORE, text=MARKUP, outcome=MARKUP).key,
            "absence_id": factories.Absence(team=self.team, person=self.who["C"], covered_by=self.who["S"]).id,
            "kept_id": factories.KeptWords(review=self.draft, strengths=MARKUP).id,
            "kept_note_id": factories.KeptWords(note=self.note, by=self.who["T"], advances=MARKUP).id,
        }  # fmt: skip
        self.own["notes"] = {"kept_id": self.keys["kept_note_id"]}
        self.suspect_id = self.transcript.segments[1].id
        self.segment_id, self.review_ids = self.segment.id, (self.draft.id, self.published.id)
        self._sound(settings)
        db.commit()  # a fixture that holds the right to write would keep every page waiting

    def _sound(self, settings):
        """What the player asks for."""
        folder = AudioStore(settings.recordings_dir, reserve_bytes=0).path(self.recording.audio_key).parent
        folder.mkdir(parents=True)
        (folder / "peaks.json").write_text('{"peaks": [0.1], "duration": 1}')
        (folder / "playback.m4a").write_bytes(b"0123456789")

    def _learned(self, db):
        learned = LearnedTagger(by_id=self.who["A"].id)
        db.add(learned)
        db.flush()
        return learned.id

    def _rated_twice(self, factories, written, texts):
        """Weeks that the consultant rated first: one waits for a second rating, one is done."""
        waiting, done = (
            factories.Week(case=self.case, starts_on=this_monday() - timedelta(weeks=ago)) for ago in (11, 12)
        )
        for week in (waiting, done):
            factories.Note(week=week, by=self.who["T"], texts=texts)
            factories.Review(week=week, published=True, ratings=dict.fromkeys(Principle, 3), **written)
        factories.SecondLook(week=waiting)
        other = written | {"by": self.who["S"]}
        second = factories.second_review(week=done, ratings=dict.fromkeys(Principle, 4), **other)
        self.own = {
            "second_reviews": {"monday": waiting.starts_on.isoformat(), "review_id": second.id},
            "both_reviews": {"monday": done.starts_on.isoformat()},
        }

    def _waiting(self, factories, **what):
        """Something that found no place in the transcript. A change hangs on its second turn."""
        segment = self.transcript.segments["change_id" in what]
        return factories.CarriedOver(transcript=self.transcript, segment=segment, **what)

    def _comment(self, review, revision=None):
        return Comment(
            review_id=review.id, by_id=review.by_id, text=MARKUP, section=NoteSection.ADVANCES,
            revision_id=(revision or self.revision).id, starts=0, ends=3, quote="Mum",
        )  # fmt: skip

    def address(self, app, endpoint, **changed):
        """Of the only rule of an endpoint; a review is the published one where its therapist is asked."""
        review_id = self.review_ids[endpoint.startswith("feedback.")]
        own = self.own.get(endpoint.split(".")[0], {})
        values = self.keys | {"review_id": review_id} | own | changed
        (rule, *_) = app.url_map.iter_rules(endpoint)
        with app.test_request_context(base_url="https://localhost/"):
            return app.url_for(endpoint, **{n: values[n] for n in rule.arguments}, _external=False)

    def forms(self):
        """Endpoint, who sends it, and what a well-meant form holds. What takes something away comes last."""
        note = {
            "advances": "She came home.",
            "new_goals-0-goal": "Home by nine",
            "new_goals-0-measure": "Log",
            "previous_goals-0-goal": "Home",
            "previous_goals-0-rating": "met",
            "new_goals_text": "More",
            "revision": "1",
            "number": "0",
        }
        place = {"turn": str(self.segment_id), "section": "advances", "quote": "What came", "near": "0"}
        team = {"name": "A", "variant": "MST", "site": "B", "weekday": "monday", "time": "10:00"}
        therapist, last_word = str(self.who["T"].id), str(len(self.segment.words) - 1)
        return [
            ("recordings.create", "T", {
                "visited_on": TODAY, "is_therapist_present": "yes", "caregivers": "1", "young_people": "0",
                "others": "0", "language": "en", "is_consent_confirmed": "yes",
            }),
            ("notes.write", "T", {"do": "hand_in", **note}),
            ("notes.settle", "T", {"keep-advances": "both", **note}),
            ("imports.keep", "T", {"text-advances": "x", "how-advances": "add", "revision": "1", "number": "0"}),
            ("imports.read", "T", {"loose_goes_to": "advances", **note}),
            ("weeks.nothing", "T", {"reason": "Away"}),
            ("speakers.name", "T", {f"role-{self.segment_id}": "therapist", "next": "0"}),
            ("feedback.reply", "T", {"stance": "explain", "text": "Because", "rating_id": str(self.rating.id),
                                     "mark_id": "", "comment_id": ""}),
            ("feedback.answer", "C", {"text": "Thank you", "rating_id": "", "mark_id": "", "comment_id": ""}),
            ("feedback.take_back", "T", {"rating_id": str(self.rating.id), "mark_id": "", "comment_id": ""}),
            ("feedback.action", "T", {"done": "yes"}),
            ("actions.answer", "T", {"outcome": "partly", "text": "Half of it", "quote": "What came", "place": ""}),
            ("actions.seen", "C", {"outcome": "seen", "text": "Here", "quote": "What came", "place": ""}),
            ("reviews.start", "C", {}),
            ("marks.create", "C", {**place, "principle": "finding_the_fit", "polarity": "+"}),
            ("comments.create", "C", {**place, "text": "Well asked"}),
            ("comments.change", "C", {"text": "Well asked"}),
            ("comments.resolve", "C", {"resolved": "yes"}),
            ("comments.answer", "C", {"text": "Thank you"}),
            ("ratings.rate", "C", {"choice": "4", "why": "She said so"}),
            ("suggestions.shown", "C", {"id": str(self.suggestion.id)}),
            ("suggestions.decide", "C", {"verdict": "accepted", "seconds": "2.5"}),
            ("suggestions.instead", "C", {"principle": "generalisation", "polarity": "-", "served": TODAY}),
            ("offers.edit", "C", {"offer": "more"}),
            ("reviewing.edit", "C", {"order": "CONTESTED", "counts": "CONTESTED", "is_rated_first": "no",
                                     "second_share": "20"}),
            ("absences.add", "C", {"person": str(self.who["C"].id), "covered_by": str(self.who["S"].id),
                                   "starts_on": LATER, "ends_on": LATER}),
            ("claims.take", "C", {}),
            ("digests.told", "C", {"digest": "never"}),
            ("claims.give_back", "C", {}),
            ("claims.take_over", "S", {}),
            ("claims.hand_over", "C", {"to": str(self.who["S"].id), "why": MARKUP[:90]}),
            ("snoozes.put_off", "C", {"until": LATER, "reason": MARKUP[:90], "is_beyond": "yes"}),
            ("snoozes.wake", "C", {}),
            ("absences.take_back", "C", {}),
            ("keys.edit", "C", {"accept": "Shift+Q", "play_pedal": "F13", "rewind": "3"}),
            ("keys.player", "C", {"speed": "1.25", "follows": "no", "skips_silence": "yes"}),
            ("keys.usual", "C", {}),
            ("rater_agreement.measure", "S", {}),
            ("review_words.save", "C", {"number": "0", "strengths": "a", "barriers": "b", "next_steps": "c",
                                        "action_text": "d", "action_owner": therapist, "action_due": TODAY}),
            ("both_reviews.settle", "C", {"choice": "4", "why": "The caregiver set the rule"}),
            ("second_reviews.ask", "C", {}),
            ("second_reviews.take", "S", {"next": "queue"}),
            ("second_reviews.give_back", "S", {"next": "queue"}),
            ("second_reviews.start", "S", {}),
            ("second_reviews.pass_on", "S", {"to": "anybody"}),
            ("second_reviews.hand_in", "S", {}),
            ("speakers.voice", "T", {"transcript": str(self.transcript.id), "voice": "A", "role": "youth"}),
            ("turns.correct", "T", {"first": "0", "last": "1", "was": "What came", "text": "Who came"}),
            ("turns.split", "T", {"first": "0", "last": last_word, "from": "1", "role": "youth"}),
            ("turns.hear", "T", {"first": "2", "last": "2"}),
            ("changes.undo", "T", {}),
            ("changes.redo", "T", {}),
            ("kept_words.settle", "C", {"number": "0", "keep-strengths": "both"}),
            ("reviews.reveal", "C", {}),
            ("reviews.take_back", "C", {"reason": "Wrong week"}),
            ("reviews.newer_note", "C", {}),
            ("case_admin.new", "S", {"reference": "ABC-0001", "therapist": therapist, "opened_on": TODAY}),
            ("case_admin.details", "S", {"reference": "ABC-0002", "opened_on": "2025-01-01"}),
            ("case_admin.give", "S", {"therapist": therapist, "starts_on": TODAY, "others": "stay"}),
            ("teams.new", "A", team),
            ("teams.edit", "A", team),
            ("consultations.add", "S", {"text": "Holidays", "case": str(self.case.id)}),
            ("consultations.move", "C", {"key": self.keys["agenda_key"], "before": "", "by": "case"}),
            ("consultations.tick", "C", {"key": self.keys["agenda_key"], "ticked": "yes", "outcome": "a", "based_on": ""}),
            ("consultations.take_off", "C", {"key": self.keys["agenda_key"], "back": ""}),
            ("people.new", "A", {"name": "N", "email": "n@x.org", "role": "therapist", "team": str(self.team.id),
                                 "starts_on": TODAY}),
            ("people.edit", "A", {"name": "N", "email": "m@x.org"}),
            ("roles.new", "A", {"role": "supervisor", "team": str(self.team.id), "starts_on": TODAY,
                                "ends_on": ""}),
            ("system.retry", "A", {}),
            ("learning.switch", "A", {"is_on": "yes", "may_use_notes": "yes"}),
            ("learning.train", "A", {}),
            ("learning.again", "A", {}),
            ("learning.use", "A", {"tagger": "", "seen": ""}),
            ("agreements.answer", "T", {"is_agreed": "yes"}),
            ("roles.end", "A", {"ends_on": TODAY}),
            ("terms.create", "T", {"term": "Llŷr", "often_heard_as": "Clear"}),
            ("replacements.in_recording", "T", {"these": "What came", "that": MARKUP[:50], "do": "look"}),
            ("replacements.in_team", "S", {"these": "What came", "that": "Who came", "do": "look"}),
            ("terms.remove", "T", {}),
            ("score_imports.new", "S", {"date": TODAY, "consultant": self.who["C"].email, "respondent": "R2",
                                        "competence": "4,2", "procedures": "", "alliance": "5"}),
            ("score_imports.read", "S", {"instrument": "cam"}),
            ("standards.edit", "S", {"standard": "own", "days_from": "90", "days_to": "150", "source": "Ours"}),
            ("score_imports.again", "S", {"seen": "", "order": "day_first"}),
            ("score_imports.to_correct", "S", {"seen": ""}),
            ("score_imports.keep", "S", {"seen": ""}),
            ("score_imports.take_back", "S", {}),
            ("case_admin.take", "S", {"ends_on": TODAY}),
            ("case_admin.close", "S", {"closed_on": TODAY}),
            ("carried.place", "T", {"turn": str(self.segment_id), "quote": "What came", "voice": "A"}),
            ("carried.let_go", "T", {}),
            ("carried.place_on_words", "C", place),
            ("carried.let_words", "C", {}),
            ("versions.create", "T", {"language": "en", "model": "whisper-base", "people": "3"}),
            ("recordings.throw_away", "T", {}),
            ("recordings.cancel", "T", {}),
            ("recordings.retry", "T", {}),
        ]  # fmt: skip


def note_as_json(fields, **more):
    """The body of an autosave."""
    return json.dumps({"revision": 1, "number": 0, "fields": fields} | more)
