"""Walks every route as every role, in and out of the team."""

from datetime import timedelta

import pytest

from fidelity.queue import JobKind
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from models import (
    Action,
    CaseNoteRevision,
    CaseTherapist,
    Comment,
    JobStatus,
    LearnedTagger,
    NoteSection,
    Principle,
    Role,
    SpeakerRole,
    TeamTerm,
)
from tests.factories import this_monday
from tests.versions import mark as mark_on

#: Who: T the therapist of the case, K a colleague who does not hold it, C consultant, S supervisor,
#: A administrator; t, c and s are the same roles in another team. Written by hand from design.md's
#: permission table, not from the code that it checks.
EVERYONE = "TKCSAtcs"
#: A supervisor may write a review too; of one that somebody else is writing they are only told so (303).
ALLOWED = {
    "absences.add": "CSA",
    "absences.index": "CSA",
    "absences.take_back": "CSA",
    "actions.answer": "T",
    "actions.edit": "T",
    "actions.seen": "CS",
    "adherence.coverage": "TKCS",
    "adherence.evidence": "TKCS",
    "adherence.index": "TKCStcs",
    "adherence.machine": "TKCS",
    "adherence.principle": "TKCS",
    "adherence.suggestions": "TKCS",
    "adherence.team": "TKCS",
    "agreements.answer": "TS",
    "agreements.edit": "TS",
    "audit.index": EVERYONE,
    "case_admin.close": "SA",
    "case_admin.details": "SA",
    "case_admin.edit": "SA",
    "case_admin.give": "SA",
    "case_admin.new": "SA",
    "case_admin.reopen": "SA",
    "case_admin.take": "SA",
    "carried.index": "TCS",
    "carried.let_go": "TCS",
    "carried.let_words": "CS",
    "carried.place": "TCS",
    "carried.place_on_words": "CS",
    "both_reviews.settle": "CS",
    "both_reviews.show": "CS",
    "case_load.rows": "CS",
    "case_load.show": "CS",
    "cases.show": "TCS",
    "changes.index": "TCS",
    "changes.redo": "TCS",
    "changes.undo": "TCS",
    "claims.give_back": "CS",
    "claims.hand_over": "CS",
    "claims.take": "CS",
    "claims.take_over": "CS",
    "codebook.show": EVERYONE,
    "consultations.add": "CS",
    "consultations.coming": "CS",
    "consultations.index": "CScs",
    "consultations.move": "CS",
    "consultations.sheet": "CS",
    "consultations.show": "CS",
    "consultations.take_off": "CS",
    "consultations.tick": "CS",
    "consultations.ticks": "CS",
    "comments.answer": "TCS",
    "comments.change": "CS",
    "comments.create": "CS",
    "comments.remove": "CS",
    "comments.resolve": "TCS",
    "exports.dictionary": "TKCS",
    "exports.dictionary_file": "TKCS",
    "exports.index": "TKCS",
    "exports.take": "TKCS",
    "digests.told": EVERYONE,
    "feedback.action": "T",
    "feedback.answer": "TCS",
    "feedback.index": "TKCStcs",
    "feedback.reply": "T",
    "feedback.show": "TCS",
    "feedback.take_back": "T",
    "home.about": EVERYONE,
    "home.show": EVERYONE,
    "imports.keep": "T",
    "imports.read": "T",
    "keys.edit": EVERYONE,
    "keys.player": EVERYONE,
    "keys.usual": EVERYONE,
    "kept_words.settle": "CS",
    "kept_words.show": "C",
    "learning.again": "A",
    "learning.show": "A",
    "learning.status": "A",
    "learning.switch": "A",
    "learning.train": "A",
    "learning.training": "A",
    "learning.use": "A",
    "marks.create": "CS",
    "marks.new": "CS",
    "marks.remove": "CS",
    "moved.show": "CS",
    "my_week.show": "TKt",
    "notes.edit": "T",
    "notes.save": "T",
    "notes.kept": "T",
    "notes.settle": "T",
    "notes.show": "TCS",
    "notes.write": "T",
    "offers.edit": "CS",
    "people.close": "A",
    "people.edit": "A",
    "people.index": "A",
    "people.new": "A",
    "people.password": "A",
    "people.reopen": "A",
    "people.show": "A",
    "principles.index": "A",
    "principles.of_service": "A",
    "principles.show": "CSA",
    "principles.team": "CSA",
    "queue.show": "CScs",
    "ratings.rate": "CS",
    "rater_agreement.measure": "CS",
    "rater_agreement.mine": "CScs",
    "rater_agreement.pairs": "CS",
    "rater_agreement.show": "CS",
    "recordings.audio": "TCS",
    "recordings.cancel": "TCS",
    "recordings.confirm_withdrawal": "TS",
    "recordings.create": "TS",
    "recordings.new": "TS",
    "recordings.peaks": "TCS",
    "recordings.retry": "TS",
    "recordings.show": "TCS",
    "recordings.status": "TCS",
    "recordings.talk": "TCS",
    "recordings.talk_table": "TCS",
    "recordings.transcript": "TCS",
    "recordings.throw_away": "T",
    "recordings.withdraw": "TS",
    "review_words.save": "CS",
    "replacements.in_recording": "TCS",
    "replacements.in_team": "TKCS",
    "reviewing.edit": "CS",
    "reviewing.order": "CS",
    "reviews.confirm_taking_back": "C",
    "reviews.desk": "CS",
    "reviews.newer_note": "CS",
    "reviews.preview": "CS",
    "reviews.publish": "CS",
    "reviews.reveal": "CS",
    "reviews.start": "CS",
    "reviews.take_back": "C",
    "revisions.compare": "TCS",
    "roles.end": "A",
    "roles.new": "A",
    "score_imports.again": "SA",
    "score_imports.index": "SA",
    "score_imports.keep": "SA",
    "score_imports.new": "SA",
    "score_imports.read": "SA",
    "score_imports.take_back": "SA",
    "score_imports.template": "SA",
    "score_imports.to_correct": "SA",
    "standards.edit": "SA",
    "scores.rows": "CS",
    "scores.show": "CS",
    "second_reviews.ask": "CS",
    "second_reviews.desk": "S",
    "second_reviews.give_back": "CS",
    "second_reviews.hand_in": "S",
    "second_reviews.index": "CScs",
    "second_reviews.pass_on": "S",
    "second_reviews.start": "CS",
    "second_reviews.take": "CS",
    "security.change_password": EVERYONE,
    "security.logout": EVERYONE,
    "snoozes.put_off": "CS",
    "snoozes.wake": "CS",
    "speakers.edit": "TCS",
    "speakers.name": "TCS",
    "speakers.voice": "TCS",
    "suggestions.decide": "CS",
    "suggestions.instead": "CS",
    "suggestions.other": "CS",
    "suggestions.shown": "CS",
    "system.retry": "A",
    "system.show": "A",
    "team_weeks.latest": "CS",
    "team_weeks.report": "CS",
    "team_weeks.show": "CS",
    "teams.edit": "A",
    "teams.index": EVERYONE,
    "teams.new": "A",
    "teams.show": "TKCSA",
    "turns.correct": "TCS",
    "turns.hear": "TCS",
    "turns.show": "TCS",
    "turns.split": "TCS",
    "uploads.begin": "TS",
    "uploads.end": "T",
    "uploads.offer": EVERYONE,
    "uploads.receive": "T",
    "uploads.state": "T",
    "versions.compare": "TCS",
    "versions.create": "TCS",
    "versions.index": "TCS",
    "versions.new": "TCS",
    "versions.show": "TCS",
    "terms.create": "TKCS",
    "terms.index": "TKCS",
    "terms.remove": "TKCS",
    "weeks.nothing": "TS",
    "weeks.reason": "TS",
    "weeks.show": "TCS",
}
#: For anybody at all: no page of a person's work.
OPEN = {"health.live", "security.login", "security.static", "static"}
OUTSIDE = "Ktcs"

