"""Makes labelled turns sound, and writes down what the recogniser hears: units with its real errors.

    python tests/benchmarks/rehear.py --documents 40 --model whisper-base

Needs espeak-ng. Therapists' turns of sessions are read by a synthetic voice in a little noise and heard by
faster-whisper; each label's words are found again in what was heard, and a turn in which they are not is left
as it was. Writes fidelity/nlp/learning/data/u6-heard.jsonl. A document is named after the one it was made from,
so that both are always on the same side when something is held out.
"""

import argparse
import difflib
import json
import random
import re
import subprocess
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from fidelity.nlp.learning.units import read_units

VOICES = ("en-gb", "en-gb-x-rp", "en-us")
#: Words wrong of those said. A synthetic voice is at times not understood at all: such a turn teaches nothing.
MOST_WRONG = 0.35
RATE = 22_050
DATA = Path(__file__).parents[2] / "fidelity" / "nlp" / "learning" / "data"


def speak(text, voice, pitch, speed, noise, draw):
    command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(speed), "--stdout", "--stdin"]
    wave = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    sound = np.frombuffer(wave[44:], dtype="<i2").astype(np.float32) / 32_768
    at = np.arange(0, len(sound), RATE / 16_000)
    sound = np.interp(at, np.arange(len(sound)), sound).astype(np.float32)
    return sound + draw.normal(0, noise, len(sound)).astype(np.float32)


def hear(model, sound):
    segments, _ = model.transcribe(
        sound, language="en", beam_size=1, condition_on_previous_text=False, without_timestamps=True
    )
    return " ".join(segment.text.strip() for segment in segments)


def find_again(words, said, heard):
    """The stretch of what was heard that stands where the words stood; nothing if too little of it is left."""
    start = said.index(words)
    before, within = len(said[:start].split()), len(words.split())
    old, new = ([bare(w) for w in text.split()] for text in (said, heard))
    same = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    met = [b + step for a, b, size in same for step in range(size) if before <= a + step < before + within]
    if len(met) < max(1, within // 2):
        return None
    places = [match.span() for match in re.finditer(r"\S+", heard)]
    return heard[places[min(met)][0] : places[max(met)][1]].strip(" ,.;:")


def wrong(said, heard):
    old, new = ([bare(w) for w in text.split()] for text in (said, heard))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return 1 - sum(block.size for block in blocks) / max(1, len(old), len(new))


def bare(word):
    return re.sub(r"[^\w']", "", word.lower())


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--models", type=Path, default=Path("var/models"))
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    model = WhisperModel(str(asked.models / asked.model), compute_type="int8", cpu_threads=asked.threads)

    documents = {}
    for unit in read_units():
        if not unit.document.startswith("heard-"):
            documents.setdefault(unit.document, []).append(unit)
    sessions = [name for name, units in documents.items() if any(u.speaker == "therapist" for u in units)]
    order, draw = random.Random(1), np.random.default_rng(1)
    lines = []
    for name in sorted(order.sample(sorted(sessions), asked.documents)):
        voice, pitch, speed = order.choice(VOICES), order.randint(30, 70), order.randint(140, 175)
        for unit in documents[name]:
            text, labels = unit.text, [[la.principle, la.polarity, la.words] for la in unit.labels]
            if unit.speaker == "therapist":
                heard = hear(model, speak(text, voice, pitch, speed, order.choice((0.0, 0.002, 0.004)), draw))
                found = [[p, s, find_again(words, text, heard)] for p, s, words in labels]
                if wrong(text, heard) <= MOST_WRONG and all(words for _, _, words in found):
                    text, labels = heard, found
            lines.append(
                {
                    "doc": f"heard-{name}",
                    "unit": unit.number,
                    "kind": "session",
                    "speaker": unit.speaker,
                    "text": text,
                    "labels": labels,
                }
            )
        print(name, voice, flush=True)
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (DATA / "u6-heard.jsonl").write_text(content, "utf-8")


if __name__ == "__main__":
    main()
