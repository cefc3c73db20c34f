"""Counts words that nobody said, and true words that are struck out, with the product's own transcriber.

    PYTHONPATH=. python tests/benchmarks/invented.py
    PYTHONPATH=. python tests/benchmarks/invented.py --model whisper-tiny.en --minutes 2 --only music,hum

Sounds of a home are made from numbers (tests/sounds.py), with the voices of ``--voices`` murmuring behind a
wall. ``--spoken`` are recordings with ``.txt`` beside them, what was said, or ``.rttm``, who speaks when: there,
a word struck out is true where the text has it at its place, or where somebody speaks.
``--every-way`` hears all of each sound in each way that the product has, as if the voice detector had been
deceived throughout; what is believed is decided by what it really found.
"""

import argparse
import difflib
import re
import tempfile
import time
import wave
from collections import Counter
from pathlib import Path

import numpy as np

from fidelity.settings import Settings
from fidelity.speech.machine import this_machine
from fidelity.speech.sound import samples
from fidelity.speech.tools import Manner
from fidelity.speech.transcriber import WindowTranscriber
from fidelity.speech.trust.again import Way
from fidelity.speech.trust.language import ENGLISH
from fidelity.speech.voiced import VoiceTrack, listen
from fidelity.speech.whisper import Whisper
from fidelity.speech.window import Listener
from fidelity.speech.window_sound import sounds
from fidelity.speech.windows import plan
from fidelity.weights.check import verified
from tests import sounds as made

SHARED = Path(__file__).parents[3] / "shared" / "audio"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", help="names of sounds, separated by commas")
    parser.add_argument("--voices", nargs="*", type=Path, default=sorted(SHARED.glob("s0?.m4a")))
    parser.add_argument(
        "--spoken",
        nargs="*",
        type=Path,
        default=[*sorted(SHARED.glob("s0?.m4a")), *sorted(SHARED.glob("ami_*.flac"))],
    )
    parser.add_argument("--every-way", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the words")
    given = parser.parse_args()

    whisper = _whisper(given.model)
    only = given.only.split(",") if given.only else None
    print(f"{given.model}, {given.minutes:g} minutes of each sound")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in _sounds(given.voices).items():
            if only is None or name in only:
                path = _written(Path(folder), name, make(given.minutes * 60))
                for how, utterances in _heard(whisper, path, every_way=given.every_way):
                    _say(f"{name}, {how}", utterances, show=given.show)
        for path in given.spoken:
            for name, altered in _altered(Path(folder), path):
                if only is None or name in only:
                    for how, utterances in _heard(whisper, altered, every_way=False):
                        _say(f"{name}, {how}", utterances, show=given.show)
                        _say_true(path, utterances)


def _whisper(name):
    settings = Settings.from_environment()
    machine = this_machine(settings)
    whisper = Whisper(verified(settings.models_dir, name), model=name, machine=machine)
    whisper.load()
    return whisper


def _sounds(voices):
    makers = dict(made.QUIET)
    if voices:
        spoken = [_samples(path) for path in voices]
        for make in (made.murmur, made.television, made.near_television):
            makers[make.__name__] = lambda seconds, make=make: make(seconds, spoken)
    return makers


def _altered(folder, path):
    """The recording as it is; where the text is known, also fading, and with long silences."""
    yield path.stem, path
    if path.with_suffix(".txt").exists():
        for alter in (made.fading, made.with_silences):
            name = f"{path.stem}-{alter.__name__}"
            yield name, _written(folder, name, alter(_samples(path)))


def _heard(whisper, path, *, every_way):
    """How it was heard, and the utterances."""
    began = time.perf_counter()
    if not every_way:
        heard = WindowTranscriber(whisper).transcribe(
            path, manner=Manner(language=ENGLISH), progress=lambda _: None
        )
        yield f"as the product does, {time.perf_counter() - began:.0f} s", heard.utterances
        return
    track = listen(path, lambda _: None)
    deceived = VoiceTrack(np.ones_like(track.probabilities), track.sample_count)
    for way in Way:
        hears = Listener(whisper, deceived, Manner(), lambda _: None)
        judges = Listener(whisper, track, Manner(), lambda _: None)
        utterances = [
            utterance
            for sound in sounds(path, plan(deceived, chunks=whisper.machine.batch))
            for utterance in judges._judged(
                way, sound.window, hears._passages(way, sound, ENGLISH)
            ).utterances
        ]
        yield way.value, utterances


def _say(title, utterances, *, show):
    struck = Counter()
    for utterance in utterances:
        struck[utterance.suspect] += len(utterance.words)
    believed = struck.pop(None, 0)
    print(f"{title}: {believed + struck.total()} words, {believed} believed; {dict(struck)}", flush=True)
    for utterance in utterances if show else ():
        print(f"    {utterance.start:7.1f} {utterance.suspect or 'BELIEVED'}: {utterance.text}")


def _say_true(path, utterances):
    judge = _by_text if path.with_suffix(".txt").exists() else _by_turns
    true, struck = judge(path, [(w, u.suspect) for u in utterances for w in u.words])
    part = struck / true if true else 0.0
    print(f"    of {true} true words {struck} struck out: {part:.2%}")


def _by_text(path, words):
    """Words that stand at the same place in the text of what was said."""
    said = _plain(path.with_suffix(".txt").read_text())
    heard = [(plain, suspect) for word, suspect in words for plain in _plain(word.text)]
    match = difflib.SequenceMatcher(None, said, [plain for plain, _ in heard], autojunk=False)
    true = [at for block in match.get_matching_blocks() for at in range(block.b, block.b + block.size)]
    return len(true), sum(heard[at][1] is not None for at in true)


def _by_turns(path, words):
    """Words while somebody speaks."""
    turns = []
    for line in path.with_suffix(".rttm").read_text().splitlines():
        start, length = map(float, line.split()[3:5])
        turns.append((start - 0.25, start + length + 0.25))
    true = [
        suspect
        for word, suspect in words
        if any(start <= (word.start + word.end) / 2 <= end for start, end in turns)
    ]
    return len(true), sum(suspect is not None for suspect in true)


def _plain(text):
    return re.sub(r"[^\w\s]", "", text.lower()).split()


def _samples(path):
    return np.concatenate([piece for piece, _ in samples(path, rate=made.RATE)]) / 32_768


def _written(folder, name, sound):
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(made.RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


if __name__ == "__main__":
    main()
