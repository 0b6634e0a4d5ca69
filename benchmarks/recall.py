#!/usr/bin/env python3
"""Writes recall sets through the protocol, asks their questions, and says where the answers stood.

    benchmarks/recall.py SET.jsonl...                         the shipped SQLite distribution, a store for each set
    benchmarks/recall.py --vault SET.jsonl...                 the same on vaults
    benchmarks/recall.py --together --every 4 SET.jsonl...    one store for all sets, every fourth question
    benchmarks/recall.py --after 20 SET.jsonl...              a server that knows meanings has 20 s to learn them first

The form of a set is in docs/recall.md. Each session of a set has a server of its own, one after the other, as
windows have; all is written now, so what a set says of times is not told. No meanings are known at first: a server
that was asked once learns about 700 facts in ten seconds, more slowly then, and answers by words until it is done.
Unlike quire lab recall this goes the way of a client: tools/call, limit 20, detail full, budget 100,000.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from pathlib import Path

import run


def read(path, prefix):
    """What is written, session by session, and what is asked."""
    sessions, questions = defaultdict(list), []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line) if line.strip() else {}
        if record.get("record") == "question":
            record["evidence"] = {prefix + one for one in record["evidence"]}
            questions.append(record)
        elif record:
            if "id" in record:
                record["id"] = prefix + record["id"]
            sessions[prefix + record["session"]].append(record)
    return list(sessions.values()), questions


def write(server, folder, sessions):
    marks = {}
    for records in sessions:
        with server.start(folder).initialize() as session:
            for one in records:
                if one["record"] == "entity":
                    session.call("create_entities", entities=[
                        {"name": one["name"], "entityType": one["type"], "observations": []}])
                elif one["record"] == "fact":
                    marks[one["entity"], one["text"]] = one["id"]
                    session.call("add_observations", observations=[
                        {"entityName": one["entity"], "contents": [one["text"]]}])
                elif one["record"] == "relation":
                    if "id" in one:
                        marks[one["from"], one["type"], one["to"]] = one["id"]
                    session.call("create_relations", relations=[
                        {"from": one["from"], "to": one["to"], "relationType": one["type"]}])
    return marks


def ask(session, question, marks):
    """The places, from 0 on, of what answers the question."""
    result, _ = session.call("recall", query=question["text"], limit=20, detail="full", budget=100_000)
    found = []
    for fact in result["structuredContent"]["facts"]:
        if "relation" in fact:
            relation = fact["relation"]
            found.append(marks.get((relation["from"], relation["relationType"], relation["to"])))
        else:
            found.append(marks.get((fact.get("entity"), fact.get("observation"))))
    return [place for place, mark in enumerate(found) if mark in question["evidence"]]


def figures(asked):
    at = lambda k: statistics.mean(sum(p < k for p in places) / wanted for places, wanted in asked)
    rank = statistics.mean(1 / (1 + places[0]) if places and places[0] < 10 else 0 for places, _ in asked)
    return [f"{value:.3f}"[1:] if value < 1 else "1" for value in (at(1), at(5), at(10), rank)]


def main():
    server = run.quire("Quire", run.quire_home())
    together = [(i, read(path, f"{i}:")) for i, path in enumerate(ARGUMENTS.sets)]
    stores = [together] if ARGUMENTS.together else [[one] for one in together]
    asked = defaultdict(list)
    for store in stores:
        with run.Folder() as folder:
            marks = {}
            for _, (sessions, _) in store:
                marks |= write(server, folder, sessions)
            with server.start(folder).initialize() as session:
                if ARGUMENTS.after:
                    session.call("recall", query="what is known")
                    time.sleep(ARGUMENTS.after)
                for _, (_, questions) in store:
                    for question in questions[::ARGUMENTS.every]:
                        place = (ask(session, question, marks), len(question["evidence"]))
                        asked["all"].append(place)
                        asked[question["kind"]].append(place)
                        if question["kind"] != "written":
                            asked['all but "written"'].append(place)
        run.say(f"{' '.join(ARGUMENTS.sets[i] for i, _ in store)}: {len(asked['all'])} questions so far")
    print(run.table(["kind", "questions", "R@1", "R@5", "R@10", "MRR@10"],
                    [[kind, len(of), *figures(of)] for kind, of in asked.items()]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="SET.jsonl")
    parser.add_argument("--quire", help="an unpacked distribution (default: what the last build made)")
    parser.add_argument("--vault", action="store_true", help="on vaults instead of SQLite")
    parser.add_argument("--together", action="store_true", help="all sets in one store")
    parser.add_argument("--every", type=int, default=1, help="ask every Nth question of a set")
    parser.add_argument("--after", type=float, default=0, metavar="SECONDS",
                        help="ask once, and all questions so long after that")
    parser.add_argument("--scratch", help="the folder for stores (default: the system's temporary folder)")
    ARGUMENTS = run.ARGUMENTS = parser.parse_args()
    main()
