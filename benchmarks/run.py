#!/usr/bin/env python3
"""Measures Quire beside two other memory servers, through the protocol alone.

    benchmarks/run.py                        all parts, about 20 minutes; prints the tables
    benchmarks/run.py --write                the same, into docs/benchmarks.md
    benchmarks/run.py start latency          these parts only
    benchmarks/run.py --before FOLDER start  a second Quire (an unpacked distribution) in the same rounds
    benchmarks/run.py --before FOLDER --alone writes            what a write costs beside the other one
    benchmarks/run.py --before FOLDER --alone --vault writes    the same in a vault

It needs Python 3.11, Node 20 and npm, and a built and set up distribution (see --quire). The peers are
installed once, below target. All servers are measured in turns, round by round, so that what else the
machine does meets all of them. Each call is sent once; what fails is counted, never repeated.
"""

import argparse
import datetime
import json
import os
import platform
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
QUESTIONS = ROOT / "ranking/src/main/resources/quire/ranking/coding-memory.jsonl"
PARTS = ["start", "latency", "bulk", "writers", "crash", "recall"]
BESIDE = ["writes"]
PATIENCE = 60


class Failed(Exception):
    """A call that was answered by an error, or not at all."""


class Server:
    """How one server is started; {dir} stands for the folder of its store."""

    def __init__(self, name, command, environment, preload=None):
        self.name, self.command, self.environment, self.preload = name, command, environment, preload

    def start(self, folder):
        return Session(self, folder)


def environment(folder):
    """What a server sees whose folder this is: nothing of this user's own."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("QUIRE_", "MEMORY_"))}
    return own | {f"XDG_{place}_HOME": str(folder / place.lower()) for place in ("STATE", "DATA", "CONFIG", "CACHE")}


class Session:
    """One running server and its one client."""

    def __init__(self, server, folder):
        settings = {k: v.replace("{dir}", str(folder)) for k, v in server.environment.items()}
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [word.replace("{dir}", str(folder)) for word in server.command],
            cwd=folder, env=environment(folder) | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)
        self.number = 0

    def request(self, method, params):
        """Returns the result, and the seconds until the newline of the answer had arrived."""
        self.number += 1
        line = json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        began = time.perf_counter()
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
            while True:
                answer = self.process.stdout.readline()
                took = time.perf_counter() - began
                if not answer:
                    raise Failed("the server has ended")
                if b'"id":%d' % self.number in answer or b'"id": %d' % self.number in answer:
                    break
        except (BrokenPipeError, ValueError) as gone:
            raise Failed("the server has ended") from gone
        message = json.loads(answer)
        if "error" in message:
            raise Failed(message["error"].get("message", "error"))
        return message["result"], took

    def initialize(self):
        self.request("initialize", {"protocolVersion": "2025-06-18", "capabilities": {},
                                    "clientInfo": {"name": "benchmark", "version": "1"}})
        self.process.stdin.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        self.process.stdin.flush()
        return self

    def call(self, tool, **arguments):
        result, took = self.request("tools/call", {"name": tool, "arguments": arguments})
        if result.get("isError"):
            raise Failed(text(result)[:200])
        return result, took

    def memory_and_processor(self):
        """Resident MiB and seconds of the processor, of the server and its children."""
        pages = ticks = 0
        for pid in [self.process.pid, *children(self.process.pid)]:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
                pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            except OSError:
                pass
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, ticks / os.sysconf("SC_CLK_TCK")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    def end(self):
        try:
            self.process.stdin.close()
            self.process.wait(20)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()
        self._close()

    def _close(self):
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def children(pid):
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found] + [c for child in found for c in children(int(child))]


def text(result):
    return "".join(part.get("text", "") for part in result.get("content", []))


def entity(name, *observations):
    return {"name": name, "entityType": "thing", "observations": list(observations)}


def filler(number, size):
    """Entity number of a graph of so many; five of them share a word."""
    return entity(f"entity {number}", f"fact {number} about subject {number % 97}",
                  f"written down in week {number % 52}", f"mark{number % max(1, size // 5)}x is shared by five")


def fill(server, folder, size):
    """Brings entities into a new store: by the protocol, or as the file that the server reads."""
    entities = [filler(number, size) for number in range(size)]
    if server.preload:
        with open(folder / server.preload, "w") as out:
            for one in entities:
                out.write(json.dumps({"type": "entity"} | one) + "\n")
        return
    with server.start(folder).initialize() as session:
        for begin in range(0, size, 500):
            session.call("create_entities", entities=entities[begin:begin + 500])


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values, form="{:.1f}"):
    """The median, and the least and the most in parentheses."""
    if not values:
        return "–"
    if len(values) == 1:
        return form.format(values[0])
    return f"{form} ({form}–{form})".format(statistics.median(values), min(values), max(values))


class Folder:
    """A scratch folder on the disk that holds the repository."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="quire-benchmark-", dir=ARGUMENTS.scratch))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def say(words):
    print(words, file=sys.stderr, flush=True)


