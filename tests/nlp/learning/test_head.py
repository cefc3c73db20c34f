"""The light part: few decisions change little, many that agree correct what is wrong, and bytes are checked."""

import io
import pickle

import numpy as np
import pytest

from fidelity.nlp.learning.head import Head, apply_head, fit_head, judged_table
from fidelity.nlp.learning.head_file import read_head, write_head
from fidelity.nlp.lessons import Lesson
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Polarity, Principle, Unit

FEATURES = 32
ENCODER = "encoder-one"


def world(count, seed=0):
    """Logits and features of units that nobody has judged yet."""
    numbers = np.random.default_rng(seed)
    features = numbers.normal(size=(count, FEATURES)).astype(np.float32)
    return numbers.normal(-1.0, 1.5, size=(count, len(LABELS))).astype(np.float32), features, numbers


def nobody(count):
    return np.full((count, len(LABELS)), np.nan)


def as_the_model_says(logits, numbers):
    return (numbers.random(logits.shape) < 1 / (1 + np.exp(-logits))).astype(float)


def loss(logits, judged):
    is_judged = ~np.isnan(judged)
    wrong_way = np.where(judged > 0.5, -logits, logits)
    return np.logaddexp(0, wrong_way)[is_judged].mean()


def fit(logits, features, judged):
    return fit_head(logits, features, judged, encoder=ENCODER)


def test_without_lessons_nothing_changes():
    logits, features, _ = world(20)

    for head in (fit(logits, features, nobody(20)), fit(logits[:0], features[:0], nobody(0))):
        assert head.changes_nothing
        assert np.array_equal(apply_head(head, logits, features), logits)


@pytest.mark.parametrize("seed", range(5))
def test_five_lessons_break_nothing(seed):
    logits, features, _ = world(5, seed)
    judged = nobody(5)
    judged[:, seed] = 0.0

    head = fit(logits, features, judged)

    new, new_features, _ = world(100, 99)
    assert np.abs(apply_head(head, new, new_features) - new).max() < 0.5


@pytest.mark.parametrize("seed", range(4))
def test_what_is_right_already_is_hardly_changed(seed):
    logits, features, numbers = world(300, seed)
    judged = as_the_model_says(logits, numbers)

    head = fit(logits, features, judged)

    new, new_features, numbers = world(2000, seed + 50)
    truth = as_the_model_says(new, numbers)
    assert loss(apply_head(head, new, new_features), truth) < loss(new, truth) + 0.01


def test_hundreds_of_decisions_that_agree_correct_a_label_that_is_suggested_too_often():
    logits, features, numbers = world(400)
    judged = nobody(400)
    judged[:, 3] = as_the_model_says(logits[:, 3] - 2.5, numbers)
    judged[:, 7] = as_the_model_says(logits[:, 7], numbers)

    head = fit(logits, features, judged)

    new, new_features, _ = world(500, 5)
    moved = apply_head(head, new, new_features) - new
    assert moved[:, 3].mean() == pytest.approx(-2.5, abs=0.7)
    assert abs(moved[:, 7].mean()) < 0.4
    assert not np.delete(moved, (3, 7), axis=1).any(), "what nobody judged is left alone"


def test_a_kind_of_unit_that_is_always_misjudged_is_learned_and_others_are_left():
    logits, features, numbers = world(600)
    kind = features[:, 0] > 0
    judged = nobody(600)
    judged[:, 4] = as_the_model_says(np.where(kind, logits[:, 4] + 3, logits[:, 4] - 3), numbers)

    head = fit(logits, features, judged)

    new, new_features, numbers = world(2000, 7)
    truth = nobody(2000)
    shifted = np.where(new_features[:, 0] > 0, new[:, 4] + 3, new[:, 4] - 3)
    truth[:, 4] = as_the_model_says(shifted, numbers)
    assert loss(apply_head(head, new, new_features), truth) < 0.85 * loss(new, truth)


def test_noise_teaches_nothing():
    logits, features, numbers = world(300)
    logits[:] = 0.0

    head = fit(logits, features, (numbers.random(logits.shape) < 0.5).astype(float))

    assert np.abs(apply_head(head, logits, features)).max() < 1.0


