"""How well voices are told apart, beside a plain prototype, on recordings with ``AUDIO.rttm`` beside them.

    PYTHONPATH=. python tests/benchmarks/voices.py s01.m4a s04.m4a s07.m4a ami_*.flac
    PYTHONPATH=. python tests/benchmarks/voices.py --people unknown s01.m4a
    PYTHONPATH=. python tests/benchmarks/voices.py --embedder /path/of/a/folder --spread s01.m4a

Diarization error rate with a collar of .25 s, overlaps counted (diarization.py); words that were given to a
person who speaks then; seconds of the processor for a minute of sound, all cores together. Words are those of
the product's transcriber with ``--model``, whose time is measured too; ``--words FOLDER`` keeps them for the
next time.

The prototype is what one would write first: voices by Silero, windows of 1.6 s every .8 s, embedder,
average linkage on cosine distance, the number of people known. ``--prototype FOLDER`` gives it another
embedder. ``--spread`` measures what ``embedder.json`` says of one.
"""

import argparse
import json
import time
from dataclasses import asdict
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np

from fidelity.settings import Settings
from fidelity.speech.sound import samples
from fidelity.speech.types import Word
from fidelity.speech.voiced import RATE, Rule, listen
from fidelity.speech.voices.embedder import Embedder
from fidelity.speech.voices.local import LocalListener
from fidelity.speech.voices.tell_apart import Ears, tell_apart
from fidelity.weights.check import verified
from tests.benchmarks.diarization import Span, compare, read_rttm

PEOPLE = {"known": 0, "more": 1, "fewer": -1}
SURE = 0.8


def nothing(part):
    """Report to nobody."""


def words_of(path, track, given, settings):
    """The words of the product's transcriber, and how long it took; nothing where they were kept."""
    kept = given.words / f"{path.stem}.{given.model}.json" if given.words else None
    if kept and kept.exists():
        return [Word(*word) for word in json.loads(kept.read_text())], None
    from fidelity.speech.machine import this_machine
    from fidelity.speech.tools import Manner
    from fidelity.speech.transcriber import WindowTranscriber
    from fidelity.speech.whisper import Whisper

    folder = verified(settings.models_dir, given.model)
    transcriber = WindowTranscriber(Whisper(folder, model=given.model, machine=this_machine(settings)))
    transcriber.load()
    began = time.process_time()
    heard = transcriber.transcribe(path, manner=Manner("en"), progress=nothing)
    took = time.process_time() - began
    words = [word for utterance in heard.utterances for word in utterance.words]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([list(asdict(word).values()) for word in words]))
    return words, took


def right_words(words, voices, true):
    """Words that were given to somebody who speaks then: of all, and of those that are sure."""
    shared = {}
    for word, voice in zip(words, voices.of_words, strict=True):
        for person in speaking(true, word):
            shared.setdefault(voice, {}).setdefault(person, 0)
            shared[voice][person] += 1
    person_of = {voice: max(people, key=people.get) for voice, people in shared.items()}
    found = [
        (sure, person_of.get(voice) in people)
        for word, voice, sure in zip(words, voices.of_words, voices.confidence, strict=True)
        if (people := speaking(true, word))
    ]
    return found, [each for each in found if each[0] >= SURE]


def speaking(true, word):
    """Who speaks in the middle of a word, a tenth of a second either way."""
    middle = (word.start + word.end) / 2
    return {span.who for span in true if span.start - 0.1 <= middle < span.end + 0.1}


