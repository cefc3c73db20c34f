import os
import subprocess
import sys

import pytest

#: Half past midnight in a British summer, when it is still Sunday in UTC.
LOOK = (
    "import fidelity, time; from datetime import datetime; "
    "print(datetime.fromtimestamp(1783294200).isoformat(), time.tzname[0])"
)


@pytest.mark.parametrize(
    "machine",
    [
        {"TZ": "UTC"},
        {"TZ": "Pacific/Auckland"},
        pytest.param({"TZDIR": os.devnull}, id="without files of time zones"),
    ],
)
def test_today_is_the_services_day_on_whatever_machine(machine):
    found = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=os.environ | machine,
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.split() == ["2026-07-06T00:30:00", "GMT"]
