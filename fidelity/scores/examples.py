"""One line of each instrument's template. Invented, and not to be mistaken for a real one."""

from collections.abc import Mapping, Sequence

from models import Instrument

EXAMPLES: Mapping[Instrument, Sequence[str]] = {
    Instrument.TAM_R: ("2026-11-19", "ABC-0042", "", "", "0.72"),
    Instrument.SAM: ("2026-11-19", "supervisor@service.example", "R1", "", "3.5", "3.2", "3.8", "3.0"),
    Instrument.CAM: ("2026-11-19", "consultant@service.example", "R1", "4.7", "4.2", "5.1"),
}
