"""How many marks find their words in another version of a transcript, and how many find the wrong ones.

    python tests/benchmarks/versions.py AUDIO.m4a… [--older MODEL] [--newer MODEL] [--alike .5 .6 .7]

Each recording (with AUDIO.txt, what was said, beside it) is written down by two recognisers. Marks of
random length are set on random words of the one and placed in the other, both ways. Where each truly
belongs is found without times: both versions are aligned, as wholes, to what was said, and a mark covers
those words of it. Placed is right if both cover mostly the same words (each at least half of the other),
wrong if not. Then the newer version loses every fourth turn: marks on what is gone must find no place.

Who speaks: every turn of the one is named and carried. Asked is of each word of the other whether it has
the name of the turn in which the word stands that it truly corresponds to. Corrections: every single word
that the one has wrong is corrected to what was said, and carried.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import jiwer

from fidelity.settings import Settings
from fidelity.transcripts import placing
from fidelity.transcripts.carrying import Opposites, Words, put_again
from fidelity.transcripts.placing import Anchor, Version, place
from fidelity.weights.check import verified

MARKS = 500
LENGTHS = (1, 2, 3, 5, 8, 12, 20)


def hear(path, model, keep):
    """Turns of a recording; kept beside, so that a second run need not listen again."""
    kept = keep and keep / f"{path.stem}.{model}.json"
    if kept and kept.exists():
        return [turn(each) for each in json.loads(kept.read_text())["segments"]]
    from fidelity.commands.transcribe import as_object
    from fidelity.speech.machine import this_machine
    from fidelity.speech.tools import Manner
    from fidelity.speech.transcriber import WindowTranscriber
    from fidelity.speech.whisper import Whisper

    settings = Settings.from_environment()
    folder = verified(settings.models_dir, model)
    transcriber = WindowTranscriber(Whisper(folder, model=model, machine=this_machine(settings)))
    heard = as_object(transcriber.transcribe(path, manner=Manner("en"), progress=lambda part: None))
    if kept:
        kept.write_text(json.dumps(heard))
    return [turn(each) for each in heard["segments"]]


def turn(each):
    return SimpleNamespace(
        starts_seconds=each["start"],
        ends_seconds=each["end"],
        text=each["text"],
        words=each["words"],
        voice=each["speaker"],
    )


def truth_of(version, said):
    """For each word of a version the word of what was said that it stands for; nothing if it was not said."""
    heard = [word.plain or "-" for word in version.words]
    aligned = jiwer.process_words(" ".join(said), " ".join(heard))
    stands_for = [None] * len(heard)
    for chunk in aligned.alignments[0]:
        if chunk.type in {"equal", "substitute"}:
            for step in range(chunk.hyp_end_idx - chunk.hyp_start_idx):
                stands_for[chunk.hyp_start_idx + step] = chunk.ref_start_idx + step
    return stands_for


def covered(version, stands_for, anchor):
    first, last = version.covering(anchor.turn, anchor.starts, anchor.ends)
    return {stands_for[i] for i in range(first, last + 1)} - {None}


def marks(version, rng):
    for _ in range(MARKS):
        word = rng.choice(version.words)
        of_turn = [each for each in version.words if each.turn == word.turn]
        length = min(rng.choice(LENGTHS), len(of_turn))
        at = rng.randrange(len(of_turn) - length + 1)
        yield Anchor(word.turn, of_turn[at].starts, of_turn[at + length - 1].ends)


def judge(old, new, old_truth, new_truth, anchor, alike):
    placed, wanted = place(old, anchor, new, alike=alike), covered(old, old_truth, anchor)
    if placed is None:
        return "not placed"
    got = covered(new, new_truth, placed)
    if not wanted:
        return "said by nobody"
    if got == wanted:
        return "the same words"
    return "mostly the same" if 2 * len(got & wanted) >= max(len(got), len(wanted)) else "wrong"


def names_carried(old, new, old_truth, new_truth):
    """How many words of the new version have the name of the word that they correspond to, another, or none."""
    opposites = Opposites(old, new)
    named = {}
    for position in range(len(old.turns)):
        for words in opposites.said_during(position, 0, old.length(position) - 1):
            for number in range(words.first, words.last + 1):
                named[new.word(words.turn, number)] = position
    turn_of = {said: old.words[i].turn for i, said in enumerate(old_truth) if said is not None}
    counts = Counter()
    for index, said in enumerate(new_truth):
        if said in turn_of:
            same = named.get(index) == turn_of[said]
            counts["same" if same else "another" if index in named else "none"] += 1
    return counts


def corrections_carried(old, new, old_truth, new_truth, said):
    """What became of corrections of single words: how the new version then reads at their place."""
    counts = Counter()
    place_of = {word: index for index, word in enumerate(new_truth) if word is not None}
    for index, word in enumerate(old.words):
        meant = old_truth[index]
        if meant is None or word.plain == said[meant]:
            continue
        put = put_again(old, Words(word.turn, word.number, word.number), said[meant], new)
        there = place_of.get(meant)
        if put is None:
            counts["waits"] += 1
        elif there is None:
            counts["at a word that was not heard"] += 1
        else:
            first = new.word(put.words.turn, put.words.first)
            last = new.word(put.words.turn, put.words.last)
            is_right = first <= there <= last and (put.is_needed or new.words[there].plain == said[meant])
            counts[("made again" if put.is_needed else "not needed") if is_right else "wrong"] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--older", default="whisper-tiny.en")
    parser.add_argument("--newer", default="whisper-base")
    parser.add_argument("--alike", nargs="+", type=float, default=[placing.ALIKE])
    parser.add_argument("--keep", type=Path, help="a folder for what was heard")
    given = parser.parse_args()
    columns = ("the same words", "mostly the same", "wrong", "said by nobody", "not placed")
    pairs = []
    for path in given.audio:
        said = [placing.plain(word) for word in path.with_suffix(".txt").read_text().split()]
        both = [Version(hear(path, model, given.keep)) for model in (given.older, given.newer)]
        pairs += [(a, b, truth_of(a, said), truth_of(b, said), said) for a, b in (both, both[::-1])]

    print("| alike | marks | " + " | ".join(columns) + " | placed though gone |")
    print("|---|---|" + "---|" * (len(columns) + 1))
    for alike in given.alike:
        rng = random.Random(7)  # the same marks every time
        counts, gone, gone_placed = dict.fromkeys(columns, 0), 0, 0
        for old, new, old_truth, new_truth, _ in pairs:
            lost = Version([each for n, each in enumerate(new.turns) if n % 4])
            left = {new_truth[i] for i, word in enumerate(new.words) if word.turn % 4}
            for anchor in marks(old, rng):
                counts[judge(old, new, old_truth, new_truth, anchor, alike)] += 1
                wanted = covered(old, old_truth, anchor)
                if wanted and not wanted & left:
                    gone += 1
                    gone_placed += place(old, anchor, lost, alike=alike) is not None
        total = sum(counts.values())
        shares = " | ".join(f"{100 * counts[each] / total:.1f} %" for each in columns)
        print(f"| {alike} | {total} | {shares} | {gone_placed} of {gone} |")

    names, corrections = Counter(), Counter()
    for old, new, old_truth, new_truth, said in pairs:
        names += names_carried(old, new, old_truth, new_truth)
        corrections += corrections_carried(old, new, old_truth, new_truth, said)
    print(f"\nwords by the name they are given: {dict(names)}")
    print(f"corrections: {dict(corrections)}")


if __name__ == "__main__":
    main()
