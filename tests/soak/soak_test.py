#!/usr/bin/env python3
"""`lakemirror run` for an hour, between two Regions of `lakemirror local`, while changes go on at the source at a steady
pace: its memory stays level, and in the end both sides are equal.

Usage: soak_test.py [--seconds N] [--seed S]. $LAKEMIRROR_SOAK_SECONDS stands for --seconds. Needs $LAKEMIRROR, the binary.
"""
import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from changes import Changes
from expectation import differences, governed, lake_differences, sizes
from governed_workload import GovernedWorkload
from local_aws import SOURCE, TARGET, LocalAws, mutating_event_ids
from memory import Curve, resident_kib
from replicator import BUCKETS, Replicator

CHANGES_A_SECOND = 10
CHANGES_BEFORE = 100    # every event name among them, so that the first half has seen all there is
LONGEST_SETTLING = 420  # seconds after the last change, until all is settled: an entry may pause for five minutes
HOUR = 3600


class Soak:
    def __init__(self, folder, seconds, seed):
        self.seconds = seconds
        # A shorter run has as many samples as are needed to fit a line.
        self.every = min(10, max(0.5, seconds / 120))
        self.aws = LocalAws()
        self.aws.administer()
        self.replicator = Replicator(folder, self.aws.url, self.aws.url)
        self.workload = GovernedWorkload(self.aws.client("glue", SOURCE), self.aws.client("lakeformation", SOURCE), seed)

    def watch(self, process):
        """Samples until the time is up; changes go on meanwhile."""
        began, samples = time.monotonic(), []
        while (second := time.monotonic() - began) < self.seconds:
            kib = resident_kib(process.pid)
            assert kib is not None and process.poll() is None, f"it ended; the log:\n{self.replicator.said()[-3000:]}"
            samples.append((second, kib))
            time.sleep(self.every)
        return Curve(samples)

    def run(self):
        self.workload.run(CHANGES_BEFORE)
        process = self.replicator.start_run()
        changes = Changes(self.workload, CHANGES_A_SECOND)
        before = self.workload.serial
        changes.start()
        curve = self.watch(process)
        changes.end()
        pace = (self.workload.serial - before) / self.seconds
        every = mutating_event_ids(self.aws.client("cloudtrail", SOURCE))
        self.replicator.wait_for_settled(len(every), LONGEST_SETTLING)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0, self.replicator.said()[-3000:]
        return self.verdicts(curve, pace, every)

    def verdicts(self, curve, pace, every):
        """One text for each promise that is broken."""
        print("\n".join(curve.told()))
        source, target = self.aws.dump(SOURCE), self.aws.dump(TARGET)
        counts = self.replicator.counts()
        print(f"source: {sizes(source)}, { {kind: len(rows) for kind, rows in governed(source).items()} }; "
              f"{len(every)} events; {counts['processed']} processed, {counts['parked']} parked")
        broken = [] if curve.is_flat(pace) else ["memory grew"]
        compared = self.replicator.command("diff")
        if compared.returncode != 0:
            broken.append(f"diff exits with {compared.returncode}: {compared.stdout[-2000:]}{compared.stderr[-2000:]}")
        broken += [f"different: {text}" for text in
                   (differences(source, target, BUCKETS) + lake_differences(source, target, BUCKETS))[:20]]
        if counts["parked"]:
            broken.append(f"parked: {self.replicator.entries('--flag', 'F')[:5]}")
        if missing := every - self.replicator.journal_event_ids():
            broken.append(f"not in the journal: {sorted(missing)[:10]}")
        if pace < CHANGES_A_SECOND / 2:
            broken.append(f"only {pace:.1f} changes a second: this was no steady stream")
        # The last line is the one that is kept of a long test.
        print(f"{len(curve.samples)} samples in {self.seconds:.0f} s, {pace:.1f} changes a second; the second half grew by "
              f"{curve.growth() / 1024:.2f} MiB ({curve.growth_an_hour() / 1024:.1f} MiB an hour), "
              f"{curve.most_growth(pace) / 1024:.2f} MiB are allowed")
        return broken


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=float(os.environ.get("LAKEMIRROR_SOAK_SECONDS") or HOUR))
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-soak-"))
    soak = Soak(folder, options.seconds, options.seed)
    try:
        broken = soak.run()
    finally:
        soak.aws.stop()
    for text in broken:
        print(f"BROKEN: {text}")
    if broken:
        print(f"journal and log: {folder}; again: {sys.argv[0]} --seconds {options.seconds} --seed {options.seed}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
