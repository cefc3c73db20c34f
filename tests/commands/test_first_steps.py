"""``fidelity team|user|case``: first steps without the pages, as the owner of the machine."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from flask_security import verify_password
from sqlalchemy import select

from fidelity.cli import main
from models import AuditEntry, Case, Person, Role

TEAM = ["team", "add", "Tîm Wrecsam", "--variant", "MST", "--weekday", "thursday", "--time", "10:00"]


@pytest.fixture
def fidelity(settings):
    environment = {
        "FIDELITY_DATA_DIR": str(settings.data_dir),
        "FIDELITY_DATABASE_URL": settings.database_url,
        "FIDELITY_SECRET_KEY": settings.secret_key,
    }

    def fidelity(*words, typed=None):
        return CliRunner().invoke(main, list(words), env=environment, input=typed, catch_exceptions=False)

    return fidelity


def test_a_service_is_set_up_with_four_commands(fidelity, db, app):
    assert fidelity(*TEAM).output == "Added the team Tîm Wrecsam.\n"
    first = fidelity("user", "add", "ada@example.org", "Ada", "--administrator")
    added = fidelity(
        *("user", "add", "Gwen@example.org", "Gwen Evans", "--role", "therapist", "--team", "Tîm Wrecsam")
    )
    opened = fidelity("case", "add", "lei-0042", "--team", "Tîm Wrecsam", "--therapist", "gwen@example.org")

    assert [first.exit_code, added.exit_code, opened.exit_code] == [0, 0, 0]
    gwen = db.scalars(select(Person).filter_by(email="gwen@example.org")).one()
    password = re.search(r"shown only now: (\S+)", added.output)[1]
    with app.test_request_context():
        assert verify_password(password, gwen.password)
    assert gwen.must_change_password
    assert [held.role for held in gwen.team_roles] == [Role.THERAPIST]
    assert db.scalars(select(Case.reference)).all() == ["LEI-0042"]
    assert set(db.scalars(select(AuditEntry.person_id))) == {None}


def test_lists_have_one_line_for_each(fidelity):
    fidelity(*TEAM)
    fidelity("user", "add", "gwen@example.org", "Gwen", "--role", "therapist", "--team", "Tîm Wrecsam")
    fidelity("case", "add", "LEI-0042", "--team", "Tîm Wrecsam", "--therapist", "gwen@example.org")

    assert fidelity("team", "list").output == "Tîm Wrecsam\tMST\tthursday 10:00\t1\t1\n"
    assert fidelity("user", "list").output == "gwen@example.org\tGwen\tactive\ttherapist in Tîm Wrecsam\n"
    assert fidelity("case", "list", "--team", "Tîm Wrecsam").output.startswith("LEI-0042\tTîm Wrecsam\t")


def test_what_is_wrong_is_said_in_words_with_exit_1(fidelity):
    fidelity(*TEAM)

    again = fidelity(*TEAM)
    no_team = fidelity("user", "add", "a@example.org", "A", "--role", "therapist", "--team", "Nowhere")
    nobody = fidelity("case", "add", "LEI-0042", "--team", "Tîm Wrecsam", "--therapist", "x@example.org")

    assert (again.exit_code, again.stderr) == (1, "Error: There is a team of this name already.\n")
    assert (no_team.exit_code, no_team.stderr) == (
        1,
        "Error: There is no team Nowhere. See: fidelity team list\n",
    )
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "Error: Nobody has the address x@example.org. See: fidelity user list\n",
    )


def test_a_role_without_its_team_is_a_question_of_use(fidelity):
    answer = fidelity("user", "add", "a@example.org", "A", "--role", "therapist")

    assert answer.exit_code == 2
    assert "Give a --team for each --role" in answer.stderr


def test_a_password_can_come_from_standard_input_and_is_never_printed(fidelity, database, app):
    fidelity("user", "add", "ada@example.org", "Ada", "--administrator")
    with database.reading() as look:
        before = look.scalars(select(Person.fs_uniquifier)).one()

    short = fidelity("user", "password", "ada@example.org", "--password-stdin", typed="short\n")
    good = fidelity("user", "password", "ADA@example.org", "--password-stdin", typed="seven quiet rivers\n")

    assert short.exit_code == 1
    assert "12 to 128 characters" in short.stderr
    assert good.exit_code == 0
    assert "rivers" not in good.output
    with database.reading() as look:
        ada = look.scalars(select(Person)).one()
    assert ada.fs_uniquifier != before
    with app.test_request_context():
        assert verify_password("seven quiet rivers", ada.password)


def test_a_wrong_setting_is_named(fidelity):
    answer = CliRunner().invoke(main, ["team", "list"], env={"FIDELITY_PORT": "eighty"})

    assert answer.exit_code == 1
    assert "FIDELITY_PORT" in answer.stderr


def test_help_lists_every_command_and_loads_none():
    program = (
        "import sys; from click.testing import CliRunner; from fidelity.cli import main; "
        "print(CliRunner().invoke(main, ['--help']).output); "
        "print(sorted({'flask', 'sqlalchemy', 'redis', 'numpy', 'spacy', 'av'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip().endswith("[]")
    for name in (
        "run",
        "web",
        "worker",
        "cron",
        "demo",
        "team",
        "user",
        "case",
        "transcribe",
        "tag",
        "models",
    ):
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", main.list_commands(None))
def test_every_command_can_be_loaded(name):
    assert main.get_command(None, name).name == name
