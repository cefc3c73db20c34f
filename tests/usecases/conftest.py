"""What many tests of use-cases put down first, and how they ask."""

from datetime import timedelta

import pytest

from fidelity.exports.values import plain
from fidelity.usecases.take_export import take_export
from models import Role
from tests.factories import this_monday


@pytest.fixture
def reviewed(people, factories):
    """Makes a week, so many weeks ago, with a published review."""

    def reviewed(weeks_ago, ratings, case=None, **given):
        monday = this_monday() - timedelta(weeks=weeks_ago)
        week = factories.Week(case=case or people["case"], starts_on=monday)
        by = people[Role.CONSULTANT]
        return factories.Review(**{"week": week, "by": by, "ratings": ratings, "published": True} | given)

    return reviewed


@pytest.fixture
def as_a_page(database, db, people):
    """``as_a_page(use_case)``: asks it as a page that only looks does."""

    def as_a_page(use_case):
        def read(role=Role.SUPERVISOR, by=None, **asked):
            db.commit()
            given = {"by": by or people[role], "team_id": people["team"].id} | asked
            with database.reading() as reading:
                return use_case(reading, **given)

        return read

    return as_a_page


@pytest.fixture
def take(database, db, people):
    """``take("ratings")``: the rows of an export as dictionaries of what stands in the file."""

    def take(name, role=Role.SUPERVISOR, by=None, **asked):
        db.commit()
        with database.reading() as reading:
            export = take_export(
                reading, by=by or people[role], team_id=people["team"].id, name=name, **asked
            )
            return [
                {column.name: plain(row.get(column.name)) for column in export.columns} for row in export.rows
            ]

    return take
