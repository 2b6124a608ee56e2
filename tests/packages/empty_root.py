"""A folder that is the root of all a program can see: what Lambda gives a function, and nothing of this machine."""
import os
import pathlib
import subprocess
import zipfile

HOSTS = "127.0.0.1 localhost aws.test other.test\n"


class EmptyRoot:
    """/var/task is the zip. Of all else that Lambda has, there are a writable /tmp and the two files that host names are
    looked up by: no /dev, no /proc, no /usr, no shell, no C library."""

    def __init__(self, folder, zip_file):
        self.folder = pathlib.Path(folder)
        self.task = self.folder / "var/task"
        for name in ("tmp", "etc", "var/task"):
            (self.folder / name).mkdir(parents=True)
        self.write("etc/hosts", HOSTS)
        self.write("etc/resolv.conf", "")
        with zipfile.ZipFile(zip_file) as archive:
            for entry in archive.infolist():
                made = pathlib.Path(archive.extract(entry, self.task))
                made.chmod(entry.external_attr >> 16)

    def write(self, path, text):
        """A file in the root; its path as the program sees it."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)
        return "/" + path

    def command(self, *arguments):
        enter = ["chroot"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "chroot"]
        return [*enter, str(self.folder), "/var/task/bootstrap", *arguments]

    def run(self, *arguments, **variables):
        return subprocess.run(self.command(*arguments), env=environment(variables), text=True, capture_output=True,
                              timeout=60, check=False)


def configuration(url):
    return ("[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n"
            "[lakemirror]\njournal = /tmp/journal.db\nread_settle_seconds = 0\nlookup_requests_per_second = 0\n"
            f"source_endpoint = {url}\ntarget_endpoint = {url}\n")


def environment(variables):
    """What Lambda sets, and what would lead the program to this machine's or Lambda's own libraries if it looked there."""
    return {"PATH": os.environ["PATH"], "LAMBDA_TASK_ROOT": "/var/task", "TZ": ":UTC", "LANG": "en_US.UTF-8",
            "LD_LIBRARY_PATH": "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", **variables}
