"""The transcript's page without a script, and what a script gets: words, speakers, steps."""

import re
from uuid import UUID

import pytest
from sqlalchemy import event

from models import Comment, Mark, Polarity, Principle, Role, SpeakerRole

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def transcript(people, factories, week):
    turns = [
        ("therapist", "so what append then 🙂"),
        ("caregiver", "he left at nine"),
        ("unknown", "thanks for watching"),
    ]
    recording = factories.Recording(week=week, by=people[Role.THERAPIST])
    transcript = factories.Transcript(
        recording=recording, turns=turns, gaps=[{"start": 15.0, "end": 18.5}], coverage=0.888
    )
    for segment, voice in zip(transcript.segments, "ABA", strict=True):
        segment.voice = voice
    transcript.segments[2].suspect_because = "nobody was heard"
    factories.db.commit()
    return transcript


@pytest.fixture
def address(transcript):
    return f"/recordings/{transcript.recording_id}"


@pytest.fixture
def keys(transcript):
    return [str(segment.id) for segment in transcript.segments]


@pytest.fixture
def therapist(people, sign_in, transcript):
    return sign_in(people[Role.THERAPIST])


WORDS = {"first": "0", "last": "4", "was": "so what append then 🙂"}


def test_a_person_sees_who_speaks_how_that_is_known_and_what_is_missing(therapist, address):
    page = therapist.get(address).text

    assert "Probably therapist" in page
    assert "Not known who" in page
    assert re.search(r"<b>Voice A</b>: .*probably therapist.*67% of the words, 2 turns<", page, re.DOTALL)
    assert '<option value="" selected>Who is it?</option>' in page
    assert "Words were found for 88% of the time in which somebody speaks." in page
    assert "From 0:15 to 0:18 somebody speaks, but no words were found." in page
    assert page.index("he left at nine") < page.index("From 0:15") < page.index("thanks for watching")


def test_words_are_corrected_without_a_script(therapist, address, keys):
    turn = f"{address}/turns/{keys[0]}"
    assert 'name="was" value="so what append then 🙂"' in therapist.get(turn).text

    answer = therapist.post(f"{turn}/words", data=WORDS | {"text": "so what happened\r\nthen 🙂"})

    assert answer.status_code == 303
    assert answer.location.endswith(f"#turn-{keys[0]}")
    page = therapist.get(address).text
    assert 'so what <span class="app-corrected">happened</span> then 🙂</p>' in page
    assert "so what append then 🙂</details>" in page  # the machine's, on demand
    assert 'data-times="0.0 0.3 0.6 0.9 1.2"' in page


def test_a_clash_shows_both_and_keeps_what_was_typed(therapist, address, keys):
    turn = f"{address}/turns/{keys[0]}"
    therapist.post(f"{turn}/words", data=WORDS | {"text": "so what happened then 🙂"})

    page = therapist.post(f"{turn}/words", data=WORDS | {"text": "so what opened then"})
    script = therapist.post(f"{turn}/words", data=WORDS | {"text": "so what opened"}, headers=FETCH)

    assert page.status_code == script.status_code == 409
    assert '<blockquote class="app-said">so what happened then 🙂</blockquote>' in page.text
    assert ">so what opened then</textarea>" in page.text
    assert 'name="was" value="so what happened then 🙂"' in page.text  # saving it now takes their place
    assert script.json["theirs"] == "so what happened then 🙂"


def test_too_many_words_are_refused_at_their_field_and_kept(therapist, address, keys):
    long = "word " * 5000

    page = therapist.post(f"{address}/turns/{keys[0]}/words", data=WORDS | {"text": long})

    assert page.status_code == 422
    assert "Shorten the words to 20,000 characters or fewer" in page.text
    assert long.strip() in page.text


def test_a_turn_is_split_and_named_without_a_script(therapist, address, keys):
    turn = f"{address}/turns/{keys[1]}"
    assert "From “at” (3) on" in therapist.get(turn).text
    words = {"first": "0", "last": "3"}

    assert "Select who speaks" in therapist.post(f"{turn}/split", data=words | {"from": "2"}).text
    therapist.post(f"{turn}/split", data=words | {"from": "2", "role": "youth"})

    page = therapist.get(address).text
    assert f'id="turn-{keys[1]}-2"' in page
    assert re.search(r'data-role="youth" data-by="turn".*?Young person.*?>at nine</p>', page, re.DOTALL)
    assert therapist.get(f"{turn}?word=3").text.count("at nine") > 0
    assert therapist.get(f"{turn}?word=9").status_code == 404
    assert therapist.get(f"{turn}?word=x").status_code == 404
    assert therapist.post(f"{turn}/split", data={"from": "1", "role": "youth"}).status_code == 400


def test_somebody_listened_and_a_voice_is_named_without_a_script(therapist, address, keys, transcript):
    assert "I listened: these words were said" in therapist.get(address).text

    therapist.post(f"{address}/turns/{keys[2]}/heard", data={"first": "0", "last": "2"})
    voice = {"transcript": str(transcript.id), "voice": "A", "role": "youth"}
    therapist.post(f"{address}/voices", data=voice)

    page = therapist.get(address).text
    assert "Probably not what was said" not in page
    assert page.count('data-role="youth" data-by="voice"') == 3  # two turns, and the voice itself
    assert '<option value="youth" selected>Young person</option>' in page
    assert therapist.post(f"{address}/voices", data=voice | {"role": "king"}).status_code == 400
    assert therapist.post(f"{address}/voices", data=voice | {"voice": "Z"}).status_code == 404


