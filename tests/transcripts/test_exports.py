"""Files to take away: well formed, complete, without a name, without what was probably not said."""

import json
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.transcripts.exports.cues import LINE_CHARACTERS, LONGEST_SECONDS
from fidelity.transcripts.exports.formats import FORMATS
from fidelity.transcripts.exports.take_away import Suspect, take_away
from fidelity.transcripts.turns import effective_turns
from models import Case, Recording, SpeakerRole, Transcript
from tests.transcripts.captions import read_srt, read_vtt
from tests.transcripts.overlays import change, correct, name, segment

THERAPIST, CAREGIVER = SpeakerRole.THERAPIST, SpeakerRole.CAREGIVER
LONG = " ".join(f"word{n} and then he goes out of the door." for n in range(20))


def said(text, start=0.0, *, gap=0.0, **given):
    """A segment that begins at a second, three words a second."""
    words = [
        {
            "start": start + n / 3 + gap * n,
            "end": start + n / 3 + 0.3 + gap * n,
            "text": word,
            "probability": 0.9,
        }
        for n, word in enumerate(text.split())
    ]
    return segment(text, words=words, starts_seconds=start, ends_seconds=words[-1]["end"], **given)


def taken(*segments, suspect=Suspect.LEFT_OUT, gaps=()):
    recording = Recording(
        case=Case(reference="LEI-0042"), visited_on=date(2026, 11, 19), duration_seconds=3725.5
    )
    transcript = Transcript(
        engine="faster-whisper", model="whisper-base", version=2, language="en", coverage=0.9, gaps=list(gaps)
    )
    return take_away(recording, transcript, effective_turns(segments, []), suspect)


def text_of(kind, file):
    """What a person reads in a file."""
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in Document(BytesIO(file)).paragraphs)
    return file.decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_it_says_what_it_is_what_it_is_for_and_who_speaks(kind):
    known = said("what happened then", machine_role=CAREGIVER)
    name(known, THERAPIST, change(1))

    text = text_of(kind, FORMATS[kind].write(taken(known)))

    assert "LEI-0042" in text
    assert "19 November 2026" in text or "2026-11-19" in text
    assert "whisper-base" in text
    assert "written by a machine and may hold mistakes" in text
    assert "staff supervision and quality assurance" in text
    assert "therapist" in text.lower()
    assert "caregiver" not in text.lower()


@pytest.mark.parametrize("kind", FORMATS)
def test_it_holds_what_people_corrected_and_not_what_they_struck_out(kind):
    wrong, nothing = said("what happened den"), said("thank you for watching", 5.0)
    correct(wrong, 2, 2, "then, love?", change(1))
    correct(nothing, 0, 3, "", change(2))

    text = text_of(kind, FORMATS[kind].write(taken(wrong, nothing)))

    assert "then, love?" in text or "love?" in text
    assert "den" not in text
    assert "watching" not in text


@pytest.mark.parametrize("kind", FORMATS)
def test_doubtful_words_are_left_out_or_marked_and_their_number_is_told(kind):
    sure, doubtful = said("come in"), said("subscribe now", 5.0, suspect_because="it says itself again")

    without = text_of(kind, FORMATS[kind].write(taken(sure, doubtful)))
    with_them = text_of(kind, FORMATS[kind].write(taken(sure, doubtful, suspect=Suspect.MARKED)))

    assert "subscribe" not in without
    assert "subscribe now" in with_them
    if kind == "json":
        assert json.loads(without)["provenance"]["suspect_segments"] == 1
        assert json.loads(with_them)["segments"][1]["suspect"] == "it says itself again"
    else:
        assert "1 turn were probably not said. It is left out." in without
        assert "It is marked." in with_them
        assert "robably not" in with_them.replace("were probably not said", "")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_doubtful_turn_that_a_person_confirmed_is_in_the_file(kind):
    doubtful = said("subscribe now", suspect_because="it says itself again")
    correct(doubtful, 0, 1, "subscribe now", change(1))

    assert "subscribe now" in text_of(kind, FORMATS[kind].write(taken(doubtful)))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_place_without_words_is_noted(kind):
    file = FORMATS[kind].write(taken(said("come in"), gaps=[{"start": 61.0, "end": 65.5}]))

    if kind == "json":
        assert json.loads(file)["gaps"] == [{"start": 61.0, "end": 65.5}]
    else:
        assert "no words were found" in text_of(kind, file).replace(
            "In 1 place somebody speaks, but no words were found", ""
        )


