"""Mistakes on the command line: none passes in silence for something else, and each says what was meant or what to do."""
import pathlib
import shutil
import subprocess
import unittest

import boto3
from cli_case import BINARY, SIDES, CliCase


class Commands(CliCase):
    def test_a_second_command_does_not_replace_the_first(self):
        for words in (["run", "status"], ["status", "sync", "--dry-run"], ["run", "run"]):
            with self.subTest(words):
                self.assert_fails(self.run_it(*words), 3, words[0], f"takes no further argument '{words[1]}'",
                                  "one command at a time")

    def test_what_commands_there_are_is_told(self):
        self.assert_fails(self.run_it(), 3, "needs a command: run, pull, ")
        self.assert_fails(self.run_it("events"), 3, "needs a command: list, show, ")
        self.assert_fails(self.run_it("completion", "tcsh"), 3, "it has bash, zsh, fish")

    def test_help_and_version_as_words_lead_to_the_options(self):
        self.assert_fails(self.run_it("help", "run"), 3, "did you mean --help?")
        self.assert_fails(self.run_it("version"), 3, "did you mean --version?")

    def test_case_is_no_typo_that_hides_the_right_word(self):
        self.assert_fails(self.run_it("STATUS"), 3, "did you mean status?")
        self.assert_fails(self.run_it("status", "--output", "JSON"), 3, "did you mean json?")

    def test_what_was_typed_cannot_draw_on_the_terminal(self):
        for words in (["\x1b[2Jx"], ["--\x1b[2J"], ["status", "--output", "\x1b[2J"]):
            self.assertNotIn("\x1b", self.run_it(*words).stderr)


class Options(CliCase):
    def test_one_before_its_command_is_told_where_it_belongs(self):
        self.assert_fails(self.run_it("--config", "x", "run"), 3, "write it behind the command: lakemirror run --config")
        self.assert_fails(self.run_it("events", "--flag", "N", "list"), 3, "lakemirror events list --flag")

    def test_one_of_another_command_is_told_whose_it_is(self):
        self.assert_fails(self.run_it("diff", "--delete"), 3, "lakemirror sync has it")
        self.assert_fails(self.run_it("--output", "json"), 3, "lakemirror run and others have it")

    def test_a_letter_is_not_taken_for_any_other_letter(self):
        self.assertNotIn("did you mean", self.run_it("status", "-x").stderr)
        self.assert_fails(self.run_it("status", "-O", "json"), 3, "did you mean -o?")

    def test_an_empty_value_is_not_taken_for_none(self):
        for words in (["status", "--config", ""], ["status", "--journal", ""], ["sync", "--delete", "-d", ""],
                      ["local", "--port", "0", "--host", ""], ["events", "show", ""], ["events", "list", "--since", ""]):
            with self.subTest(words):
                self.assert_fails(self.run_it(*words), 3, "its value is empty", "next: lakemirror ")

    def test_a_missing_value_is_told_as_that(self):
        self.assert_fails(self.run_it("status", "--output"), 3, "--output: its value is missing")
        self.assert_fails(self.run_it("status", "-o", "json", "-o", "text"), 3, "--output: may be given only once")

    def test_what_is_no_such_number_is_told_with_its_range(self):
        self.assert_fails(self.run_it("run", "--tick", "1.5"), 3, "'1.5' is no whole number from 0 to 86400")
        self.assert_fails(self.run_it("demo", "--rate", "fast"), 3, "'fast' is no number from 0.1 to 100")
        self.assert_fails(self.run_it("demo", "--rate", "nan", "--changes", "1"), 3, "'nan' is no number")

    def test_since_is_told_with_every_way_to_write_it(self):
        done = self.run_it("events", "list", "--journal", "journal.db", "--since", "yesterday")
        self.assert_fails(done, 3, "--since yesterday", "90s, 15m, 2h, 3d")

    def test_knobs_that_cannot_be_read_are_told_as_knobs(self):
        self.assert_fails(self.run_it("local", "--knobs", "{"), 3, "read knobs", "incomplete JSON", "delivery_delay_max")

    def test_an_address_that_is_not_ours_is_not_blamed_on_the_port(self):
        done = self.run_it("local", "--host", "192.0.2.1", "--port", "0")
        self.assert_fails(done, 1, "--host", "next: lakemirror local --help")


