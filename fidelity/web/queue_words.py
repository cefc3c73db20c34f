"""Says why a week stands where it does in the queue, what is in it, and whose it is."""

from collections.abc import Sequence

from fidelity.attention import FIRST_WEEKS, WEEKS_WITHOUT, Reason, Why
from fidelity.consultation import clock_of
from fidelity.usecases.find_waiting_weeks import WaitingWeek
from fidelity.usecases.list_queue import ToReview
from fidelity.usecases.queue_filters import Holder, QueueState
from fidelity.web.words import IN_WORDS
from models import Claim, Person, Principle, RecordingStatus, now

STATES = {
    QueueState.NOT_STARTED: "Not started",
    QueueState.DRAFT: "Being written",
    QueueState.PUT_OFF: "Put off",
    QueueState.LATE: "Note missing",
    QueueState.NOTHING: "Nothing this week",
}
HOLDERS = {
    Holder.ME: "Mine",
    Holder.NOBODY: "Nobody’s yet",
    Holder.SOMEBODY_ELSE: "Somebody else’s",
}
REASONS = {
    Why.CONTESTED: "The last review is contested",
    Why.NOTHING_FOR_A_PRINCIPLE: "A principle with nothing found",
    Why.AGAINST_A_PRINCIPLE: "Words against a principle",
    Why.FIRST_WEEKS: "First weeks of a case",
    Why.NEVER_REVIEWED: "Therapist never reviewed",
}
#: What each reason means, for the page that explains the order.
RULES = {
    Why.CONTESTED: "In the case’s last published review the therapist contests a rating, a mark, a comment "
    "or the whole, and it is not settled yet.",
    Why.NOTHING_FOR_A_PRINCIPLE: f"Over {WEEKS_WITHOUT} weeks in a row, this one the last, no words were "
    "found that show one of the nine principles. That is not a fault: it may only not have been said.",
    Why.AGAINST_A_PRINCIPLE: "In this week there are words that may go against a principle.",
    Why.FIRST_WEEKS: f"The case is in its first {FIRST_WEEKS} weeks. How closely the first month kept to the "
    "principles went with how a case ended.",
    Why.NEVER_REVIEWED: "No week of any case of this therapist has been reviewed in your teams yet.",
}
_IN_WORK = (RecordingStatus.WAITING, RecordingStatus.TRANSCRIBING, RecordingStatus.TAGGING)


def reason_sentence(reason: Reason, row: ToReview) -> str:
    """One reason in words. What was not found is not a fault: it may only not have been said."""
    match reason.why:
        case Why.CONTESTED:
            return "The therapist contests the last review."
        case Why.NOTHING_FOR_A_PRINCIPLE:
            where = (
                f"the last {WEEKS_WITHOUT} reviewed weeks" if row.week.is_blind else f"{WEEKS_WITHOUT} weeks"
            )
            return f"Nothing found for {_some(reason.principles)} in {where}."
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


def audio(seconds: float) -> str:
    """``5 h 20 min of audio``; less than a minute is said as one."""
    if not seconds:
        return "no audio"
    minutes = max(round(seconds / 60), 1)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    return " ".join(part for part in parts if part) + " of audio"


def weeks(count: int) -> str:
    """``1 week``, ``7 weeks``."""
    return f"{count} week{'' if count == 1 else 's'}"


def claimed(row: ToReview, by: Person) -> str:
    """Whose a week without a draft is: ``Yours until 2:10pm``. Nothing where it is nobody's."""
    if row.week.writer_id or row.claim is None:
        return ""
    until = clock_of(row.claim.expires_at, now())
    if row.claim.person_id == by.id:
        return f"Yours until {until}."
    return f"With {row.claim.person.name} until {until}."


def ran_out(claim: Claim) -> str:
    """To the person whose it was: ``It was yours until 2:10pm. Now it is anybody’s again``."""
    return f"It was yours until {clock_of(claim.expires_at, now())}. Now it is anybody’s again."


def handed_over(row: ToReview) -> str:
    """Who handed it over to whoever has it now: ``Handed over by Carys Evans: “On a course”``."""
    claim = row.claim
    if claim is None or claim.given_by is None or claim.person_id != row.holder_id:
        return ""
    return f"Handed over by {claim.given_by.name}: “{claim.handed_over_with}”"


def _some(principles: Sequence[Principle]) -> str:
    names = [f"“{IN_WORDS[principle]}”" for principle in principles[:2]]
    if more := len(principles) - len(names):
        names.append(f"{more} more")
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
