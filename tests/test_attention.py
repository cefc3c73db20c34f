from fidelity.attention import WEEKS_WITHOUT, Facts, Why, order_from, reasons, urgency
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


def test_a_team_may_have_its_own_order_and_what_it_leaves_out_does_not_count():
    own = order_from(["FIRST_WEEKS", "CONTESTED"])
    given = {"is_contested": True, "week_of_case": 1, "is_therapist_reviewed": False}
    both = reasons(Facts(**CALM | given), own)
    contested = reasons(Facts(**CALM | {"is_contested": True}), own)
    first_weeks = reasons(Facts(**CALM | {"week_of_case": 1}), own)

    assert [reason.why for reason in both] == [Why.FIRST_WEEKS, Why.CONTESTED]
    assert urgency(both, own) < urgency(first_weeks, own) < urgency(contested, own) < urgency((), own)


def test_an_order_without_names_is_the_usual_one_and_names_that_mean_nothing_are_passed_over():
    assert order_from([]) == order_from(["OF_OLD"]) == tuple(Why)
    assert order_from(["OF_OLD", "CONTESTED", "CONTESTED"]) == (Why.CONTESTED,)
