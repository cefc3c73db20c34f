"""Says who speaks: which voice has each word, and which role each voice has. The words are there already."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from fidelity.speech.roles.decide import decide_roles
from fidelity.speech.roles.types import Present, Turn
from fidelity.speech.types import Progress, Transcription, Utterance, Word
from fidelity.speech.voiced import kept_track
from fidelity.speech.voices.tell_apart import Ears, tell_apart
from fidelity.speech.voices.types import Voices

log = logging.getLogger(__name__)

#: Utterances of one voice with a shorter pause between them, in seconds, are one turn.
_PAUSE_SECONDS = 1.5
#: A turn that goes on and on is cut at the end of a sentence once it has as many words: it is read, marked
#: and tagged as one piece, and no therapist's turn that the tagger learns from is longer.
_MANY_WORDS = 80


class Speakers:
    """``ears`` loads what tells voices apart, and may raise: without it roles are decided by words alone."""

    def __init__(self, ears: Callable[[], Ears]) -> None:
        self._ears = ears

    def load(self) -> None:
        """Load the models now instead of with the first file."""
        self._ears()

    def name(
        self,
        path: Path,
        heard: Transcription,
        *,
        track_path: Path | None,
        people: int | None,
        present: Present | None,
        progress: Progress,
    ) -> Transcription:
        """Return the transcription with voices and roles; the settings say whether voices were told apart.

        No utterance holds words of two voices. Trouble with the voices costs nobody the words: it is logged,
        by its class only. Raises what ``progress`` raises.
        """
        utterances, settings = heard.utterances, {**heard.settings, "voices": "not told apart"}
        if not utterances:
            return heard
        stopped: list[BaseException] = []

        def say(part: float) -> None:
            try:
                progress(part)
            except BaseException as error:
                stopped.append(error)
                raise

        voices: Voices | None = None
        try:
            track = kept_track(path, track_path, lambda _: None)
            words = [word for utterance in utterances for word in utterance.words]
            voices = tell_apart(path, words, track, people=people, ears=self._ears(), progress=say)
        except Exception as error:
            if stopped:
                raise
            log.warning("voices were not told apart: %s", type(error).__name__)
            settings["voices_trouble"] = type(error).__name__
        if voices:
            settings["voices"] = len(voices.names)
        if people is not None:
            settings["people"] = people
        return replace(
            heard, utterances=_with_roles(_with_voices(utterances, voices), present), settings=settings
        )


_Sure = tuple[Utterance, float]


def _with_voices(utterances: Sequence[Utterance], voices: Voices | None) -> list[_Sure]:
    """Each with how sure its voice is; cut where another voice begins."""
    if voices is None:
        return [(utterance, 0.0) for utterance in utterances]
    told = iter(zip(voices.of_words, voices.confidence, strict=True))
    found: list[_Sure] = []
    for utterance in utterances:
        words = [(word, *next(told)) for word in utterance.words]
        for voice, row in groupby(_filled(words), key=lambda each: each[1]):
            found.append(_part(utterance, voice, list(row)))
    return found


_Told = tuple[Word, str | None, float]


def _filled(words: list[_Told]) -> Iterator[_Told]:
    """A word whose voice could not be heard goes with its neighbours in the sentence."""
    voice = next((voice for _, voice, _ in words if voice), None)
    for word, own, sure in words:
        voice = own or voice
        yield word, voice, sure


def _part(utterance: Utterance, voice: str | None, told: list[_Told]) -> _Sure:
    words = tuple(word for word, _, _ in told)
    sure = sum(each for _, _, each in told) / len(told)
    text = " ".join(word.text for word in words)
    return replace(
        utterance, start=words[0].start, end=words[-1].end, text=text, words=words, voice=voice
    ), sure


def _with_roles(utterances: list[_Sure], present: Present | None) -> tuple[Utterance, ...]:
    """One utterance a turn, with its role."""
    turns = list(_turns(utterances))
    guesses = decide_roles([_turn(turn) for turn in turns], present)
    joined = [_joined([utterance for utterance, _ in turn]) for turn in turns]
    return tuple(
        replace(utterance, role=guess.role, role_probability=round(guess.probability, 3))
        if utterance.suspect is None
        else utterance
        for utterance, guess in zip(joined, guesses, strict=True)
    )


def _joined(utterances: Sequence[Utterance]) -> Utterance:
    return replace(
        utterances[0],
        end=utterances[-1].end,
        text=" ".join(utterance.text for utterance in utterances),
        words=tuple(word for utterance in utterances for word in utterance.words),
    )


def _turns(utterances: list[_Sure]) -> Iterator[list[_Sure]]:
    """Utterances of one voice that follow one another."""
    turn: list[_Sure] = []
    length = 0
    for each in utterances:
        if turn and (length >= _MANY_WORDS or not _goes_on(turn[-1][0], each[0])):
            yield turn
            turn, length = [], 0
        turn.append(each)
        length += len(each[0].words)
    if turn:
        yield turn


def _goes_on(last: Utterance, following: Utterance) -> bool:
    return (
        last.voice is not None
        and last.voice == following.voice
        and last.suspect == following.suspect
        and following.start - last.end < _PAUSE_SECONDS
    )


def _turn(utterances: list[_Sure]) -> Turn:
    (first, _), (last, _) = utterances[0], utterances[-1]
    length = sum(len(utterance.words) for utterance, _ in utterances)
    return Turn(
        text=" ".join(utterance.text for utterance, _ in utterances),
        voice=first.voice,
        voice_confidence=sum(sure * len(each.words) for each, sure in utterances) / length,
        start=first.start,
        end=last.end,
    )