def test_the_same_lessons_give_the_same_bytes():
    logits, features, numbers = world(200)
    judged = as_the_model_says(logits - 1, numbers)

    first, second = (write_head(fit(logits, features, judged)) for _ in range(2))

    assert first == second


def test_no_unit_moves_further_for_having_long_features():
    logits, features, numbers = world(200)
    head = fit(logits, features, as_the_model_says(logits - 2, numbers))

    long = apply_head(head, logits, features * 1000)

    assert np.allclose(long, apply_head(head, logits, features), atol=1e-3)
    assert np.isfinite(apply_head(head, logits, features * 0)).all()


def test_decisions_that_all_say_the_same_stay_within_bounds():
    logits, features, _ = world(500)
    judged = nobody(500)
    judged[:, 0] = 0.0

    head = fit(logits, features, judged)

    moved = apply_head(head, logits, features) - logits
    assert np.isfinite(moved).all()
    assert -15 < moved[:, 0].mean() < -1


def test_a_table_holds_what_was_judged_and_no_more():
    unit = Unit("What came first?", "therapist")
    label = (Principle.FINDING_THE_FIT, Polarity.COUNTER_ADHERENT)

    table = judged_table([Lesson(unit, None, {label: True, LABELS[0]: False}), Lesson(unit, None, {})])

    assert table[0, LABELS.index(label)] == 1.0
    assert table[0, 0] == 0.0
    assert np.isnan(table).sum() == 2 * len(LABELS) - 2


@pytest.fixture(scope="module")
def content():
    logits, features, numbers = world(200)
    return write_head(fit(logits, features, as_the_model_says(logits - 2, numbers)))


def test_a_head_comes_back_as_it_was(content):
    head = read_head(content, encoder=ENCODER)

    assert write_head(head) == content
    assert not head.changes_nothing


def test_a_head_of_another_encoder_is_refused(content):
    with pytest.raises(ValueError, match="another encoder"):
        read_head(content, encoder="encoder-two")


def test_a_head_that_is_cut_short_anywhere_is_refused(content):
    for length in range(0, len(content), 37):
        with pytest.raises(ValueError, match=r"light part|pickled"):
            read_head(content[:length], encoder=ENCODER)


def test_a_head_with_a_changed_byte_is_refused_or_is_the_same_head(content):
    numbers = np.random.default_rng(1)
    for place in numbers.integers(0, len(content), 300):
        changed = bytearray(content)
        changed[place] ^= 0xFF
        try:
            head = read_head(bytes(changed), encoder=ENCODER)
        except ValueError:
            continue
        assert np.array_equal(head.weights, read_head(content, encoder=ENCODER).weights)


def npz(**arrays):
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def arrays(**changed):
    right = {
        "format": np.array(1),
        "encoder": np.array(ENCODER),
        "weights": np.zeros((len(LABELS), FEATURES), np.float32),
        "bias": np.zeros(len(LABELS), np.float32),
    }
    return right | changed


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"words",
        pickle.dumps(Head),
        npz(),
        npz(**arrays(format=np.array(2))),
        npz(**arrays(format=np.array([1, 1]))),
        npz(**arrays(weights=np.zeros((3, FEATURES), np.float32))),
        npz(**arrays(weights=np.zeros(len(LABELS), np.float32))),
        npz(**arrays(bias=np.zeros(len(LABELS)))),
        npz(**arrays(bias=np.full(len(LABELS), np.nan, np.float32))),
        npz(**arrays(bias=np.array([None] * len(LABELS), dtype=object))),
        npz(**arrays(weights=np.zeros((len(LABELS), 100_000), np.float32))),
    ],
)
def test_what_is_no_head_is_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011  # whoever asks has one answer to all of them
        read_head(wrong, encoder=ENCODER)


def test_an_array_alone_is_no_head():
    out = io.BytesIO()
    np.save(out, np.zeros(3))

    with pytest.raises(ValueError, match="no npz"):
        read_head(out.getvalue(), encoder=ENCODER)