# --- parts ---------------------------------------------------------------------------------------


def start(servers):
    seen = {s.name: {"initialize": [], "first answer": [], "MiB": [], "cpu": []} for s in servers}
    for number in range(ARGUMENTS.rounds * 3):
        for server in servers:
            with Folder() as folder, server.start(folder) as session:
                session.initialize()
                seen[server.name]["initialize"].append(1000 * (time.perf_counter() - session.began))
                session.call("read_graph")
                seen[server.name]["first answer"].append(1000 * (time.perf_counter() - session.began))
                mib, cpu = session.memory_and_processor()
                seen[server.name]["MiB"].append(mib)
                seen[server.name]["cpu"].append(1000 * cpu)
        say(f"start {number + 1}")
    rows = [[name, middle(s["initialize"], "{:.0f}"), middle(s["first answer"], "{:.0f}"),
             middle(s["cpu"], "{:.0f}"), middle(s["MiB"], "{:.0f}")] for name, s in seen.items()]
    return ("Start", f"Each on a new store, {ARGUMENTS.rounds * 3} times. Median (least–most).",
            table(["server", "spawn to `initialize`, ms", "to the first answer, ms",
                   "processor until then, ms", "resident MiB"], rows))


def operations(session, size, number):
    some = random.Random(number)
    pick = lambda: f"entity {some.randrange(size)}"
    new = lambda kind, i: f"{kind} {number}-{i}"
    return {
        "open 1": lambda i: session.call("open_nodes", names=[pick()]),
        "search, 5 hits": lambda i: session.call(
            "search_nodes", query=f"mark{some.randrange(max(1, size // 5))}x"),
        "search, no hit": lambda i: session.call("search_nodes", query=f"absent{i}x"),
        "create entity": lambda i: session.call(
            "create_entities", entities=[entity(new("made", i), "one fact of its own")]),
        "add observation": lambda i: session.call("add_observations", observations=[
            {"entityName": pick(), "contents": [new("noted", i)]}]),
        "create relation": lambda i: session.call("create_relations", relations=[
            {"from": pick(), "to": pick(), "relationType": new("rel", i)}]),
    }


def latency(servers):
    rows = []
    for size in ARGUMENTS.sizes:
        seen = {}
        with Folder() as all_of_them:
            for server in servers:
                folder = all_of_them / server.name.replace(" ", "-").replace("/", "-")
                folder.mkdir()
                fill(server, folder, size)
                say(f"latency {size}: {server.name} is filled")
            for number in range(ARGUMENTS.rounds):
                for server in servers:
                    folder = all_of_them / server.name.replace(" ", "-").replace("/", "-")
                    with server.start(folder).initialize() as session:
                        for name, operation in operations(session, size, number).items():
                            measure(seen.setdefault((name, server.name), []), operation)
                say(f"latency {size}: round {number + 1}")
        for name in dict.fromkeys(key[0] for key in seen):
            cells = []
            for server in servers:
                times = seen[name, server.name]
                cells.append("%.2f / %.2f" % (percentile(times, .5), percentile(times, .99))
                             if times else "failed")
            rows.append([f"{size:,}", name, *cells])
    return ("Latency", "p50 / p99 in ms of single calls by one client on a store of so many entities with"
            f" three observations; a server is new in each of {ARGUMENTS.rounds} rounds, which make at most"
            " 100 calls or one second of calls of each kind.",
            table(["entities", "call", *[s.name for s in servers]], rows))


