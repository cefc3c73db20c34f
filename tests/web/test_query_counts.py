"""How many questions a page asks of the database: a fixed number, however many weeks, cases and teams there are."""

import pytest
from sqlalchemy import event

from fidelity.app import create_app
from models import Role
from tests.conftest import COMPILED, Browser, browser_of
from tests.factories import Factories
from tests.two_years import NEWEST_PUBLISHED, WAITING, Size, build, monday

SMALL, LARGE = Size(teams=1, weeks=12, cases=2, therapists=2), Size(teams=3, weeks=30, cases=6, therapists=3)
T, C, S = Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR

#: Page, who asks, address, and the number: signing in, roles and the entry in the audit log are counted in.
PAGES = {
    "my week": (T, "/my-week", 15),
    "week": (T, "/cases/{case}/weeks/{published}", 26),
    "feedback": (T, "/feedback/{review}", 24),
    "queue": (C, "/queue", 19),
    "second ratings": (S, "/second-ratings", 4),
    "desk": (C, "/cases/{case}/weeks/{published}/review", 38),
    "desk, waiting": (C, "/cases/{case}/weeks/{waiting}/review", 44),
    "consultation": (C, "/teams/{team}/consultations/{waiting}", 23),
    "team's week": (C, "/teams/{team}/weeks/{published}", 22),
    "adherence": (S, "/adherence/teams/{team}?weeks=52", 9),
    "adherence, own": (T, "/adherence/teams/{team}", 9),
    "evidence": (S, "/adherence/teams/{team}/evidence", 20),
    "coverage": (S, "/adherence/teams/{team}/coverage", 9),
    "agreement": (S, "/teams/{team}/agreement", 6),
    "case-load": (S, "/teams/{team}/case-load", 8),
    "scores": (S, "/teams/{team}/scores", 11),
    "exports": (S, "/teams/{team}/exports", 3),
    "absences": (S, "/teams/{team}/absences", 8),
    "machine": (S, "/adherence/teams/{team}/machine", 10),
    "moved": (S, "/teams/{team}/moved", 8),
    "severity": (C, "/my-severity", 6),
    "principle": (S, "/adherence/teams/{team}/principles/finding_the_fit", 11),
    "consultations": (C, "/consultations", 6),
}


def addresses(world):
    """What stands in braces in an address."""
    return {
        "team": world.team.id,
        "case": world.case.id,
        "waiting": monday(WAITING).isoformat(),
        "published": monday(NEWEST_PUBLISHED).isoformat(),
        "review": world.reviews[NEWEST_PUBLISHED],
    }


@pytest.fixture
def counted(settings, queue, database, request):
    """``counted(size)`` fills the database and gives back what counts the statements of a page."""

    def counted(size):
        with database.writing() as db:
            Factories(db).Codebook()
        world = build(database, size)
        app = create_app(settings, queue=queue)
        app.config.update(TESTING=True, PREFERRED_URL_SCHEME="https")
        app.test_client_class = Browser
        app.jinja_env.bytecode_cache = COMPILED
        request.addfinalizer(app.extensions["fidelity.database"].engine.dispose)
        statements = []

        @event.listens_for(app.extensions["fidelity.database"].engine, "before_cursor_execute")
        def _note(_connection, _cursor, sql, *_):
            if not sql.startswith("BEGIN"):
                statements.append(sql)

        browsers = {role: browser_of(app, person) for role, person in world.people.items()}

        def count(role, address):
            address = address.format(**addresses(world))
            browsers[role].get(address)  # the first time also reads what is kept
            statements.clear()
            page = browsers[role].get(address)
            assert page.status_code == 200, (address, page.status_code)
            return len(statements)

        return count

    return counted


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_a_page_asks_a_fixed_number_of_questions(counted, size):
    count = counted(size)

    asked = {name: count(role, address) for name, (role, address, _) in PAGES.items()}

    assert asked == {name: number for name, (_, _, number) in PAGES.items()}
