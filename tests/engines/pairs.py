#!/usr/bin/python3
"""Runs many small cases on both engines: what the random laws are judged by.

usage: pairs.py BINARY [--most-manual PERCENT] FILE.jsonl ...        ('-' reads standard input)

A line is one case: {"schema": SQL, "statements": SQL, "query": SQL, "id": any, "options": [flag ...]}; only `query`
is needed.  Schema, statements and query run on SQLite, and translated on PostgreSQL.  A case passes when the rows of
the query are the same, or when a near or manual claim says that they may not be (a near claim also allows that PostgreSQL
refuses a value, as in text that is no number; it never allows a statement that PostgreSQL cannot run at all).  A case that SQLite itself refuses
is not counted, nor is one whose order is left open compared in order.  --most-manual fails the run when more than
that share of the cases was left for a person: a translator that gives up on everything must not pass.  The cases run
inside a transaction: statements that end one do not belong here.
The last line is `pairs: N passed, N failed`.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import engines
import servers
import tally
import translate


class Runner:
    """One scratch database for any number of cases.  judge() returns (verdict, text)."""

    def __init__(self, binary):
        self.binary, self.scratch, self.schemas = binary, servers.Scratch(), translate.Schemas()

    def judge(self, case):
        """verdict: same, near, manual, skip (SQLite refuses it), or wrong with a text that says why."""
        schema, statements, query = case.get("schema", ""), case.get("statements", ""), case["query"]
        options = case.get("options", [])
        lite = engines.open_sqlite()
        begun, ran, want = (engines.run_sqlite(lite, t) for t in (schema, statements, query))
        lite.close()
        if begun.errors or want.errors:
            return "skip", (begun.errors + want.errors)[0]
        try:
            parts = [translate.translate(self.binary, schema, options),
                     translate.translate(self.binary, statements, options + self.schemas.flags(schema)),
                     translate.translate(self.binary, query, options + self.schemas.flags(schema, statements))]
        except translate.Broken as e:
            return "wrong", str(e)
        if any(p.has("manual") for p in parts):
            return "manual", ""
        if "--compat" in options and not self.scratch.always:
            self.scratch.always = translate.compat_sql(self.binary)
            self.scratch.reset()
        con = self.scratch.connection
        with con.cursor() as cur:  # rolled back afterwards: ten times faster than dropping everything
            cur.execute("BEGIN")
            made, did, got = (engines.run_postgres(con, p.out, inside=True) for p in parts)
            cur.execute("ROLLBACK")
        near = any(p.has("near") for p in parts)
        errors = made.errors or got.errors or (did.errors if not ran.errors else [])
        if errors:
            refused = near and all(o.only_refusals() for o in (made, did, got) if o.errors)
            return "near" if refused else "wrong", f"PostgreSQL: {errors[0]}"
        if ran.errors and not did.errors:
            how = f"SQLite refuses a statement that PostgreSQL runs: {ran.errors[0]}"
        else:
            how = engines.same_rows(want.rows or [], got.rows or [], got.types, engines.ordered(query))
        if how:
            return ("near", how) if near else ("wrong", f"{how}\nsent: {parts[1].out}\n{parts[2].out}")
        return "same", ""


def main():
    ap = argparse.ArgumentParser(description="Cases in JSON lines on both engines.")
    ap.add_argument("binary")
    ap.add_argument("files", nargs="+")
    ap.add_argument("--most-manual", type=float, default=100.0, metavar="PERCENT")
    args = ap.parse_args()
    runner, count = Runner(args.binary), dict.fromkeys(("same", "near", "manual", "skip", "wrong"), 0)
    for path in args.files:
        with (sys.stdin if path == "-" else open(path, encoding="utf-8")) as f:
            for n, line in enumerate(f, 1):
                if not line.strip():
                    continue
                case = json.loads(line)
                verdict, why = runner.judge(case)
                count[verdict] += 1
                if verdict == "wrong":
                    print(f"FAIL {path}:{n} {case.get('id', '')}\n{case.get('schema', '')}\n{case.get('statements', '')}\n"
                          f"{case['query']}\n{why}\n")
    judged = sum(count.values()) - count["skip"]
    bad = count["wrong"]
    print(", ".join(f"{v} {k}" for k, v in count.items()))
    if 100 * count["manual"] > args.most_manual * judged:
        print(f"{count['manual']} of {judged} cases were left for a person, more than {args.most_manual} %")
        bad += 1
    return tally.end("pairs", judged - count["wrong"], bad)


if __name__ == "__main__":
    sys.exit(main())
