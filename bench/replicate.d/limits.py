"""How lakemirror gets along with little: a throttled service, a burst of events, and nothing to do."""
import os
import signal
import subprocess
import sys
import time

from processes import BUILD, ENV, ROOT, lakemirror, prepare
from ratios import Pair, calls_of

sys.path.insert(0, os.path.join(ROOT, "tests", "harness"))
from proxy import Proxy  # noqa: E402


def throttled(count, rate, latency_ms, read_settle):
    """New tables at a target that takes so many calls a second of each operation and answers after so long."""
    with Pair(read_settle) as pair:
        prepare(pair.local.url, "tables", count, 10)
        made = time.monotonic()
        lakemirror(pair.conf, "pull")
        time.sleep(max(0, made + read_settle + 2 - time.monotonic()))
        pair.local.knobs(call_rate=rate, latency=latency_ms)
        seconds, _, passed = lakemirror(pair.conf, "replicate")
    creates = passed["calls"]["target"]["glue:CreateTable"]
    # Each call that was answered took one request more for each time it was throttled.
    requests = creates["calls"] + creates["retries"]
    return {"name": f"CreateTable, {rate} calls a second, {latency_ms} ms", "share": creates["calls"] / seconds / rate,
            "throttled": creates["throttles"] / requests, "seconds": seconds, "calls": creates["calls"]}


def burst(events, keys, read_settle):
    """Many events about few tables. Reads of the target count as target calls."""
    with Pair(read_settle) as pair:
        pair.follow("tables", keys, 10)
        seconds, _, passed = pair.follow("burst", events, keys)
    calls = {side: sum(c["calls"] for c in operations.values()) for side, operations in passed["calls"].items()}
    return {"name": f"{events} events over {keys} keys", "source": calls["source"] / passed["entries"],
            "target": calls["target"] / passed["entries"], "seconds": seconds, "all": calls_of(passed)}


def steady(ticks, read_settle):
    """Nothing new for so many ticks: calls by operation, of which LookupEvents shall be one a tick."""
    with Pair(read_settle) as pair:
        pair.follow("tables", 200, 10)
        counts = {}

        def count(call):
            counts[f"{call.service}:{call.operation}"] = counts.get(f"{call.service}:{call.operation}", 0) + 1

        proxy = Proxy(pair.local.url, before=count)
        with open(pair.conf) as file:
            text = file.read().replace(pair.local.url, proxy.url).replace("deep_pass_minutes = 1", "deep_pass_minutes = 60")
        with open(pair.conf, "w") as file:
            file.write(text)
        process = subprocess.Popen([f"{BUILD}/lakemirror", "run", "--tick", "1", "--config", pair.conf], env=ENV,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(5)  # the first looks: a deep one, and what follows from the start
        counts.clear()
        begun = time.monotonic()
        time.sleep(ticks)
        told, seconds = dict(counts), time.monotonic() - begun
        process.send_signal(signal.SIGTERM)
        process.wait()
        proxy.cut()
    return {"ticks": round(seconds), "calls": told}
