"""What the doctor looks at of the mail server, where one is set up."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

from fidelity.commands.finding import Finding
from fidelity.mail import Mailer, MailRefused, MailServerAway
from fidelity.settings import Settings, SmtpSecurity

_LAST_HOUR = 23


def mail_findings(settings: Settings) -> Iterator[Finding]:
    """Nothing is sent: the server is greeted and, with a name, signed in to."""
    if not settings.smtp_host:
        yield Finding("mail", "no mail server is set up, so nobody is told anything by email")
        return
    wrong = list(_wrong_settings(settings))
    for sentence in wrong:
        yield Finding("mail", sentence, is_well=False)
    if not wrong:
        yield _server(settings)


def _wrong_settings(settings: Settings) -> Iterator[str]:
    if "@" not in parseaddr(settings.smtp_from)[1]:
        yield "FIDELITY_SMTP_FROM must be an address, such as fidelity@service.example"
    if urlsplit(settings.public_url).scheme not in {"http", "https"}:
        yield "FIDELITY_PUBLIC_URL must be where people reach the service, such as https://fidelity.service.example"
    if settings.digest_hour > _LAST_HOUR:
        yield "FIDELITY_DIGEST_HOUR must be an hour from 0 to 23, or no digest goes out"
    if settings.smtp_password and settings.smtp_security is SmtpSecurity.NONE:
        yield "its password would be sent in the open. Set FIDELITY_SMTP_SECURITY to starttls or tls"


def _server(settings: Settings) -> Finding:
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        Mailer(settings).check()
    except MailServerAway:
        mend = "Check FIDELITY_SMTP_HOST, FIDELITY_SMTP_PORT and FIDELITY_SMTP_SECURITY"
        return Finding("mail", f"{where} cannot be reached, or not safely. {mend}", is_well=False)
    except MailRefused:
        mend = "Check FIDELITY_SMTP_USER and FIDELITY_SMTP_PASSWORD"
        return Finding("mail", f"{where} does not let us in. {mend}", is_well=False)
    return Finding("mail", f"{where} answers")
