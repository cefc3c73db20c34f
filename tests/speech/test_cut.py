from fidelity.speech.cut import cut
from fidelity.speech.types import Word


def words(*timed):
    return [Word(start, end, text, 0.9) for start, end, text in timed]


def texts(pieces):
    return [" ".join(word.text for word in piece) for piece in pieces]


def test_it_cuts_at_a_full_stop_with_a_pause():
    heard = words((0, 0.4, "Hello"), (0.4, 0.8, "Bruno."), (1.2, 1.5, "Don't"), (1.5, 1.9, "ask."))

    assert texts(cut(heard)) == ["Hello Bruno.", "Don't ask."]


def test_it_does_not_cut_at_a_full_stop_without_a_pause():
    heard = words((0, 0.4, "Dr."), (0.45, 0.8, "Jones"))

    assert texts(cut(heard)) == ["Dr. Jones"]


def test_it_cuts_at_a_long_pause_in_a_sentence():
    heard = words((0, 0.4, "I"), (2.4, 2.8, "wonder"))

    assert texts(cut(heard)) == ["I", "wonder"]


def test_it_cuts_after_a_quotation():
    heard = words((0, 0.4, "“Right?”"), (0.9, 1.2, "Yes"))

    assert texts(cut(heard)) == ["“Right?”", "Yes"]


def test_it_keeps_every_word_once():
    heard = words(*((n, n + 0.5, "word." if n % 3 else "word") for n in range(20)))

    assert [word for piece in cut(heard) for word in piece] == heard


def test_no_words_are_no_sentences():
    assert list(cut([])) == []
