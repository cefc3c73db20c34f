"""What the real queue server is asked for."""

from uuid import uuid4

import pytest

from fidelity.queue import JobKind

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_turn_of_a_job_stands_in_the_queue_once(machine):
    machine.start_queue_server()
    first, second = uuid4(), uuid4()

    for _ in range(3):
        machine.queue.enqueue(JobKind.TRANSCRIBE, first)
        machine.queue.enqueue(JobKind.TRANSCRIBE, first, turn=1)
        machine.queue.enqueue(JobKind.TRANSCRIBE, second)

    assert machine.queue.depth("speech") == 3
