"""What a page says of the room for terms holds for the recogniser's own vocabulary."""

import pytest
from tokenizers import Tokenizer

from fidelity.transcripts.hotwords import fitting

#: faster-whisper cuts hotwords off here.
ROOM = 223
NAMES = [
    "Llŷr",
    "Siôn",
    "Gwynfryn",
    "Rhys",
    "Angharad",
    "Llanfairpwllgwyngyll",
    "Ysgol Rhiwabon",
    "Cai",
    "Eirlys",
    "Heulwen",
    "Myfanwy",
    "Caoimhe",
    "Siobhán",
    "Wojciech",
    "Przemysław",
    "Zsófia",
    "Nguyễn",
    "Oluwaseun",
    "Chukwuemeka",
    "CAMHS",
    "YOT",
    "SENCO",
    "Wrexham",
    "EHCP",
    "Tŷ Gwyn",
    "Rhosllannerchrugog",
    "Bryn-y-Groes",
    "methylphenidate",
    "atomoxetine",
    "Concerta XL",
    "Pwllheli",
    "Ynys Môn",
    "Mold Alun",
    "Ysbyty Gwynedd",
    "Jaxxon",
    "Kayleigh-Mae",
    "O'Shaughnessy",
    "Cwm-y-Glo",
    "Dŵr Cymru",
    "Ffion",
    "Iestyn",
    "Gwenllïan",
    "Betws-y-Coed",
]


@pytest.fixture(scope="module")
def count(models_dir):
    vocabulary = Tokenizer.from_file(str(models_dir / "whisper-tiny.en" / "tokenizer.json"))
    return lambda terms: len(vocabulary.encode(" " + ", ".join(terms), add_special_tokens=False).ids)


def test_what_fits_by_our_estimate_fits_and_little_room_is_wasted(count):
    for begin in range(len(NAMES)):
        terms = (NAMES * 5)[begin:]

        told = terms[: fitting(terms)]

        assert len(told) >= 28
        assert ROOM * 0.7 < count(told) <= ROOM
