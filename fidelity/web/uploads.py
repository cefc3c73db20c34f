"""Lets a recording go straight to its place on the disk while the form is still being read."""

from typing import IO, Any

import flask

from fidelity.storage import Arriving, AudioStore


class Request(flask.Request):
    """A request whose file part is written once, where it will stay, and never held in memory."""

    _store: AudioStore | None = None
    _largest_bytes = 0
    _arriving: Arriving | None = None

    def receive_into(self, store: AudioStore, *, largest_bytes: int, slack_bytes: int) -> None:
        """Call before the form is touched. ``slack_bytes``: what the other fields may take.

        Only a form with a file may be long: every other kind of body is read into memory.
        """
        if self.mimetype != "multipart/form-data":
            return
        self._store, self._largest_bytes = store, largest_bytes
        self.max_content_length = largest_bytes + slack_bytes

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self._store is None or not filename:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        if self._arriving is not None:
            self._arriving.discard()  # one recording a form: the last one counts
        self._arriving = self._store.receive(largest_bytes=self._largest_bytes)
        stream: Any = self._arriving
        return stream  # type: ignore[no-any-return]

    @property
    def arrived(self) -> Arriving | None:
        """The file part, once the form has been read."""
        _ = self.files
        return self._arriving

    def close(self) -> None:
        """At the end of the request nothing half-arrived stays."""
        if self._arriving is not None:
            self._arriving.discard()
        super().close()
