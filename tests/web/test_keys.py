"""The page of a person's own keys, and what the player sends."""

import pytest

from models import PersonChoices, Role

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def consultant(people, sign_in):
    return sign_in(people[Role.CONSULTANT])


@pytest.fixture
def kept(people, db):
    def kept(role=Role.CONSULTANT):
        db.rollback()
        db.expire_all()
        return db.get(PersonChoices, people[role].id)

    return kept


def test_the_page_shows_the_usual_keys_to_whoever_chose_nothing(consultant, kept):
    page = consultant.get("/account/keys").text

    assert 'name="accept" value="a"' in page
    assert 'name="play_pedal" value="F8"' in page
    assert kept() is None


def test_what_differs_from_the_usual_is_kept_for_this_person_alone(consultant, people, sign_in, kept):
    answer = consultant.post("/account/keys", data={"accept": "Shift+x", "reject": "r", "rewind": "4"})

    assert answer.status_code == 303
    assert kept().desk_keys == {"accept": "Shift+X"}
    assert kept().player == {"rewind_seconds": 4}
    assert 'name="accept" value="Shift+X"' in consultant.get("/account/keys").text
    assert kept(Role.SUPERVISOR) is None
    assert 'name="accept" value="a"' in sign_in(people[Role.SUPERVISOR]).get("/account/keys").text


def test_a_mistake_is_named_and_nothing_is_kept(consultant, kept):
    answer = consultant.post("/account/keys", data={"accept": "F5", "reject": "<b>", "rewind": "9"})

    assert answer.status_code == 422
    assert "F5 loads the page again in every browser" in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert "Select how far the player goes back" in answer.text
    assert kept() is None


def test_the_usual_keys_come_back_and_the_player_stays(consultant, kept):
    consultant.post("/account/keys", data={"accept": "x", "rewind": "4"})

    assert consultant.post("/account/keys/usual").status_code == 303

    assert kept().desk_keys == {}
    assert kept().player == {"rewind_seconds": 4}


def test_the_player_keeps_what_was_changed_and_leaves_the_rest(consultant, kept):
    consultant.post("/account/keys", data={"rewind": "0"})

    assert consultant.post("/account/player", data={"speed": "1.25"}, headers=FETCH).status_code == 204
    consultant.post("/account/player", data={"skips_silence": "yes", "follows": "no"}, headers=FETCH)

    assert kept().player == {"rewind_seconds": 0, "speed": 1.25, "skips_silence": True, "follows": False}


@pytest.mark.parametrize("wrong", [{"speed": "3"}, {"speed": "fast"}, {"follows": "maybe"}])
def test_what_the_player_cannot_be_set_to_is_refused(consultant, kept, wrong):
    answer = consultant.post("/account/player", data=wrong, headers=FETCH)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == list(wrong)
    assert kept() is None


def test_the_desk_and_the_player_of_a_page_know_the_persons_choices(consultant, people, factories):
    week = factories.Week(case=people["case"])
    recording = factories.Recording(week=week, is_playable=True)
    factories.Transcript(recording=recording)
    consultant.post("/account/keys", data={"play": "x", "rewind": "3"})
    consultant.post("/account/player", data={"speed": "0.75"}, headers=FETCH)

    desk = consultant.get(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text

    assert desk.count("&#34;play&#34;: &#34;x&#34;") == 2  # the desk's, and the player's
    assert "&#34;rewind_seconds&#34;: 3" in desk
    assert '<option value="0.75" selected>' in desk
    assert "<kbd>x</kbd>" in desk
