"""The server of /metrics has manners, and nobody who asks it can do harm by that."""
import signal
import socket
import time
import unittest
import urllib.parse

from operations_case import SECONDS, OperationsCase, wait_until

STOPS_WITHIN = 3  # seconds; a connection that hangs is given 5
MOST_CONNECTIONS = 16


class Server(OperationsCase):
    def connect(self):
        where = urllib.parse.urlsplit("//" + self.address)
        connection = socket.create_connection((where.hostname, where.port), timeout=SECONDS)
        self.addCleanup(connection.close)
        return connection

    def exchange(self, request):
        """What comes back on one connection until its end."""
        connection = self.connect()
        connection.sendall(request)
        answer = b""
        while data := connection.recv(65536):
            answer += data
        return answer.decode()


class Manners(Server):
    def setUp(self):
        super().setUp()
        self.start_watched(tick=3600)

    def test_metrics_are_prometheus_text(self):
        status, headers, body = self.ask("/metrics")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        self.assertIn("# TYPE lakemirror_lag_seconds gauge\n", body)
        self.assertEqual(self.ask("/metrics?name[]=up")[0], 200)

    def test_head_has_the_headers_alone(self):
        status, headers, body = self.ask("/healthz", "HEAD")
        self.assertEqual((status, body), (200, ""))
        self.assertGreater(int(headers["Content-Length"]), 10)
        raw = self.exchange(b"HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(raw.startswith("HTTP/1.1 200 ") and raw.endswith("\r\n\r\n"), raw)

    def test_there_is_nothing_else(self):
        for path in ("/", "/metrics/", "/metrics/x", "/Metrics", "/..%2fmetrics", "/favicon.ico", "//metrics"):
            self.assertEqual(self.ask(path)[0], 404, path)

    def test_nothing_can_be_changed(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            status, headers, _ = self.ask("/metrics", method, body="x=1")
            self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"), method)
        try:
            self.assertEqual(self.ask("/metrics", "POST", body="x" * 1000000)[0], 405)
        except ConnectionError:
            pass  # refused and cut off before all of it was sent
        self.assertEqual(self.ask("/metrics")[0], 200)

    def test_nonsense_is_answered_or_cut_off_and_harms_nobody(self):
        for request in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET /metrics\r\n\r\n", b"BREW /metrics HTTP/1.1\r\n\r\n",
                        b"\x16\x03\x01\x02\x00\x01\x00", b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n",
                        b"GET /metrics HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
                        b"GET /%00%ff HTTP/1.1\r\n\r\n"):
            try:
                self.assertNotIn("HTTP/1.1 200", self.exchange(request), request[:40])
            except ConnectionError:
                pass
        self.assertEqual(self.ask("/metrics")[0], 200)


class Hanging(Server):
    def test_whoever_never_reads_or_never_asks_keeps_nobody_waiting(self):
        self.start_watched()
        for begin in (b"", b"GET /met", b"GET /metrics HTTP/1.1\r\n\r\n"):
            self.connect().sendall(begin)
        began = time.monotonic()
        self.make_database()
        self.make_table()
        self.wait_until_everything_is_settled()
        self.assertEqual(self.ask("/metrics")[0], 200)
        self.assertLess(time.monotonic() - began, SECONDS)
        self.assert_nothing_lost()

    def test_more_than_it_has_room_for_are_turned_away_and_take_no_files(self):
        process = self.start_watched()
        crowd = [self.connect() for _ in range(200)]
        turned_away = 0
        for connection in crowd:
            connection.settimeout(0.2)
            try:
                turned_away += connection.recv(1) == b""
            except TimeoutError:
                pass
            except ConnectionError:
                turned_away += 1
        self.assertGreaterEqual(turned_away, len(crowd) - MOST_CONNECTIONS)
        self.make_database()
        self.wait_until_everything_is_settled()
        # Those that were let in and never asked are given up, and others are served.
        wait_until(self.is_served, SECONDS, "nobody is served any more")
        self.assertIsNone(process.poll())
        self.stop(process)

    def is_served(self):
        try:
            return self.ask("/metrics")[0] == 200
        except OSError:
            return False

    def test_one_byte_a_second_buys_no_time(self):
        self.start_watched(tick=3600)
        connection = self.connect()
        began = time.monotonic()
        try:
            for byte in b"GET /metrics HTTP/1.1" + b"x" * 60:
                connection.sendall(bytes([byte]))
                time.sleep(0.25)
        except ConnectionError:
            pass
        self.assertLess(time.monotonic() - began, 15)

    def test_it_stops_at_once_while_scrapers_hang(self):
        process = self.start_watched(tick=3600)
        for begin in (b"", b"GET /metrics HT", b"GET /metrics HTTP/1.1\r\n\r\n"):
            for _ in range(3):
                self.connect().sendall(begin)
        time.sleep(0.2)  # so that the connections are being served
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=SECONDS), 0, self.replicator.said())
        self.assertLess(time.monotonic() - began, STOPS_WITHIN)


class Listening(Server):
    def test_a_port_in_use_is_told_and_stops_no_replication_and_is_taken_when_it_is_free(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            process = self.start_run("--metrics-listen", address)
            self.replicator.wait_for_words(f"no metrics yet: {address} is in use", SECONDS)
            self.make_database()
            self.make_table()
            self.wait_until_everything_is_settled()
            self.assert_nothing_lost()
        self.replicator.wait_for_words(f"metrics at http://{address}/metrics", SECONDS)
        self.address = address
        self.assertEqual(self.ask("/healthz")[0], 200)
        self.stop(process)

    def test_it_stops_at_once_while_it_waits_for_a_port(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            process = self.start_run("--metrics-listen", f"127.0.0.1:{taken.getsockname()[1]}")
            self.replicator.wait_for_words("no metrics yet", SECONDS)
            began = time.monotonic()
            self.stop(process)
            self.assertLess(time.monotonic() - began, STOPS_WITHIN)

    def test_ipv6(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError as error:
            self.skipTest(f"no IPv6 here: {error}")
        self.start_watched("--metrics-listen", "[::1]:0")
        self.assertTrue(self.address.startswith("[::1]:"), self.address)
        self.assertEqual(self.ask("/metrics")[0], 200)

    def test_off(self):
        process = self.start_run("--metrics-listen", "off")
        self.replicator.wait_for_words("following", SECONDS)
        self.stop(process)
        self.assertNotIn("metrics", self.replicator.said())

    def test_an_address_that_is_none_is_a_usage_error(self):
        done = self.replicator.command("run", "--metrics-listen", "4589")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("HOST:PORT or off", done.stderr)

    def test_two_runs_do_not_share_a_port(self):
        self.start_watched()
        first = self.address
        other = self.folder / "other"
        other.mkdir()
        from operations_case import Replicator
        second = Replicator(other, self.source_proxy.url, self.target_proxy.url, self.settings)
        process = second.start_run("--metrics-listen", first)
        self.addCleanup(self.end, process)
        second.wait_for_words(f"no metrics yet: {first} is in use", SECONDS)


if __name__ == "__main__":
    unittest.main()
