#!/usr/bin/env python3
"""Nothing is lost to kill -9: `lakemirror run` is killed again and again while a workload goes on at the source, and in
the end the target is equal, nothing is pending or parked, and every event is in the journal.

A proxy holds the calls and a preloaded library (write_gate.cc) the writes to the journal, so that every kill strikes in
the phase it was meant for: while a feed page is read, in a call to the target, in the write of outcomes.

Usage: kill_test.py [--kills N] [--seed S]. Needs $LAKEMIRROR, the binary, and $LAKEMIRROR_WRITE_GATE_LIBRARY.
"""
import argparse
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from changes import Changes
from expectation import differences, governed, lake_differences, sizes
from governed_workload import GovernedWorkload
from killer import PHASES, Killer
from local_aws import SOURCE, TARGET, LocalAws, mutating_event_ids
from proxy import Gone, Proxy
from replicator import BUCKETS, Replicator
from waiting import wait_until
from write_gate import WriteGate

LONGEST_LIFE = 60       # seconds in which the moment to kill must come
# Seconds after the last kill and the last change, until all is settled: a minute until the next deep pass brings what is
# not known yet, and a minute at most until what was missing meanwhile is looked at again.
LONGEST_RECOVERY = 120
CHANGES_A_SECOND = 60
# What the first life finds: it begins with a copy of what exists.
CHANGES_BEFORE = 50
LAST_CHANGES = 100  # of each kind, before the source is given up as too empty


class Experiment:
    def __init__(self, folder, kills, seed):
        self.kills = kills
        self.random = random.Random(seed)
        self.aws = LocalAws()
        self.aws.administer()
        self.killer = Killer(self.random, TARGET)
        self.proxy = Proxy(self.aws.url, before=self.before, after=self.after)
        self.gate = WriteGate(folder / "gate", os.environ["LAKEMIRROR_WRITE_GATE_LIBRARY"], self.killer.on_journal)
        self.replicator = Replicator(folder, self.proxy.url, self.proxy.url,
                                     "read_settle_seconds = 2\ndeep_pass_minutes = 1\n")
        self.workload = GovernedWorkload(self.aws.client("glue", SOURCE), self.aws.client("lakeformation", SOURCE), seed)

    def before(self, call):
        if self.killer.on_request(call):
            raise Gone()

    def after(self, call, answer):
        if self.killer.on_answer(call):
            raise Gone()
        answer.when_half_sent = lambda: self.killer.on_half_answer(call)
        return answer

    def phases(self):
        """Equally many of each, in any order."""
        phases = [PHASES[i % len(PHASES)] for i in range(self.kills)]
        self.random.shuffle(phases)
        return phases

    def live_and_die(self, number, phase):
        process = self.replicator.start_run(environment=self.gate.environment)
        began = time.monotonic()
        phase, moment = self.killer.arm(process.pid, phase)
        wait_until(lambda: self.killer.struck.is_set() or process.poll() is not None, LONGEST_LIFE,
                   lambda: f"no {phase} was {moment}; the log:\n{self.replicator.said()[-3000:]}")
        code = process.wait(timeout=LONGEST_LIFE)
        assert code == -signal.SIGKILL, f"ended with {code} by itself; the log:\n{self.replicator.said()[-3000:]}"
        print(f"kill {number:3}: {phase}, {moment} ({time.monotonic() - began:.1f} s after start, "
              f"{self.workload.serial} changes so far)", flush=True)

    def recover(self):
        process = self.replicator.start_run()
        every = mutating_event_ids(self.aws.client("cloudtrail", SOURCE))
        wait_until(lambda: every <= self.replicator.journal_event_ids(), LONGEST_RECOVERY,
                   lambda: f"not in the journal: {sorted(every - self.replicator.journal_event_ids())[:10]}")
        self.replicator.wait_for_settled(len(every), LONGEST_RECOVERY)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=LONGEST_LIFE) == 0, self.replicator.said()[-3000:]

    def verdicts(self):
        """One text for each promise that is broken."""
        counts = self.replicator.counts()
        source, target = self.aws.dump(SOURCE), self.aws.dump(TARGET)
        different = differences(source, target, BUCKETS) + lake_differences(source, target, BUCKETS)
        held = {kind: len(rows) for kind, rows in governed(source).items()}
        print(f"source: {sizes(source)}, {held}; entries: {counts['processed']} processed, {counts['pending']} pending, "
              f"{counts['parked']} parked; {len(different)} differences")
        broken = [f"different: {text}" for text in different[:20]]
        if counts["pending"] or counts["parked"]:
            broken.append(f"entries are pending or parked: {self.replicator.entries('--flag', 'F')[:5]}")
        if (integrity := self.replicator.journal_integrity()) != ["ok"]:
            broken.append(f"the journal is damaged: {integrity[:5]}")
        least = self.kills // 5
        broken += [f"only {self.killer.by_phase[phase]} kills in a {phase}, not {least}" for phase in PHASES
                   if self.killer.by_phase[phase] < least]
        if not self.holds_enough(source):
            broken.append("the source is too empty for a proof")
        return broken

    @staticmethod
    def holds_enough(source):
        return all(sizes(source).values()) and len(governed(source)["grants"]) > 0

    def leave_something(self):
        """What few changes leave may be too little to prove anything: the last ones may have been removals."""
        for _ in range(LAST_CHANGES):
            if self.holds_enough(self.aws.dump(SOURCE)):
                return
            for name in ("CreateTable", "BatchCreatePartition", "GrantPermissions"):
                self.workload.change(name)

    def run(self):
        self.workload.run(CHANGES_BEFORE)
        changes = Changes(self.workload, CHANGES_A_SECOND)
        changes.start()
        for number, phase in enumerate(self.phases(), 1):
            self.live_and_die(number, phase)
        changes.end()
        self.workload.drop_what_cannot_be_copied()
        self.leave_something()
        self.recover()
        for (phase, moment), count in sorted(self.killer.by_moment.items()):
            print(f"  {phase}, {moment}: {count}")
        print(f"changes: {sum(self.workload.done.values())} of {len(self.workload.done)} event names, "
              f"{self.workload.refused} refused")
        broken = self.verdicts()
        print("kills: " + ", ".join(f"{phase} {self.killer.by_phase[phase]}" for phase in PHASES))
        return broken


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-kills-"))
    experiment = Experiment(folder, options.kills, options.seed)
    try:
        broken = experiment.run()
    finally:
        experiment.aws.stop()
    for text in broken:
        print(f"BROKEN: {text}")
    if broken:
        print(f"journal and log: {folder}; again: {sys.argv[0]} --kills {options.kills} --seed {options.seed}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
