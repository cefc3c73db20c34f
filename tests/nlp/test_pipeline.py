import pytest

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.pipeline import load_tagger
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Polarity, Principle, Unit

CLEAR = "If he is not in by nine, mum takes the phone for the next evening, and dad backs her up."
NOTE = f"Visited Tuesday.\n- {CLEAR}\n- Baseline was 12 late nights in a fortnight, this week 3, by mum's log and his own."
TURN = (
    "Hello, is it alright if I put my coat here? It's been raining since I left the office and I had to leave the "
    "car right at the other end of the road. Now then, what happened just before he shouted, and what did you do next?"
)


def principles(marks):
    return {str(mark.principle) for mark in marks}


def test_it_suggests_from_a_note_sentence_by_sentence(tagger):
    [marks] = tagger.tag([Unit(NOTE, "note")])

    by_words = {NOTE[mark.start : mark.end]: mark for mark in marks}
    assert not any(words.startswith("Visited") for words in by_words)
    assert "increasing_responsibility" in {m.principle for m in marks if NOTE[m.start : m.end] == CLEAR}
    assert "evaluation_and_accountability" in {
        m.principle for m in marks if NOTE[m.start :].startswith("Baseline")
    }


def test_the_same_words_are_suggested_only_from_note_and_therapist(tagger):
    speakers = ["note", "therapist", "caregiver", "youth", "other", "unknown"]

    found = tagger.tag([Unit(CLEAR, speaker) for speaker in speakers])

    assert [bool(marks) for marks in found] == [True, True, False, False, False, False]


def test_in_a_long_turn_it_points_at_the_sentence_that_carries_it(tagger):
    [marks] = tagger.tag([Unit(TURN, "therapist")])

    [sequence] = [mark for mark in marks if mark.principle == "targeting_sequences"]
    assert "what happened just before he shouted" in TURN[sequence.start : sequence.end]
    assert "coat" not in TURN[sequence.start : sequence.end]


def test_it_finds_most_of_the_codebooks_own_examples(tagger):
    """Far from a measure, but a broken tokenizer, pooling or order of labels cannot pass it."""
    examples = [(entry.principle, x) for entry in load_codebook().principles for x in entry.examples]

    found = tagger.tag([Unit(x.text, "therapist") for _, x in examples])

    right = [
        any((mark.principle, mark.polarity) == (principle, x.polarity) for mark in marks)
        for (principle, x), marks in zip(examples, found, strict=True)
    ]
    assert sum(right) / len(right) > 0.6


def test_words_without_a_principle_mostly_get_nothing(tagger):
    found = tagger.tag([Unit(text, "note") for text in load_codebook().unmarked])

    assert sum(map(bool, found)) / len(found) < 0.2


def test_with_the_same_neighbours_it_gives_the_same(tagger):
    """A turn is tagged again alone when somebody corrects it: with the turns around it, and no others."""
    examples = [x.text for entry in load_codebook().principles for x in entry.examples]
    units = [
        Unit(text, "caregiver" if place % 3 == 1 else "therapist") for place, text in enumerate(examples)
    ]

    together = tagger.tag(units)

    for place in range(2, 60, 7):
        assert tagger.tag(units[place - 2 : place + 2])[2] == together[place]


def test_what_stands_before_is_read(tagger):
    question = Unit("And then what did you say to that?", "therapist")

    def chance(before):
        table = tagger.probabilities([Unit(before, "caregiver"), question])
        return table[1, LABELS.index((Principle.TARGETING_SEQUENCES, Polarity.ADHERENT))]

    assert chance("He came in, slammed the door, and called me a liar.") > chance("Two sugars, please.")


def test_the_family_is_read_but_never_judged(tagger):
    units = [Unit(CLEAR, "caregiver"), Unit("Mm.", "therapist"), Unit(CLEAR, "unknown")]

    assert tagger.tag(units) == [[], [], []]
    assert not tagger.probabilities(units).any()


def test_it_is_made_once_in_a_process(tagger, models_dir):
    assert load_tagger(models_dir) is tagger


def test_its_version_names_the_codebook(tagger):
    assert load_codebook().version in tagger.version


@pytest.mark.parametrize("speaker", ["note", "therapist"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t\u200b ", id="spaces"),
        pytest.param("😀🎉 👍🏽 👩‍👧‍👦" * 40, id="emoji"),
        pytest.param("1 2 3 4.5 77% 12/12/2024 " * 40, id="numbers"),
        pytest.param("x" * 50_000, id="one long word"),
        pytest.param("- " * 20_000, id="bullets"),
        pytest.param("Okay.", id="one word"),
    ],
)
def test_it_suggests_nothing_where_there_are_no_words(tagger, text, speaker):
    assert tagger.tag([Unit(text, speaker)]) == [[]]


@pytest.mark.parametrize("speaker", ["note", "therapist"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mae Nain wedi cytuno i wneud yn siŵr ei fod adref erbyn deg bob nos. " * 5, id="Welsh"),
        pytest.param("今天天气很好,猫在桌子上睡觉。" * 200, id="Chinese"),
        pytest.param("القط نائم على الطاولة اليوم " * 20, id="Arabic"),
        pytest.param(
            "\x00\x1b[31mMum \ud800 rang\x07 the school herself\u2028 and said so\x85", id="control"
        ),
        pytest.param("<script>alert('mum')</script>" * 100, id="markup"),
        pytest.param(" ".join(["mum asked him and he went out"] * 1_430), id="one sentence of 10,000 words"),
    ],
)
def test_whatever_it_is_given_its_positions_are_words_of_the_text(tagger, text, speaker):
    [marks] = tagger.tag([Unit(text, speaker)])

    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == text[mark.start : mark.end].strip()
        assert 0 < mark.probability < 1


def test_a_note_of_two_million_characters_comes_through(tagger):
    # Long words and few: the size is what is tried, the model's pace is measured elsewhere.
    text = (NOTE + "\n" + "." * 20_000 + "\n") * (2_000_000 // (len(NOTE) + 20_002))

    [marks] = tagger.tag([Unit(text, "note")])

    assert CLEAR in {text[mark.start : mark.end] for mark in marks}
    assert marks == sorted(marks, key=lambda mark: mark.start)
