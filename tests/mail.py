"""A little mail server: takes what it is given, or refuses, and remembers every line."""

import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """``messages``: what came, headers and all; ``lines``: everything that was said to it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages, self.lines = [], []
        #: Its answer to an address, in place of a good one.
        self.refusal = None
        #: Its answer to a whole message (nothing: it falls away without one), and to a goodbye.
        self.receipt, self.farewell = "250 taken", "221 bye"

    @property
    def port(self):
        return self.server_address[1]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 here")
        while line := self.rfile.readline().decode():
            self.server.lines.append(line.strip())
            match line.split()[0].upper():
                case "RCPT" if self.server.refusal:
                    self._say(self.server.refusal)
                case "DATA":
                    self._say("354 go on")
                    self.server.messages.append(self._message())
                    if self.server.receipt is None:
                        return
                    self._say(self.server.receipt)
                case "QUIT":
                    self._say(self.server.farewell)
                    return
                case _:
                    self._say("250 good")

    def _message(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
