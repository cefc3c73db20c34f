"""Sends mail through a service's own mail server. What was said, and to whom, stands in no log."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from types import TracebackType
from typing import Any

from fidelity.settings import Settings, SmtpSecurity

#: How long the server may take for each answer, in seconds.
PATIENCE_SECONDS = 20

log = logging.getLogger(__name__)


class MailServerAway(Exception):
    """It could not be reached, or the connection could not be made safe."""


class MailRefused(Exception):
    """It is there, and did not take the message: name, password, sender or address."""


class _MayHaveGone(Exception):
    """The server fell away with the message in its hands."""


class _Plain(smtplib.SMTP):
    """Knows what did not go from what may have gone; how one parts from a server changes nothing."""

    def data(self, msg: Any) -> Any:
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError):
            raise _MayHaveGone from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
        except (smtplib.SMTPException, OSError):
            self.close()


class _Tls(_Plain, smtplib.SMTP_SSL):
    """The same, safe from the first byte."""


class Mailer:
    """The server of the settings. Errors are raised anew without their words, which may hold an address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Hand one message over; raises MailServerAway or MailRefused where it certainly did not go.

        What may have gone counts as sent: better lost than twice.
        """
        sender = self._settings.smtp_from
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        with self._server() as server:
            try:
                server.send_message(message)
            except _MayHaveGone:
                log.warning("the mail server fell away with a message, which counts as sent")

    def check(self) -> None:
        """Come as far as one can without sending anything; raises as ``send`` does."""
        with self._server() as server:
            server.noop()

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        try:
            with self._connected() as server:
                if settings.smtp_security is SmtpSecurity.STARTTLS:
                    server.starttls(context=ssl.create_default_context())
                if settings.smtp_user:
                    server.login(settings.smtp_user, settings.smtp_password)
                yield server
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPNotSupportedError):
            raise MailServerAway from None
        except smtplib.SMTPException:
            raise MailRefused from None
        except OSError:
            raise MailServerAway from None

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        where = (settings.smtp_host, settings.smtp_port)
        if settings.smtp_security is SmtpSecurity.TLS:
            context = ssl.create_default_context()
            return _Tls(*where, self._domain, timeout=PATIENCE_SECONDS, context=context)
        return _Plain(*where, self._domain, timeout=PATIENCE_SECONDS)

    @property
    def _domain(self) -> str:
        """Of the sender: the name of this machine is nobody's business."""
        return parseaddr(self._settings.smtp_from)[1].rpartition("@")[2] or "localhost"
