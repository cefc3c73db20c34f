from fidelity.speech.types import Word
from fidelity.speech.voices.words import of_words

FIRST, SECOND = (0.98, 0.02), (0.02, 0.98)


def test_each_word_has_the_voice_of_its_moment(unit, said, assigned):
    words = said("Did he come home?", 0.0) + said("Not till two.", 1.5)

    voices, sure = of_words(words, [unit(0, 1.2), unit(1.5, 2.4)], assigned(FIRST, SECOND))

    assert voices == [0] * 4 + [1] * 3
    assert min(sure) > 0.9


def test_a_short_answer_between_two_sentences_belongs_to_whoever_gives_it(unit, said, assigned):
    words = said("You phoned the school.", 0.0) + said("Mm.", 1.4, 0.35) + said("And they said yes?", 2.0)

    voices, _ = of_words(
        words, [unit(0, 1.2), unit(1.4, 1.75), unit(2.0, 3.2)], assigned(FIRST, SECOND, FIRST)
    )

    assert voices == [0] * 4 + [1] + [0] * 4


def test_a_sentence_does_not_change_hands_for_one_doubtful_word(unit, said, assigned):
    words = said("I was going to ring you", 0.0)

    voices, sure = of_words(
        words, [unit(0, 0.6), unit(0.6, 0.9), unit(0.9, 1.8)], assigned(FIRST, (0.3, 0.7), FIRST)
    )

    assert voices == [0] * 6
    assert min(sure) < 1


def test_a_word_that_nobody_was_heard_to_say_has_no_voice(unit, said, assigned):
    words = [*said("Hello there.", 0.0), Word(9.0, 9.3, "You", 0.2)]

    voices, sure = of_words(words, [unit(0, 0.6)], assigned(FIRST))

    assert voices == [0, 0, None]
    assert sure[2] == 0


def test_a_word_just_beside_what_was_heard_goes_with_it(unit, assigned):
    voices, _ = of_words([Word(1.3, 1.5, "right", 0.9)], [unit(0, 1.2), unit(4, 5)], assigned(FIRST, SECOND))

    assert voices == [0]


def test_it_is_less_sure_where_two_speak_at_once(unit, said, assigned):
    words = said("No you did not", 0.0)

    _, alone = of_words(words, [unit(0, 1.2)], assigned(FIRST))
    _, together = of_words(words, [unit(0, 1.2, together=1.0)], assigned(FIRST))

    assert max(together) < 0.6 < min(alone)
