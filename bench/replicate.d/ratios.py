"""lakemirror beside plain libcurl: the same signer, the same bodies, the same local AWS, one after the other, a few times:
what one of them does in a second varies by a third on a shared machine."""
import contextlib
import shutil
import statistics
import sys
import tempfile
import time

from processes import Local, configuration, generate, lakemirror, prepare


# The same one as lakemirror's, which is what the aims are about, and libcurl's own.
SIGNERS = ("lakemirror", "libcurl")


def calls_of(passed):
    return sum(operation["calls"] for side in passed["calls"].values() for operation in side.values())


class Pair:
    """A source and an empty target, and a lakemirror between them."""

    def __init__(self, read_settle):
        self.local = Local({})
        self.read_settle = read_settle
        self.folder = tempfile.mkdtemp(prefix="lakemirror-bench-")
        self.conf = configuration(self.folder, self.local.url, read_settle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.local.close()
        shutil.rmtree(self.folder)

    def follow(self, what, count, over):
        change([self], what, count, over)
        return self.replicate(what, count)

    def replicate(self, what, count):
        """What changed at the source, which is old enough to be final."""
        lakemirror(self.conf, "pull")
        passed = lakemirror(self.conf, "replicate")
        if passed[2]["entries"] < count:
            sys.exit(f"{what}: {count} events were to be replicated: {passed[2]}")
        return passed


def change(pairs, what, count, over):
    """Changes all sources, and waits until the events are old enough to be final."""
    for pair in pairs:
        prepare(pair.local.url, what, count, over)
    # By then the next deep pass is due as well: of more events than a thousand a shallow one leaves some to it.
    time.sleep(pairs[0].read_settle + 2)


def creates(rounds, count, read_settle):
    """New tables in ten databases: lakemirror lists the databases and creates; libcurl only creates."""
    ours, rates = [], {signer: [] for signer in SIGNERS}
    with contextlib.ExitStack() as stack:
        pairs = [stack.enter_context(Pair(read_settle)) for _ in range(rounds)]
        change(pairs, "tables", count, 10)
        for pair in pairs:
            seconds, _, passed = pair.replicate("tables", count)
            ours.append(passed["calls"]["target"]["glue:CreateTable"]["calls"] / seconds)
            for signer in SIGNERS:
                with Pair(read_settle) as empty:
                    rates[signer].append(generate(empty.local.url, "creates", count, 10, signer))
    return told("creates a second, parents listed", ours, rates, 0.5)


def lone_updates(rounds, count, read_settle):
    """One changed table in each of many databases: each is read alone, on both sides."""
    ours, rates = [], {signer: [] for signer in SIGNERS}
    with contextlib.ExitStack() as stack:
        pairs = [stack.enter_context(Pair(read_settle)) for _ in range(rounds)]
        change(pairs, "tables", count, count)
        for pair in pairs:
            pair.replicate("tables", count)
        change(pairs, "updates", count, count)
        for pair in pairs:
            seconds, _, passed = pair.replicate("updates", count)
            ours.append(calls_of(passed) / seconds)
            for signer in SIGNERS:
                rates[signer].append(generate(pair.local.url, "lone-updates", count, count, signer))
    return told("requests a second, each key read alone", ours, rates, 0.8)


def told(name, ours, rates, aim):
    """The medians of all rounds; of the shares also the least and the most."""
    shares = {signer: [own / other for own, other in zip(ours, rates[signer])] for signer in SIGNERS}
    return {"name": name, "rounds": len(ours), "ours": statistics.median(ours), "aim": aim,
            "libcurl": {signer: statistics.median(rates[signer]) for signer in SIGNERS},
            "share": {signer: (statistics.median(s), min(s), max(s)) for signer, s in shares.items()}}
