"""A worker that is told to end does so, whatever the queue server does."""

import signal
import subprocess
import time

import pytest

from fidelity.running import parts

PATIENCE_SECONDS = 60


@pytest.mark.parametrize("queue_is", ["there", "away", "gone since"])
def test_a_worker_ends_when_it_is_told_to(machine, queue_is):
    if queue_is != "away":
        machine.start_queue_server()
    with subprocess.Popen(parts.worker("text").command, stderr=subprocess.PIPE, text=True) as process:
        machine.wait_until(lambda: queue_is == "away" or machine.queue.workers())
        time.sleep(2)  # into the pause between two looks for a queue, or into the wait for a job
        if queue_is == "gone since":
            machine.kill_queue_server()

        process.send_signal(signal.SIGTERM)

        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode in {0, -signal.SIGTERM}
