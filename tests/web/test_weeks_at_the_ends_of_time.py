"""Addresses with a week of the year 1 or 9999: not there, or a calm page, and no trouble."""

import pytest

from models import Role


@pytest.mark.parametrize("monday", ["0001-01-01", "9999-12-27"])
@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.SUPERVISOR, Role.THERAPIST])
def test_no_page_fails(app, db, people, sign_in, role, monday):
    people["team"].consultation_weekday = 6
    db.commit()
    browser = sign_in(people[role])
    given = {"case_id": people["case"].id, "team_id": people["team"].id, "monday": monday}
    addresses = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "monday" in rule.arguments and "GET" in rule.methods and rule.arguments <= given.keys():
                wanted = {name: given[name] for name in rule.arguments}
                addresses.append(app.url_for(rule.endpoint, **wanted))

    found = {address: browser.get(address).status_code for address in addresses}

    assert len(found) > 8
    assert {address: status for address, status in found.items() if status >= 500} == {}
