"""The Debian package as it lies there: what is in it, and that its parts fit each other. deb_in_machine.sh installs it."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["LAKEMIRROR"]).parent
NO_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
# What the documents say of each exit code, for the two that are not tried again.
NOT_TRIED_AGAIN = {"usage": "3", "configuration": "4"}


def output_of(*command):
    return subprocess.run(list(map(str, command)), check=True, text=True, capture_output=True, env=NO_ENVIRONMENT).stdout


class Deb(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # As many as were ever built here are there; the last one is meant.
        cls.deb = max(BUILD.glob("lakemirror_*.deb"), key=lambda file: file.stat().st_mtime)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root, cls.control = (pathlib.Path(folder.name, name) for name in ("root", "control"))
        output_of("dpkg-deb", "--extract", cls.deb, cls.root)
        output_of("dpkg-deb", "--control", cls.deb, cls.control)
        cls.unit = (cls.root / "lib/systemd/system/lakemirror.service").read_text()
        cls.configuration = cls.root / "etc/lakemirror/lakemirror.conf"

    def lakemirror(self, *arguments):
        return subprocess.run([self.root / "usr/bin/lakemirror", *map(str, arguments)], text=True, capture_output=True,
                              env={**NO_ENVIRONMENT, "AWS_EC2_METADATA_DISABLED": "true"}, timeout=60, check=False)

    def test_it_depends_on_the_libraries_it_uses(self):
        depends = output_of("dpkg-deb", "--field", self.deb, "Depends")
        for package in ("libc6 (>=", "libcurl4 (>=", "libsqlite3-0 (>=", "libstdc++6 (>=", "adduser", "ca-certificates"):
            self.assertIn(package, depends)

    def test_the_program_is_the_one_that_was_built(self):
        self.assertEqual(self.lakemirror("--version").stdout, output_of(os.environ["LAKEMIRROR"], "--version"))

    def test_the_configuration_is_the_administrators(self):
        self.assertEqual((self.control / "conffiles").read_text(), "/etc/lakemirror/lakemirror.conf\n")
        self.assertEqual([str(file.relative_to(self.root)) for file in (self.root / "etc").rglob("*") if file.is_file()],
                         ["etc/lakemirror/lakemirror.conf"])

    def test_nothing_runs_before_the_regions_are_named(self):
        done = self.lakemirror("run", "--config", self.configuration)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn("source_region", done.stderr)

    def test_the_configuration_is_good_once_they_are(self):
        told = re.sub("^#(?=source_region|destination_region|S3BucketMapping|    ')", "", self.configuration.read_text(),
                      flags=re.M)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "lakemirror.conf")
            file.write_text(told.replace("/var/lib/lakemirror", folder))
            done = self.lakemirror("check", "--config", file)
        self.assertIn("us-east-1 to us-west-2, 2 location rules, 0 warnings", done.stdout)

    def test_the_unit_starts_what_is_in_the_package(self):
        program, *arguments = re.search("^ExecStart=(.+)$", self.unit, re.M).group(1).split()
        self.assertTrue((self.root / program[1:]).is_file())
        self.assertTrue((self.root / arguments[-1][1:]).is_file())
        self.assertIn("--config", self.lakemirror(arguments[0], "--help").stdout)
        self.assertIn("journal = /var/lib/" + re.search("^StateDirectory=(.+)$", self.unit, re.M).group(1) + "/",
                      self.configuration.read_text())

    def test_what_does_not_mend_itself_is_not_tried_again(self):
        prevented = re.search("^RestartPreventExitStatus=(.+)$", self.unit, re.M).group(1).split()
        documented = dict(re.findall(r"^\| (\d+) \| (\w+) \|", (self.root / "usr/share/doc/lakemirror/cli.md").read_text(), re.M))
        self.assertEqual({documented[code]: code for code in prevented}, NOT_TRIED_AGAIN)

    def test_systemd_understands_the_unit(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd is not installed")
        # Where the package is not installed, neither its program nor its manual page is.
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "lakemirror.service")
            file.write_text(re.sub("(?m)^Documentation=.*$", "", self.unit.replace("=/usr/bin/lakemirror", "=/bin/true")))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", file], text=True, capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_manual_page_has_every_command(self):
        page = output_of("gzip", "-dc", self.root / "usr/share/man/man1/lakemirror.1.gz")
        for command in re.findall("^### `(\\w+)", (self.root / "usr/share/doc/lakemirror/cli.md").read_text(), re.M):
            self.assertRegex(page, rf"(?m)^\.SH {command.upper()}$")

    def test_the_shells_complete(self):
        script = self.root / "usr/share/bash-completion/completions/lakemirror"
        done = output_of("bash", "-c", f"source {script}; COMP_WORDS=(lakemirror st) COMP_CWORD=1; _lakemirror; echo ${{COMPREPLY[@]}}")
        self.assertEqual(done, "status\n")
        for file in ("zsh/vendor-completions/_lakemirror", "fish/vendor_completions.d/lakemirror.fish"):
            self.assertIn("status", (self.root / "usr/share" / file).read_text())

    def test_the_scripts_are_shell(self):
        for name in ("postinst", "prerm", "postrm"):
            self.assertTrue(os.access(self.control / name, os.X_OK), name)
            output_of("sh", "-n", self.control / name)


if __name__ == "__main__":
    unittest.main()
