"""Says why a week stands where it does in the queue, and what is in it."""

from collections.abc import Sequence

from fidelity.attention import FIRST_WEEKS, WEEKS_WITHOUT, Reason, Why
from fidelity.usecases.find_waiting_weeks import WaitingWeek
from fidelity.usecases.list_queue import ToReview
from fidelity.usecases.queue_filters import QueueState
from fidelity.web.words import IN_WORDS
from models import Principle, RecordingStatus

STATES = {
    QueueState.NOT_STARTED: "Not started",
    QueueState.DRAFT: "Being written",
    QueueState.LATE: "Note missing",
    QueueState.NOTHING: "Nothing this week",
}
_IN_WORK = (RecordingStatus.WAITING, RecordingStatus.TRANSCRIBING, RecordingStatus.TAGGING)


def reason_sentence(reason: Reason, row: ToReview) -> str:
    """One reason in words. What was not found is not a fault: it may only not have been said."""
    match reason.why:
        case Why.CONTESTED:
            return "The therapist contests the last review."
        case Why.NOTHING_FOR_A_PRINCIPLE:
            return f"Nothing found for {_some(reason.principles)} in {WEEKS_WITHOUT} weeks."
        case Why.AGAINST_A_PRINCIPLE:
            return f"Words that may go against {_some(reason.principles)}."
        case Why.FIRST_WEEKS:
            return f"Week {row.place.week_of_case} of the case: the first {FIRST_WEEKS} weigh most."
        case Why.NEVER_REVIEWED:
            return "No work of this therapist has been reviewed yet."


def contents(week: WaitingWeek) -> str:
    """The note and the recordings: ``Note. 2 recordings ready, 1 in work``."""
    counts = week.recordings
    parts = [
        (counts[RecordingStatus.READY], "ready"),
        (sum(counts[status] for status in _IN_WORK), "in work"),
        (counts[RecordingStatus.NO_SPEECH], "without speech"),
        (counts[RecordingStatus.FAILED], "that needs attention"),
    ]
    said = [f"{count} {state}" for count, state in parts if count]
    if not said:
        recordings = "No recording"
    else:
        recordings = f"Recording{'s' if counts.total() > 1 else ''}: " + ", ".join(said)
    return f"{'Note handed in' if week.revision else 'No note yet'}. {recordings}."


def _some(principles: Sequence[Principle]) -> str:
    names = [f"“{IN_WORDS[principle]}”" for principle in principles[:2]]
    if more := len(principles) - len(names):
        names.append(f"{more} more")
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
