#!/usr/bin/env python3
"""Tries one shared server under load, and says what it found beside what docs/http.md promises.

    benchmarks/shared.py                     all parts, about four minutes
    benchmarks/shared.py calls streams       these parts only
    benchmarks/shared.py --quire PROGRAM     another Quire than that of distribution/full

It needs Python 3.11 and a built and set up distribution. Each part has a server and a store of its own
and prints one line that begins with "ok" or "MISSED"; the exit code is 1 if any was missed.
"""

import argparse
import http.client
import json
import os
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import run

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a-token-of-the-load-check-and-of-nobody-else"
MISSED = []


def line(ok, part, text):
    if not ok:
        MISSED.append(part)
    print(f"{'ok    ' if ok else 'MISSED'} {part:9} {text}", flush=True)


class Place:
    """A folder with a store and everything else that a server of it writes."""

    def __init__(self, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="quire-http-"))
        (self.folder / "token").write_text(TOKEN + "\n")
        (self.folder / "token").chmod(0o600)
        self.settings = {"HOME": str(self.folder), "QUIRE_HTTP_TOKEN_FILE": str(self.folder / "token")} | settings
        self.store = f"sqlite:{self.folder}/memory.db"

    def run(self, *words, **how):
        return subprocess.Popen([QUIRE, *words, "--store", self.store], cwd=self.folder,
                                env=run.environment(self.folder) | self.settings, text=True, **how)

    def single(self):
        """A client with a stdio server of its own."""
        server = run.Server("Quire", [QUIRE, "serve", "--store", self.store], self.settings)
        return server.start(self.folder).initialize()

    def entities(self):
        with self.run("graph", stdout=subprocess.PIPE) as graph:
            return [row.split(" ")[0] for row in graph.stdout]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