class Journals(CliCase):
    def test_a_folder_is_told_as_that_with_a_name_to_use(self):
        (self.folder / "place").mkdir()
        self.configure()
        self.assert_fails(self.run_it("status", "--journal", "place"), 1, "this is a folder", "place/journal.db")

    def test_looking_at_one_that_was_not_there_says_so_once(self):
        self.configure()
        for command in (["status"], ["events", "list"]):
            words = [*command, "--journal", f"mistyped-{command[0]}.db"]
            first = self.run_it(*words)
            self.assert_exit(first, 0)
            self.assertIn(f"{words[-1]} was not there", first.stderr)
            self.assertEqual(self.run_it(*words).stderr, "")

    def test_an_entry_that_is_not_there_leads_to_the_list(self):
        for command in ("retry", "skip"):
            done = self.run_it("events", command, "nosuch", "--journal", "journal.db")
            self.assert_fails(done, 1, "nosuch", "next: lakemirror events list")


class Sides(CliCase):
    def setUp(self):
        super().setUp()
        self.start_local("--knobs", '{"lookup_rate": 0}')
        self.configure()
        self.administer()

    def test_a_database_that_neither_side_has_does_not_pass_for_equal(self):
        for command in (["diff"], ["sync", "--delete"], ["sync", "--dry-run"]):
            done = self.run_it(*command, "--database", "saels")
            self.assert_exit(done, 5)
            self.assertIn("database saels: neither side has it", done.stdout)
            self.assertIn("compared 0 databases", done.stdout)

    def test_one_that_only_a_side_has_is_compared(self):
        glue = boto3.client("glue", endpoint_url=self.environment["AWS_ENDPOINT_URL"], region_name=SIDES[1],
                            aws_access_key_id="test", aws_secret_access_key="test")
        glue.create_database(DatabaseInput={"Name": "left"})
        done = self.run_it("sync", "--delete", "--adopt-target", "--database", "left")
        self.assert_exit(done, 0)
        self.assertIn("compared 1 databases", done.stdout)

    def test_check_finds_a_journal_that_is_about_other_regions(self):
        self.assert_exit(self.run_it("sync"), 0)
        self.assert_exit(self.run_it("check"), 0)
        path = pathlib.Path(self.folder / "lakemirror.conf")
        path.write_text(path.read_text().replace(SIDES[1], "eu-west-1"))
        done = self.run_it("check")
        self.assert_exit(done, 1)
        self.assertRegex(done.stdout, r"FAILED journal's Regions +.*OtherPair")
        self.assertIn("a journal of its own", done.stdout)


class Shells(CliCase):
    """Scripts for other shells, in those shells: what comes after the words, the last of which is being typed."""

    def require(self, shell):
        if shutil.which(shell) is None:
            self.skipTest(f"{shell} is not installed")

    def test_fish_completes_commands_options_and_values(self):
        self.require("fish")

        def complete(line):
            done = subprocess.run(["fish", "-c", f"'{BINARY}' completion fish | source; complete -C '{line}'"],
                                  capture_output=True, text=True, env=self.environment, cwd=self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return [row.split("\t")[0] for row in done.stdout.splitlines()]

        self.assertEqual(complete("lakemirror st"), ["status"])
        self.assertEqual(complete("lakemirror events r"), ["retry"])
        self.assertEqual(complete("lakemirror events list --outc"), ["--outcome"])
        self.assertEqual(complete("lakemirror status --output j"), ["json"])
        self.assertEqual(complete("lakemirror completion z"), ["zsh"])

    def test_zsh_completes_commands_options_and_values(self):
        self.require("zsh")

        def complete(*words, load=f"source <('{BINARY}' completion zsh)"):
            listed = " ".join(f"'{word}'" for word in ("lakemirror", *words))
            script = (f"autoload -U compinit; compinit -u; {load}; "
                      "compadd() { shift; print -l -- ${(M)@:#${PREFIX}*} }; _files() { print files }; "
                      f"words=({listed}); CURRENT={len(words) + 1}; PREFIX='{words[-1]}'; _lakemirror")
            done = subprocess.run(["zsh", "-fc", script], capture_output=True, text=True, env=self.environment,
                                  cwd=self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return done.stdout.split()

        self.assertEqual(complete("st"), ["status"])
        self.assertEqual(complete("events", "r"), ["retry"])
        self.assertEqual(complete("events", "list", "--outc"), ["--outcome"])
        self.assertEqual(complete("status", "--output", "j"), ["json"])
        self.assertEqual(complete("status", "--config", ""), ["files"])
        # As packages install it: the first completion loads the file, and has to complete as well.
        self.write("_lakemirror", self.run_it("completion", "zsh").stdout)
        self.assertEqual(complete("st", load="fpath=($PWD $fpath); autoload -U _lakemirror"), ["status"])


if __name__ == "__main__":
    unittest.main()
