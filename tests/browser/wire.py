"""The line between a browser and the service: a real one, that can be cut in the middle of an upload."""

import socket
from contextlib import suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

_BLOCK_BYTES = 4096


class Wire(ThreadingTCPServer):
    """Passes bytes on to a port of this machine until it is cut; nothing gets through then."""

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), _Line)
        self.port = port
        self.address = f"http://localhost:{self.server_address[1]}"
        self.ends = set()
        self._is_cut = False
        self._bytes_left = None
        self._thread = Thread(target=self.serve_forever)
        self._thread.start()

    def cut_after(self, size):
        """Cut it once so many more bytes have gone to the service."""
        self._bytes_left = size

    def mend(self):
        self._is_cut, self._bytes_left = False, None

    @property
    def is_cut(self):
        return self._is_cut

    def takes(self, block):
        """Whether these bytes still get through."""
        if self._bytes_left is not None:
            self._bytes_left -= len(block)
            self._is_cut = self._bytes_left < 0
        return not self._is_cut

    def close(self):
        self._is_cut = True
        for end in list(self.ends):
            _end(end)
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Line(BaseRequestHandler):
    def handle(self):
        if not self.server.takes(b""):
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as service, suppress(OSError):
            self.server.ends |= {self.request, service}
            back = Thread(target=_pass_on, args=(service, self.request))
            back.start()
            _pass_on(self.request, service, self.server.takes)
            _end(self.request)
            _end(service)
            back.join()
            self.server.ends -= {self.request, service}


def _pass_on(source, target, takes=lambda block: True):
    with suppress(OSError):
        while block := source.recv(_BLOCK_BYTES):
            if not takes(block):
                return
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)


def _end(end):
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