def test_captions_are_short_name_who_speaks_and_lose_no_word():
    turns = [said(LONG, machine_role=THERAPIST), said("yeah i know", 70.0, machine_role=CAREGIVER)]

    captions = read_vtt(FORMATS["vtt"].write(taken(*turns)))

    assert [caption.speaker for caption in captions][-2:] == ["Therapist", "Caregiver"]
    assert " ".join(caption.text for caption in captions) == f"{LONG} yeah i know"
    for caption in captions:
        assert caption.end - caption.start <= LONGEST_SECONDS
        assert len(caption.lines) <= 2
        assert all(
            len(line.removeprefix("<v Therapist>").removesuffix("</v>")) <= LINE_CHARACTERS
            for line in caption.lines
        )


def test_subrip_names_whoever_begins_once():
    turns = [said(LONG, machine_role=THERAPIST), said("yeah", 70.0, machine_role=CAREGIVER)]

    captions = read_srt(FORMATS["srt"].write(taken(*turns)))

    assert [line for caption in captions for line in caption.lines if ":" in line][:2] == [
        "Therapist:",
        "Caregiver: yeah",
    ]


def test_a_long_silence_inside_a_turn_ends_a_caption():
    captions = read_vtt(FORMATS["vtt"].write(taken(said("well i", gap=3.0))))

    assert [caption.text for caption in captions] == ["well", "i"]


def test_slow_words_are_captions_of_a_few_seconds():
    captions = read_vtt(FORMATS["vtt"].write(taken(said("well i do not know what to say now", gap=1.0))))

    assert all(caption.end - caption.start <= LONGEST_SECONDS for caption in captions)
    assert [caption.text for caption in captions] == ["well i do not know what", "to say now"]


def test_a_word_that_takes_no_time_is_shown_for_a_moment():
    turn = said("mm")
    turn.words[0]["end"] = turn.ends_seconds = turn.words[0]["start"]

    for kind, read in (("vtt", read_vtt), ("srt", read_srt)):
        assert read(FORMATS[kind].write(taken(turn)))[0].end == 0.2


def test_two_who_speak_at_once_are_in_the_order_in_which_they_begin():
    turns = [said(LONG, machine_role=THERAPIST), said("no no no", 2.0, machine_role=CAREGIVER)]

    for kind, read in (("vtt", read_vtt), ("srt", read_srt)):
        assert read(FORMATS[kind].write(taken(*turns)))


NASTY = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Z", "Cc"]), st.sampled_from("<>&-→\x00\x0b\x1b")),
    min_size=1,
).filter(lambda word: word.split() == [word])


@given(st.lists(st.lists(NASTY, min_size=1, max_size=12), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_every_file_is_well_formed(turns):
    segments = [said(" ".join(words), 10.0 * n) for n, words in enumerate([*turns, ["-->"], ["<v", "&amp;"]])]
    whole = taken(*segments)

    captions = read_vtt(FORMATS["vtt"].write(whole))
    read_srt(FORMATS["srt"].write(whole))
    Document(BytesIO(FORMATS["docx"].write(whole)))
    data = json.loads(FORMATS["json"].write(whole))

    assert "".join(caption.text for caption in captions).endswith("<v &amp;")
    assert [one["text"] for one in data["segments"]] == [turn.text for turn in whole.spoken]


def test_data_has_the_shape_of_the_command_line():
    data = json.loads(
        FORMATS["json"].write(
            taken(said("come in", machine_role=THERAPIST, machine_role_probability=0.8, voice="A"))
        )
    )

    assert list(data)[:5] == ["duration", "language", "coverage", "model", "segments"]
    (one,) = data["segments"]
    assert {"start", "end", "text", "speaker", "role", "suspect", "words"} <= set(one)
    assert (one["speaker"], one["role"], one["role_by"], one["role_probability"]) == (
        "A",
        "therapist",
        "machine",
        0.8,
    )
    assert one["words"][0] == {"start": 0.0, "end": 0.3, "text": "come", "probability": 0.9}


def test_a_word_document_names_no_author_but_the_product():
    about = Document(BytesIO(FORMATS["docx"].write(taken(said("come in"))))).core_properties

    assert about.author == "Fidelity"
    assert about.last_modified_by == ""
