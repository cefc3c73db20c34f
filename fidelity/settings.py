"""Every setting, read once from the environment and checked by name. docs/settings.md explains each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

PREFIX = "FIDELITY_"
MIB = 1024 * 1024
GIB = 1024 * MIB
HOUR = 60 * 60


class SpeechDevice(StrEnum):
    """What the recogniser computes with."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class SmtpSecurity(StrEnum):
    """How the way to the mail server is made safe."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class WrongSetting(Exception):
    """A setting has a value that cannot be used; the message names it and says what is wanted."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One field for each variable: ``data_dir`` is ``FIDELITY_DATA_DIR``, and so on."""

    #: Everything the service keeps: database, recordings, queue, secret key, logs.
    data_dir: Path = Path("var")
    #: Model files. Empty: ``models`` inside the data folder.
    models_dir: Path = Path()
    #: SQLAlchemy address. Empty: SQLite inside the data folder.
    database_url: str = ""
    #: ``redis://`` or ``unix://`` address. Empty: the embedded server on a private socket.
    queue_url: str = ""
    #: Signs cookies. Empty: made once and kept in the data folder, readable by the owner only.
    secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    web_threads: int = 8
    #: Names under which the service may be asked for, separated by commas. Others get 400.
    allowed_hosts: str = "localhost,127.0.0.1"
    #: Browsers keep secure cookies for https and for http://localhost. Off: plain HTTP, for trials only.
    secure_cookies: bool = True
    #: How many reverse proxies stand in front and may say who is asking.
    trusted_proxies: int = 0
    idle_minutes: int = 30
    longest_sign_in_hours: int = 12
    sign_in_attempts: int = 5
    sign_in_pause_minutes: int = 15
    largest_recording_bytes: int = 2 * GIB
    longest_recording_seconds: int = 4 * HOUR
    #: Kept free on the disk of the recordings: an upload that would go below is refused.
    disk_reserve_bytes: int = 512 * MIB
    #: An upload in slices to which nothing is added for so long is thrown away.
    upload_days: int = 3
    #: How long after publishing feedback can be taken back by whoever published it. 0: never.
    take_back_minutes: int = 60
    longest_note_section_characters: int = 50_000
    largest_document_bytes: int = 20 * MIB
    whisper_model: str = "whisper-base"
    #: Tells voices apart.
    speaker_embedder: str = "campplus"
    #: 0: as many as the machine has cores.
    speech_threads: int = 0
    #: Which processor hears: the graphics processor where there is one, unless it is said.
    speech_device: SpeechDevice = SpeechDevice.AUTO
    #: How exactly the recogniser computes, a word of CTranslate2: int8, float16, …; ``auto``: by the device.
    speech_precision: str = "auto"
    #: Half minutes heard side by side. 0: by the machine.
    speech_batch: int = 0
    #: How many units that the machine left unmarked are put before the rater of a transcript, by chance, to
    #: estimate what it misses. 0: none.
    left_out_per_transcript: int = 2
    #: The same for a note.
    left_out_per_note: int = 1
    #: Once a week a service that lets its tagger learn trains it, if so much was decided since. 0: never.
    learn_after_decisions: int = 200
    #: A week that somebody takes from the queue, and does not begin, is anybody's again after this.
    claim_hours: int = 4
    #: From how many weeks with a rating on an adherence page draws a line and gives a mean.
    adherence_floor_weeks: int = 5
    #: A worker that has grown beyond this ends after its job and is started afresh.
    worker_memory_bytes: int = 3 * GIB
    #: Work whose heartbeat is older than this is taken to be stranded.
    stranded_after_seconds: int = 90
    #: How often the timetable looks for stranded work.
    sweep_seconds: int = 60
    log_level: str = "INFO"
    #: The service's own mail server, for digests. Empty: nobody is told anything by e-mail.
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    #: Whom messages are from.
    smtp_from: str = ""
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    #: Where people reach the service: it is all that a message says beside numbers.
    public_url: str = ""
    #: The hour, by the clock of the services, from which the day's digests go out.
    digest_hour: int = 7

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the variables; raise WrongSetting for a value of the wrong kind or an unknown name."""
        given = os.environ if environment is None else environment
        known = {PREFIX + field.name.upper(): field for field in fields(cls)}
        if strange := sorted(n for n in given if n.startswith(PREFIX) and n not in known):
            raise WrongSetting(f"There is no setting {strange[0]}. See docs/settings.md.")
        values = {
            field.name: _read(name, given[name], _READERS[field.type])
            for name, field in known.items()
            if given.get(name, "") != ""
        }
        return cls(**values).with_places()

    def with_places(self) -> Self:
        """The same settings with every empty place filled in."""
        data = self.data_dir.resolve()
        empty = Path()
        return type(self)(
            **{field.name: getattr(self, field.name) for field in fields(self)}
            | {
                "data_dir": data,
                "models_dir": data / "models" if self.models_dir == empty else self.models_dir.resolve(),
                "database_url": self.database_url or f"sqlite:///{data / 'fidelity.sqlite3'}",
                "queue_url": self.queue_url or f"unix://{data / 'queue' / 'queue.sock'}",
                "speech_threads": self.speech_threads or os.cpu_count() or 1,
            }
        )

    @property
    def chosen_models(self) -> tuple[str, ...]:
        """Models that a site may choose: names of the catalogue, or folders of its own."""
        return (self.whisper_model, self.speaker_embedder)

    @property
    def is_mail_set_up(self) -> bool:
        """Whether people can be told by e-mail what waits for them."""
        return bool(self.smtp_host and self.smtp_from and self.public_url)

    @property
    def recordings_dir(self) -> Path:
        """Where audio is kept on this machine."""
        return self.data_dir / "recordings"

    @property
    def queue_dir(self) -> Path:
        """Where the embedded queue server keeps its socket and its file."""
        return self.data_dir / "queue"

    @property
    def is_queue_embedded(self) -> bool:
        """Whether ``fidelity run`` starts a queue server of its own."""
        return self.queue_url == f"unix://{self.queue_dir / 'queue.sock'}"


def _read(name: str, text: str, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(text)
    except ValueError as error:
        raise WrongSetting(f"{name} is {text!r}, but {error}. See docs/settings.md.") from None


def _whole_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueError("a whole number is wanted") from None
    if number < 0:
        raise ValueError("it cannot be below 0")
    return number


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in answers:
        raise ValueError("yes or no is wanted")
    return answers[text.lower()]


def _security(text: str) -> SmtpSecurity:
    try:
        return SmtpSecurity(text.lower())
    except ValueError:
        raise ValueError(f"one of {', '.join(SmtpSecurity)} is wanted") from None


def _device(text: str) -> SpeechDevice:
    try:
        return SpeechDevice(text.lower())
    except ValueError:
        raise ValueError(f"one of {', '.join(SpeechDevice)} is wanted") from None


_READERS: dict[Any, Callable[[str], Any]] = {
    str: str, int: _whole_number, bool: _yes_or_no, Path: Path, SpeechDevice: _device,
    SmtpSecurity: _security,
}  # fmt: skip
