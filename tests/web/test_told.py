"""The page on which a person says how they want to be told what waits."""

from dataclasses import replace

from fidelity.app import create_app
from models import Digest, PersonChoices, Role
from tests.conftest import browser_of

PAGE, AT = "/account/told", "https://localhost"


def test_where_no_mail_server_is_set_up_it_is_not_offered_and_says_why(db, people, sign_in):
    db.commit()
    browser = sign_in(people[Role.THERAPIST])

    text = browser.get(PAGE, base_url=AT).text

    assert "no mail server is set up" in text
    assert 'name="digest"' not in text
    assert browser.post(PAGE, base_url=AT, data={"digest": "daily"}).status_code == 422


def test_where_one_is_set_up_a_person_chooses(db, people, settings, queue):
    with_mail = replace(
        settings, smtp_host="localhost", smtp_from="fidelity@service.test", public_url="https://service.test"
    )
    app = create_app(with_mail, queue=queue)
    db.commit()
    browser = browser_of(app, people[Role.THERAPIST])

    assert 'value="daily"' in browser.get(PAGE, base_url=AT).text
    answer = browser.post(
        PAGE, base_url=AT, data={"digest": "daily"}, headers={"Referer": f"{AT}/"}, follow_redirects=True
    )

    assert "told every day" in answer.text
    assert db.get_one(PersonChoices, people[Role.THERAPIST].id).digest is Digest.DAILY
    app.extensions["fidelity.database"].engine.dispose()
