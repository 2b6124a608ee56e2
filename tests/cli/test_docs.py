"""What the documents say of the command line is what the binary does."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import unittest

from cli_case import BINARY, CliCase

ROOT = pathlib.Path(__file__).resolve().parents[2]


def shell_blocks(text):
    return re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)


class Reference(CliCase):
    def options_of(self, *command):
        """The options of a command and of all below it."""
        text = self.run_it(*command, "--help").stdout
        options = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M))
        below = text.split("Subcommands:\n")[1].split("\n\n")[0] if "Subcommands:" in text else ""
        for name in re.findall(r"^  (\w+)", below, re.M):
            options |= self.options_of(*command, name)
        return options

    def test_every_option_is_documented_and_every_documented_one_exists(self):
        documented = set(re.findall(r"--[a-z][a-z-]+", (ROOT / "docs/cli.md").read_text()))
        real = self.options_of()
        self.assertEqual(sorted(real - documented - {"--version"}), [])
        self.assertEqual(sorted(documented - real - {"--help"}), [])

    def test_every_exit_code_is_documented(self):
        header = (ROOT / "src/cli/exit_code.h").read_text()
        codes = re.findall(r"^  (\w+) = (\d+),", header, re.M)
        text = (ROOT / "docs/cli.md").read_text()
        rows = re.findall(r"^\| (\d+) \| (\w+) \|", text, re.M)
        self.assertEqual(sorted(rows), sorted((number, name) for name, number in codes))


class Benchmark(CliCase):
    def test_without_what_it_measures_it_says_what_to_build(self):
        """As after scripts/demo.sh, which leaves the benchmarks out."""
        for part in ("bench", "tests/harness"):
            shutil.copytree(ROOT / part, self.folder / part)
        done = subprocess.run([sys.executable, self.folder / "bench" / "replicate", "--quick"], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("not built yet: build/release/lakemirror, build/release/bench_prepare", done.stderr)
        self.assertIn("next: scripts/lib/install.sh test && cmake", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


class Readme(CliCase):
    def test_the_two_terminals_work_as_shown(self):
        _, local, follow, change = shell_blocks((ROOT / "README.md").read_text())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        first = self.terminal(local.rstrip() + f" --port {port}\n", port)
        self.assertIn("listening on", first.stdout.readline())
        second = self.terminal(follow, port)
        self.assertIn("following us-east-1 in us-west-2", second.stderr.readline())
        third = self.terminal(change, port)
        out, err = third.communicate(timeout=60)
        self.assertEqual(third.returncode, 0, out + err)
        self.assertIn('"s3://lake-us-west-2/orders"', out)
        self.assertIn('"SELECT"', out)
        self.assertIn("replication point", out)
        self.assertIn("0 differences", out)

    def terminal(self, commands, port):
        """A shell that runs a block of the README, with this binary and port in place of its own."""
        commands = commands.replace("build/release/lakemirror", BINARY).replace("4588", port)
        process = subprocess.Popen(["bash", "-ec", commands.replace(f"{BINARY} run", f"exec {BINARY} run")],
                                   cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process


if __name__ == "__main__":
    unittest.main()
