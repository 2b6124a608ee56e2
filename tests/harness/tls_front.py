"""A certificate authority, and https in front of a server that speaks http."""
import pathlib
import select
import socket
import ssl
import subprocess
import threading
import time


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """Vouches for hosts. Its certificate is `pem`."""

    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder, name)
        self.folder.mkdir()
        self.file, self.key = self.folder / "ca.pem", self.folder / "ca.key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-keyout", self.key, "-out", self.file)
        self.pem = self.file.read_text()

    def hashed_name(self):
        """The name under which OpenSSL looks for it in a folder."""
        done = subprocess.run(["openssl", "x509", "-noout", "-subject_hash", "-in", self.file], check=True, text=True,
                              capture_output=True)
        return done.stdout.strip() + ".0"

    def certify(self, host):
        """Files of a certificate and its key."""
        key, request, extensions, made = (self.folder / f"{host}.{end}" for end in ("key", "csr", "ext", "pem"))
        extensions.write_text(f"subjectAltName=DNS:{host}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={host}",
                "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.key, "-CAcreateserial", "-days", "2",
                "-extfile", extensions, "-out", made)
        return made, key


class TlsFront:
    """Passes on to `url` what comes on a port of its own, under a certificate of `authority` for `host`. `first_request` is
    when the first byte of a request had come, by the clock time.monotonic()."""

    def __init__(self, url, authority, host):
        self.backend = url.removeprefix("http://").split(":")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*authority.certify(host))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.first_request = None
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, host):
        return f"https://{host}:{self.port}"

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with self.context.wrap_socket(connection, server_side=True) as client, \
                    socket.create_connection((self.backend[0], int(self.backend[1]))) as server:
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pass_on(client, server)
        except OSError:
            pass  # a client that refuses the certificate hangs up

    def _pass_on(self, client, server):
        """Both ways in one thread: OpenSSL wants a connection read and written by one at a time."""
        while True:
            readable = [client] if client.pending() else select.select([client, server], [], [])[0]
            for source, sink in ((client, server), (server, client)):
                if source in readable:
                    data = source.recv(65536)
                    if not data:
                        return
                    if source is client and self.first_request is None:
                        self.first_request = time.monotonic()
                    sink.sendall(data)
