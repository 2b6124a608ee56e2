"""The Debian package installed, run by systemd, upgraded, removed and purged in a machine of its own. Takes minutes, needs
root, debootstrap and Debian's packages: a part of test-long.sh, and no test of ctest."""
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from local_aws import SOURCE, TARGET, LocalAws
from machine import Machine
from waiting import wait_until

BUILD = pathlib.Path(os.environ["LAKEMIRROR"]).parent
SETTINGS = """read_settle_seconds = 0
tick_seconds = 1
metrics_listen = off
source_endpoint = {url}
target_endpoint = {url}
"""


class DebInMachine(unittest.TestCase):
    def setUp(self):
        self.machine = Machine(BUILD / "debian-base")
        self.addCleanup(self.machine.stop)
        self.root = self.machine.root
        self.deb = max(BUILD.glob("lakemirror_*.deb"), key=lambda file: file.stat().st_mtime)
        self.in_machine = "/root/" + self.deb.name
        (self.root / self.in_machine[1:]).write_bytes(self.deb.read_bytes())
        self.configuration = self.root / "etc/lakemirror/lakemirror.conf"

    def apt(self, *arguments):
        return self.machine.run("apt-get", "--yes", "--quiet=2", "--no-install-recommends", *arguments)

    def install(self):
        self.machine.run("apt-get", "--quiet=2", "update")
        self.apt("install", self.in_machine)

    def configure(self, url):
        text = self.configuration.read_text()
        for key in ("source_region", "destination_region"):
            text = text.replace("#" + key, key)
        self.configuration.write_text(text + SETTINGS.format(url=url))
        (self.root / "etc/default/lakemirror").write_text("AWS_ACCESS_KEY_ID=test\nAWS_SECRET_ACCESS_KEY=test\n")

    def shown(self, name):
        return self.machine.run("systemctl", "show", "--value", "--property", name, "lakemirror").strip()

    def wait_for(self, name, value):
        wait_until(lambda: self.shown(name) == value, 60,
                   lambda: f"{name} is {self.shown(name)}, not {value}: " + self.machine.run("journalctl", "--unit", "lakemirror"))

    def follows(self, local, name):
        local.client("glue", SOURCE).create_database(DatabaseInput={"Name": name})
        glue = local.client("glue", TARGET)
        wait_until(lambda: name in [database["Name"] for database in glue.get_databases()["DatabaseList"]], 60,
                   lambda: f"{name} did not come: " + self.machine.run("journalctl", "--unit", "lakemirror"))

    def test_lintian_finds_no_error(self):
        done = self.machine.ask("lintian", "--allow-root", "--fail-on", "error", self.in_machine)
        print(done.stdout, end="")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_from_installation_to_purge(self):
        self.install()
        self.assertEqual((self.shown("UnitFileState"), self.shown("ActiveState")), ("disabled", "inactive"))
        self.assertIn("lakemirror.1", self.machine.run("man", "--where", "lakemirror"))

        # Not configured: it ends, and is not tried again.
        self.machine.run("systemctl", "start", "lakemirror")
        self.wait_for("ActiveState", "failed")
        self.assertEqual((self.shown("ExecMainStatus"), self.shown("NRestarts")), ("4", "0"))

        local = LocalAws()
        self.addCleanup(local.stop)
        local.administer()
        self.configure(local.url)
        self.machine.run("systemctl", "enable", "--now", "lakemirror")
        self.follows(local, "first")
        self.assertEqual(self.machine.run("stat", "--format=%U %a", "/var/lib/lakemirror").strip(), "lakemirror 750")

        # Killed, it comes back.
        override = self.root / "etc/systemd/system/lakemirror.service.d/soon.conf"
        override.parent.mkdir()
        override.write_text("[Service]\nRestartSec=100ms\n")
        self.machine.run("systemctl", "daemon-reload")
        self.machine.run("systemctl", "kill", "--signal=KILL", "lakemirror")
        self.wait_for("NRestarts", "1")
        self.follows(local, "second")

        # An upgrade leaves the configuration as it is, and the daemon running, by the new program.
        before = self.shown("MainPID")
        configured = self.configuration.read_text()
        self.apt("install", "--reinstall", self.in_machine)
        self.assertNotEqual(self.shown("MainPID"), before)
        self.assertEqual(self.configuration.read_text(), configured)
        self.follows(local, "third")

        self.machine.run("systemctl", "stop", "lakemirror")
        self.assertEqual((self.shown("ExecMainStatus"), self.shown("Result")), ("0", "success"))

        self.machine.run("systemctl", "start", "lakemirror")
        self.apt("remove", "lakemirror")
        self.assertNotEqual(self.machine.ask("pgrep", "lakemirror").returncode, 0)
        self.assertEqual(self.configuration.read_text(), configured)
        self.assertTrue((self.root / "var/lib/lakemirror/journal.db").is_file())

        self.apt("purge", "lakemirror")
        # What the administrator made stays.
        left = self.machine.run("find", "/etc", "/usr", "/var/lib", "-name", "*lakemirror*").split()
        self.assertEqual(sorted(left), ["/etc/default/lakemirror", "/etc/systemd/system/lakemirror.service.d"])


if __name__ == "__main__":
    unittest.main()
