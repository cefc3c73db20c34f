from uuid import UUID, uuid4

from fidelity.nlp.types import LeftOut, Polarity, Principle, SuggestedMark, Unit
from fidelity.usecases.draw_left_out import draw_left_out

UNITS = [Unit("And what happened then?", "therapist"), Unit("Right.", "therapist")]


class Asked:
    """A tagger that remembers what it was asked to draw."""

    version = "test"

    def __init__(self):
        self.asked = []

    def left_out(self, units, how_many, seed):
        self.asked.append((units, how_many, seed))
        return [LeftOut(0, SuggestedMark(Principle.FINDING_THE_FIT, Polarity.ADHERENT, 0.2, 0, 3), 0.5)]


def test_it_draws_as_many_as_it_is_told_from_all_units():
    tagger = Asked()

    drawn = draw_left_out(tagger, UNITS, how_many=2, of=uuid4())

    assert [each.chance for each in drawn] == [0.5]
    assert tagger.asked[0][:2] == (UNITS, 2)


def test_the_same_transcript_is_always_drawn_from_with_the_same_seed_and_others_with_others():
    tagger, key = Asked(), uuid4()

    for of in (key, UUID(str(key)), *(uuid4() for _ in range(20))):
        draw_left_out(tagger, UNITS, how_many=1, of=of)

    seeds = [seed for _, _, seed in tagger.asked]
    assert seeds[0] == seeds[1]
    assert len(set(seeds)) > 15
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_nothing_is_drawn_where_the_setting_says_none():
    tagger = Asked()

    assert draw_left_out(tagger, UNITS, how_many=0, of=uuid4()) == []
    assert tagger.asked == []
