"""Which tagger is in use, and two administrators who choose one in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from fidelity.usecases.adopt_tagger import TAKEN_BACK, UNREADABLE, adopt_tagger, why_not
from fidelity.usecases.errors import Clash, InvalidInput, NotAllowed, NotFound
from fidelity.usecases.read_learning import read_learning
from fidelity.usecases.switch_learning import switch_learning
from fidelity.usecases.tagger_in_use import tagger_in_use, version_in_use
from fidelity.usecases.training_results import as_numbers, benchmark, has_fallen
from models import LearnedTagger, Person, Role, TaggerAdoption, now
from tests.fakes import FakeQueue
from tests.learning import FAIR, GOOD, POOR, LearningTagger, compare


@pytest.fixture
def administrator(people):
    return people[Role.ADMINISTRATOR]


@pytest.fixture
def trained(db):
    def trained(head=b"learned", base="shipped"):
        found = LearningTagger(base).learn([], [])
        row = LearnedTagger(
            base_version=base,
            version=f"{base}/{head.decode()}",
            head=head,
            trained_at=now(),
            results=as_numbers(found, beside="shipped"),
        )
        db.add(row)
        db.commit()
        return row

    return trained


@pytest.fixture
def put_to_use(db, administrator):
    def put_to_use(learned):
        db.add(TaggerAdoption(learned_id=learned.id, by_id=administrator.id))
        db.commit()

    return put_to_use


def test_the_tagger_that_came_along_is_in_use_until_somebody_adopts_another(db, trained, put_to_use):
    shipped = LearningTagger()
    learned = trained()
    assert tagger_in_use(db, shipped) is shipped

    put_to_use(learned)

    assert tagger_in_use(db, shipped).version == "shipped/learned"
    assert version_in_use(db, shipped_version="shipped") == "shipped/learned"


def test_a_light_part_of_another_shipped_tagger_is_out_of_use(db, trained, put_to_use):
    put_to_use(trained())
    updated = LearningTagger("updated")

    assert tagger_in_use(db, updated) is updated
    assert version_in_use(db, shipped_version="updated") == "updated"


def test_a_light_part_of_another_encoder_or_damaged_is_not_used_and_nothing_fails(db, trained, put_to_use):
    put_to_use(trained(b"of another encoder"))
    shipped = LearningTagger()

    assert tagger_in_use(db, shipped) is shipped


def test_what_cannot_be_read_is_nowhere_said_to_be_in_use_and_stands_in_no_ones_way(
    db, queue, administrator, trained, put_to_use
):
    switch_learning(db, by=administrator, is_on=True)
    damaged, better = trained(b"of another encoder"), trained(b"better")
    put_to_use(damaged)

    tagger_in_use(db, LearningTagger())
    db.commit()

    assert version_in_use(db, shipped_version="shipped") == "shipped"
    found = read_learning(db, by=administrator, shipped_version="shipped")
    assert (found.in_use.learned, found.in_use.is_replaced) == (None, True)
    assert damaged.failure
    assert why_not(db, damaged, shipped_version="shipped") == UNREADABLE
    seen = found.in_use.adoption.id
    adopt_tagger(db, queue, by=administrator, learned_id=better.id, seen=seen, shipped_version="shipped")
    assert version_in_use(db, shipped_version="shipped") == "shipped/better"


def test_what_learned_from_a_recording_that_was_taken_back_is_not_put_to_use_again(
    db, queue, administrator, factories, trained, put_to_use
):
    recording = factories.Recording(is_learning_agreed=True)
    first, second = trained(b"one"), trained(b"two")
    first.lessons = {"recordings": [str(recording.id)]}
    put_to_use(first)
    put_to_use(second)
    assert read_learning(db, by=administrator, shipped_version="shipped").in_use.before is first

    recording.is_learning_agreed = False
    db.commit()

    found = read_learning(db, by=administrator, shipped_version="shipped").in_use
    assert found.before is None
    with pytest.raises(InvalidInput) as raised:
        adopt_tagger(
            db,
            queue,
            by=administrator,
            learned_id=first.id,
            seen=found.adoption.id,
            shipped_version="shipped",
        )
    assert raised.value.messages == {"adopt": TAKEN_BACK}


@pytest.mark.parametrize(
    ("before", "after", "fell"),
    [
        (FAIR, FAIR, False),
        (FAIR, GOOD, False),
        (FAIR, POOR, True),
        ((0, 0, 0), (0, 0, 0), False),
        ((0, 0, 0), (0, 1, 0), True),
        ((0, 3, 0), (0, 0, 0), False),
        ((1, 1, 1), (2, 2, 2), False),
    ],
)
def test_as_good_is_not_fallen(before, after, fell):
    assert has_fallen(compare(before, after)) is fell


def test_what_was_measured_comes_back_as_it_was():
    found = LearningTagger(benchmark=(FAIR, POOR)).learn([], [])

    assert benchmark(as_numbers(found, beside="shipped")) == found.benchmark


def test_of_two_administrators_at_once_one_is_told_to_look_again(
    database, db, administrator, factories, trained
):
    switch_learning(db, by=administrator, is_on=True)
    other = factories.Person(role=Role.ADMINISTRATOR)
    wanted = [(administrator.id, trained(b"one").id), (other.id, trained(b"two").id)]
    db.close()
    start = Barrier(2)

    def adopt(who):
        by_id, learned_id = who
        with database.writing() as own:
            by = own.get_one(Person, by_id)
            own.commit()
            start.wait()
            try:
                adopt_tagger(
                    own, FakeQueue(), by=by, learned_id=learned_id, seen=None, shipped_version="shipped"
                )
            except Clash:
                return "told"
            return "adopted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(adopt, wanted))

    assert outcomes == ["adopted", "told"]
    with database.reading() as reading:
        assert len(reading.scalars(select(TaggerAdoption)).all()) == 1


def test_nothing_that_does_not_exist_is_adopted_and_nobody_else_adopts(db, queue, people, trained):
    learned = trained()
    asked = {"seen": None, "shipped_version": "shipped"}

    with pytest.raises(NotFound):
        adopt_tagger(db, queue, by=people[Role.ADMINISTRATOR], learned_id=people["case"].id, **asked)
    db.rollback()
    with pytest.raises(NotAllowed):
        adopt_tagger(db, queue, by=people[Role.SUPERVISOR], learned_id=learned.id, **asked)
