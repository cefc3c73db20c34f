"""Keeps the house as ARCHITECTURE.md describes it."""

import re
import subprocess
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from fidelity.queue import QUEUES, JobKind
from fidelity.running import parts
from fidelity.settings import PREFIX, Settings, WrongSetting
from tests.conftest import ROOT

CODE = [
    path
    for folder in ("fidelity", "workers", "models")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
LONGEST_FILE = 250


def test_everything_is_imported_one_way():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], check=False, capture_output=True, text=True, cwd=ROOT
    )

    assert done.returncode == 0, done.stdout


def test_the_web_process_loads_no_heavy_library():
    heavy = (
        "{'av', 'fpdf', 'faster_whisper', 'ctranslate2', 'spacy', 'onnxruntime', 'tokenizers', 'thinc',"
        " 'krippendorff', 'pandas', 'pingouin', 'scipy', 'statsmodels'}"
    )
    program = (
        "import sys; from fidelity.settings import Settings; from fidelity.app import create_app; "
        "create_app(Settings.from_environment({'FIDELITY_SECRET_KEY': 'x'})); "
        f"print(sorted({heavy} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("kind", JobKind)
def test_every_job_is_a_function_that_exists(kind):
    module, _, name = kind.value.path.rpartition(".")

    assert callable(getattr(import_module(module), name))


def test_every_queue_has_a_worker_on_one_machine():
    source = (ROOT / "fidelity" / "commands" / "run.py").read_text()
    worked_on = {
        name
        for call in re.findall(r"parts\.worker\(([^)]*)\)", source)
        for name in re.findall(r'"(\w+)"', call)
    }

    assert worked_on == set(QUEUES) >= {kind.value.queue for kind in JobKind}
    assert parts.worker("speech").command[-1] == "speech"


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(setting):
    assert f"`{PREFIX}{setting.upper()}`" in (ROOT / "docs" / "settings.md").read_text()


def test_no_setting_is_documented_that_does_not_exist():
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))

    assert named <= {PREFIX + field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIDELITY_PORT", "eighty"),
        ("FIDELITY_PORT", "-1"),
        ("FIDELITY_SECURE_COOKIES", "maybe"),
        ("FIDELITY_PROT", "80"),
    ],
)
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(WrongSetting, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_grows_beyond_one_reason_to_exist(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_page_has_a_title_and_no_inline_code(path):
    source = path.read_text()

    if '{% extends "layouts/page.html" %}' in source:
        assert re.search(r"\{% block title %\}\S", source)
    assert not re.search(
        r"\sstyle=|\son(click|change|submit|load|input|key\w+|focus|blur|mouse\w+|error)=|<script(?! nonce| type=\"module\" src)",
        source,
    )
    assert "| safe" not in source
    assert "|safe" not in source


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_form_that_changes_something_carries_a_token(path):
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL):
        if re.search(r'method="post"', form, re.IGNORECASE):
            assert re.search(
                r"csrf_token|hidden_tag|\bfields\(", form
            )  # fields() of reviews/_fields.html brings it


def test_nothing_is_fetched_from_elsewhere_by_a_page():
    for path in TEMPLATES:
        assert not re.search(r"(src|href)=\"(https?:)?//", path.read_text())


def test_tables_and_tagger_speak_of_the_same_nine_principles():
    from fidelity.nlp import types
    from models import Polarity, Principle

    assert [member.value for member in Principle] == [member.value for member in types.Principle]
    assert {member.value for member in Polarity} == {member.value for member in types.Polarity}
