"""Answers a change at the desk: the pieces of the page that changed for a script, else the page again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.consultation import week_number
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_desk import Desk, read_desk
from fidelity.usecases.read_sharing import read_sharing
from fidelity.usecases.review_words import words_of
from fidelity.usecases.take_back_review import TakingBack, can_take_back
from fidelity.web.deps import db, me, settings
from fidelity.web.desk_addresses import DeskAddresses
from fidelity.web.desk_blocks import Arrangement
from fidelity.web.desk_evidence import Witnesses, counts
from fidelity.web.likelihood import MEANING
from fidelity.web.week_anchor import anchor_of
from fidelity.week_state import due_at
from models import PASSED_ON, Comment, Mark, Principle, Rater, Review, ReviewStatus, Suggestion, now

#: The other half of an address on the desk.
PREFIX = "/reviews/<uuid:review_id>"


def wants_pieces() -> bool:
    """Whether a script asks, rather than a form."""
    return request.headers.get("X-Requested-With") == "fetch"


def desk_page(desk: Desk, *, errors: Mapping[str, str] | None = None, **more: Any) -> ResponseReturnValue:
    """The whole desk; 422 where something must be put right first."""
    sharing = read_sharing(
        db(),
        by=me(),
        team_id=desk.case.team_id,
        week_id=desk.week.id if desk.week and desk.rater is Rater.FIRST else None,
        review=desk.review,
    )
    names = desk_names(desk) | {"errors": errors or {}, "sharing": sharing} | more
    return render_template("reviews/desk.html", **names), (422 if errors else 200)


def desk_names(desk: Desk) -> dict[str, Any]:
    """What the templates of the desk know."""
    team = desk.case.team
    due = due_at(
        desk.monday,
        weekday=team.consultation_weekday,
        at=team.consultation_time,
        opened_on=desk.case.opened_on,
    )
    week = Arrangement(desk)
    return {
        "desk": desk,
        "week": week,
        "witnesses": Witnesses(desk, week),
        "addresses": DeskAddresses(desk.review),
        "principles": list(Principle),
        "meaning": MEANING,
        "strengths": desk.offer.strengths,
        "served": now().isoformat(),
        "anchor_of": anchor_of,
        "words_of": words_of,
        "taking_back": _taking_back(desk),
        "consultation": due,
        "is_past": due < now(),
        "week_of_case": week_number(desk.monday, opened_on=desk.case.opened_on),
    }


def _taking_back(desk: Desk) -> TakingBack:
    """Whether what is published can still be taken back."""
    if desk.review is None or desk.review.status is not ReviewStatus.PUBLISHED:
        return TakingBack(because="This feedback is not published")
    return can_take_back(db(), me(), desk.review, minutes=settings().take_back_minutes)


def part_of_desk(review: Review) -> Desk:
    """What pieces of a page need of it. In a long session few turns have something that hangs on them."""
    desk = desk_of(review, only_touched=True)
    # Whether anybody is known to speak in the week cannot be told by turns of nobody known.
    is_enough = any(counts(turn) for visit in desk.visits for turn in visit.turns)
    return desk if is_enough else desk_of(review)


def desk_of(review: Review, *, only_touched: bool = False) -> Desk:
    """The desk of a review that was just changed."""
    week = review.week
    return read_desk(
        db(),
        by=me(),
        case_id=week.case_id,
        monday=week.starts_on,
        rater=review.rater,
        is_looked_at=False,
        only_touched=only_touched,
    )


def to_desk(review: Review, anchor: str | None = None) -> ResponseReturnValue:
    """Back to the page, at the place of what was changed; what was passed on has none of its own."""
    if review.rater in PASSED_ON:
        return redirect(url_for("second_reviews.index"), code=303)
    week = review.week
    desk = "reviews.desk" if review.rater is Rater.FIRST else "second_reviews.desk"
    place = url_for(desk, case_id=week.case_id, monday=week.starts_on.isoformat(), _anchor=anchor)
    return redirect(place, code=303)


def changed(
    review: Review, row: Suggestion | Mark | Comment, anchor: str, *, also: Iterable[Principle] = ()
) -> ResponseReturnValue:
    """What a change of one row means for the page: its block, and the evidence of its principles.

    ``also``: principles whose evidence changed with it.
    """
    if not wants_pieces():
        return to_desk(review, anchor)
    names = desk_names(part_of_desk(review))
    pieces = {}
    for block in names["week"].blocks_of(row):
        pieces[block.html_id] = render_template("reviews/_block_alone.html", block=block, **names)
    for principle in {*also, *names["witnesses"].principles_at(row)}:
        pieces[f"evidence-{principle.value}"] = render_template(
            "reviews/_evidence.html", principle=principle, **names
        )
        pieces[f"wants-{principle.value}"] = render_template(
            "reviews/_wants.html", principle=principle, **names
        )
    pieces["loose-comments"] = render_template("reviews/_loose_comments.html", **names)
    return jsonify(pieces=pieces, anchor=anchor)


def not_accepted(error: InvalidInput) -> ResponseReturnValue:
    """The sentences for a script."""
    return jsonify(errors=error.messages), 422


def cannot_write(error: NotYoursToWrite) -> ResponseReturnValue:
    """Somebody else writes the review, or it is done: say which."""
    review = error.review
    if review.rater in PASSED_ON:
        sentence = "This second rating was passed on. What you had written is kept, and no longer changed."
    elif review.status is ReviewStatus.SUBMITTED:
        sentence = "This second rating is handed in, so it can no longer be changed."
    elif review.status is ReviewStatus.PUBLISHED:
        sentence = "This review is published, so it can no longer be changed."
    else:
        sentence = f"{review.by.name} is writing this review. You can read it, but not change it."
    if error.kept_id is not None:
        sentence += " What you typed is kept beside it."
        # What was passed on has no desk any more.
        sentence += " You find it at the top of the review." if review.rater not in PASSED_ON else ""
    if wants_pieces():
        return jsonify(error=sentence, kept=error.kept_id), 409
    flash(sentence)
    return to_desk(review)


def desk_blueprint(name: str, module: str) -> Blueprint:
    """A blueprint whose addresses are parts of one review."""
    bp = Blueprint(name, module, url_prefix=PREFIX)
    bp.register_error_handler(NotYoursToWrite, cannot_write)
    return bp


def uuid_or_none(text: str | None) -> UUID | None:
    """A key from a form; nothing for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
