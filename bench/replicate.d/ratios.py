"""lakemirror beside plain libcurl: the same signer, the same bodies, the same local AWS, one after the other."""
import shutil
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

    def __init__(self, read_settle, knobs=None):
        self.local = Local(knobs or {})
        self.folder = tempfile.mkdtemp(prefix="lakemirror-bench-")
        self.read_settle = read_settle
        self.conf = configuration(self.folder, self.local.url, read_settle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.local.close()
        shutil.rmtree(self.folder)

    def follow(self, what, count, over):
        """Changes the source, waits until the events are old enough to be final, and replicates them."""
        prepare(self.local.url, what, count, over)
        # By then the next deep pass is due as well: of more events than a thousand a shallow one leaves some to it.
        time.sleep(self.read_settle + 2)
        lakemirror(self.conf, "pull")
        passed = lakemirror(self.conf, "replicate")
        if passed[2]["entries"] < count:
            sys.exit(f"{what}: {count} events were to be replicated: {passed[2]}")
        return passed


def creates(count, read_settle):
    """New tables in ten databases: lakemirror lists the databases and creates; libcurl only creates."""
    with Pair(read_settle) as pair:
        seconds, _, passed = pair.follow("tables", count, 10)
    rates = {}
    for signer in SIGNERS:
        with Pair(read_settle) as pair:
            rates[signer] = generate(pair.local.url, "creates", count, 10, signer)
    return {"name": "creates a second, parents listed", "ours": passed["calls"]["target"]["glue:CreateTable"]["calls"] / seconds,
            "libcurl": rates, "aim": 0.5}


def lone_updates(count, read_settle):
    """One changed table in each of many databases: each is read alone, on both sides."""
    with Pair(read_settle) as pair:
        pair.follow("tables", count, count)
        seconds, _, passed = pair.follow("updates", count, count)
        rates = {signer: generate(pair.local.url, "lone-updates", count, count, signer) for signer in SIGNERS}
    return {"name": "requests a second, each key read alone", "ours": calls_of(passed) / seconds, "libcurl": rates, "aim": 0.8}
