"""A proxy between lakemirror and an AWS: it sees every call while it is in flight, and can hold it, answer it, change
the answer, or be cut like a cable."""
import json
import re
import select
import socket
import threading
import urllib.parse

ADDRESS = "127.0.0.1"
READS = ("Get", "BatchGet", "List", "Search", "Lookup", "Describe")


class Call:
    """One request: which operation of which service, in which Region."""

    def __init__(self, head, body):
        text = head.decode("latin-1")
        target = re.search(r"^x-amz-target: *\S*?(\w+)\r$", text, re.IGNORECASE | re.MULTILINE)
        form = re.search(rb"(?:^|&)Action=(\w+)", body)
        path = re.match(r"POST /(\w+) ", text)  # Lake Formation's
        self.operation = target.group(1) if target else form.group(1).decode() if form else path.group(1) if path else ""
        scope = re.search(r"Credential=[^/]+/\d+/([^/]*)/([^/]*)/", text)
        self.region, self.service = scope.groups() if scope else ("", "")
        self.body = body

    def input(self):
        return json.loads(self.body)

    def changes_something(self):
        return self.service in ("glue", "lakeformation") and not self.operation.startswith(READS)


class Answer:
    """A whole HTTP answer. `when_half_sent()` is called with half of it on its way, and says whether to stop there."""

    def __init__(self, head, body):
        self.head = head
        self.body = body
        self.when_half_sent = None

    @classmethod
    def refusal(cls, code, message, status=400):
        body = json.dumps({"__type": code, "Message": message}).encode()
        head = (f"HTTP/1.1 {status} Refused\r\nContent-Type: application/x-amz-json-1.1\r\n"
                "x-amzn-RequestId: made-by-the-proxy\r\nContent-Length: 0\r\n\r\n").encode()
        return cls(head, body)

    def bytes(self):
        head = re.sub(rb"(?im)^content-length: *\d+", b"Content-Length: %d" % len(self.body), self.head)
        return head + self.body


class Gone(Exception):
    """The other end of a connection is no longer there."""


class Stream:
    """One connection, read a message at a time."""

    def __init__(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection = connection
        self.buffer = b""

    def _more(self):
        data = self.connection.recv(65536)
        if not data:
            raise Gone()
        self.buffer += data

    def message(self):
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        head += b"\r\n\r\n"
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        size = int(length.group(1)) if length else 0
        while len(self.buffer) < size:
            self._more()
        body, self.buffer = self.buffer[:size], self.buffer[size:]
        return head, body

    def is_stale(self):
        """Servers close connections that were idle for a while."""
        return bool(select.select([self.connection], [], [], 0)[0])

    def close(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()


class Proxy:
    """`before(call)` is asked when a request has come, and may give the Answer itself; `after(call, answer)` when the
    server has answered, and gives the Answer to pass on. Both run in the connection's thread, and may block."""

    def __init__(self, upstream, before=None, after=None):
        self.upstream = urllib.parse.urlsplit(upstream)
        self.before = before or (lambda call: None)
        self.after = after or (lambda call, answer: answer)
        self.port = 0
        self.calls = 0
        self._lock = threading.Lock()
        self._streams = set()
        self._listener = None
        self.restore()
        self.url = f"http://{ADDRESS}:{self.port}"

    def restore(self):
        """Listens again, on the same port as ever."""
        listener = socket.create_server((ADDRESS, self.port), backlog=128)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self):
        """Every connection ends and new ones are refused, until restore()."""
        # close() alone would leave the accepting thread, and with it the port, alive.
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for stream in self._streams:
                stream.close()

    def _accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection, listener), daemon=True).start()

    def _keep(self, stream, listener):
        with self._lock:
            self._streams.add(stream)
        if self._listener is not listener:  # cut while it was being accepted
            stream.close()
        return stream

    def _serve(self, connection, listener):
        client = self._keep(Stream(connection), listener)
        server = None
        try:
            while True:
                head, body = client.message()
                self.calls += 1
                call = Call(head, body)
                answer = self.before(call)
                if answer is None:
                    if server is None or server.is_stale():
                        server = self._keep(self._dial(), listener)
                    server.connection.sendall(head + body)
                    answer = self._read_answer(server)
                    answer = self.after(call, answer)
                self._pass_on(answer, client)
        except (Gone, OSError):
            pass
        finally:
            for stream in (client, server):
                if stream is not None:
                    stream.close()
                    with self._lock:
                        self._streams.discard(stream)

    @staticmethod
    def _pass_on(answer, client):
        data = answer.bytes()
        sent = len(data) // 2 if answer.when_half_sent else 0
        if sent:
            client.connection.sendall(data[:sent])
            if answer.when_half_sent():
                raise Gone()
        client.connection.sendall(data[sent:])

    def _dial(self):
        return Stream(socket.create_connection((self.upstream.hostname, self.upstream.port)))

    def _read_answer(self, server):
        while True:
            head, body = server.message()
            if not re.match(rb"HTTP/1\.1 1\d\d", head):
                return Answer(head, body)
