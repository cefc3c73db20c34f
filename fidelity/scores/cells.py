"""Reads one cell: a number, a respondent's code. What is wrong with it is said as a part of a sentence."""

import re

from fidelity.scores.problems import quoted

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_WHOLE = 100


class WrongCell(ValueError):
    """A cell that cannot be taken; says why, and what to write instead."""


def number(cell: str, *, called: str, lowest: float, highest: float) -> float:
    """With a point or a comma before the decimals; a share (0 to 1) also as ``61%``."""
    is_share, is_percentage = highest == 1, cell.endswith("%")
    digits = cell.removesuffix("%").rstrip() if is_percentage else cell
    if not _NUMBER.fullmatch(digits):
        raise WrongCell(f"the {called} {quoted(cell)} is not a number: write one such as {_example(highest)}")
    if is_percentage and not is_share:
        raise WrongCell(f"the {called} {cell} is a percentage: write a number from {lowest:g} to {highest:g}")
    found = float(digits.replace(",", ".")) / (_WHOLE if is_percentage else 1)
    if found < lowest:
        raise WrongCell(f"the {called} {quoted(cell, marks='')} is below {lowest:g}")
    if found > highest:
        hint = ": write 0.61, or 61% for a percentage" if is_share and not is_percentage else ""
        raise WrongCell(f"the {called} {quoted(cell, marks='')} is above {highest:g}{hint}")
    return found


def code(cell: str) -> str:
    """Tells respondents apart, never who they are: short, and without a space, so that no name fits."""
    if not _CODE.fullmatch(cell):
        raise WrongCell(
            f"the respondent {quoted(cell)} is not a code: write up to 20 letters and figures without a "
            "space, such as R1, never a name"
        )
    return cell.upper()


def _example(highest: float) -> str:
    return "0.72" if highest == 1 else "4.5"
