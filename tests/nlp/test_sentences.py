import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.nlp.sentences import MAX_CHARACTERS, SentenceFinder


@pytest.fixture(scope="module")
def finder(models_dir):
    return SentenceFinder(models_dir / "en_core_web_sm")


def texts(finder, text):
    return [text[sentence.start : sentence.end] for sentence in finder.find(text)]


def test_it_parts_sentences_of_prose(finder):
    text = "Mum rang Mr. Price herself. He was glad of it.  They meet on Tuesday at 4.30pm."

    assert texts(finder, text) == [
        "Mum rang Mr. Price herself.",
        "He was glad of it.",
        "They meet on Tuesday at 4.30pm.",
    ]


def test_it_takes_each_line_of_a_hurried_note_as_a_sentence_without_its_bullet(finder):
    text = "Advances:\r\n- m rang school\r\n* d home by 6\n1. YP to text gran\n(2) gran to ring\n\n• next visit Weds"

    assert texts(finder, text) == [
        "Advances:",
        "m rang school",
        "d home by 6",
        "YP to text gran",
        "gran to ring",
        "next visit Weds",
    ]


def test_it_joins_a_sentence_that_a_page_broke_over_two_lines(finder):
    text = "Stepdad spoke to the coach at the leisure centre and agreed with him\nthat both would keep to ten o'clock."

    assert texts(finder, text) == [text]


def test_it_cuts_what_no_reader_could_hold(finder):
    text = "and then he went " * 1_000

    found = finder.find(text)

    assert all(sentence.end - sentence.start <= MAX_CHARACTERS for sentence in found)
    assert " ".join(texts(finder, text)) == text.strip()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab .!?,;:\n\r\t-*1")), max_size=300))
def test_positions_are_in_order_inside_the_text_and_lose_no_word(finder, text):
    found = finder.find(text)

    place = 0
    for sentence in found:
        assert place <= sentence.start < sentence.end <= len(text)
        place = sentence.end
    kept = "".join(texts(finder, text))
    assert sum(map(str.isalpha, kept)) == sum(map(str.isalpha, text))
