"""A Debian of its own beside this one: a root folder made by debootstrap, with processes and mounts that nobody else sees, and
systemd at their head. It has this machine's network. Only root can make one."""
import pathlib
import shutil
import subprocess
import tempfile

from waiting import wait_until

ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
EXTRA = "ca-certificates,systemd,man-db,lintian"
# Of what systemd sets up, the parts that are this machine's are not seen.
BOOT = """
set -e
mount --make-rprivate /
mount --bind {root} {root}
mount -t proc proc {root}/proc
mount -t sysfs sysfs {root}/sys
mount -t cgroup2 cgroup2 {root}/sys/fs/cgroup
mount -t tmpfs tmpfs {root}/run
mount -t tmpfs tmpfs {root}/tmp
exec env -i container=lakemirror PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot {root} /lib/systemd/systemd --log-target=null --show-status=no
"""


class Machine:
    def __init__(self, base):
        """`base` is made where it is not there, which takes minutes, and stays for the next time."""
        base = pathlib.Path(base)
        if not base.is_dir():
            unfinished = base.with_name(base.name + ".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run(["debootstrap", "--variant=minbase", f"--include={EXTRA}", "bookworm", unfinished], check=True)
            unfinished.rename(base)
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name, "root")
        subprocess.run(["cp", "-a", base, self.root], check=True)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        self.unshare = subprocess.Popen(
            ["unshare", "--fork", "--kill-child", "--pid", "--mount", "--uts", "--ipc", "--cgroup", "sh", "-c",
             BOOT.format(root=self.root)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            wait_until(self._is_up, 60, "systemd did not start")
        except BaseException:
            self.stop()
            raise

    def _head(self):
        """The number of the machine's first process, as we see it."""
        children = pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children").read_text().split()
        return children[0] if children else None

    def _is_up(self):
        # The shell makes itself systemd when it has mounted everything.
        head = self._head()
        return (head and pathlib.Path(f"/proc/{head}/comm").read_text() == "systemd\n" and
                self.ask("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"))

    def ask(self, *command):
        """Runs a command in the machine, whatever it ends with."""
        return subprocess.run(["nsenter", "--target", self._head(), "--all", "--root", "--wd", *map(str, command)],
                              env=ENVIRONMENT, text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL)

    def run(self, *command):
        """What it said; it has to end well."""
        done = self.ask(*command)
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def stop(self):
        self.unshare.kill()
        self.unshare.wait()
        self.folder.cleanup()
