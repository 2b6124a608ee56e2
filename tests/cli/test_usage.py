"""The command line itself: help, mistakes, completion, output that nobody reads."""
import shutil
import subprocess
import unittest

from cli_case import BINARY, CliCase

COMMANDS = [["run"], ["pull"], ["replicate"], ["diff"], ["sync"], ["status"], ["events"], ["events", "list"],
            ["events", "show"], ["events", "retry"], ["events", "skip"], ["check"], ["local"], ["demo"], ["lambda"],
            ["completion"], ["completion", "bash"]]


class Usage(CliCase):
    def test_every_command_has_help_with_an_example(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_it(*command, "--help")
                self.assert_exit(done, 0)
                self.assertIn("Example:\n  ", done.stdout)
                self.assertEqual(done.stderr, "")

    def test_the_program_lists_every_command(self):
        done = self.run_it("--help")
        self.assert_exit(done, 0)
        for command in COMMANDS:
            self.assertIn(f"\n  {command[0]} ", done.stdout)

    def test_the_version_is_one_line(self):
        done = self.run_it("--version")
        self.assert_exit(done, 0)
        self.assertRegex(done.stdout, r"^lakemirror \d+\.\d+\.\d+\n$")

    def test_no_command_is_a_usage_error(self):
        self.assert_fails(self.run_it(), 3, "needs a command", "next: lakemirror --help")
        self.assert_fails(self.run_it("events"), 3, "needs a command", "next: lakemirror events --help")

    def test_a_mistyped_command_is_answered_with_the_nearest(self):
        self.assert_fails(self.run_it("stauts"), 3, "no command 'stauts'", "did you mean status?")
        self.assert_fails(self.run_it("events", "lst"), 3, "no command 'lst'", "did you mean list?")

    def test_a_mistyped_option_is_answered_with_the_nearest(self):
        self.assert_fails(self.run_it("status", "--outptu", "json"), 3, "no option --outptu", "did you mean --output?")
        self.assert_fails(self.run_it("sync", "--delte"), 3, "did you mean --delete?")

    def test_wrong_values_are_usage_errors_that_name_the_option(self):
        self.assert_fails(self.run_it("status", "--output", "xml"), 3, "--output", "xml")
        self.assert_fails(self.run_it("local", "--port", "70000"), 3, "--port")
        self.assert_fails(self.run_it("run", "--tick", "soon"), 3, "--tick")
        self.assert_fails(self.run_it("local", "--account", "12"), 3, "--account", "12 digits")
        self.assert_fails(self.run_it("local", "--knobs", '{"no_such_knob": 1}'), 3, "no_such_knob")
        self.assert_fails(self.run_it("events", "show"), 3, "event_id")
        self.assert_fails(self.run_it("events", "retry"), 3, "--all-parked")

    def test_output_that_nobody_reads_is_no_crash(self):
        done = subprocess.run(["bash", "-c", f"set -o pipefail; '{BINARY}' --help | true"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Completion(CliCase):
    def complete(self, *words):
        """What bash offers after the words, the last of which is being typed."""
        listed = " ".join(f"'{word}'" for word in ("lakemirror", *words))
        script = (f"source <('{BINARY}' completion bash); COMP_WORDS=({listed}); COMP_CWORD={len(words)}; "
                  '_lakemirror; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def test_bash_completes_commands_options_and_values(self):
        self.assertEqual(self.complete("st"), ["status"])
        self.assertEqual(self.complete("events", "r"), ["retry"])
        self.assertEqual(self.complete("events", "list", "--outc"), ["--outcome"])
        self.assertEqual(self.complete("events", "list", "--flag", ""), ["N", "F", "Y"])
        self.assertEqual(self.complete("status", "--output", "j"), ["json"])

    def test_bash_completes_files_where_a_path_is_wanted(self):
        self.write("my.conf", "")
        self.assertEqual(self.complete("status", "--config", "my"), ["my.conf"])

    def test_zsh_and_fish_load_their_scripts(self):
        for shell, load in (("zsh", ["zsh", "-fc", "autoload -U compinit; compinit -u; source /dev/stdin"]),
                            ("fish", ["fish", "-c", "source -"])):
            with self.subTest(shell):
                done = self.run_it("completion", shell)
                self.assert_exit(done, 0)
                self.assertIn("status", done.stdout)
                if shutil.which(shell) is None:
                    print(f"NOT CHECKED: {shell} is not installed, so nothing loaded its script")
                    continue
                loaded = subprocess.run(load, input=done.stdout, capture_output=True, text=True,
                                        env={**self.environment})
                self.assertEqual((loaded.returncode, loaded.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
