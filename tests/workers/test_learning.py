"""A training goes all the way with the real queue and the real tagger, also when its worker is killed."""

import pytest

from fidelity.usecases.switch_learning import switch_learning
from models import LearnedTagger, Outcome, Role, TaggerAdoption
from tests.learning import Decided

pytestmark = pytest.mark.speech


def test_the_timetable_asks_for_a_training_which_outlives_its_worker_and_is_not_put_to_use(
    machine, db, factories, people, monkeypatch
):
    monkeypatch.setenv("FIDELITY_LEARN_AFTER_DECISIONS", "100")
    Decided(db, factories, people["case"], people[Role.CONSULTANT]).weeks(5, 21)
    switch_learning(db, by=people[Role.ADMINISTRATOR], is_on=True)
    db.close()
    machine.start_queue_server()
    machine.start_workers(("text", "default"))

    machine.wait_until(machine.is_being_worked_on)
    machine.kill_worker("text and default")
    machine.wait_until(
        lambda: rows(machine, LearnedTagger)[0].trained_at or rows(machine, LearnedTagger)[0].failure
    )

    (learned,) = rows(machine, LearnedTagger)
    assert learned.failure is None
    assert learned.by_id is None
    assert learned.lessons["learned"] + learned.lessons["held_out"] == 105
    assert learned.results["benchmark"]["all"][0]["n"] > 0
    assert learned.version.startswith(learned.base_version)
    assert machine.outcomes() == [Outcome.STRANDED]
    assert rows(machine, TaggerAdoption) == []


def rows(machine, table):
    with machine.database.reading() as db:
        return db.query(table).all()
