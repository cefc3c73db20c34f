import pytest

from fidelity.nlp import experimental
from fidelity.nlp.experimental import Measured
from fidelity.nlp.types import Principle as NlpPrinciple
from fidelity.usecases.find_experimental import find_experimental
from models import LearnedTagger, Principle, Role, TaggerAdoption

FIT, NOW = Principle.FINDING_THE_FIT, Principle.PRESENT_FOCUSED


@pytest.fixture(autouse=True)
def came_along(monkeypatch):
    """The tagger that came along is experimental for one principle."""
    precision = dict.fromkeys(NlpPrinciple, 0.7) | {NlpPrinciple.FINDING_THE_FIT: 0.4}
    monkeypatch.setattr(experimental, "measured", lambda: Measured("came along", precision))


@pytest.fixture
def adopt(db, factories):
    """Puts a tagger to use; nothing is the one that came along."""
    by = factories.Person(role=Role.ADMINISTRATOR)

    def adopt(**after):
        learned = None
        if after:
            scores = {
                name: [{"right": 0, "wrong": 9}, {"right": right, "wrong": wrong}]
                for name, (right, wrong) in after.items()
            }
            learned = LearnedTagger(
                by_id=by.id, version="learned", results={"benchmark": {"by_principle": scores}}
            )
            db.add(learned)
            db.flush()
        db.add(TaggerAdoption(by_id=by.id, learned_id=learned and learned.id))
        db.commit()

    return adopt


def test_it_goes_by_the_tagger_that_came_along(db):
    assert find_experimental(db) == {FIT}


def test_it_goes_by_the_adopted_one_where_it_was_measured(db, adopt):
    adopt(finding_the_fit=(6, 4), present_focused=(4, 6), generalisation=(0, 0))

    assert find_experimental(db) == {NOW}


def test_after_going_back_it_goes_by_the_one_that_came_along_again(db, adopt):
    adopt(finding_the_fit=(6, 4), present_focused=(4, 6))
    adopt()

    assert find_experimental(db) == {FIT}
