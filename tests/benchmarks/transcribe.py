"""Measures the recogniser on recordings whose words are known: ``AUDIO.m4a`` with ``AUDIO.txt`` beside it.

    python tests/benchmarks/transcribe.py s01.m4a s04.m4a s07.m4a
    python tests/benchmarks/transcribe.py --plain s01.m4a s04.m4a s07.m4a

``--plain`` runs faster-whisper's own pipeline with its own decoding and nothing of ours, to compare.
"""

import argparse
import re
import resource
import time
from pathlib import Path

import jiwer

from fidelity.settings import Settings
from fidelity.weights.check import verified


def hear_with_ours(folder, threads):
    from fidelity.speech.whisper import WhisperTranscriber

    transcriber = WhisperTranscriber(folder, model=folder.name, threads=threads)
    transcriber.load()

    def hear(path):
        heard = transcriber.transcribe(path, language="en", progress=lambda part: None)
        return heard.duration, " ".join(utterance.text for utterance in heard.utterances)

    return hear


def hear_plainly(folder, threads):
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    pipeline = BatchedInferencePipeline(WhisperModel(str(folder), compute_type="int8", cpu_threads=threads))

    def hear(path):
        segments, info = pipeline.transcribe(
            str(path), language="en", batch_size=8, beam_size=5, word_timestamps=True
        )
        return info.duration, "".join(segment.text for segment in segments)

    return hear


def plain_words(text):
    """Lower case, no punctuation, nothing expanded."""
    return " ".join(re.sub(r"[^\w\s]", "", text.lower()).split())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--model")
    given = parser.parse_args()
    settings = Settings.from_environment()
    folder = verified(settings.models_dir, given.model or settings.whisper_model)
    hear = (hear_plainly if given.plain else hear_with_ours)(folder, settings.speech_threads)

    said, understood, seconds, began = [], [], 0.0, time.perf_counter()
    for path in given.audio:
        duration, text = hear(path)
        seconds += duration
        if path.with_suffix(".txt").exists():
            said.append(plain_words(path.with_suffix(".txt").read_text()))
            understood.append(plain_words(text))
            print(f"{path.name}: word error rate {jiwer.wer(said[-1], understood[-1]):.3f}")
    took = time.perf_counter() - began
    if said:
        print(f"all: word error rate {jiwer.wer(said, understood):.3f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.0f} s of sound in {took:.1f} s: {seconds / took:.1f} times real time")
    print(f"most memory: {memory:.0f} MiB; threads: {settings.speech_threads}; model: {folder.name}")


if __name__ == "__main__":
    main()