class Shared:
    """A running quire serve --http."""

    def __init__(self, place, port=0):
        if port == 0:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
        self.port = port
        self.process = place.run("serve", "--http", "--port", str(port), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        end = time.time() + 30
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    return
            except OSError:
                if time.time() > end:
                    raise
                time.sleep(0.02)

    def end(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        return self.process.wait(30)


class Client:
    """A client of the shared server in the era of sessions."""

    def __init__(self, port, name="load"):
        self.port, self.session, self.calls = port, None, 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.post("initialize", {"protocolVersion": "2025-06-18", "capabilities": {},
                                 "clientInfo": {"name": name, "version": "1"}})
        self.post("notifications/initialized", None)

    def headers(self):
        return {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json",
                "Accept": "application/json, text/event-stream"} | (
            {"Mcp-Session-Id": self.session} if self.session else {})

    def post(self, method, params):
        message = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            self.calls += 1
            message |= {"id": self.calls, "params": params}
        self.connection.request("POST", "/mcp", json.dumps(message), self.headers())
        answer = self.connection.getresponse()
        body = answer.read()
        self.session = answer.getheader("Mcp-Session-Id") or self.session
        return json.loads(body) if body else None

    def call(self, tool, **arguments):
        answer = self.post("tools/call", {"name": tool, "arguments": arguments})
        if "result" not in answer or answer["result"].get("isError"):
            raise run.Failed(str(answer)[:300])
        return answer


def create(client, name):
    client.call("create_entities", entities=[{"name": name, "entityType": "t", "observations": []}])


def at_once(works):
    """Carries out all of these at the same time; what one raises is raised."""
    failures = []

    def guarded(work):
        try:
            work()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def timed(times, work):
    taken = []
    for i in range(times):
        begun = time.perf_counter()
        work(i)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def resident(pid):
    """Megabytes, pages that others map too counted in their share."""
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return next(int(row.split()[1]) for row in rollup if row.startswith("Pss:")) / 1024


def busy(pid):
    """Seconds of processor."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def calls():
    """One client and its kept connection, and a thousand that begin and never say good-bye; without a sync."""
    with Place(QUIRE_DURABILITY="normal") as place:
        server = Shared(place)
        client = Client(server.port)
        # A server of an hour: in its first 300 calls of a kind the JVM has not compiled their way yet.
        for i in range(1000):
            create(client, f"warm-{i}")
            client.call("open_nodes", names=[f"warm-{i}"])
        opened = timed(300, lambda i: client.call("open_nodes", names=[f"warm-{i}"]))
        created = timed(300, lambda i: create(client, f"new-{i}"))
        before = resident(server.process.pid)
        for _ in range(1000):
            Client(server.port).connection.close()
        grown = resident(server.process.pid) - before
        server.end()
        line(opened <= 1.5 and created <= 1.0 and grown < 1, "calls",
             f"open_nodes p50 {opened:.2f} ms, create_entities p50 {created:.2f} ms (durability normal); "
             f"1,000 sessions more: {grown:+.1f} MB")


def writers():
    """Eight clients of one server and four stdio servers, beside eight stdio servers; 8 s each, in turns."""
    rates = {"shared": [], "single": []}
    lost = errors = 0
    for _ in range(3):
        for kind in rates:
            with Place() as place:
                server = Shared(place) if kind == "shared" else None
                each = [Client(server.port) for _ in range(8)] if server else []
                each += [place.single() for _ in range(4 if server else 8)]
                done = [[] for _ in each]
                end = time.time() + 8

                def write(i):
                    nonlocal errors
                    while time.time() < end:
                        name = f"w{i}-{len(done[i])}"
                        try:
                            create(each[i], name)
                            done[i].append(name)
                        except run.Failed:
                            errors += 1

                at_once([lambda i=i: write(i) for i in range(len(each))])
                for one in each:
                    if isinstance(one, run.Session):
                        one.end()
                if server:
                    server.end()
                there = set(place.entities())
                lost += sum(name not in there for names in done for name in names)
                rates[kind].append(sum(map(len, done)) / 8)
    ratio = statistics.median(a / b for a, b in zip(rates["shared"], rates["single"]))
    line(lost == errors == 0 and ratio >= 1, "writers",
         f"8 clients of one server and 4 stdio servers: {statistics.median(rates['shared']):.0f} writes/s, "
         f"8 stdio servers: {statistics.median(rates['single']):.0f} ({ratio:.2f} x); {lost} lost, {errors} errors")


def open_stream(port, after=None, buffer=None):
    stream = socket.socket()
    if buffer:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    stream.connect(("127.0.0.1", port))
    query = "" if after is None else f"?after={after}"
    stream.sendall(f"GET /api/events{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                   f"Authorization: Bearer {TOKEN}\r\nAccept: text/event-stream\r\n\r\n".encode())
    return stream


def streams():
    """A thousand who listen, and one commit by another process."""
    with Place() as place:
        server = Shared(place)
        writer = place.single()
        create(writer, "first")
        idle = busy(server.process.pid)
        time.sleep(10)
        idle = (busy(server.process.pid) - idle) * 10
        listening = [open_stream(server.port) for _ in range(1000)]
        for stream in listening:
            stream.recv(1 << 16)
        resting = busy(server.process.pid)
        time.sleep(10)
        resting = (busy(server.process.pid) - resting) * 10
        taken = []
        for i in range(5):
            time.sleep(0.7)
            waiting = {stream.fileno(): stream for stream in listening}
            poll = select.epoll()
            for number in waiting:
                poll.register(number, select.EPOLLIN)
            begun = time.perf_counter()
            create(writer, f"news-{i}")
            while waiting and time.perf_counter() - begun < 10:
                for number, _ in poll.poll(1):
                    if number in waiting and b"event: change" in waiting[number].recv(1 << 16):
                        del waiting[number]
                        poll.unregister(number)
            taken.append((time.perf_counter() - begun) * 1000 if not waiting else 10_000)
        memory = resident(server.process.pid)
        writer.end()
        server.end()
        line(statistics.median(taken) <= 250 and idle <= 1 and resting <= 2, "streams",
             f"1,000 streams: the last has another process's commit after {statistics.median(taken):.0f} ms "
             f"(most {max(taken):.0f}); processor {idle:.1f} % without them, {resting:.1f} % with them; {memory:.0f} MB")


def events(stream, until):
    """The numbers of the changes that come, until this one."""
    stream.settimeout(30)
    text, numbers = b"", []
    while not numbers or numbers[-1] < until:
        part = stream.recv(1 << 16)
        if not part:
            break
        text += part
        *whole, text = text.split(b"\n")
        numbers += [int(row.strip()[4:]) for row in whole if row.startswith(b"id: ")]
    return numbers


def stalled():
    """Somebody who listens and does not read during ten thousand changes, and then reads."""
    with Place() as place:
        server = Shared(place)
        client = Client(server.port)

        def ten_thousand(name):
            for i in range(100):
                client.call("create_entities", entities=[
                    {"name": f"{name}{i}-{j}", "entityType": "t", "observations": []} for j in range(100)])

        # What the calls themselves take would be counted as the reader's.
        ten_thousand("before")
        before = resident(server.process.pid)
        ten_thousand("again")
        by_calls = resident(server.process.pid) - before
        reader = open_stream(server.port, after=20_000, buffer=4096)
        time.sleep(0.5)
        before = resident(server.process.pid)
        ten_thousand("meanwhile")
        grown = resident(server.process.pid) - before
        numbers = events(reader, 30_000)
        server.end()
        all_in_order = numbers == list(range(20_001, 30_001))
        line(all_in_order and grown - max(by_calls, 0) < 1, "stalled",
             f"10,000 changes while one did not read: it got {len(numbers):,}, each once and in order: {all_in_order}; "
             f"the server {grown:+.1f} MB, {by_calls:+.1f} MB by as many before")


def killed():
    """SIGKILL and a new start in the middle of calls: sessions and streams go on."""
    with Place() as place:
        server = Shared(place)
        client = Client(server.port)
        stream = open_stream(server.port)
        stream.recv(1 << 16)
        acknowledged, again, heard = [], 0, []

        def restart():
            nonlocal server
            for _ in range(3):
                time.sleep(0.4)
                server.end()
                server = Shared(place, server.port)

        restarting = threading.Thread(target=restart)
        restarting.start()
        i = 0
        while restarting.is_alive() or i < 100:
            try:
                create(client, f"c{i}")
                acknowledged.append(f"c{i}")
                i += 1
            except (OSError, http.client.HTTPException):
                client.connection.close()
                again += 1
                time.sleep(0.05)
                i += 1  # it may have been done: a new name, so that nothing is there twice
        restarting.join()
        try:
            stream.settimeout(1)
            while part := stream.recv(1 << 16):
                heard += [int(row[4:]) for row in part.split(b"\n") if row.startswith(b"id: ")]
        except OSError:
            pass
        create(client, "last")
        there = place.entities()
        lost = [name for name in acknowledged if name not in set(there)]
        last = client.call("recent_changes", limit=1)["result"]["structuredContent"]["changes"][0]["sequence"]
        heard += events(open_stream(server.port, after=heard[-1] if heard else 0), last)
        server.end()
        line(not lost and len(there) == len(set(there)) and heard == sorted(set(heard)), "killed",
             f"3 kills amid {len(acknowledged)} acknowledged calls: the same session went on, {len(lost)} lost, "
             f"{len(there) - len(set(there))} twice, {again} broken off; "
             f"{len(heard)} changes heard, each once: {heard == sorted(set(heard))}")


def stopped():
    """SIGTERM with calls under way and streams open."""
    with Place() as place:
        server = Shared(place)
        clients = [Client(server.port) for _ in range(20)]
        listening = [open_stream(server.port) for _ in range(50)]
        for stream in listening:
            stream.recv(1 << 16)
        outcome = {"answered": 0, "refused": 0}
        lock = threading.Lock()

        def write(i):
            for j in range(10_000):
                try:
                    create(clients[i], f"s{i}-{j}")
                    kind = "answered"
                except (OSError, http.client.HTTPException, run.Failed):
                    kind = "refused"
                with lock:
                    outcome[kind] += 1
                if kind == "refused":
                    return

        threads = [threading.Thread(target=write, args=(i,)) for i in range(20)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        begun = time.perf_counter()
        code = server.end(signal.SIGTERM)
        taken = time.perf_counter() - begun
        for thread in threads:
            thread.join()
        there = len(place.entities())
        line(code == 0 and taken <= 2.5 and there >= outcome["answered"], "stopped",
             f"SIGTERM amid calls of 20 clients and 50 streams: exit {code} after {taken:.2f} s, "
             f"{outcome['answered']} answered, {there} there")


def slow():
    """Two hundred who send slowly and fifty who never read, beside an honest client."""
    with Place() as place:
        server = Shared(place)
        honest = Client(server.port)
        create(honest, "first")
        before = resident(server.process.pid)
        rude = []
        for _ in range(200):
            one = socket.create_connection(("127.0.0.1", server.port))
            one.sendall(b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuth" % server.port)
            rude.append(one)
        for _ in range(50):
            rude.append(open_stream(server.port, after=0, buffer=4096))
        longest = grown = 0
        begun = time.perf_counter()
        gone = None
        while time.perf_counter() - begun < 50 and gone is None:
            start = time.perf_counter()
            create(honest, f"h{time.perf_counter_ns()}")
            longest = max(longest, time.perf_counter() - start)
            grown = max(grown, resident(server.process.pid) - before)
            time.sleep(0.25)
            closed = 0
            for one in rude[:200]:
                one.setblocking(False)
                try:
                    closed += one.recv(4096) == b""
                except BlockingIOError:
                    pass
                except OSError:
                    closed += 1
            if closed == 200:
                gone = time.perf_counter() - begun
        server.end()
        line(longest < 1 and grown < 64 and gone is not None and gone <= 45, "slow",
             f"200 slow senders and 50 who never read: longest honest call {longest * 1000:.0f} ms, {grown:+.0f} MB, "
             + (f"the slow ones cut after {gone:.0f} s" if gone else "the slow ones were not cut within 50 s"))


def memory():
    """Twenty clients of one server beside twenty stdio servers."""
    with Place() as place:
        server = Shared(place)
        for client in [Client(server.port) for _ in range(20)]:
            client.call("read_graph")
        shared = resident(server.process.pid)
        server.end()
    with Place() as place:
        singles = [place.single() for _ in range(20)]
        for one in singles:
            one.call("read_graph")
        single = sum(resident(one.process.pid) for one in singles)
        for one in singles:
            one.end()
    line(shared < single, "memory", f"one server with 20 clients {shared:.0f} MB, 20 stdio servers {single:.0f} MB")


PARTS = {part.__name__: part for part in (calls, writers, streams, stalled, killed, stopped, slow, memory)}

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quire", default=str(next(
        ROOT.glob("distribution/full/target/quire-full-*/quire-*/bin/quire"), "quire")))
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    chosen = options.parse_args()
    QUIRE = chosen.quire
    for name in chosen.parts or PARTS:
        PARTS[name]()
    sys.exit(1 if MISSED else 0)
