"""Standard streams, terminals and signals as shells, supervisors and closed windows leave them."""
import fcntl
import os
import pty
import re
import signal
import socket
import sqlite3
import struct
import subprocess
import termios
import time
import unittest

import boto3
from cli_case import BINARY, SIDES, CliCase

CUT_SHORT = 130
LEFT_FOR_AN_ANSWER = 5  # seconds, as docs/cli.md says
ON_A_BUSY_MACHINE = 25  # and so many more


def closing(*numbers):
    """For a child that is to begin without these standard streams."""
    def close():
        for number in numbers:
            os.close(number)
    return close


class Closed(CliCase):
    def run_without(self, numbers, *arguments):
        return subprocess.run([BINARY, *arguments], cwd=self.folder, env=self.environment, timeout=60, text=True,
                              preexec_fn=closing(*numbers), stdin=subprocess.DEVNULL,
                              stdout=None, stderr=None if 2 in numbers else subprocess.PIPE)

    def test_output_that_goes_nowhere_is_an_error(self):
        self.configure()
        for numbers in ((1,), (0, 1), (0, 1, 2)):
            with self.subTest(numbers):
                done = self.run_without(numbers, "status")
                self.assertEqual(done.returncode, 1)
                if 2 not in numbers:
                    self.assertIn("write output", done.stderr)

    def test_nothing_that_is_opened_takes_the_place_of_a_closed_stream(self):
        """Log lines of a daemon without streams would end in whatever it opened first."""
        self.start_local()
        self.configure()
        self.administer()
        process = subprocess.Popen([BINARY, "run", "--tick", "1", "--log-level", "debug"], cwd=self.folder,
                                   env=self.environment, preexec_fn=closing(0, 1, 2))
        self.addCleanup(lambda: (process.kill(), process.wait()))
        until = time.monotonic() + 60
        while not self.settled_entries() and time.monotonic() < until:
            time.sleep(0.1)
        for number in (0, 1, 2):
            self.assertEqual(os.readlink(f"/proc/{process.pid}/fd/{number}"), "/dev/null")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertGreater(self.settled_entries(), 0)

    def settled_entries(self):
        path = self.folder / "journal.db"
        if not path.exists():
            return 0
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as journal:
                return journal.execute("SELECT count(*) FROM entries WHERE Outcome <> ''").fetchone()[0]
        except sqlite3.OperationalError:  # it is being made
            return 0

    def test_a_full_device_is_an_error(self):
        self.configure()
        with open("/dev/full", "w") as full:
            done = subprocess.run([BINARY, "status"], cwd=self.folder, env=self.environment, stdout=full, text=True,
                                  stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)


class Terminal(CliCase):
    def on_terminal(self, columns, *arguments, **env):
        """Runs the binary with a terminal of so many columns as standard error and output; returns what it drew."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([BINARY, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=theirs,
                                   stderr=theirs, env={**self.environment, "TERM": "xterm", **env})
        os.close(theirs)
        drawn = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed and all has been read
                break
            drawn += part
        process.wait(timeout=60)
        return drawn.decode()

    def test_a_terminal_without_a_name_gets_no_colours(self):
        self.configure()
        self.assertIn("\x1b[", self.on_terminal(80, "status"))
        self.assertNotIn("\x1b[", self.on_terminal(80, "status", TERM=""))

    def test_progress_stays_on_its_line_however_narrow(self):
        self.start_local("--knobs", '{"latency": 150}')
        self.configure()
        self.administer()
        glue = boto3.client("glue", endpoint_url=self.environment["AWS_ENDPOINT_URL"], region_name=SIDES[0],
                            aws_access_key_id="test", aws_secret_access_key="test")
        glue.create_database(DatabaseInput={"Name": "sales"})
        glue.create_table(DatabaseName="sales", TableInput={"Name": "orders"})
        for columns, seen in ((8, 7), (400, 100)):
            drawn = re.findall(r"\r\x1b\[K([^\r\n\x1b]+)\r", self.on_terminal(columns, "diff"))
            self.assertGreater(len(drawn), 0)
            self.assertLessEqual(max(len(line) for line in drawn), seen, drawn)


class Signals(CliCase):
    def setUp(self):
        super().setUp()
        self.silent = socket.socket()
        self.silent.bind(("127.0.0.1", 0))
        self.silent.listen()
        self.addCleanup(self.silent.close)

    def start_unanswered(self, *arguments, **more):
        """Starts a command whose first request is never answered, and comes back when it was sent."""
        process = self.start(*arguments, env={
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.silent.getsockname()[1]}"}, **more)
        connection, _ = self.silent.accept()
        self.addCleanup(connection.close)
        connection.recv(1)
        return process

    def test_the_first_one_ends_each_command_in_time_although_nobody_answers(self):
        self.configure()
        commands = [["sync"], ["diff"], ["pull"], ["replicate"], ["check"], ["status", "--config", "s3://bucket/key"]]
        # Each has a journal of its own, and all wait at the same time.
        started = [self.start_unanswered(*command, "--journal", f"{i}.db") for i, command in enumerate(commands)]
        for process in started:
            process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        for command, process in zip(commands, started):
            with self.subTest(command):
                _, said = process.communicate(timeout=60)
                self.assertEqual(process.returncode, CUT_SHORT, said)
                self.assertLess(time.monotonic() - began, LEFT_FOR_AN_ANSWER + ON_A_BUSY_MACHINE)

    def test_a_window_that_is_closed_stops_it_cleanly(self):
        process, _ = self.start_local()
        self.assertEqual(self.stop_with(process, signal.SIGHUP), 0)
        self.assertIn("stopping cleanly", process.stderr.read())

    def test_a_window_that_says_so_twice_still_stops_it_cleanly(self):
        self.configure()
        process = self.start_unanswered("run")
        process.send_signal(signal.SIGHUP)
        process.stderr.readline()
        time.sleep(0.2)
        self.assertEqual(self.stop_with(process, signal.SIGHUP), 0)

    def test_nohup_outlives_the_window(self):
        process = self.start("local", "--port", "0", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        self.assertEqual(self.stop_with(process), 0)

    def test_a_demo_whose_window_is_closed_leaves_nothing_behind(self):
        process = self.start("demo", "--rate", "1", env={"TMPDIR": str(self.folder)})
        process.stderr.readline()
        self.assertEqual(self.stop_with(process, signal.SIGHUP), CUT_SHORT)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
