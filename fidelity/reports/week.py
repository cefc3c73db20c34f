"""Says a team's week as a document."""

from collections import Counter
from collections.abc import Iterator

from fidelity.consultation import clock_time
from fidelity.contests import Thing
from fidelity.reports.document import Block, Bullets, Document, Heading, Place, Table, Text
from fidelity.reports.team_week import Counted, ReportedCase, TeamWeek
from fidelity.reports.words import (
    STATES,
    agreed,
    became,
    day,
    length,
    maybe,
    moment,
    name,
    rated,
    stance,
)
from models import Principle

PURPOSE = "Staff supervision and quality assurance"
_RULE = (
    "What counts is what two raters agreed on, where they did; otherwise the first rating. "
    "Ratings go from 1 to 5. Not assessable is not a low rating. "
    "People gave every rating; the machine rates nothing."
)


_OF = {
    Thing.MARK: "Words marked for {}",
    Thing.COMMENT: "A comment",
    Thing.WHOLE: "The feedback as a whole",
}


def as_document(week: TeamWeek) -> Document:
    """Every case of the team by its reference; nobody's family is named."""
    title = f"{week.team}: week of {day(week.monday)}"
    return Document(
        title=title,
        purpose=PURPOSE,
        footer=f"{PURPOSE}. Made {moment(week.made_at)}.",
        blocks=[*_about(week), *(block for case in week.cases for block in _case(case))],
    )


def _about(week: TeamWeek) -> Iterator[Block]:
    yield Text(f"{PURPOSE}. Made on {moment(week.made_at)} by {week.made_by}. Cases stand here by reference.")
    yield Text(f"{day(week.due)} at {clock_time(week.due.time())}.", lead="Consultation:")
    for person, cover in week.away:
        yield Text(f"{person} is away, {cover} covers.", lead="Absence:")
    covered = week.coverage
    yield Text(
        f"{covered.reviewed} of {covered.due} weeks that are due were reviewed. "
        "Weeks with a reason for nothing are not due.",
        lead="Coverage:",
    )
    counted = [rating for case in week.cases for rating in case.ratings]
    if counted:
        yield Heading("Ratings of the team")
        yield Text(_RULE)
        yield _of_team(counted)


def _of_team(counted: list[Counted]) -> Table:
    rows = []
    for principle in Principle:
        values = [rating.value for rating in counted if rating.principle is principle]
        count = Counter(values)
        n = len(values) - count[None]
        rows.append((name(principle), str(n), *(str(count[value]) for value in (1, 2, 3, 4, 5, None))))
    head = ("Principle", "n", "1", "2", "3", "4", "5", "Not assessable")
    return Table(
        "How many cases were rated what (n: cases with a rating)",
        head,
        rows,
        widths=(40, 8, 8, 8, 8, 8, 8, 16),
    )


def _case(case: ReportedCase) -> Iterator[Block]:
    place = Place(case.case_id, case.monday)
    yield Heading(f"{case.reference}, {case.therapists or 'no therapist'}", place=place)
    yield Text(f"{STATES[case.state]}.", lead="State:")
    if case.nothing_because is not None:
        yield Text(case.nothing_because, lead="Why there is nothing:")
    handed_in = f"handed in {moment(case.handed_in_at)}" if case.handed_in_at else "none"
    yield Text(f"{handed_in}.", lead="Note:")
    yield Text(f"{_recordings(case)}.", lead="Recordings:")
    if case.is_hidden:
        yield Text("You may still rate this week a second time, so its feedback is not shown to you here.")
        return
    yield from _review(case)
    yield from _agreed(case)


def _recordings(case: ReportedCase) -> str:
    if not case.recordings:
        return "none"
    not_ready = f"; {case.not_ready} without words so far" if case.not_ready else ""
    return f"{case.recordings}, {length(case.recorded_seconds)} in all{not_ready}"


def _review(case: ReportedCase) -> Iterator[Block]:
    if case.published_at is None:
        return
    n = sum(rating.value is not None for rating in case.ratings)
    yield Text(
        f"by {case.reviewer}, published {moment(case.published_at)}. "
        f"{n} of {len(Principle)} principles rated.",
        lead="Review:",
    )
    is_twice = any(rating.second for rating in case.ratings)
    head = ["Principle", "Counts", "First", *(["Second", "Agreed"] if is_twice else []), "The therapist"]
    yield Table(
        f"Ratings of {case.reference}",
        head,
        [
            (
                name(rating.principle),
                rated(rating.value),
                rated(rating.first),
                *((maybe(rating.second), maybe(rating.agreed)) if is_twice else ()),
                stance(rating),
            )
            for rating in case.ratings
        ],
        widths=(34, 14, 14, 14, 14, 14) if is_twice else (44, 18, 18, 20),
        places=[
            Place(case.case_id, case.monday, case.review_id, rating.principle.value)
            for rating in case.ratings
        ],
    )
    yield from _replies(case)


def _replies(case: ReportedCase) -> Iterator[Block]:
    said = [
        f"{name(rating.principle)} ({stance(rating)}): “{rating.reply}”"
        for rating in case.ratings
        if rating.reply
    ]
    for reply in case.replies:
        of = _OF[reply.thing].format(name(reply.principle) if reply.principle else "")
        said.append(f"{of} ({stance(reply)}){f': “{reply.text}”' if reply.text else '.'}")
    if said:
        yield Heading("What the therapist replied", level=3)
        yield Bullets(said)
    settled = [
        f"{name(rating.principle)}: “{rating.why}”" for rating in case.ratings if rating.agreed and rating.why
    ]
    if settled:
        yield Heading("What two raters agreed on, and why", level=3)
        yield Bullets(settled)


def _agreed(case: ReportedCase) -> Iterator[Block]:
    if case.before:
        yield Heading("Agreed before, and what became of it", level=3)
        yield Bullets([became(thing) for thing in case.before])
    if case.agreed:
        yield Heading("Agreed for next week", level=3)
        yield Bullets([agreed(thing) for thing in case.agreed])
