"""Whatever listens where credentials are asked for: it costs its timeout at most, and nothing of it is repeated."""
import http.server
import itertools
import socket
import threading
import time
import unittest

from credentials_case import CredentialsCase
from stand_in import METADATA_TOKEN

EXPIRED = '{"AccessKeyId":"A","SecretAccessKey":"hush","Token":"hush","Expiration":"2020-01-01T00:00:00Z"}'
# What should take 1 second on each of two sides, and with a container 8, on a machine that is busy with other tests.
SECONDS = 40


def head(status, length):
    return f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n".encode()


class Hostile:
    """Answers each connection with what `behave(connection)` sends, until the other end is gone."""

    def __init__(self, behave):
        self.behave = behave
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        try:
            with connection:
                connection.recv(65536)
                self.behave(connection)
        except OSError:
            pass

    def stop(self):
        self.listener.close()


def silent(connection):
    connection.recv(1)


def a_byte_a_second(connection):
    connection.sendall(head(200, 1000))
    while True:
        connection.sendall(b"x")
        time.sleep(1)


def endless_body(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"{" * 65536 + b"\r\n")


def endless_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        connection.sendall(b"X-%d: %s\r\n" % (number, b"hush" * 1000))


def saying(status, body, more=""):
    def behave(connection):
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n{body}".encode())

    return behave


class NoService(CredentialsCase):
    def listen(self, behave):
        hostile = Hostile(behave)
        self.addCleanup(hostile.stop)
        return hostile

    def refused(self, **variables):
        """How `check` puts it, which must have looked at both sides in time."""
        begun = time.monotonic()
        findings = self.check(**variables)
        self.assertLess(time.monotonic() - begun, SECONDS)
        for side in ("source", "target"):
            self.assertFalse(findings[f"{side} credentials"]["ok"], findings)
        return findings["source credentials"]["text"]

    def as_metadata(self, behave):
        hostile = self.listen(behave)
        text = self.refused(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=hostile.url)
        self.assertEqual(hostile.connections, 2)
        return text

    def as_container(self, behave):
        hostile = self.listen(behave)
        text = self.refused(AWS_CONTAINER_CREDENTIALS_FULL_URI=hostile.url + "/container",
                            AWS_CONTAINER_AUTHORIZATION_TOKEN="container-hush-token")
        return text, hostile.connections


class MetadataThatIsNone(NoService):
    def test_silence_costs_a_second(self):
        text = self.as_metadata(silent)
        self.assertIn("instance metadata at http://127.0.0.1", text)
        self.assertIn("Timeout was reached; asked once, for at most 1s", text)

    def test_a_byte_a_second_costs_a_second(self):
        self.assertIn("Timeout was reached", self.as_metadata(a_byte_a_second))

    def test_an_endless_body_is_cut(self):
        self.assertIn("larger than 64 KB", self.as_metadata(endless_body))

    def test_endless_headers_are_cut(self):
        self.assertIn("no AWS credentials found", self.as_metadata(endless_headers))

    def test_a_body_too_large_is_not_read(self):
        self.assertIn("larger than 64 KB", self.as_metadata(saying("200 OK", '{"a":"' + "hush" * 100_000 + '"}')))

    def test_a_redirect_is_not_followed(self):
        elsewhere = self.listen(saying("200 OK", METADATA_TOKEN))
        text = self.as_metadata(saying("302 Found", "", f"Location: {elsewhere.url}/\r\n"))
        self.assertIn("HTTP status 302", text)
        self.assertEqual(elsewhere.connections, 0)

    def test_500_is_said(self):
        self.assertIn("HTTP status 500", self.as_metadata(saying("500 Oh", "hush")))

    def test_it_is_never_asked_by_version_1(self):
        self.assertIn("HTTP status 403", self.as_metadata(saying("403 Forbidden", "hush")))

    def test_a_page_in_html_gives_no_role(self):
        asked = []

        class Page(http.server.BaseHTTPRequestHandler):
            def answer(self):
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<html>hush</html>")

            do_PUT = do_GET = answer

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        text = self.refused(AWS_EC2_METADATA_DISABLED="false",
                            AWS_EC2_METADATA_SERVICE_ENDPOINT=f"http://127.0.0.1:{server.server_address[1]}")
        self.assertIn("no name of a role", text)
        self.assertEqual(len(asked), 4)

    def test_nobody_listens(self):
        hostile = self.listen(silent)
        hostile.stop()
        text = self.refused(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=hostile.url)
        self.assertIn("no AWS credentials found", text)

    def test_a_host_that_drops_what_it_is_sent_costs_a_second(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.addCleanup(listener.close)
        # A queue that is full takes in no connection, and says nothing.
        for _ in range(3):
            waiting = socket.socket()
            self.addCleanup(waiting.close)
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        text = self.refused(AWS_EC2_METADATA_DISABLED="false",
                            AWS_EC2_METADATA_SERVICE_ENDPOINT=f"http://127.0.0.1:{listener.getsockname()[1]}")
        self.assertIn("Timeout was reached; asked once, for at most 1s", text)

    def test_no_proxy_is_asked(self):
        proxy = self.listen(saying("200 OK", METADATA_TOKEN))
        hostile = self.listen(saying("404 Not Found", ""))
        self.refused(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=hostile.url,
                     http_proxy=proxy.url)
        self.assertEqual((hostile.connections, proxy.connections), (2, 0))


class ContainerThatIsNone(NoService):
    def test_what_cannot_pass_is_asked_once(self):
        for behave, words in ((endless_body, "larger than 64 KB"), (saying("302 Found", "", "Location: /\r\n"), "302"),
                              (saying("200 OK", "<html>hush</html>"), "no JSON object"),
                              (saying("400 Bad", '{"code":"No","message":"hush"}'), "HTTP status 400")):
            text, connections = self.as_container(behave)
            self.assertIn(words, text)
            self.assertEqual(connections, 2)

    def test_500_is_asked_three_times(self):
        text, connections = self.as_container(saying("500 Oh", "hush"))
        self.assertIn("HTTP status 500", text)
        self.assertEqual(connections, 6)

    def test_silence_costs_eight_seconds(self):
        begun = time.monotonic()
        text, connections = self.as_container(silent)
        self.assertIn("Timeout was reached", text)
        self.assertEqual(connections, 6)
        self.assertGreater(time.monotonic() - begun, 15)

    def test_expired_ones_are_refused(self):
        text, _ = self.as_container(saying("200 OK", EXPIRED))
        self.assertIn("expired at 2020-01-01T00:00:00Z", text)

    def test_a_token_is_not_sent_in_the_open(self):
        text = self.refused(AWS_CONTAINER_CREDENTIALS_FULL_URI="http://192.0.2.1/container",
                            AWS_CONTAINER_AUTHORIZATION_TOKEN="container-hush-token")
        self.assertIn("plain http is not used with the host 192.0.2.1", text)

    def test_a_token_with_a_line_break_is_refused(self):
        text = self.refused(AWS_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:9/container",
                            AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=self.write("token", "container-hush-token\n"))
        self.assertIn("line break", text)


if __name__ == "__main__":
    unittest.main()