def measure(times, operation):
    end = time.perf_counter() + 1
    for i in range(100):
        try:
            times.append(1000 * operation(i)[1])
        except Failed:
            return
        if time.perf_counter() > end:
            return


def writes(servers):
    """All servers run at once and take turns after a few calls, so that what the machine does meets all alike."""
    many = 250 if ARGUMENTS.vault else 1_000
    some = lambda i: [f"fact {k} of {i}: the {w} decided about port, cache and retry of its service"
                      for k, w in enumerate(["owner", "team", "meeting"])]
    one = lambda i: {"name": f"Thing number {i}", "entityType": "component", "observations": some(i)}
    of = lambda i, key, texts: [{"entityName": f"Thing number {i}", key: texts}]
    later = lambda i: [f"added later to {i}, with some more words of text"]
    kinds = [
        ("create an entity of three facts, the first 150", range(150), 25,
         lambda s, i: s.call("create_entities", entities=[one(i)])),
        ("the same, from there on", range(150, 1_150), 50,
         lambda s, i: s.call("create_entities", entities=[one(i)])),
        ("add a fact", range(600), 50,
         lambda s, i: s.call("add_observations", observations=of(i, "contents", later(i)))),
        ("delete a fact", range(600), 50,
         lambda s, i: s.call("delete_observations", deletions=of(i, "observations", later(i)))),
        ("delete an entity", range(600), 50,
         lambda s, i: s.call("delete_entities", entityNames=[f"Thing number {i}"])),
        (f"create {many:,} entities in one call", range(6 if ARGUMENTS.vault else 16), 1,
         lambda s, i: s.call("create_entities", entities=[one(1_000_000 + many * i + k) for k in range(many)])),
    ]
    seen = {}
    for number in range(ARGUMENTS.rounds):
        with Folder() as folder:
            sessions = []
            for at, server in enumerate(servers if number % 2 == 0 else servers[::-1]):
                (folder / str(at)).mkdir()
                sessions.append((server.name, server.start(folder / str(at)).initialize()))
            for kind, calls, turn, operation in kinds:
                times = {name: [] for name, _ in sessions}
                cpu = {name: session.memory_and_processor()[1] for name, session in sessions}
                for begin in range(0, len(calls), turn):
                    for name, session in sessions if begin // turn % 2 == 0 else sessions[::-1]:
                        times[name] += [1000 * operation(session, i)[1] for i in calls[begin:begin + turn]]
                for name, session in sessions:
                    used = 1000 * (session.memory_and_processor()[1] - cpu[name]) / len(calls)
                    seen.setdefault((kind, name), []).append((statistics.median(times[name]), used))
            for _, session in sessions:
                session.end()
        say(f"writes {number + 1}")
    base = servers[-1].name
    rows = []
    for kind, *_ in kinds:
        for server in servers:
            mine = seen[kind, server.name]
            ratios = [[a[i] / b[i] for a, b in zip(mine, seen[kind, base])] for i in (0, 1)]
            rows.append([kind, server.name, middle([m[0] for m in mine], "{:.2f}"),
                         middle([m[1] for m in mine], "{:.2f}"),
                         *["%.2f" % statistics.median(r) for r in ratios]])
    return ("Writes", f"{ARGUMENTS.rounds} rounds, each with a new store for each server; the servers take turns after a"
            " few calls. Ratios are the median of the rounds' ratios to the last server.",
            table(["call", "server", "p50, ms", "processor, ms", "p50 ratio", "processor ratio"], rows))


