"""Mail goes to a service's own server; what goes wrong is said without an address."""

import traceback
from dataclasses import replace

import pytest

from fidelity.mail import Mailer, MailRefused, MailServerAway
from fidelity.settings import Settings, SmtpSecurity, WrongSetting
from tests.mail import mail_server

TO = "carys.evans@service.test"


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(server):
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_from="Fidelity <fidelity@service.test>",
        smtp_security=SmtpSecurity.NONE,
        public_url="https://fidelity.service.test",
    )


def test_a_message_arrives_and_the_machine_gives_no_name_of_its_own(settings, server):
    Mailer(settings).send(TO, subject="What waits", text="Weeks: 7\n")

    [message] = server.messages
    assert "Subject: What waits\r\n" in message
    assert message.endswith("Weeks: 7\r\n")
    assert "ehlo service.test" in server.lines


@pytest.mark.parametrize("answer", ["550 carys.evans@service.test is nobody here", "451 later"])
def test_a_refusal_is_said_without_the_address(settings, server, answer):
    server.refusal = answer

    with pytest.raises(MailRefused) as error:
        Mailer(settings).send(TO, subject="What waits", text="Weeks: 7\n")

    written = "".join(traceback.format_exception(error.value))
    assert TO not in written
    assert "550" not in written


@pytest.mark.parametrize(
    "answers",
    [{"receipt": None}, {"farewell": "421 closing"}, {"farewell": "500 what"}],
    ids=["falls away with the message", "closes at the goodbye", "does not know the goodbye"],
)
def test_what_the_server_has_taken_or_may_have_taken_counts_as_sent(settings, server, answers):
    for name, answer in answers.items():
        setattr(server, name, answer)

    Mailer(settings).send(TO, subject="What waits", text="Weeks: 7\n")

    assert len(server.messages) == 1


def test_a_message_that_is_refused_when_it_is_whole_did_not_go(settings, server):
    server.receipt = "554 no"

    with pytest.raises(MailRefused):
        Mailer(settings).send(TO, subject="What waits", text="Weeks: 7\n")


def test_a_server_that_is_away_or_cannot_be_made_safe_is_away(settings, server):
    insisting = replace(settings, smtp_security=SmtpSecurity.STARTTLS)
    with pytest.raises(MailServerAway):
        Mailer(insisting).send(TO, subject="What waits", text="Weeks: 7\n")
    assert server.messages == []
    assert not any(line.startswith(("MAIL", "mail")) for line in server.lines)

    server.shutdown()
    server.server_close()
    with pytest.raises(MailServerAway):
        Mailer(settings).check()


def test_settings_name_how_the_way_is_made_safe_and_keep_the_password_to_themselves():
    given = {"FIDELITY_SMTP_SECURITY": "TLS", "FIDELITY_SMTP_PASSWORD": "secret words"}
    settings = Settings.from_environment(given)

    assert settings.smtp_security is SmtpSecurity.TLS
    assert "secret words" not in repr(settings)
    assert not settings.is_mail_set_up
    with pytest.raises(WrongSetting, match="starttls, tls, none"):
        Settings.from_environment({"FIDELITY_SMTP_SECURITY": "some"})