def test_a_script_gets_the_turns_that_changed_and_what_can_be_undone(therapist, address, keys):
    said = therapist.post(
        f"{address}/turns/{keys[0]}/words", data=WORDS | {"text": "so what happened then"}, headers=FETCH
    ).json

    assert list(said["pieces"]) == [keys[0]]
    assert "happened" in said["pieces"][keys[0]]
    assert 'id="voices"' in said["voices"]
    nothing = therapist.post(
        f"{address}/turns/{keys[2]}/heard", data={"first": "0", "last": "2"}, headers=FETCH
    ).json
    again = therapist.post(
        f"{address}/turns/{keys[2]}/heard", data={"first": "0", "last": "2"}, headers=FETCH
    ).json
    assert (nothing["redo"], again) == (None, {"said": "Nothing was changed.", "pieces": {}})


def test_the_list_of_changes_says_who_did_what_and_undoes_it(people, sign_in, therapist, address, keys):
    therapist.post(f"{address}/turns/{keys[0]}/words", data=WORDS | {"text": "so what happened then 🙂"})
    consultant = sign_in(people[Role.CONSULTANT])
    page = consultant.get(f"{address}/changes").text
    assert f"{people[Role.THERAPIST].name} corrected words" in page
    assert "<q>happened</q> in the place of <q>append</q>" in page
    undo = re.search(r'action="([^"]+/undo)"', page)[1]
    therapist.post(
        f"{address}/turns/{keys[0]}/words",
        data=WORDS | {"was": "so what happened then 🙂", "text": "so what opened then 🙂"},
    )

    refused = consultant.post(undo, follow_redirects=True)
    assert "The same words were changed again later. Undo that change first." in refused.text
    assert consultant.post(undo, headers=FETCH).status_code == 409

    newest = re.search(r'action="([^"]+/undo)"', therapist.get(f"{address}/changes").text)[1]
    consultant.post(newest)
    page = therapist.get(f"{address}/changes").text
    assert f"Undone by {people[Role.CONSULTANT].name}" in page
    assert 'so what <span class="app-corrected">happened</span> then' in therapist.get(address).text
    therapist.post(newest.replace("/undo", "/redo"))
    assert 'app-corrected">opened</span>' in therapist.get(address).text


def test_a_correction_reaches_the_desk_and_a_mark_on_it_hangs_on_the_machines_words(
    people, sign_in, therapist, address, keys, week, factories, db
):
    therapist.post(
        f"{address}/turns/{keys[0]}/words", data=WORDS | {"text": "so what really happened then 🙂"}
    )
    therapist.post(f"{address}/turns/{keys[0]}/split", data=WORDS | {"from": "4", "role": "youth"})
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    review_id, monday = review.id, week.starts_on.isoformat()
    desk = f"/cases/{week.case_id}/weeks/{monday}/review"
    consultant = sign_in(people[Role.CONSULTANT])
    db.commit()
    page = consultant.get(desk).text
    assert f'id="turn-{keys[0]}-3"' in page
    assert ">so what really happened</span>" in page

    place = {"turn": keys[0], "word": "0", "quote": "really happened", "near": "8"}
    marked = consultant.post(
        f"/reviews/{review_id}/marks",
        data=place | {"principle": "finding_the_fit", "polarity": "+"},
        headers=FETCH,
    )

    assert "really happened" in marked.json["pieces"][f"turn-{keys[0]}"]
    mark = db.query(Mark).one()
    assert (mark.starts, mark.ends, mark.quote) == (8, 14, "really happened")  # "append"
    other_part = place | {"word": "3", "principle": "finding_the_fit", "polarity": "+"}
    db.commit()
    assert consultant.post(f"/reviews/{review_id}/marks", data=other_part).status_code == 422


def test_published_feedback_goes_on_saying_what_it_said(
    people, sign_in, therapist, address, keys, week, factories, db
):
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    where = {
        "review_id": review.id,
        "by_id": review.by_id,
        "segment_id": UUID(keys[0]),
        "starts": 8,
        "ends": 14,
    }
    db.add(Mark(**where, quote="append", principle=Principle.FINDING_THE_FIT, polarity=Polarity.ADHERENT))
    db.add(Comment(**where, quote="append", text="Well seen."))
    db.commit()
    therapist.post(f"{address}/turns/{keys[0]}/words", data=WORDS | {"text": "so what happened then 🙂"})

    assert therapist.get(f"/feedback/{review.id}").text.count("“append”") == 2
    db.rollback()
    db.refresh(review)
    review.published_at = None  # as a draft it follows the words
    review.status = type(review.status).DRAFT
    db.commit()
    preview = sign_in(people[Role.CONSULTANT]).get(f"/reviews/{review.id}/preview").text
    assert preview.count("“happened”") == 2


def test_the_number_of_queries_is_the_same_for_few_turns_and_many(
    therapist, app, factories, people, week, db
):
    def queries(turns):
        recording = factories.Recording(week=week, by=people[Role.THERAPIST])
        transcript = factories.Transcript(recording=recording, turns=[("unknown", "Well done.")] * turns)
        for segment in transcript.segments[: turns // 2]:
            factories.Naming(segment=segment, role=SpeakerRole.THERAPIST, by=people[Role.THERAPIST])
        address = f"/recordings/{recording.id}"
        db.commit()
        asked = []
        engine = app.extensions["fidelity.database"].engine
        listen = lambda *given: asked.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        assert therapist.get(address).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return len(asked)

    queries(1)  # the first request asks for what is kept afterwards
    few = queries(4)

    assert queries(60) == few
    assert few <= 26
