import pytest

from fidelity.nlp import experimental
from fidelity.nlp.experimental import Measured
from fidelity.nlp.lessons import Comparison, Learned, Score
from fidelity.nlp.types import Principle as NlpPrinciple
from fidelity.usecases.find_experimental import find_experimental
from fidelity.usecases.training_results import as_numbers
from models import LearnedTagger, Principle, Role, TaggerAdoption

FIT, NOW = Principle.FINDING_THE_FIT, Principle.PRESENT_FOCUSED


@pytest.fixture(autouse=True)
def came_along(monkeypatch):
    """The tagger that came along is experimental for one principle."""
    precision = dict.fromkeys(NlpPrinciple, 0.7) | {NlpPrinciple.FINDING_THE_FIT: 0.4}
    monkeypatch.setattr(experimental, "measured", lambda: Measured("came along", precision))


def score(right, wrong):
    return Score(n=20, positives=10, right=right, wrong=wrong, missed=0)


def compared(after):
    by_principle = {NlpPrinciple(name): (score(0, 9), score(*counts)) for name, counts in after.items()}
    return Comparison(score(0, 9), score(9, 0), by_principle)


@pytest.fixture
def adopt(db, factories):
    """Puts a tagger to use; nothing is the one that came along."""
    by = factories.Person(role=Role.ADMINISTRATOR)

    def adopt(base="came along", **after):
        learned = None
        if after:
            results = as_numbers(
                Learned(b"", "learned", compared(after), compared(after)), beside="came along"
            )
            learned = LearnedTagger(by_id=by.id, version="learned", base_version=base, results=results)
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


def test_one_that_was_learned_on_top_of_another_product_is_not_in_use(db, adopt):
    adopt(base="an earlier one", finding_the_fit=(6, 4), present_focused=(4, 6))

    assert find_experimental(db) == {FIT}


def test_after_going_back_it_goes_by_the_one_that_came_along_again(db, adopt):
    adopt(finding_the_fit=(6, 4), present_focused=(4, 6))
    adopt()

    assert find_experimental(db) == {FIT}
