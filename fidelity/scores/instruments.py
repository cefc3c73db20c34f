"""What each instrument's file holds, and what its numbers can be.

Items and scoring are proprietary: only scores are brought in. TAM-R runs from 0 to 1 (MST's
guidelines for interpreting it), the CAM's items from 1, never, to 6, always (its published form).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models import Instrument, Role, ScoreScale

DATE, CASE, RESPONDENT = "date", "case", "respondent"


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of an instrument: in its file, and on its page for typing in."""

    instrument: Instrument
    #: The column that says whom it is about, and the role that this person has in the team.
    about: str
    about_role: Role
    #: Column → what its number measures.
    scales: Mapping[str, ScoreScale]
    lowest: float
    highest: float
    #: Whether each row belongs to a family.
    is_of_a_case: bool = False
    #: Column → another one, without which it is never kept.
    only_with: Mapping[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """In the order of the template."""
        return (DATE, *([CASE] if self.is_of_a_case else []), self.about, RESPONDENT, *self.scales)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which a file says too little. Of several scales, one a line is enough."""
        if self.is_of_a_case:
            return (DATE, CASE, *self.scales)
        return (DATE, self.about, RESPONDENT)


_SAM_SCALES = (
    ScoreScale.OVERALL,
    ScoreScale.STRUCTURE_AND_PROCESS,
    ScoreScale.ADHERENCE_TO_PRINCIPLES,
    ScoreScale.ANALYTIC_PROCESS,
    ScoreScale.CLINICIAN_DEVELOPMENT,
)
_CAM_SCALES = (ScoreScale.COMPETENCE, ScoreScale.PROCEDURES, ScoreScale.ALLIANCE)

FORMS = {
    form.instrument: form
    for form in (
        Form(
            Instrument.TAM_R,
            about="therapist",
            about_role=Role.THERAPIST,
            scales={"score": ScoreScale.OVERALL},
            lowest=0.0,
            highest=1.0,
            is_of_a_case=True,
        ),
        # How SAM is reported differs (a share, a mean, a standard score): no narrower range is known.
        Form(
            Instrument.SAM,
            about="supervisor",
            about_role=Role.SUPERVISOR,
            scales={scale.value: scale for scale in _SAM_SCALES},
            lowest=0.0,
            highest=100.0,
        ),
        # High alliance with low competence went with lower adherence: the one says nothing without the other.
        Form(
            Instrument.CAM,
            about="consultant",
            about_role=Role.CONSULTANT,
            scales={scale.value: scale for scale in _CAM_SCALES},
            lowest=1.0,
            highest=6.0,
            only_with={ScoreScale.ALLIANCE.value: ScoreScale.COMPETENCE.value},
        ),
    )
}
