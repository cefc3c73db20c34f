"""Memory of each process at rest, after ten recordings or fifty, and what loading the model costs.

PYTHONPATH=. .venv/bin/python tests/benchmarks/memory.py [--small] [--fifty] [AUDIO]
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
MODEL = "whisper-tiny.en" if "--small" in sys.argv else "whisper-base"
RECORDINGS = 50 if "--fifty" in sys.argv else 10
LOOKS = (1, 10, 50)
FOLDER = Path(tempfile.mkdtemp(prefix="fy"))
os.environ |= {
    "FIDELITY_DATA_DIR": str(FOLDER),
    "FIDELITY_MODELS_DIR": os.environ.get("FIDELITY_MODELS_DIR") or str(ROOT / "var" / "models"),
    "FIDELITY_WHISPER_MODEL": MODEL,
    "FIDELITY_PORT": "8099",
}

from fidelity.queue import JobKind, RedisQueue  # noqa: E402
from fidelity.running import parts  # noqa: E402
from fidelity.running.prepare import prepare  # noqa: E402
from fidelity.running.supervisor import Supervisor  # noqa: E402
from fidelity.settings import Settings  # noqa: E402
from fidelity.storage import AudioStore  # noqa: E402
from fidelity.usecases import jobs  # noqa: E402
from models import JobStatus, Recording, RecordingStatus  # noqa: E402
from tests.factories import Factories  # noqa: E402

GIVEN = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
SOUND = GIVEN[0] if GIVEN else ROOT / "fidelity" / "demonstration" / "data" / "s01.m4a"
NOTE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")[:2500]


def family_mib(pid):
    process = psutil.Process(pid)
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]) / 2**20


def main():
    settings = Settings.from_environment()
    database = prepare(settings)
    supervisor = Supervisor()
    supervisor.start(parts.queue_server(settings))
    time.sleep(1)
    for part in (
        parts.worker("speech"),
        parts.worker("text", "default"),
        parts.timetable(),
        parts.web(settings),
    ):
        supervisor.start(part)
    time.sleep(8)
    table = {name: [family_mib(pid)] for name, pid in supervisor.pids().items()}
    queue, store = RedisQueue(settings.queue_url), AudioStore(settings.recordings_dir, reserve_bytes=0)
    numbers, took = count(), []
    for number in range(1, RECORDINGS + 1):
        began = time.perf_counter()
        work(database, queue, store, numbers)
        took.append(round(time.perf_counter() - began, 1))
        if number in LOOKS:
            for name, pid in supervisor.pids().items():
                table[name].append(family_mib(pid))
    supervisor.stop()
    print(f"{MODEL}; load {os.getloadavg()[0]:.1f}; MiB, children counted in")
    looks = [number for number in LOOKS if number <= RECORDINGS]
    print(f"| process | at rest | {' | '.join(f'after {number}' for number in looks)} |")
    print("|---" * (len(looks) + 2) + "|")
    for name, sizes in table.items():
        print(f"| {name} | {' | '.join(f'{size:.0f}' for size in sizes)} |")
    print(
        f"\nOne recording and one note: the first {took[0]} s, then median {statistics.median(took[1:]):.1f} s"
    )
    seconds = [load_seconds(settings) for _ in range(5)]
    print(f"Model into a fresh process, five times: median {statistics.median(seconds):.1f} s of {seconds}")


def work(database, queue, store, numbers):
    """One recording and one note, to the end."""
    with database.writing() as db:
        factories = Factories(db)
        factories._numbers = numbers
        with SOUND.open("rb") as audio:
            kept = store.copy(audio, largest_bytes=10**9).keep()
        recording = factories.Recording(audio_key=kept.key, status=RecordingStatus.WAITING)
        note = factories.Note(texts={"advances": NOTE})
        asked = [
            jobs.ask(db, JobKind.TRANSCRIBE, recording.id),
            jobs.ask(db, JobKind.TAG_NOTE, note.latest.id),
        ]
        db.commit()
        for job in asked:
            jobs.send(db, queue, job)
        keys = [(type(asked[0]), job.id) for job in asked]
        key = recording.id
    while True:
        with database.reading() as db:
            done = all(db.get(kind, job).status is JobStatus.DONE for kind, job in keys)
            if done and not db.get(Recording, key).is_in_hand:
                return
        time.sleep(0.3)


def load_seconds(settings):
    program = (
        "import time; t = time.perf_counter(); from fidelity.speech.whisper import load_model; from fidelity.speech.machine import Machine; "
        f"from pathlib import Path; load_model(Path({str(settings.models_dir / MODEL)!r}), Machine('cpu', 'int8', 8, 2)); print(time.perf_counter() - t)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return round(float(done.stdout), 2)


try:
    main()
finally:
    shutil.rmtree(FOLDER)
