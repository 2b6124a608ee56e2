#!/usr/bin/env python3
"""A Lambda Runtime API on this machine: hands events to a function, and takes what it answers.

As a program it serves one event after another from standard input, a line of JSON each, and prints each answer:

    runtime_api.py [--timeout SECONDS] COMMAND...
"""
import argparse
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "/2018-06-01/runtime/"


class Invocation:
    """One event on its way: `wait()` gives what came of it."""

    def __init__(self, payload, timeout):
        self.id = str(uuid.uuid4())
        self.payload = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.timeout = timeout
        self.taken = threading.Event()
        self.done = threading.Event()
        self.deadline_ms = None
        self.answer = None  # what the function responded
        self.error = None   # or the error that it reported
        self.error_type = None

    def take(self):
        """The clock runs from when the function has it."""
        self.deadline_ms = int((time.time() + self.timeout) * 1000)
        self.taken.set()

    def wait(self, seconds=60):
        if not self.done.wait(seconds):
            raise AssertionError(f"no answer within {seconds} s")
        return self

    def result(self, seconds=60):
        """The answer; an error of the function is one of the test."""
        self.wait(seconds)
        if self.error is not None:
            raise AssertionError(f"the function failed: {self.error}")
        return self.answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        api = self.server.api
        if self.path != PREFIX + "invocation/next":
            return self.reply(404)
        api.waiting.set()
        invocation = api.next()
        api.waiting.clear()
        if invocation is None:
            self.close_connection = True
            return None
        invocation.take()
        try:
            return self.reply(200, invocation.payload, (
                ("Content-Type", "application/json"),
                ("Lambda-Runtime-Aws-Request-Id", invocation.id),
                ("Lambda-Runtime-Deadline-Ms", str(invocation.deadline_ms)),
                ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700"),
                ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-west-2:123456789012:function:test")))
        except OSError:
            return None

    def do_POST(self):
        api = self.server.api
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = self.path[len(PREFIX):].split("/") if self.path.startswith(PREFIX) else []
        if parts == ["init", "error"]:
            api.start_error = json.loads(body)
            api.start_failed.set()
        elif len(parts) == 3 and parts[0] == "invocation" and parts[2] in ("response", "error"):
            invocation = api.invocations.get(parts[1])
            if invocation is None or invocation.done.is_set():
                return self.reply(400, b'{"errorType": "InvalidRequestID"}')
            if parts[2] == "error":
                invocation.error = json.loads(body)
                invocation.error_type = self.headers.get("Lambda-Runtime-Function-Error-Type")
            else:
                invocation.answer = json.loads(body)
            invocation.done.set()
        else:
            return self.reply(404)
        return self.reply(202, b'{"status": "OK"}')


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 16

    def handle_error(self, request, client_address):
        pass  # a function that was killed


class RuntimeApi:
    """The API of one execution environment."""

    def __init__(self):
        self.queue = queue.Queue()
        self.invocations = {}
        self.waiting = threading.Event()  # the function asks for work
        self.start_failed = threading.Event()
        self.start_error = None
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.api = self
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        return self.queue.get()

    def send(self, payload, timeout=60):
        invocation = Invocation(payload, timeout)
        self.invocations[invocation.id] = invocation
        self.queue.put(invocation)
        return invocation

    def stop(self):
        self.queue.put(None)
        self.server.shutdown()
        self.server.server_close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--timeout", type=float, default=60, help="seconds that an invocation may take")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    api = RuntimeApi()
    # What the function writes itself, its metrics, is not to stand among the answers.
    function = subprocess.Popen(arguments.command, env={**os.environ, "AWS_LAMBDA_RUNTIME_API": api.host},
                                stdout=sys.stderr)
    try:
        for line in sys.stdin:
            invocation = api.send(json.loads(line), arguments.timeout).wait(arguments.timeout)
            print(json.dumps(invocation.answer if invocation.error is None else {"error": invocation.error}), flush=True)
    finally:
        function.terminate()
        function.wait()
        api.stop()


if __name__ == "__main__":
    main()
