"""The test's end of write_gate.cc."""
import os
import socket
import threading


class WriteGate:
    """Asks `on_question(byte)` at every step of writing to the journal, in a thread of its own. The process waits
    until it returns."""

    def __init__(self, path, library, on_question):
        self.on_question = on_question
        # A sanitizer wants to be the first library, but works behind one that hands its calls on.
        sanitizer = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        self.environment = {"LD_PRELOAD": library, "LAKEMIRROR_WRITE_GATE": str(path), "ASAN_OPTIONS": sanitizer}
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                while question := connection.recv(1):
                    self.on_question(question)
                    connection.send(b"y")
            except OSError:
                pass  # the process was killed
