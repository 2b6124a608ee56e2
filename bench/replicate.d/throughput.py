"""How much lakemirror replicates a second, from a journal full of events."""
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from processes import BUILD, ENV, Local, configuration, lakemirror, prepare


def all_settle(conf, passed, read_settle):
    """Whether every entry of the pass comes to its end. After more writes than it remembers, lakemirror looks once more
    at what it made with all below; that second look is not part of what is measured."""
    settled = passed["settled"]
    if passed["provisional"]:
        time.sleep(read_settle + 2)
        settled += lakemirror(conf, "replicate")[2]["settled"]
    return settled == passed["entries"]


def measure(name, unit, what, count, over, knobs, read_settle):
    local = Local({})
    folder = tempfile.mkdtemp(prefix="lakemirror-bench-")
    try:
        if knobs and what == "partitions":
            local.knobs(**knobs)
        prepare(local.url, what, count, over)
        made = time.monotonic()
        conf = configuration(folder, local.url, read_settle)
        pull_seconds, _, pulled = lakemirror(conf, "pull")
        time.sleep(max(0, made + read_settle + 2 - time.monotonic()))
        local_before = local.cpu_seconds()
        seconds, memory, passed = lakemirror(conf, "replicate")
        local_cpu = local.cpu_seconds() - local_before
        source, target = local.counts("us-east-1"), local.counts("us-west-2")
        if source != target or not all_settle(conf, passed, read_settle):
            sys.exit(f"{name}: not equal or not settled: {source} {target} {passed}")
        done = source[0] if unit == "tables" else source[1]
        calls = {side: sum(c["calls"] for c in operations.values()) for side, operations in passed["calls"].items()}
        listings = {side: {o: c["calls"] for o, c in operations.items()} for side, operations in passed["calls"].items()}
        return {"name": name, "unit": unit, "events": passed["entries"], "seconds": seconds, "done": done, "memory": memory,
                "source_calls": calls["source"], "target_calls": calls["target"], "pull": pulled["stored"] / pull_seconds,
                "by_operation": listings, "cpu": passed["cpu_seconds"], "local_cpu": local_cpu}
    finally:
        local.close()
        shutil.rmtree(folder)


def measure_grants(name, count, tables, read_settle):
    """Single GrantPermissions events on tables that both sides have."""
    local = Local({})
    folder = tempfile.mkdtemp(prefix="lakemirror-bench-")
    try:
        conf = configuration(folder, local.url, read_settle)
        for what, number, over in (("tables", tables, 10), ("grants", count, tables)):
            prepare(local.url, what, number, over)
            made = time.monotonic()
            pull_seconds, _, pulled = lakemirror(conf, "pull")
            time.sleep(max(0, made + read_settle + 2 - time.monotonic()))
            local_before = local.cpu_seconds()
            seconds, memory, passed = lakemirror(conf, "replicate")
            local_cpu = local.cpu_seconds() - local_before
        source, target = local.grants("us-east-1"), local.grants("us-west-2")
        if source != target or not all_settle(conf, passed, read_settle):
            sys.exit(f"{name}: not equal or not settled: {source} {target} {passed}")
        calls = {side: sum(c["calls"] for c in operations.values()) for side, operations in passed["calls"].items()}
        return {"name": name, "unit": "grants", "events": passed["entries"], "seconds": seconds, "done": count,
                "memory": memory, "source_calls": calls["source"], "target_calls": calls["target"],
                "pull": pulled["stored"] / pull_seconds,
                "by_operation": {side: {o: c["calls"] for o, c in operations.items()}
                                 for side, operations in passed["calls"].items()},
                "cpu": passed["cpu_seconds"], "local_cpu": local_cpu}
    finally:
        local.close()
        shutil.rmtree(folder)


def start_up():
    """Milliseconds from starting the process to its first byte on the wire: the median of nine."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    folder = tempfile.mkdtemp(prefix="lakemirror-bench-")
    conf = configuration(folder, url)
    times = []
    for _ in range(9):
        begun = time.monotonic()
        process = subprocess.Popen([f"{BUILD}/lakemirror", "pull", "--config", conf], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=ENV)
        connection, _ = listener.accept()
        connection.recv(1)
        times.append((time.monotonic() - begun) * 1000)
        process.kill()
        process.wait()
        connection.close()
    listener.close()
    shutil.rmtree(folder)
    return sorted(times)[len(times) // 2]
