"""Chooses the moment of each kill, and strikes."""
import collections
import os
import signal
import threading

FEED_PAGE, TARGET_CALL, OUTCOME_WRITE = "feed page", "target call", "outcome write"
PHASES = (FEED_PAGE, TARGET_CALL, OUTCOME_WRITE)

# How a process can die in each phase. At each of these moments it waits for the proxy or for the write gate.
MOMENTS = {
    FEED_PAGE: ("asked for", "half answered", "being stored"),
    TARGET_CALL: ("sent", "carried out"),
    OUTCOME_WRITE: ("being written", "before sync", "after sync"),
}
WHILE_WRITING = ("being stored", *MOMENTS[OUTCOME_WRITE])
MOST_SKIPPED = 3  # chances let pass in one life, so that kills do not all strike at the same place of it
MOST_PAGES = 4    # pages of the journal that get written before the one that does not


class Killer:
    """Told by the proxy and the write gate, in their threads, of everything that the process does. A process is armed
    with a phase and a moment of it; `struck` is set when it has been killed there. Methods that answer True have
    killed the process: whatever it was doing is to be dropped."""

    def __init__(self, random, target_region):
        self.random = random
        self.target_region = target_region
        self.struck = threading.Event()
        self.by_phase = collections.Counter()
        self.by_moment = collections.Counter()
        self.lock = threading.RLock()
        self.pid = None
        self.armed = None
        self.last_operation = ""
        self.written = None   # the phase that the transaction being written belongs to, once that is known
        self.may_kill = False  # whether this transaction is the one to die in

    def arm(self, pid, phase):
        with self.lock:
            self.pid = pid
            moments = self.random.sample(MOMENTS[phase], len(MOMENTS[phase]))
            self.armed = (phase, min(moments, key=lambda moment: self.by_moment[phase, moment]))
            self.to_skip = self.random.randint(0, MOST_SKIPPED)
            self.pages_left = self.random.randint(0, MOST_PAGES)
            self.written, self.may_kill = None, False
            self.struck.clear()
            return self.armed

    def on_request(self, call):
        """A request has come, and has not been passed on."""
        with self.lock:
            self.last_operation = call.operation
            if call.operation == "LookupEvents":
                return self._kill_at(FEED_PAGE, "asked for")
            return self._changes_target(call) and self._kill_at(TARGET_CALL, "sent")

    def on_answer(self, call):
        """AWS has done what it was asked to, and its answer has not been passed on."""
        return self._changes_target(call) and self._kill_at(TARGET_CALL, "carried out")

    def on_half_answer(self, call):
        """Half of the answer has been passed on."""
        return call.operation == "LookupEvents" and self._kill_at(FEED_PAGE, "half answered")

    def on_journal(self, question):
        """The journal is being written: see write_gate.cc for the questions."""
        with self.lock:
            if question == b"e" and self.written is None:
                # From the answer to LookupEvents to the next call of any kind, the answer's events are stored; from
                # then on entries are written only with their outcome.
                self.written = FEED_PAGE if self.last_operation == "LookupEvents" else OUTCOME_WRITE
                self.may_kill = self._is_chance(self.written, WHILE_WRITING)
            if self.may_kill and self._is_moment_to_die(question):
                self._kill()
                return True
            if question == b"d":
                self.written, self.may_kill = None, False
            return False

    def _changes_target(self, call):
        return call.region == self.target_region and call.changes_something()

    def _is_moment_to_die(self, question):
        if self.armed[1] == "before sync":
            return question == b"s"
        if self.armed[1] == "after sync":
            return question == b"d"
        self.pages_left -= 1
        return self.pages_left < 0 or question == b"s"

    def _is_chance(self, phase, moments):
        """Whether the process is armed for this, and has had the chances it is to let pass."""
        if self.armed is None or self.armed[0] != phase or self.armed[1] not in moments:
            return False
        self.to_skip -= 1
        return self.to_skip < 0

    def _kill_at(self, phase, moment):
        with self.lock:
            if not self._is_chance(phase, (moment,)):
                return False
            self._kill()
            return True

    def _kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.by_phase[self.armed[0]] += 1
        self.by_moment[self.armed] += 1
        self.armed, self.may_kill = None, False
        self.struck.set()
