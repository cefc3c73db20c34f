import pytest

from fidelity.nlp import experimental
from fidelity.nlp.experimental import Measured
from fidelity.nlp.types import Principle as NlpPrinciple
from models import Principle, Role
from tests.factories import this_monday


@pytest.fixture
def precision(monkeypatch):
    """What was measured of the tagger that came along: every principle well, until a test says otherwise."""
    found = dict.fromkeys(NlpPrinciple, 0.8)
    monkeypatch.setattr(experimental, "measured", lambda: Measured("test", found))
    return found


@pytest.fixture
def pages(people, factories, sign_in):
    """Every page on which the machine speaks of principles, here of two."""
    week = factories.Week(case=people["case"], starts_on=this_monday())
    revision = factories.Note(week=week).revisions[0]
    for principle in (Principle.FINDING_THE_FIT, Principle.GENERALISATION):
        factories.Suggestion(week=week, quote="Mum", revision=revision, principle=principle)
    factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 4),
        revision_id=revision.id,
    )  # fmt: skip
    browser = sign_in(people[Role.SUPERVISOR])
    team = f"/adherence/teams/{people['team'].id}"
    return lambda: [
        browser.get(each).text for each in ("/codebook", f"{team}/machine", f"{team}/suggestions")
    ]


TAG = '<strong class="nhsuk-tag nhsuk-tag--yellow app-experimental">Experimental</strong>'
WHAT_IT_MEANS = "fewer than half of its suggestions for this principle were right"


def test_a_principle_of_which_most_suggestions_were_wrong_is_called_experimental_everywhere(precision, pages):
    precision[NlpPrinciple.GENERALISATION] = 0.49

    for page in pages():
        assert page.count(TAG) == 1
        assert page.index("Generalisation") < page.index(TAG)
        assert page.count(WHAT_IT_MEANS) == 1


def test_nothing_is_said_where_every_principle_was_measured_well(precision, pages):
    for page in pages():
        assert "Experimental" not in page
        assert WHAT_IT_MEANS not in page
