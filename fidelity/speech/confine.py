"""Takes from this process what it does not need, before it opens a file that a stranger made."""

import contextlib
import ctypes
import os
import resource

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 120

_NOBODY = 65534
_PR_SET_NO_NEW_PRIVS = 38


def confine() -> None:
    """No more memory than a gigabyte, no new file, no child, no core dump; and no root.

    Cannot be undone, so call it in a process that ends soon after. Everything must be imported and open.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_CPU, CPU_SECONDS)
    _lower(resource.RLIMIT_FSIZE, 0)
    _give_up_root()
    # Counted for the user that this process is now; root would not be held to it.
    _lower(resource.RLIMIT_NPROC, 0)
    _lower(resource.RLIMIT_NOFILE, 0)


def _lower(kind: int, limit: int) -> None:
    _, most = resource.getrlimit(kind)
    limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(kind, (limit, limit))


def _give_up_root() -> None:
    # Where this is not Linux, the limits still hold.
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
