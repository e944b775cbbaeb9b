#!/usr/bin/python3
"""The law of the engines: random statements over small random data give the same rows on both, or carry a claim.

usage: random_sql.py BINARY [--law expr|query|both] [--cases N] [--seed N] [--loose SHARE] [--mutants] [--show LEVEL]

--cases counts the cases of each law: single expressions over one table with a column of every kind, and whole queries and
changes over random schemas.  The same seed makes the same cases; --cases 0 goes on until it is stopped.  A failure is
made small and printed as a golden, one for each cause (as far as its skeleton tells causes apart).
The generators, and what they refuse to test, are in randsql/.
--mutants runs the cases through broken translators (the real one with its output spoiled in one way) and fails unless
every one of them is caught.  The last line is `random: N passed, N failed`.
"""
import argparse
import collections
import os
import random
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, HERE)
import tally
from randsql import change, mutants, runner, schema, shrink

BATCH = 50  # cases that share a schema


def batch(law, seed, number, args):
    """(tables, cases): the same for the same law, seed and number, whatever ran before."""
    r = random.Random(f"{law} {seed} {number}")
    tables = schema.schema(r, wide=law == "expr")
    g = change.Changes(r, tables, args.depth, args.loose)
    cases = []
    for i in range(BATCH):
        name = f"{law} seed {seed} batch {number} case {i}"
        if law == "expr":
            cases.append(runner.Case(tables, [g.expression()], name=name))
        elif r.random() < 0.3:
            cases.append(runner.Case(tables, g.changes(), g.look(), name=name))
        else:
            cases.append(runner.Case(tables, [g.query()], name=name))
    return tables, cases


class Report:
    """Counts verdicts and shows failures, each cause once."""

    def __init__(self, args):
        self.args, self.kinds, self.codes = args, collections.Counter(), collections.Counter()
        self.near_same, self.skeletons, self.sorts, self.small = 0, collections.Counter(), collections.Counter(), None

    def failure(self, case, verdict):
        self.sorts[verdict.sort] += 1
        if self.sorts[verdict.sort] > self.args.each or len(self.skeletons) >= self.args.most:
            return
        if self.small is None:
            self.small = runner.Judge(self.args.binary)
        s = shrink.Shrinker(self.small, case, verdict.sort)
        less = s.run()
        bad = self.small.open(schema.text(less.tables))
        v = bad or self.small.judge([less])[0]
        mark = verdict.sort + shrink.skeleton(less)
        self.skeletons[mark] += 1
        if self.skeletons[mark] == 1:
            print("FAIL", shrink.golden(less, v if v.kind == "wrong" else verdict), flush=True)

    def take(self, case, verdict):
        self.kinds[verdict.kind] += 1
        if verdict.kind == "manual":
            self.codes.update({code for code, level in verdict.claims if level == "manual"})
        self.near_same += verdict.kind == "near" and not verdict.differs
        if verdict.kind == "wrong":
            self.failure(case, verdict)
        elif verdict.kind in self.args.show:
            print(f"{verdict.kind} {case.name}: {verdict.claims} {verdict.why}\n  " + "\n  ".join(s.text() for s in case.statements) + f"\n  -> {verdict.out}")

    def summary(self, law, seconds):
        k = self.kinds
        judged = sum(k.values()) - k["skip"]
        print(f"{law}: " + ", ".join(f"{k[v]} {v}" for v in ("same", "near", "manual", "skip", "wrong")) + f" in {seconds:.0f} s; of the near ones {self.near_same} gave the same rows")
        for code, n in self.codes.most_common():
            print(f"  manual {code}: {n} ({100 * n / max(judged, 1):.1f} %)")
        for sort, n in self.sorts.most_common():
            print(f"  wrong {n}: {sort}")
        bad = k["wrong"]
        if 100 * k["manual"] > self.args.most_manual * judged:
            print(f"{law}: {k['manual']} of {judged} cases were left for a person, more than {self.args.most_manual} %")
            bad += 1
        if 10 * k["skip"] > sum(k.values()):
            print(f"{law}: SQLite refuses more than a tenth of the cases")
            bad += 1
        return judged - k["wrong"], bad


def run(law, args, judge, take, stop=lambda: False):
    """Feeds cases to take(case, verdict) until there are enough."""
    number = 0
    while (not args.cases or number * BATCH < args.cases) and not stop():
        tables, cases = batch(law, args.seed, args.start + number, args)
        number += 1
        bad = judge.open(schema.text(tables))
        if bad:
            take(runner.Case(tables, [], name=f"{law} seed {args.seed} batch {number - 1} schema"), bad)
            continue
        for c, v in zip(cases, judge.judge(cases)):
            take(c, v)


def main():
    ap = argparse.ArgumentParser(description="Random statements on both engines.")
    ap.add_argument("binary")
    ap.add_argument("--law", choices=["expr", "query", "both"], default="both")
    ap.add_argument("--cases", type=int, default=2000, metavar="N")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--start", type=int, default=0, metavar="BATCH", help="the number of the first batch")
    ap.add_argument("--depth", type=int, default=2)
    ap.add_argument("--seconds", type=float, default=0, help="stop after this time")
    ap.add_argument("--loose", type=float, default=0.0, metavar="SHARE", help="of the forms whose types do not fit together")
    ap.add_argument("--most-manual", type=float, default=10.0, metavar="PERCENT")
    ap.add_argument("--each", type=int, default=3, help="failures to make small for each message of PostgreSQL")
    ap.add_argument("--most", type=int, default=20, help="failures to print")
    ap.add_argument("--mutants", action="store_true")
    ap.add_argument("--show", action="append", default=[], choices=["near", "manual", "skip", "same"])
    args = ap.parse_args()
    if args.mutants:
        good, bad = mutants.hunt(args, run)
        return tally.end("random", good, bad)
    judge, passed, failed = runner.Judge(args.binary), 0, 0
    for law in ["expr", "query"] if args.law == "both" else [args.law]:
        report, start = Report(args), time.time()
        try:
            run(law, args, judge, report.take, lambda: args.seconds and time.time() - start > args.seconds)
        except KeyboardInterrupt:
            pass
        good, bad = report.summary(law, time.time() - start)
        passed, failed = passed + good, failed + bad
    return tally.end("random", passed, failed)


if __name__ == "__main__":
    sys.exit(main())
