"""Strict readers of caption files: they refuse what a player might forgive."""

import re
from dataclasses import dataclass
from html import unescape


@dataclass
class Caption:
    start: float
    end: float
    lines: list[str]

    @property
    def speaker(self):
        found = re.match(r"<v ([^>]+)>", self.lines[0])
        return found[1] if found else None

    @property
    def text(self):
        """As a viewer reads it."""
        return unescape(re.sub(r"<[^>]*>", "", " ".join(self.lines)))


def read_vtt(file):
    text = file.decode()
    assert "\r" not in text
    assert "\0" not in text
    blocks = text.removesuffix("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    captions = []
    for block in blocks[1:]:
        lines = block.split("\n")
        assert all(lines), "an empty line inside a block ends it"
        if lines[0] == "NOTE":
            assert "-->" not in block
            continue
        number, times, *payload = lines
        assert int(number) == len(captions) + 1
        timing = re.fullmatch(r"(\d\d+:[0-5]\d:[0-5]\d\.\d{3}) --> (\d\d+:[0-5]\d:[0-5]\d\.\d{3})", times)
        assert timing, times
        assert payload
        assert "-->" not in "".join(payload)
        _well_formed("\n".join(payload))
        captions.append(Caption(_seconds(timing[1]), _seconds(timing[2]), payload))
    _in_order(captions)
    return captions


def read_srt(file):
    text = file.decode()
    assert text.endswith("\n")
    captions = []
    for block in text.removesuffix("\n").split("\n\n"):
        number, times, *payload = block.split("\n")
        assert int(number) == len(captions) + 1
        timing = re.fullmatch(r"(\d\d+:[0-5]\d:[0-5]\d,\d{3}) --> (\d\d+:[0-5]\d:[0-5]\d,\d{3})", times)
        assert timing, times
        assert payload
        assert all(payload)
        assert not re.search(r"-->|[<>]", "".join(payload))
        captions.append(Caption(_seconds(timing[1]), _seconds(timing[2]), payload))
    _in_order(captions)
    return captions


def _well_formed(payload):
    """Tags nest and end; what is no tag is escaped."""
    opened = []
    for tag in re.findall(r"<[^<>]*>", payload):
        if tag.startswith("</"):
            assert opened.pop() == tag[2:-1]
        else:
            opened.append(re.match(r"<([a-z]+)", tag)[1])
    assert not opened
    rest = re.sub(r"<[^<>]*>", "", payload)
    assert not re.search(r"[<>]", rest)
    assert not re.search(r"&(?!amp;|lt;|gt;)", rest)


def _in_order(captions):
    for caption in captions:
        assert caption.end > caption.start
    starts = [caption.start for caption in captions]
    assert starts == sorted(starts)


def _seconds(clock):
    hours, minutes, seconds = clock.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