def bulk(servers):
    count, batch = 20_000, 1_000
    entities = [filler(number, count) for number in range(count)]
    seen = {s.name: [] for s in servers}
    floor = []
    for number in range(ARGUMENTS.rounds):
        floor.append(count / bulk_floor(entities, batch))
        for server in servers:
            with Folder() as folder, server.start(folder).initialize() as session:
                began = time.perf_counter()
                try:
                    for begin in range(0, count, batch):
                        session.call("create_entities", entities=entities[begin:begin + batch])
                        if time.perf_counter() - began > PATIENCE:
                            raise Failed("too slow")
                    seen[server.name].append(count / (time.perf_counter() - began))
                except Failed as failure:
                    say(f"bulk: {server.name}: {failure}")
                    done = begin + batch
                    seen[server.name].append(done / (time.perf_counter() - began))
        say(f"bulk {number + 1}")
    rows = [[name, middle(s, "{:,.0f}"), "%.2f" % (statistics.median(s) / statistics.median(floor))]
            for name, s in seen.items()]
    rows.append(["SQLite from Python, no server", middle(floor, "{:,.0f}"), "1"])
    return ("Bulk", f"{count:,} entities with three observations, {batch:,} a call, or what was loaded within"
            f" {PATIENCE} s; {ARGUMENTS.rounds} rounds. The last row is three tables and a word index (FTS5) in"
            " WAL mode, one transaction a batch.",
            table(["server", "entities/s", "× floor"], rows))


def bulk_floor(entities, batch):
    with Folder() as folder:
        db = sqlite3.connect(folder / "floor.db", isolation_level=None)
        db.executescript("""pragma journal_mode=wal; pragma synchronous=full;
            create table e(id integer primary key, name text unique, type text);
            create table o(id integer primary key, e integer, text text);
            create index oe on o(e);
            create virtual table w using fts5(text);""")
        began = time.perf_counter()
        for begin in range(0, len(entities), batch):
            db.execute("begin immediate")
            for one in entities[begin:begin + batch]:
                number = db.execute("insert into e(name, type) values(?,?)",
                                    (one["name"], one["entityType"])).lastrowid
                for words in one["observations"]:
                    row = db.execute("insert into o(e, text) values(?,?)", (number, words)).lastrowid
                    db.execute("insert into w(rowid, text) values(?,?)", (row, words))
            db.execute("commit")
        took = time.perf_counter() - began
        db.close()
        return took


class Writer(threading.Thread):
    """One client of one server that writes for so long, one call under way."""

    def __init__(self, session, label, seconds):
        super().__init__(daemon=True)
        self.session, self.label, self.seconds = session, label, seconds
        self.acknowledged, self.times, self.errors = [], [], []

    def run(self):
        end = time.perf_counter() + self.seconds
        i = 0
        while time.perf_counter() < end:
            i += 1
            name = f"{self.label}-{i}"
            try:
                _, took = self.session.call("create_entities", entities=[entity(name, "kept")])
                self.acknowledged.append(name)
                self.times.append(1000 * took)
            except Failed as failure:
                self.errors.append(str(failure))
                if "has ended" in str(failure):
                    return


def missing(server, folder, names):
    """Which of these a fresh server does not find."""
    try:
        with server.start(folder).initialize() as session:
            found = set()
            for begin in range(0, len(names), 200):
                answer = text(session.call("open_nodes", names=names[begin:begin + 200])[0])
                found |= {one["name"] for one in json.loads(answer)["entities"]}
            return [name for name in names if name not in found]
    except (Failed, json.JSONDecodeError, KeyError):
        return names


def writers(servers):
    rows = []
    for processes in (1, 8):
        seen = {s.name: {"rate": [], "times": [], "errors": 0, "lost": 0, "kept": 0} for s in servers}
        for number in range(ARGUMENTS.rounds):
            for server in servers:
                with Folder() as folder:
                    sessions = [server.start(folder).initialize() for _ in range(processes)]
                    crew = [Writer(s, f"w{n}", 4) for n, s in enumerate(sessions)]
                    for one in crew:
                        one.start()
                    for one in crew:
                        one.join()
                    for session in sessions:
                        session.end()
                    kept = [name for one in crew for name in one.acknowledged]
                    s = seen[server.name]
                    s["rate"].append(len(kept) / 4)
                    s["kept"] += len(kept)
                    s["times"] += [t for one in crew for t in one.times]
                    s["errors"] += sum(len(one.errors) for one in crew)
                    s["lost"] += len(missing(server, folder, kept))
            say(f"writers {processes}: round {number + 1}")
        for name, s in seen.items():
            times = s["times"] or [0]
            rows.append([processes, name, middle(s["rate"], "{:,.0f}"), "%.1f / %.1f / %.0f" % (
                percentile(times, .5), percentile(times, .99), max(times)),
                f"{s['kept']:,}", f"{s['lost']:,}", f"{s['errors']:,}"])
    return ("Many writers", "That many servers on one store, each with one client that creates one entity after the"
            f" other for 4 s from its first call on; {ARGUMENTS.rounds} rounds. Lost: acknowledged, and not found"
            " by a server that was started afterwards.",
            table(["servers", "of", "writes/s together", "p50 / p99 / max ms", "acknowledged", "lost", "errors"],
                  rows))


