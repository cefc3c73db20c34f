"""Stand-ins for what lies outside a use-case."""

from fidelity.queue import QueueAway


class FakeQueue:
    """Remembers what was asked for; can be away."""

    def __init__(self):
        self.jobs = []
        self.is_away = False

    def enqueue(self, kind, job_id, *, turn=0):
        if self.is_away:
            raise QueueAway
        self.jobs.append((kind, job_id))

    def depth(self, name):
        return len([kind for kind, _ in self.jobs if kind.value.queue == name])

    def workers(self):
        return []
