"""Measures how well roles are found, by words: the therapist's above all.

    python tests/benchmarks/roles.py                        on the turns that were learnt from, by meeting left out
    python tests/benchmarks/roles.py --choose               the same at several thresholds
    python tests/benchmarks/roles.py --audio FOLDER         on recordings with truth: true voices, and the product's own

Precision: of the words called the therapist's, how many are. Recall: of the therapist's words, how many are called so.
Right: of all words, how many have their role. Unknown: of all words, how many are given none.

Spoiled voices: whole turns go to a wrong voice, short ones twice as often, and the edges of turns slip by some words,
until about so many words of a hundred are in the wrong voice; turns are then cut where the voice changes. What is
learnt never saw the meeting that is measured. With --audio the words are the recogniser's, and the weights are those
that ship; a word's true role is that of the true turn in whose time its middle lies, or the nearest.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

import numpy as np

from fidelity.speech.roles import decide, train
from fidelity.speech.roles.types import Present, Turn

FOLDS = 5
#: Who is heard in the shared sessions.
PRESENT = {
    "s01": Present(therapist=True, caregivers=1, young_people=1, others=1),
    "s04": Present(therapist=True, caregivers=2, young_people=0, others=0),
    "s07": Present(therapist=True, caregivers=1, young_people=1, others=1),
}
HEAD = "| therapist's words: precision | recall | right, of all | unknown, of all |"


def spoil(turns, share, chance):
    """Pieces of the talk as wrong voices would cut it: text, voice, confidence, the true role of each word."""
    voices = sorted({role for role, _ in turns})
    words = []
    for role, text in turns:
        said = text.split()
        voice, sure = role, chance.uniform(0.6, 1.0)
        if len(voices) > 1 and chance.random() < share * (1.5 if len(said) < 6 else 0.7):
            voice, sure = (
                chance.choice([other for other in voices if other != role]),
                chance.uniform(0.3, 0.9),
            )
        words += [[word, voice, sure, role] for word in said]
    slipped = [word[1] for word in words]
    for at in [n for n in range(1, len(words)) if words[n][1] != words[n - 1][1]]:
        for step in range(chance.randint(0, round(share * 12))):
            if chance.random() < 0.5 and at + step < len(words):
                slipped[at + step] = words[at - 1][1]
            elif at - 1 - step >= 0:
                slipped[at - 1 - step] = words[at][1]
    pieces = []
    for (word, _, sure, role), voice in zip(words, slipped, strict=True):
        if not pieces or pieces[-1][1] != voice:
            pieces.append(([], voice, [], []))
        said, _, confidences, roles = pieces[-1]
        said.append(word)
        confidences.append(sure)
        roles.append(role)
    return [(" ".join(said), voice, sum(sure) / len(sure), roles) for said, voice, sure, roles in pieces]


def who_was_there(turns):
    """Roles are all that is known of the meetings, so one of each that speaks."""
    heard = {role for role, _ in turns}
    return Present(
        therapist="therapist" in heard,
        caregivers=int("caregiver" in heard),
        young_people=int("youth" in heard),
        others=int("other" in heard),
    )


def count(pieces, present, learnt=None):
    """What became of each word: its role, the role it was given."""
    turns = [Turn(text, voice, sure if voice else 0.0, 0.0, 0.0) for text, voice, sure, _ in pieces]
    guesses = decide.decide_roles(turns, present, learnt=learnt)
    return Counter(
        (role, guess.role) for guess, (*_, roles) in zip(guesses, pieces, strict=True) for role in roles
    )


def line(counted):
    words = counted.total()
    called = sum(n for (_, guess), n in counted.items() if guess == "therapist")
    said = sum(n for (role, _), n in counted.items() if role == "therapist")
    both = counted["therapist", "therapist"]
    right = sum(n for (role, guess), n in counted.items() if role == guess)
    unknown = sum(n for (_, guess), n in counted.items() if guess == "unknown")
    family = sum(n for (_, guess), n in counted.items() if guess not in {"therapist", "unknown"})
    theirs = (right - both) / family if family else 0.0
    return (
        f"| {both / called if called else 0:.3f} | {both / said:.3f} | {right / words:.3f} | {unknown / words:.3f} "
        f"| {theirs:.3f} |"
    )


def left_out():
    """Each meeting with weights that never saw it."""
    meetings = train.shipped()
    order = np.random.default_rng(0).permutation(len(meetings))
    names = sorted(meetings)
    for fold in range(FOLDS):
        held = {names[n] for place, n in enumerate(order) if place % FOLDS == fold}
        learnt = train.learnt_from(turns for name, turns in meetings.items() if name not in held)
        yield from ((meetings[name], learnt) for name in sorted(held))


WAYS = {
    "true voices": lambda turns, chance: spoil(turns, 0.0, chance),
    "one word in ten in a wrong voice": lambda turns, chance: spoil(turns, 0.10, chance),
    "one word in five in a wrong voice": lambda turns, chance: spoil(turns, 0.20, chance),
    "no voices, true turns": lambda turns, chance: [
        (t, None, 0.0, r) for t, _, _, r in spoil(turns, 0.0, chance)
    ],
}


def by_meeting(*, choose):
    print(
        f"| voices | in a wrong voice {HEAD} family's role right, where given |\n|---|---|---|---|---|---|---|"
    )
    meetings = list(left_out())
    for name, way in WAYS.items():
        spoiled = [
            (way(turns, random.Random(7)), turns, learnt) for turns, learnt in meetings
        ]  # chance, not secrets
        wrong = [role != voice for pieces, _, _ in spoiled for _, voice, _, roles in pieces for role in roles]
        for enough in (0.5, 0.6, 0.7, 0.8, 0.9) if choose else (None,):
            if enough:
                decide._ENOUGH = dict.fromkeys(decide._ENOUGH, enough)
                decide._ENOUGH_BY_WORDS_ALONE = enough
            counted = sum(
                (count(pieces, who_was_there(turns), learnt) for pieces, turns, learnt in spoiled), Counter()
            )
            told = f"{sum(wrong) / len(wrong):.3f}" if spoiled[0][0][0][1] else "–"
            print(f"| {name}{f', from {enough}' if enough else ''} | {told} {line(counted)}", flush=True)


def truth(path):
    rows = [row.split() for row in path.read_text().splitlines()]
    return [(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows]


def said_by(turns, word):
    middle = (word.start + word.end) / 2
    return min(turns, key=lambda turn: max(turn[0] - middle, middle - turn[1], 0.0))[2]


def by_recording(folder):
    from fidelity.settings import Settings
    from fidelity.speech.machine import this_machine
    from fidelity.speech.speakers import Speakers
    from fidelity.speech.tools import Manner
    from fidelity.speech.transcriber import WindowTranscriber
    from fidelity.speech.voices.tell_apart import Ears
    from fidelity.speech.whisper import Whisper
    from fidelity.weights.check import verified

    settings = Settings.from_environment()
    model = settings.whisper_model
    whisper = Whisper(verified(settings.models_dir, model), model=model, machine=this_machine(settings))
    transcriber = WindowTranscriber(whisper)
    ears = Ears.load(
        listener=verified(settings.models_dir, "pyannet"),
        embedder=verified(settings.models_dir, settings.speaker_embedder),
        threads=settings.speech_threads,
    )
    ways = {"true voices": Counter(), "the product's voices": Counter(), "no voices": Counter()}
    print(f"| recording | voices {HEAD} family's role right, where given |\n|---|---|---|---|---|---|---|")
    for name, present in PRESENT.items():
        path, true = folder / f"{name}.m4a", truth(folder / f"{name}.rttm")
        heard = transcriber.transcribe(path, manner=Manner("en"), progress=lambda _: None)
        people = present.therapist + present.caregivers + present.young_people + present.others

        def named(load, heard=heard, path=path, people=people, present=present):
            return Speakers(load).name(
                path, heard, track_path=None, people=people, present=present, progress=lambda _: None
            )

        def nobody():
            raise FileNotFoundError

        found = {
            "true voices": _with_true_voices(heard, true, present),
            "the product's voices": _roles_of(named(lambda: ears), true),
            "no voices": _roles_of(named(nobody), true),
        }
        for way, counted in found.items():
            ways[way] += counted
            print(f"| {name} | {way} {line(counted)}", flush=True)
    for way, counted in ways.items():
        print(f"| all | {way} {line(counted)}")


def _roles_of(heard, true):
    return Counter((said_by(true, word), turn.role) for turn in heard.utterances for word in turn.words)


def _with_true_voices(heard, true, present):
    pieces = []
    for word in (word for utterance in heard.utterances for word in utterance.words):
        role = said_by(true, word)
        if not pieces or pieces[-1][3][-1] != role:
            pieces.append(([], role, 0.95, []))
        pieces[-1][0].append(word.text)
        pieces[-1][3].append(role)
    return count([(" ".join(said), voice, sure, roles) for said, voice, sure, roles in pieces], present)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--audio", type=Path)
    asked = parser.parse_args()
    if asked.audio:
        by_recording(asked.audio)
    else:
        by_meeting(choose=asked.choose)