def crash(servers):
    rows = []
    kills = ARGUMENTS.rounds * 4
    for server in servers:
        some, kept, errors = random.Random(1), [], 0
        with Folder() as folder:
            for number in range(kills):
                pair = [server.start(folder).initialize() for _ in range(2)]
                crew = [Writer(s, f"k{number}-{n}", 30) for n, s in enumerate(pair)]
                for one in crew:
                    one.start()
                time.sleep(some.uniform(.2, .6))
                for session in pair:
                    os.killpg(session.process.pid, signal.SIGKILL)
                for one in crew:
                    one.join()
                    kept += one.acknowledged
                    errors += sum("has ended" not in error for error in one.errors)
                for session in pair:
                    session.kill() if session.process.poll() is None else session._close()
            lost = missing(server, folder, kept)
        rows.append([server.name, kills * 2, f"{len(kept):,}", f"{len(lost):,}", f"{errors:,}"])
        say(f"crash: {server.name}")
    return ("Crash", "Two servers write to one store and are killed (SIGKILL) after 0.2 to 0.6 s, again and again on"
            " the same store. It does not show what a power cut does.",
            table(["server", "killed", "acknowledged", "lost", "errors"], rows))


def recall(servers):
    records = [json.loads(line) for line in open(QUESTIONS)]
    kinds = {s.get("record") for s in records}
    assert {"entity", "fact", "question"} <= kinds, kinds
    facts = {r["id"]: r for r in records if r["record"] == "fact"}
    marks = {number: json.dumps(fact["text"], ensure_ascii=False)[1:-1] for number, fact in facts.items()}
    entities = [r for r in records if r["record"] == "entity"]
    questions = [r for r in records if r["record"] == "question"]
    rows = []
    for server in servers:
        with Folder() as folder, server.start(folder).initialize() as session:
            for one in entities:
                own = [f["text"] for f in facts.values() if f["entity"] == one["name"]]
                session.call("create_entities", entities=[
                    {"name": one["name"], "entityType": one["type"], "observations": own}])
            tools, _ = session.request("tools/list", {})
            names = [tool["name"] for tool in tools["tools"]]
            for tool in ["search_nodes"] + (["recall"] if "recall" in names else []):
                found, sizes = [], []
                for question in questions:
                    answer = text(session.call(tool, query=question["text"])[0])
                    sizes.append(len(answer.encode()))
                    places = sorted((answer.find(mark), number) for number, mark in marks.items()
                                    if mark in answer)
                    first = {number for _, number in places[:10]}
                    found.append(len(first & set(question["evidence"])) / len(question["evidence"]))
                rows.append([server.name, f"`{tool}`", "%.3f" % statistics.mean(found),
                             "%.0f %%" % (100 * sum(f > 0 for f in found) / len(found)),
                             f"{statistics.median(sizes):,.0f}", f"{max(sizes):,}"])
        say(f"recall: {server.name}")
    return ("Recall", f"{len(questions)} questions about six projects, asked in plain words; how much of what answers them"
            " is among the first ten facts of the answer. docs/recall.md says what the questions are.",
            table(["server", "tool", "evidence found", "questions with any", "bytes, median", "most"], rows))


# --- the page ------------------------------------------------------------------------------------


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.processor())
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return (f"{os.cpu_count()} cores ({model}), {memory / 2**20:.0f} GiB, {platform.system()}"
            f" {platform.release().split('-')[0]}")