#: What a request must carry before anything is asked of who sends it.
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
GIVEN = {
    "adherence.suggestions": {"query_string": {"principle": "finding_the_fit"}},
    "notes.save": {"json": {"number": 0, "fields": {}}},
    "review_words.save": {"data": {"number": "0"}},
    "actions.answer": {"data": {"outcome": "done", "text": "She did."}},
    "actions.seen": {"data": {"outcome": "seen"}},
    "suggestions.decide": {"data": {"verdict": "rejected"}},
    "uploads.begin": {"environ_overrides": TUS | {"HTTP_UPLOAD_LENGTH": "10"}},
    "uploads.end": {"environ_overrides": TUS},
    "uploads.receive": {"environ_overrides": TUS},
}


@pytest.fixture
def world(factories, db, settings):
    """One of everything, in a team, with another team beside it."""
    team, other = factories.Team(), factories.Team()
    who = {
        "T": factories.Person(role=Role.THERAPIST, team=team),
        "K": factories.Person(role=Role.THERAPIST, team=team),
        "C": factories.Person(role=Role.CONSULTANT, team=team),
        "S": factories.Person(role=Role.SUPERVISOR, team=team),
        "A": factories.Person(role=Role.ADMINISTRATOR),
        "t": factories.Person(role=Role.THERAPIST, team=other),
        "c": factories.Person(role=Role.CONSULTANT, team=other),
        "s": factories.Person(role=Role.SUPERVISOR, team=other),
    }
    case = factories.Case(team=team, therapist=who["T"])
    week = factories.Week(case=case, starts_on=this_monday() - timedelta(weeks=1))
    note = factories.Note(week=week, by=who["T"])
    second = {"advances": "Mum set the rule and praised her for being home by nine, twice."}
    note.revisions.append(
        CaseNoteRevision(number=2, written_by_id=who["T"].id, sections=second, texts=second)
    )
    recording = factories.Recording(week=week, by=who["T"], is_playable=True)
    transcript = factories.Transcript(recording=recording)
    transcript.segments[0].voice = "A"
    naming = factories.Naming(segment=transcript.segments[0], role=SpeakerRole.THERAPIST, by=who["T"])
    suggestion = factories.Suggestion(week=week, quote="set the rule", revision=note.latest)
    draft = factories.Review(week=week, by=who["C"], revision_id=note.latest.id)
    mark = factories.Mark(review=draft, quote="praised her", revision=note.latest)
    comment = Comment(
        review_id=draft.id, by_id=draft.by_id, text="Well seen.", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    earlier = factories.Week(case=case, starts_on=this_monday() - timedelta(weeks=2))
    published = factories.Review(
        week=earlier, by=who["C"], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    carried = factories.CarriedOver(
        transcript=transcript, change_id=naming.change_id, segment=transcript.segments[0]
    )
    in_words = mark_on(factories, draft, transcript.segments[0], "What happened")
    waiting = factories.CarriedOver(
        transcript=transcript, mark_id=in_words.id, segment=transcript.segments[0]
    )
    upload = factories.Upload(case=case, by=who["T"])
    action = Action(review_id=published.id, position=0, text="Rehearse it.", owner_id=who["T"].id)
    term = TeamTerm(team_id=team.id, by_id=who["T"].id, term="Llŷr", often_heard_as="Clear")
    learned = LearnedTagger(by_id=who["A"].id)
    said = Comment(
        review_id=published.id, by_id=who["C"].id, text="Well asked.", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    db.add_all([comment, said, action, term, learned])
    job = jobs.ask(db, JobKind.TAG_TRANSCRIPT, transcript.id)
    job.status = JobStatus.FAILED
    db.commit()
    store = AudioStore(settings.recordings_dir, reserve_bytes=0)
    folder = store.path(recording.audio_key, "peaks.json").parent
    folder.mkdir(parents=True)
    (folder / "peaks.json").write_text('{"peaks": [0.1], "duration": 1}')
    (folder / "playback.m4a").write_bytes(b"sound")
    held = db.query(CaseTherapist).filter_by(case_id=case.id).one()
    keys = {
        "team_id": team.id, "case_id": case.id, "recording_id": recording.id, "monday": week.starts_on.isoformat(),
        "suggestion_id": suggestion.id, "mark_id": mark.id, "comment_id": comment.id, "action_id": action.id,
        "job_id": job.id, "held_id": held.id, "person_id": who["K"].id, "role_id": who["K"].team_roles[0].id,
        "name": Principle.FINDING_THE_FIT.value, "segment_id": transcript.segments[0].id,
        "term_id": term.id,
        "learned_id": learned.id,
        "agenda_key": factories.AgendaItem(team=team, by=who["C"], monday=week.starts_on).key,
        "file_format": "docx",
        "absence_id": factories.Absence(team=team, person=who["C"], covered_by=who["S"]).id,
        "ending": "vtt", "what": "cases",
        "kept_id": factories.KeptWords(review=draft).id,
        "published_comment_id": said.id,
        "kept_note_id": factories.KeptWords(note=note, by=who["T"]).id,
        "instrument": "tam-r",
        "table": "weeks",
        "kind": "csv",
        "import_id": factories.Score(team=team, case=case, by=who["S"]).import_id,
        "transcript_id": transcript.id, "change_id": naming.change_id,
        "upload_id": upload.id, "carried_id": carried.id, "waiting_id": waiting.id, "number": 1,
    }  # fmt: skip
    second_id = _rated_twice(factories, case, who, keys)
    factories.AgreementReport(team=team)
    db.commit()  # a fixture that holds the right to write would keep every page waiting
    return who, keys, {"draft": draft.id, "published": published.id, "second": second_id}


def _rated_twice(factories, case, who, keys):
    """Weeks that the consultant rates first: one that waits, one that is rated, one that is done."""
    waiting, rated, done = (
        factories.Week(case=case, starts_on=this_monday() - timedelta(weeks=ago)) for ago in (11, 12, 13)
    )
    for week in (waiting, rated, done):
        factories.Note(week=week, by=who["T"])
        factories.Review(week=week, by=who["C"], published=True, ratings=dict.fromkeys(Principle, 3))
    factories.SecondLook(week=waiting)
    factories.second_review(week=done, by=who["S"], ratings=dict.fromkeys(Principle, 4))
    mondays = {"second": waiting, "begun": rated, "both": done}
    keys |= {f"{name}_monday": week.starts_on.isoformat() for name, week in mondays.items()}
    return factories.second_review(week=rated, by=who["S"], is_done=False).id


def address(app, rule, keys, reviews):
    review = reviews["published" if rule.endpoint.startswith("feedback.") else "draft"]
    own = {"review_id": review}
    if rule.endpoint.startswith("second_reviews."):
        own = {"review_id": reviews["second"], "monday": keys["second_monday"]}
    if rule.endpoint == "second_reviews.pass_on":
        own["monday"] = keys["begun_monday"]
    if rule.endpoint in {"comments.answer", "comments.resolve"}:
        own = {"review_id": reviews["published"], "comment_id": keys["published_comment_id"]}
    if rule.endpoint == "notes.kept":
        own["kept_id"] = keys["kept_note_id"]
    if rule.endpoint.startswith("both_reviews."):
        own["monday"] = keys["both_monday"]
    values = {name: (keys | own)[name] for name in rule.arguments}
    with app.test_request_context(base_url="https://localhost/"):
        return app.url_for(rule.endpoint, **values, _external=False)


def given_for(endpoint, keys):
    """What the request carries; some of it names things of this world."""
    place = {
        "turn": str(keys["segment_id"]),
        "principle": "finding_the_fit",
        "polarity": "+",
        "quote": "What",
    }
    on_agenda = {"data": {"key": keys["agenda_key"], "text": "Holidays"}}
    of_this_world = {
        "consultations.add": on_agenda,
        "consultations.move": on_agenda,
        "consultations.take_off": on_agenda,
        "consultations.tick": on_agenda,
        "comments.change": {"data": {"text": "Again."}},
        "comments.create": {"data": {**place, "text": "Here."}},
        "marks.create": {"data": place},
        "marks.new": {"query_string": place},
        "carried.place": {"data": place},
        "carried.place_on_words": {"data": place},
        "versions.compare": {"query_string": {"older": "1", "newer": "1"}},
        "revisions.compare": {"query_string": {"older": "1", "newer": "2"}},
        "speakers.name": {"data": {f"role-{keys['segment_id']}": "therapist"}},
        "speakers.voice": {
            "data": {"transcript": str(keys["transcript_id"]), "voice": "A", "role": "therapist"}
        },
        "turns.correct": {"data": {"first": "0", "last": "0", "was": "What", "text": "What"}},
        "turns.hear": {"data": {"first": "0", "last": "0"}},
        "turns.split": {"data": {"first": "0", "last": "4", "from": "2", "role": "youth"}},
    }
    return of_this_world.get(endpoint) or GIVEN.get(endpoint, {})


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


def test_every_route_stands_in_the_table_and_no_other(app):
    assert {rule.endpoint for rule in rules(app)} == set(ALLOWED)


def ask(browser, rule, url, keys):
    """Each method of a route, the changing one last: what one person may do is asked of a fresh world."""
    for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
        given = given_for(rule.endpoint, keys)
        answer = browser.open(url, method=method, headers={"Referer": "https://localhost/"}, **given)
        answer.close()
        yield method, answer.status_code


@pytest.mark.parametrize("key", EVERYONE)
def test_a_person_gets_through_exactly_where_the_table_says(app, sign_in, world, key):
    who, keys, reviews = world
    wrong = []
    for rule in sorted(rules(app), key=_order):
        if rule.endpoint == "security.logout":
            continue
        for method, status in ask(sign_in(who[key]), rule, address(app, rule, keys, reviews), keys):
            is_through = status not in {401, 403, 404}
            if status >= 500 or is_through != (key in ALLOWED[rule.endpoint]):
                wrong.append((method, rule.endpoint, status))
            elif (
                not is_through and key in OUTSIDE and rule.arguments and status != 404 and _is_of_a_case(rule)
            ):
                wrong.append((method, rule.endpoint, status, "tells that it exists"))

    assert not wrong, "\n".join(map(str, wrong))


def _order(rule):
    """What only looks comes first; what takes the rest away comes last."""
    return rule.endpoint in {"recordings.withdraw", "people.close"}, "POST" in rule.methods, rule.endpoint


def _is_of_a_case(rule):
    return bool(rule.arguments & {"case_id", "recording_id", "review_id", "held_id", "upload_id"})


def test_nobody_who_is_not_signed_in_gets_anything(app, client, world):
    _, keys, reviews = world
    for rule in rules(app):
        for method, status in ask(client, rule, address(app, rule, keys, reviews), keys):
            if method == "GET":
                assert status == 302, rule
            else:
                assert status in {400, 401}, rule


def test_a_change_without_a_form_token_is_refused_everywhere(app, sign_in, world):
    who, keys, reviews = world
    for rule in rules(app):
        changing = rule.methods & {"POST", "PATCH", "DELETE"}
        if not changing or rule.endpoint == "security.logout":
            continue
        allowed = next(key for key in "CTSA" if key in ALLOWED[rule.endpoint])
        browser = sign_in(who[allowed])
        del browser.environ_base["HTTP_X_CSRFTOKEN"]
        for method in changing:
            status = browser.open(address(app, rule, keys, reviews), method=method).status_code
            assert status == 400, (rule.endpoint, method, status)


@pytest.mark.parametrize("key", "TCSA")
def test_an_address_with_a_key_of_nothing_is_not_found(app, sign_in, world, key):
    who, keys, _ = world
    nothing = {
        name: "00000000-0000-4000-8000-000000000000" if name.endswith("_id") else value
        for name, value in keys.items()
    }
    browser = sign_in(who[key])
    for rule in rules(app):
        if not any(name.endswith("_id") for name in rule.arguments):
            continue
        url = address(app, rule, nothing, dict.fromkeys(("draft", "published", "second"), nothing["case_id"]))
        for method, status in ask(browser, rule, url, nothing):
            assert status in {403, 404}, (method, rule.endpoint, status)
