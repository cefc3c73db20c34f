"""What gunicorn has no setting for: how long it waits for somebody who stopped in the middle of a request."""

import socket
import struct
from typing import Any

#: A telephone that changes from one mast to the next is back sooner. A laptop that was closed would
#: otherwise hold one of a few threads for good.
SILENT_SECONDS = 60


def when_ready(server: Any) -> None:
    """Gunicorn calls this by its name. What is set on the listening socket holds for every connection."""
    patience = struct.pack("ll", SILENT_SECONDS, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
