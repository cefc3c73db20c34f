from fidelity.attention import WEEKS_WITHOUT, Facts, Why, reasons, urgency
from models import Principle

ALL = set(Principle)
CALM = {
    "is_contested": False,
    "shown": [ALL, ALL, ALL],
    "contradicted": set(),
    "week_of_case": 12,
    "is_therapist_reviewed": True,
}


def why(**given):
    return [reason.why for reason in reasons(Facts(**CALM | given))]


def test_a_calm_week_has_no_reason():
    assert why() == []


def test_every_reason_is_named_the_weightiest_first():
    found = why(
        is_contested=True,
        shown=[set(), set(), set()],
        contradicted={Principle.GENERALISATION},
        week_of_case=3,
        is_therapist_reviewed=False,
    )

    assert found == list(Why)


def test_nothing_for_a_principle_is_said_only_after_three_weeks_in_a_row():
    without = ALL - {Principle.TARGETING_SEQUENCES}

    assert why(shown=[without] * (WEEKS_WITHOUT - 1)) == []
    assert why(shown=[without, ALL, without]) == []
    [reason] = reasons(Facts(**CALM | {"shown": [without] * WEEKS_WITHOUT}))
    assert reason.principles == (Principle.TARGETING_SEQUENCES,)


def test_a_weightier_reason_comes_before_many_light_ones_and_none_comes_last():
    contested = reasons(Facts(**CALM | {"is_contested": True}))
    light = reasons(Facts(**CALM | {"week_of_case": 1, "is_therapist_reviewed": False}))
    one = reasons(Facts(**CALM | {"contradicted": {Principle.GENERALISATION}}))
    two = reasons(Facts(**CALM | {"contradicted": {Principle.GENERALISATION, Principle.CONTINUOUS_EFFORT}}))

    assert urgency(contested) < urgency(two) < urgency(one) < urgency(light) < urgency(())
