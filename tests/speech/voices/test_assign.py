"""Voices that are made up: points around a few directions, the farther the shorter they are heard."""

import numpy as np
import pytest

from fidelity.speech.voices.assign import assign
from fidelity.speech.voices.embedder import Spread

SPREAD = Spread()


@pytest.fixture
def heard(unit):
    """Units of people who speak in turn, with numbers that lie as far from their voice's as real ones."""

    def hear(*who, seconds=1.5, together=(), channels=None, seed=0):
        random = np.random.default_rng(seed)
        people = {name: 0.7 * direction(random) for name in sorted(set(who))}
        lengths = np.broadcast_to(seconds, len(who))
        units, numbers = [], []
        for number, (name, length) in enumerate(zip(who, lengths, strict=True)):
            start = number * 3.0
            channel = (channels or {}).get(name, 0)
            units.append(unit(start, start + length, together=float(number in together), channel=channel))
            away = random.standard_normal(192) * np.sqrt(float(SPREAD.of(np.float32(length))) / 192)
            numbers.append(people[name] + away)
        return units, np.array(numbers, np.float32)

    return hear


def direction(random):
    found = random.standard_normal(192)
    return found / np.linalg.norm(found)


def voices(heard, *, people):
    return assign(*heard, SPREAD, people=people).voices.tolist()


def is_same(voices, who):
    """Whether voices and people are the same but for their names."""
    return len(set(zip(voices, who, strict=True))) == len(set(voices)) == len(set(who))


@pytest.mark.parametrize("people", [3, None])
def test_it_gathers_units_into_voices_with_and_without_the_number(heard, people):
    who = ["therapist", "mother", "therapist", "son", "mother", "therapist"] * 8

    found = voices(heard(*who), people=people)

    assert is_same(found, who)


def test_somebody_who_is_rarely_heard_keeps_a_voice(heard):
    who = ["therapist", "mother"] * 40
    who[20] = who[50] = who[70] = "son"

    found = voices(heard(*who), people=3)

    assert is_same(found, who)


def test_people_who_never_speak_do_not_split_anybody(heard):
    who = ["therapist", "mother"] * 20

    found = voices(heard(*who), people=3)

    assert is_same(found, who)


def test_somebody_who_came_in_gets_a_voice_of_their_own(heard):
    who = ["therapist", "mother", "neighbour"] * 15

    found = voices(heard(*who), people=2)

    assert is_same(found, who)


def test_one_odd_sound_is_no_voice_although_one_is_missing(heard):
    who = ["therapist"] * 30
    who[11] = "door"

    found = voices(heard(*who, seconds=[0.6 if name == "door" else 1.5 for name in who]), people=2)

    assert len(set(found)) == 1


def test_two_channels_are_never_one_voice(heard):
    alike = heard(*["one"] * 20)
    units, numbers = alike
    sided = [unit.__class__(unit.start, unit.end, unit.change, 0.0, -1) for unit in units[:10]]
    sided += [unit.__class__(unit.start, unit.end, unit.change, 0.0, 1) for unit in units[10:]]

    assert len(set(voices(alike, people=2))) == 1
    assert is_same(voices((sided, numbers), people=2), [unit.channel for unit in sided])


def test_an_hour_and_more_is_gathered_block_by_block(heard):
    who = [("therapist", "mother", "son")[number % 7 % 3] for number in range(1000)]

    found = voices(heard(*who), people=3)

    assert is_same(found, who)


def test_what_is_heard_of_two_at_once_is_less_sure(heard):
    who, at_once = ["therapist", "mother"] * 20, [9, 10, 25, 26]

    alone = assign(*heard(*who), SPREAD, people=2).sure
    together = assign(*heard(*who, together=at_once), SPREAD, people=2).sure

    assert together[at_once].max(axis=1).mean() < alone[at_once].max(axis=1).mean()
    assert np.allclose(together.sum(axis=1), 1)
