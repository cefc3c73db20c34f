"""Ours beside raw faster-whisper, on any audio: times real time, memory, and words wrong where they are known.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/speech.py [--lengths 300,3600,10800] AUDIO…

Every row is a process of its own, one after the other, with the model loaded before the clock starts; on a
machine that others use, compare the processor's seconds. Where
AUDIO.txt lies beside AUDIO, its words are the truth. ``--lengths`` joins the audio, again and again, to one
MP3 of at least so many seconds, and measures that instead. ``--model``, ``--only`` and ``--people`` as they say.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from itertools import cycle
from pathlib import Path

import jiwer

WAYS = ("ours", "ours and voices", "raw batched", "raw sequential", "copy to listen to")


def now():
    """Seconds of the clock, and of the processor for this process."""
    return time.perf_counter(), time.process_time()


def since(began):
    return tuple(end - start for start, end in zip(began, now(), strict=True))


def hear_with_ours(path, model, people, *, with_voices):
    """From a kept file to a stored transcript, by the worker's own use-case; the copy is there already."""
    from fidelity.db import Database
    from fidelity.migrate import migrate
    from fidelity.queue import JobKind
    from fidelity.speech.playback import make_playback
    from fidelity.speech.tools import SpeechTools
    from fidelity.storage import AudioStore
    from fidelity.usecases import jobs
    from fidelity.usecases.transcribe_recording import transcribe_recording
    from fidelity.usecases.work_on_job import take_job
    from models import Language, RecordingStatus, Segment, Transcript
    from tests.factories import Factories
    from tests.fakes import FakeQueue
    from workers.speech import speakers, transcriber

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/speech.sqlite3")
        migrate(database.engine)
        store = AudioStore(Path(folder) / "recordings", reserve_bytes=0)
        with database.writing() as db, path.open("rb") as audio:
            kept = store.copy(audio, largest_bytes=2**32).keep()
            recording = Factories(db).Recording(
                audio_key=kept.key,
                status=RecordingStatus.WAITING,
                language=Language.ENGLISH,
                is_playable=True,
                caregivers=people - 1,
                young_people=0,
            )
            job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
            db.commit()
            heard_by = transcriber(model)
            heard_by.load()
            if with_voices:
                speakers().load()
            name = speakers().name if with_voices else (lambda _path, heard, **_: heard)
            taken = take_job(db, job_id=job.id, worker="benchmark")
            began = now()
            transcribe_recording(
                db,
                store,
                FakeQueue(),
                SpeechTools(make_playback, lambda _: heard_by, name),
                attempt=taken,
                model=model,
                progress=lambda _: None,
            )
            took = since(began)
            transcript = db.query(Transcript).one()
            text = " ".join(s.text for s in db.query(Segment).order_by(Segment.position))
            return took, text, transcript.settings


def hear_raw(path, model, *, batched):
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    from fidelity.settings import Settings
    from fidelity.speech.machine import this_machine
    from fidelity.weights.check import verified

    settings = Settings.from_environment()
    machine = this_machine(settings)
    loaded = WhisperModel(
        str(verified(settings.models_dir, model)),
        device=machine.device,
        compute_type=machine.precision,
        cpu_threads=machine.threads,
    )
    began = now()
    if batched:
        segments, _ = BatchedInferencePipeline(loaded).transcribe(
            str(path), language="en", batch_size=machine.batch, beam_size=5, word_timestamps=True
        )
    else:
        segments, _ = loaded.transcribe(
            str(path), language="en", beam_size=5, vad_filter=True, word_timestamps=True
        )
    text = "".join(segment.text for segment in segments)
    return since(began), text, {}


def copy_to_listen_to(path):
    from fidelity.speech.playback import make_playback

    with tempfile.TemporaryDirectory() as folder:
        began = now()
        make_playback(path, Path(folder) / "copy.m4a", Path(folder) / "peaks.json", lambda _: None)
        return since(began), "", {}


def one(way, path, model, people):
    """In a process of its own: says what it took as a line of JSON."""
    if way.startswith("ours"):
        took, text, settings = hear_with_ours(path, model, people, with_voices=way != "ours")
    elif way.startswith("raw"):
        took, text, settings = hear_raw(path, model, batched=way == "raw batched")
    else:
        took, text, settings = copy_to_listen_to(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"took": took[0], "processor": took[1], "text": text, "peak": peak, "settings": settings})
    )


def plain_words(text):
    """Lower case, no punctuation, nothing expanded."""
    return " ".join(re.sub(r"[^\w\s]", "", text.lower()).split())


def joined(paths, seconds, folder):
    """One MP3 of whole recordings, repeated until it is long enough, and its words beside it."""
    import av

    from fidelity.speech.sound import samples

    rate, made, texts = 16_000, folder / f"{seconds}.mp3", []
    with av.open(str(made), "w") as out:
        stream = out.add_stream("libmp3lame", rate=rate, layout="mono")
        stream.bit_rate = 64_000
        count = 0
        for path in cycle(paths):
            truth = path.with_suffix(".txt")
            texts.append(truth.read_text() if truth.exists() else "")
            for piece, _ in samples(path, rate=rate):
                frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
                frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), count
                count += len(piece)
                out.mux(stream.encode(frame))
            if count >= seconds * rate:
                break
        out.mux(stream.encode(None))
    if all(texts):
        made.with_suffix(".txt").write_text("\n".join(texts))
    return made


def seconds_of(path):
    from fidelity.speech.sound import samples

    return sum(len(piece) for piece, _ in samples(path, rate=16_000)) / 16_000


def compare(path, ways, model, people):
    seconds = seconds_of(path)
    truth = path.with_suffix(".txt")
    print(f"\n{path.name}: {seconds:.0f} s, {model}, load {os.getloadavg()[0]:.1f}", flush=True)
    print("| what runs | seconds | × real time | processor s | peak MiB | words | words wrong |")
    print("|---|---|---|---|---|---|---|")
    for way in ways:
        done = subprocess.run(
            [sys.executable, __file__, "--one", way, "--model", model, "--people", str(people), str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(done.stderr)
        found = json.loads(done.stdout.splitlines()[-1])
        words = plain_words(found["text"])
        wrong = f"{jiwer.wer(plain_words(truth.read_text()), words):.4f}" if words and truth.exists() else ""
        row = (
            f"{found['took']:.1f}",
            f"{seconds / found['took']:.1f}",
            f"{found['processor']:.1f}",
            f"{found['peak']:.0f}",
            len(words.split()) or "",
            wrong,
        )
        print(f"| {way} | {' | '.join(str(each) for each in row)} |", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--lengths", type=lambda text: [int(each) for each in text.split(",")], default=[])
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"some of: {'; '.join(WAYS)}")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one, given.audio[0], given.model, given.people)
        return
    ways = [way for way in WAYS if not given.only or way in given.only]
    with tempfile.TemporaryDirectory() as folder:
        made = [joined(given.audio, seconds, Path(folder)) for seconds in given.lengths]
        for path in made or given.audio:
            compare(path, ways, given.model, given.people)


if __name__ == "__main__":
    main()
