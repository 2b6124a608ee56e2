"""The processes that bench/replicate measures: a local AWS, lakemirror, and what fills a source."""
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("LAKEMIRROR_BUILD") or os.path.join(ROOT, "build", "release")
ENV = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
READ_SETTLE_S = 60


class Local:
    """A local AWS for one measurement."""

    def __init__(self, knobs):
        self.process = subprocess.Popen(
            [f"{BUILD}/lakemirror", "local", "--port", "0", "--knobs", json.dumps({"lookup_rate": 0, **knobs})],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = re.search(r"http://\S+", self.process.stdout.readline()).group(0)

    def knobs(self, **knobs):
        request = urllib.request.Request(f"{self.url}/_local/knobs", json.dumps(knobs).encode(), method="PUT")
        urllib.request.urlopen(request).read()

    def counts(self, region):
        with urllib.request.urlopen(f"{self.url}/_local/dump?region={region}") as answer:
            tables = [t for d in json.load(answer)["databases"].values() for t in d["tables"].values()]
        return len(tables), sum(len(t["partitions"]) for t in tables)

    def grants(self, region):
        with urllib.request.urlopen(f"{self.url}/_local/dump?region={region}") as answer:
            return len(json.load(answer).get("lake_formation", {}).get("grants", []))

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.terminate()
        self.process.wait()


def prepare(url, what, count, over):
    """Makes changes at the source, as fast as the wire allows."""
    subprocess.run([f"{BUILD}/bench_prepare", what, "--endpoint", url, "--count", str(count), "--over", str(over)],
                   check=True, env=ENV)


def generate(url, what, count, over, signer, connections=4):
    """What plain libcurl sends of the same bodies, signed by lakemirror's code or by its own: requests a second."""
    told = json.loads(subprocess.run(
        [f"{BUILD}/bench_generate", what, "--endpoint", url, "--count", str(count), "--over", str(over),
         "--connections", str(connections), "--signer", signer], check=True, env=ENV, stdout=subprocess.PIPE).stdout)
    return told["requests"] / told["seconds"]


def configuration(folder, url, read_settle=READ_SETTLE_S):
    path = os.path.join(folder, "lakemirror.conf")
    with open(path, "w") as file:
        file.write(f"""[AwsDataCatalog]
source_region = us-east-1
destination_region = us-west-2
S3BucketMapping = {{'data': 'data-west'}}
[lakemirror]
journal = {folder}/journal.db
lookup_requests_per_second = 0
deep_pass_minutes = 1
read_settle_seconds = {read_settle}
source_endpoint = {url}
target_endpoint = {url}
""")
    return path


def watch_memory(pid, peak):
    """Follows the peak of a process's own memory. Not ru_maxrss: that also counts what this script held when it forked."""
    while True:
        try:
            with open(f"/proc/{pid}/status") as file:
                found = re.search(r"VmHWM:\s+(\d+)", file.read())
        except OSError:
            return
        if not found:
            return
        peak[0] = int(found.group(1)) / 1024
        time.sleep(0.005)


def lakemirror(conf, *words):
    """Runs the binary; returns seconds, peak memory in MB and what it printed as JSON."""
    begun = time.monotonic()
    process = subprocess.Popen([f"{BUILD}/lakemirror", *words, "--config", conf, "--output", "json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV)
    errors, peak = [], [0.0]
    threading.Thread(target=watch_memory, args=(process.pid, peak), daemon=True).start()
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    reader.join()
    if status != 0:
        sys.exit(f"lakemirror {' '.join(words)} failed: {out}\n{errors[0]}")
    told = json.loads(out)
    told["cpu_seconds"] = usage.ru_utime + usage.ru_stime
    return seconds, peak[0], told
