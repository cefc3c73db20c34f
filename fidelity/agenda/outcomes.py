"""Puts together what two people write of the same item during a call. Pure."""


def together(based_on: str, mine: str, stands: str) -> str:
    """What to keep: ``based_on`` is what my page showed, ``stands`` what was kept meanwhile.

    Nothing that either wrote is lost: where both wrote, mine comes after the other's. Sending the same
    twice changes nothing.
    """
    if stands in {based_on, mine} or _ends_with(mine, stands):
        return mine
    if mine == based_on or _ends_with(stands, mine):
        return stands
    return f"{stands}\n{mine}" if mine else stands


def _ends_with(text: str, end: str) -> bool:
    return end in {"", text} or text.endswith(f"\n{end}")
