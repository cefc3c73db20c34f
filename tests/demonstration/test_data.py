"""The demonstration's content keeps to its schema, so that a slip in the words is found here."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from models.words import NoteSection, Polarity, Principle

DATA = Path(__file__).parents[2] / "fidelity" / "demonstration" / "data"
PRINCIPLES = {principle.value for principle in Principle}
POLARITIES = {polarity.value for polarity in Polarity}
SECTIONS = {section.value for section in NoteSection}
GOALS = {"previous_goals", "new_goals"}


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))


CASES = read("cases.json")
STORIES = {case["reference"]: read(case["file"]) for case in CASES}
WEEKS = [
    pytest.param(week, id=f"{reference}-{week['weeks_ago']}-weeks-ago")
    for reference, story in STORIES.items()
    for week in story["weeks"]
]
PLAIN = [week.values[0] for week in WEEKS]
NOTED = [week for week in WEEKS if week.values[0]["note"]]
REVIEWED = [week for week in WEEKS if week.values[0]["review"]]


def words(value: Any) -> int:
    """Words a person wrote, in whatever is nested."""
    if isinstance(value, str):
        return len(value.split())
    if isinstance(value, dict):
        return sum(words(inner) for key, inner in value.items() if key not in {"rating", "by_day"})
    return sum(map(words, value)) if isinstance(value, list) else 0


def test_it_has_one_team_with_five_people_in_four_roles() -> None:
    team, people = read("team.json"), read("people.json")
    assert set(team) == {"name", "variant", "site", "consultation_weekday", "consultation_time"}
    assert team["consultation_weekday"] in range(7)
    assert len(people) == len({person["key"] for person in people}) == 5
    assert all(person["email"].isascii() for person in people)
    assert all(person["email"].endswith("@demo.fidelity.example") for person in people)
    roles = Counter(role["role"] for person in people for role in person["roles"])
    assert roles == {"therapist": 2, "consultant": 1, "supervisor": 1, "administrator": 1}


def test_every_case_belongs_to_a_therapist_and_has_every_week_since_it_opened() -> None:
    therapists = {p["key"] for p in read("people.json") if {"role": "therapist"} in p["roles"]}
    assert len(CASES) == len(STORIES) == 7
    assert [case["closed_weeks_ago"] is None for case in CASES].count(False) == 1
    for case in CASES:
        assert case["therapist"] in therapists
        story = STORIES[case["reference"]]
        assert story["reference"] == case["reference"]
        ago = [week["weeks_ago"] for week in story["weeks"]]
        assert ago == list(range(min(case["opened_weeks_ago"], 8), (case["closed_weeks_ago"] or 1) - 1, -1))


def test_it_covers_what_a_service_meets_in_eight_weeks() -> None:
    assert len(NOTED) >= 35
    assert len(REVIEWED) >= 28
    assert sum(bool(week["nothing_this_week"]) for week in PLAIN) == 1
    last = [story["weeks"][-1] for story in STORIES.values()]
    assert sum(bool(week["note"]) and not week["review"] for week in last) == 4
    assert sum(not week["note"] for week in last) == 1
    bare = [w for w in PLAIN if w["weeks_ago"] > 1 and not w["note"] and not w["nothing_this_week"]]
    assert len(bare) == 1
    stances = Counter(
        reply["stance"]
        for week in PLAIN
        if week["review"]
        for reply in week["review"]["replies"]
        if reply["to"].startswith("rating:")
    )
    assert (stances["contest"], stances["explain"]) == (1, 2)
    ratings = [value for w in PLAIN if w["review"] for value in w["review"]["ratings"].values()]
    assert 3 <= ratings.count("not_assessable") <= 12
    polarities = {mark["polarity"] for w in PLAIN if w["review"] for mark in w["review"]["marks"]}
    assert polarities == POLARITIES


def test_it_exercises_letters_beyond_ascii() -> None:
    everything = "".join(path.read_text("utf-8") for path in DATA.rglob("*.json"))
    assert all(letter in everything for letter in ("ŵ", "ŷ", "👍", "→", "£"))


@pytest.mark.parametrize("week", WEEKS)
def test_a_week_has_a_note_or_a_reason_or_nothing_and_a_review_only_of_a_note(week: Any) -> None:
    assert set(week) == {"weeks_ago", "visit_days", "note", "nothing_this_week", "review"}
    assert week["visit_days"] == sorted(set(week["visit_days"]) & set(range(7)))
    assert not (week["note"] and week["nothing_this_week"])
    assert week["note"] or not week["review"]


@pytest.mark.parametrize("week", NOTED)
def test_a_note_has_every_section_and_the_length_of_a_weekly_summary(week: Any) -> None:
    sections = week["note"]["sections"]
    assert set(sections) == SECTIONS
    assert 120 <= words(sections) <= 350
    assert all(isinstance(sections[name], str) and sections[name] for name in SECTIONS - GOALS)
    for goal in sections["previous_goals"]:
        assert set(goal) == {"goal", "rating", "comment"}
        assert goal["rating"] in {"met", "partly", "not_met"}
    for goal in sections["new_goals"]:
        assert set(goal) == {"goal", "measure", "owner", "by_day"}
        assert goal["by_day"] in range(14)


@pytest.mark.parametrize("week", REVIEWED)
def test_a_review_rates_every_principle_and_quotes_the_note_exactly(week: Any) -> None:
    review, sections = week["review"], week["note"]["sections"]
    assert set(review) == {
        "ratings", "strengths", "barriers", "next_steps", "actions", "marks", "comments", "replies",
    }  # fmt: skip
    assert set(review["ratings"]) == PRINCIPLES
    assert set(review["ratings"].values()) <= {1, 2, 3, 4, 5, "not_assessable"}
    assert review["strengths"]
    assert review["barriers"]
    assert review["next_steps"]
    assert review["marks"]
    for action in review["actions"]:
        assert action["owner"] in {"therapist", "consultant", "supervisor"}
        assert action["due_days"] in range(1, 15)
    for anchored in review["marks"] + review["comments"]:
        assert anchored["section"] in SECTIONS - GOALS
        assert sections[anchored["section"]].count(anchored["quote"]) == 1
    for mark in review["marks"]:
        assert mark["principle"] in PRINCIPLES
        assert mark["polarity"] in POLARITIES


@pytest.mark.parametrize("week", REVIEWED)
def test_a_reply_answers_something_that_is_in_its_review(week: Any) -> None:
    review = week["review"]
    there = {"review", *(f"rating:{principle}" for principle in review["ratings"])}
    there |= {f"mark:{index}" for index in range(len(review["marks"]))}
    there |= {f"comment:{index}" for index in range(len(review["comments"]))}
    for reply in review["replies"]:
        assert reply["to"] in there
        assert reply["stance"] in {"accept", "explain", "contest"}
        assert reply["text"]


def test_the_turns_of_the_recording_follow_each_other_and_name_a_role() -> None:
    turns = read("s01-turns.json")
    assert len(turns) == 59
    assert {turn["role"] for turn in turns} == {"therapist", "caregiver", "youth", "other"}
    assert all(turn["start"] < turn["end"] for turn in turns)
    assert all(one["end"] <= two["start"] for one, two in pairwise(turns))
    assert (DATA / "s01.m4a").stat().st_size > 1_000_000
