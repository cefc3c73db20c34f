"""Makes the password that a person is told once and must change when they first sign in."""

import secrets
from collections.abc import Callable

from fidelity.usecases.errors import InvalidInput
from models import Person

#: Turns a password into what is kept of it.
HashPassword = Callable[[str], str]

#: Without letters and digits that are taken for one another on paper or on the telephone.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 4, 4  # 31 ** 16 possibilities: 79 bits
_SHORTEST = 12
_LONGEST = 128


def set_one_time_password(hash_password: HashPassword, person: Person, given: str | None = None) -> str:
    """Give the person the password ``given``, or a new one; part of the caller's transaction.

    Every sign-in of theirs ends, because the cookie names the uniquifier.
    """
    if given is not None and not _SHORTEST <= len(given) <= _LONGEST:
        raise InvalidInput({"password": f"The password must have {_SHORTEST} to {_LONGEST} characters"})
    password = given or _make()
    person.password = hash_password(password)
    person.must_change_password = True
    end_sign_ins(person)
    return password


def end_sign_ins(person: Person) -> None:
    """No cookie that was handed out before lets this person in any more."""
    person.fs_uniquifier = secrets.token_hex(16)


def _make() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