def prototype(sound, track, embedder, count):
    """Give every tenth of a voiced second to the window whose middle is nearest."""
    stretches = track.stretches(Rule(silence_seconds=0.1, pad_seconds=0.1))
    size, step, windows = int(1.6 * RATE), int(0.8 * RATE), []
    for stretch in stretches:
        last = max(stretch.start, stretch.end - size)
        starts = [*range(stretch.start, last, step), last]
        windows += [(start, min(start + size, stretch.end)) for start in starts]
    if not windows:
        return []
    numbers = embedded(sound, windows, embedder)
    labels = average_linkage(numbers, min(count, len(numbers)))
    middles = np.array([(start + end) / 2 for start, end in windows])
    spans = []
    for stretch in stretches:
        for start in range(stretch.start, stretch.end, RATE // 10):
            end = min(start + RATE // 10, stretch.end)
            label = labels[int(np.abs(middles - (start + end) / 2).argmin())]
            spans.append(Span(start / RATE, end / RATE, str(label)))
    return spans


def embedded(sound, windows, embedder):
    """For an embedder that hears less than a window, the mean of windows that overlap by half."""
    heard = embedder.window(10 * RATE)
    rows = []
    for start, end in windows:
        last = max(start, end - heard)
        parts = [sound[at : min(at + heard, end)] for at in [*range(start, last, heard // 2), last]]
        row = embedder.embed(parts).mean(axis=0)
        rows.append(row / np.linalg.norm(row))
    return np.stack(rows)


def average_linkage(numbers, count):
    """Join the two clusters with the least mean cosine distance until so many are left."""
    distance = 1 - numbers @ numbers.T
    np.fill_diagonal(distance, np.inf)
    members = [[number] for number in range(len(numbers))]
    sizes = np.ones(len(numbers))
    for _ in range(len(numbers) - count):
        one, other = sorted(divmod(int(distance.argmin()), len(numbers)))
        together = sizes[one] * distance[one] + sizes[other] * distance[other]
        distance[one] = distance[:, one] = together / (sizes[one] + sizes[other])
        distance[one, one] = distance[other] = distance[:, other] = np.inf
        sizes[one] += sizes[other]
        members[one] += members[other]
        members[other] = []
    labels = np.zeros(len(numbers), int)
    for label, group in enumerate(members):
        labels[group] = label
    return labels


def sound_of(path):
    return np.concatenate([piece for piece, _ in samples(path, rate=RATE)]).astype(np.float32) / 32_768


def spread_of(paths, embedder):
    """Fit how far stretches lie from their voice's mean, by their length, and voices from one another."""
    lengths, distances, between = [], [], []
    for path in paths:
        sound, people = sound_of(path), {}
        for span in read_rttm(path.with_suffix(".rttm")):
            for seconds in (0.5, 0.75, 1.0, 1.25, 1.5):
                if span.end - span.start > seconds + 0.2:
                    middle = (span.start + span.end) / 2
                    part = sound[int((middle - seconds / 2) * RATE) : int((middle + seconds / 2) * RATE)]
                    people.setdefault(span.who, []).append((seconds, part))
        means = []
        for heard in people.values():
            numbers = embedder.embed([part for _, part in heard])
            mean = numbers.mean(axis=0)
            means.append(mean)
            lengths += [seconds for seconds, _ in heard]
            distances += (((numbers - mean) ** 2).sum(axis=1)).tolist()
        if len(means) > 1:
            between.append(np.var(means, axis=0, ddof=1).sum())
    terms = np.stack([np.ones(len(lengths)), 1 / np.array(lengths)], axis=1)
    always, of_a_second = np.linalg.lstsq(terms, np.array(distances), rcond=None)[0]
    return {"always": always, "of_a_second": of_a_second, "between": float(np.mean(between or [0]))}


def in_words(errors):
    parts = (errors.missed, errors.false_alarm, errors.confusion)
    return f"{100 * errors.rate:5.1f} ({' + '.join(f'{100 * part / errors.spoken:.1f}' for part in parts)})"


def measured(path, ears, given, settings):
    """One line; errors of ours and of the prototype, and what each took."""
    true = read_rttm(path.with_suffix(".rttm"))
    count = len({span.who for span in true})
    track = listen(path, nothing)
    words, transcribing = words_of(path, track, given, settings)
    people = None if given.people == "unknown" else max(1, count + PEOPLE[given.people])
    minutes = track.seconds / 60

    began = time.process_time()
    voices = tell_apart(path, words, track, people=people, ears=ears, progress=nothing)
    ours_took = (time.process_time() - began) / minutes
    ours = compare(true, [Span(each.start, each.end, each.voice) for each in voices.stretches])

    began = time.process_time()
    theirs = compare(true, prototype(sound_of(path), track, given.embedder_of_prototype, count))
    theirs_took = (time.process_time() - began) / minutes
    all_words, sure = right_words(words, voices, true)
    share = sum(ok for _, ok in all_words) / max(len(all_words), 1)
    sure_share = sum(ok for _, ok in sure) / max(len(sure), 1)
    transcribed = f"{transcribing / minutes:5.2f}" if transcribing else "  –  "
    print(
        f"{path.stem:11} {count} people, {len(voices.names)} voices | ours {in_words(ours)} {ours_took:5.2f} s "
        f"| prototype {in_words(theirs)} {theirs_took:5.2f} s | words right {share:.3f}, "
        f"sure {len(sure)}/{len(all_words)} right {sure_share:.3f} | transcribing {transcribed} s",
        flush=True,
    )
    return ours, theirs


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--people", choices=[*PEOPLE, "unknown"], default="known")
    parser.add_argument("--embedder", help="a name of the catalogue, or a folder")
    parser.add_argument("--prototype", type=Path, help="a folder with another embedder for the prototype")
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--words", type=Path, help="a folder to keep words in")
    parser.add_argument("--spread", action="store_true")
    given = parser.parse_args()
    settings = Settings.from_environment()
    threads = settings.speech_threads
    folder = verified(settings.models_dir, given.embedder or settings.speaker_embedder)
    embedder = Embedder(folder, threads=threads)
    if given.spread:
        print({name: round(float(value), 3) for name, value in spread_of(given.audio, embedder).items()})
        return
    given.embedder_of_prototype = Embedder(given.prototype, threads=threads) if given.prototype else embedder
    ears = Ears(LocalListener(verified(settings.models_dir, "pyannet"), threads=threads), embedder)
    print("diarization error in % (missed + false alarm + confusion), processor seconds a minute of sound")
    found = [measured(path, ears, given, settings) for path in given.audio]
    ours, theirs = (reduce(add, errors) for errors in zip(*found, strict=True))
    print(f"all: ours {in_words(ours)} | prototype {in_words(theirs)}")


if __name__ == "__main__":
    main()