def version(command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def page(sections, loads):
    commit = version(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    peers = json.loads((ROOT / "benchmarks/peers/package.json").read_text())["dependencies"]
    words = "benchmarks/run.py " + " ".join(a for a in sys.argv[1:] if a != "--write")
    head = table(["", ""], [
        ["date", datetime.date.today().isoformat()],
        ["command", f"`{words.strip()}`"],
        ["machine", machine()],
        ["load of the machine before, after", "%.1f, %.1f" % loads],
        ["Quire", f"{version([str(quire_home() / 'bin/quire'), '--version'])}, commit {commit}"],
        *[[name, number] for name, number in peers.items()],
        ["node", version(["node", "--version"])],
    ])
    return head + "".join(f"\n\n## {title}\n\n{prose}\n\n{rows}" for title, prose, rows in sections) + "\n"


def quire_home():
    if ARGUMENTS.quire:
        return Path(ARGUMENTS.quire).resolve()
    found = sorted(ROOT.glob("distribution/sqlite/target/quire-sqlite-*/quire-*"))
    if not found:
        sys.exit("There is no built distribution.\n"
                 "try: mvn -Dmaven.test.skip=true -pl distribution/sqlite -am package")
    return found[-1]


def peers():
    home = ROOT / "target" / "peers"
    if not (home / "node_modules").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "benchmarks/peers/package.json", home)
        # The SQLite driver is compiled or fetched by its install script.
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=home, check=True)
    modules = home / "node_modules" / ".bin"
    return [Server("server-memory (node)", [str(modules / "mcp-server-memory")],
                   {"MEMORY_FILE_PATH": "{dir}/memory.jsonl"}, preload="memory.jsonl"),
            Server("mcp-memory-sqlite (node)", [str(modules / "mcp-memory-sqlite")],
                   {"MEMORY_DB_PATH": "{dir}/memory.db", "HOME": "{dir}"})]


def quire(name, home, **environment):
    subprocess.run([str(home / "bin/quire"), "setup"], check=True, stdout=subprocess.DEVNULL)
    serve = [str(home / "bin/quire"), "serve", "--store"]
    if ARGUMENTS.vault:
        begin = f'"{home}/bin/quire" vault init "$1" >/dev/null && shift && exec "$@"'
        command = ["sh", "-c", begin, "sh", "{dir}/vault", *serve, "vault:{dir}/vault"]
    else:
        command = [*serve, "sqlite:{dir}/memory.db"]
    return Server(name, command, {"QUIRE_SETUP": "off"} | environment)


def main():
    servers = [quire("Quire", quire_home()),
               quire("Quire, `normal`", quire_home(), QUIRE_DURABILITY="normal")]
    if ARGUMENTS.before:
        servers[1:] = [quire("Quire before", Path(ARGUMENTS.before).resolve())]
    if not ARGUMENTS.alone:
        servers += peers()
    before = os.getloadavg()[0]
    sections = []
    for part in ARGUMENTS.parts or PARTS:
        of = [s for s in servers if s.name != "Quire, `normal`"] if part in ("start", "recall", *BESIDE) else servers
        sections.append(globals()[part](of))
    text_of_page = page(sections, (before, os.getloadavg()[0]))
    if ARGUMENTS.write:
        begin, end = "<!-- written by benchmarks/run.py --write -->\n", "<!-- until here -->\n"
        old = PAGE.read_text()
        top, rest = old.split(begin)
        PAGE.write_text(top + begin + "\n" + text_of_page + "\n" + end + rest.split(end)[1])
    else:
        print(text_of_page)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, *BESIDE, []], help="which tables; all if none is named")
    parser.add_argument("--quire", help="an unpacked distribution (default: what the last build made)")
    parser.add_argument("--before", help="another one, measured in the same rounds")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--vault", action="store_true", help="Quire's servers on a vault instead of SQLite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=lambda s: [int(n) for n in s.split(",")], default=[1_000, 10_000, 100_000])
    parser.add_argument("--scratch", help="the folder for stores (default: the system's temporary folder)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    ARGUMENTS = parser.parse_args()
    main()
