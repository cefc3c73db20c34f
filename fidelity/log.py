"""One-line logs that carry a request or job id; never a transcript, a note or a name."""

import logging
from contextvars import ContextVar
from typing import Any

#: What the line belongs to: ``request 3f2a…`` or ``job 84be…``.
about: ContextVar[str] = ContextVar("about", default="-")


class _About(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id to the line."""
        record.about = about.get()
        return True


class _WithoutContent(logging.Formatter):
    """Leaves out the messages of exceptions: a database error quotes the row it could not write."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the library's name
        """The class of the trouble and where it arose."""
        kind, _, trace = ei
        lines = []
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return f"{kind.__name__} at " + " < ".join(reversed(lines[-12:]))


def set_up(level: str) -> None:
    """Send every line to standard error, in one shape."""
    handler = logging.StreamHandler()
    handler.addFilter(_About())
    handler.setFormatter(_WithoutContent("%(asctime)s %(levelname)s %(name)s [%(about)s] %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("alembic", "rq.worker", "rq.cron", "faster_whisper", "httpx", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
