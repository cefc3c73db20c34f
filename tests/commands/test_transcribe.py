"""Scripts rely on the shape of what the command prints."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from fidelity.commands.transcribe import transcribe

TINY = "whisper-tiny.en"


@pytest.fixture
def run(models_dir, monkeypatch):
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(models_dir))

    def invoke(*arguments):
        return CliRunner().invoke(transcribe, [str(argument) for argument in arguments])

    return invoke


@pytest.mark.speech
def test_it_prints_one_object_of_the_promised_shape(run, visit):
    outcome = run(visit, "--json", "--model", TINY, "--language", "en", "--people", 2)

    heard = json.loads(outcome.stdout)
    assert outcome.exit_code == 0
    assert list(heard) == ["duration", "language", "coverage", "model", "segments"]
    assert heard["model"] == TINY
    for segment in heard["segments"]:
        assert list(segment) == ["start", "end", "text", "speaker", "role", "suspect", "words"]
        assert segment["speaker"] in {None, "A", "B"}
        assert segment["role"] in {"therapist", "caregiver", "youth", "other", "unknown"}
        assert segment["suspect"] is None
        for word in segment["words"]:
            assert list(word) == ["start", "end", "text", "probability"]


@pytest.mark.speech
def test_it_prints_text_with_times(run, visit):
    outcome = run(visit, "--model", TINY)

    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("0:00:00 ")
    assert "park right down" in outcome.stdout


def test_a_file_that_cannot_be_read_ends_with_2_and_one_line(run, tmp_path):
    path = tmp_path / "visit.mp3"
    path.write_text("not sound")

    outcome = run(path, "--json")

    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert outcome.stderr.count("\n") == 1
    assert "not a sound recording" in outcome.stderr


def test_a_file_that_is_not_there_ends_with_2_and_one_line(run, tmp_path):
    outcome = run(tmp_path / "gone.m4a")

    assert outcome.exit_code == 2
    assert outcome.stderr.count("\n") == 1


def test_a_model_that_is_missing_is_named_with_what_to_do(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("FIDELITY_MODELS_DIR", str(tmp_path))

    outcome = CliRunner().invoke(transcribe, [str(visit), "--model", TINY])

    assert outcome.exit_code == 1
    assert f"fidelity models fetch {TINY}" in outcome.stderr


def test_the_command_loads_no_heavy_library_before_it_runs():
    code = (
        "import sys, fidelity.commands.transcribe, fidelity.commands.models; "
        "sys.exit(bool({'av', 'faster_whisper', 'numpy', 'huggingface_hub'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
