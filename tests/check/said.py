"""How it is said: every format, with names and texts that would break it."""
import json
import os
import re
import xml.etree.ElementTree as xml

import jsonschema

from base import HERE, Tree

HOSTILE = "d \"q\" <&>'%, :;\t\u00e9\U0001F600/na\nme.sql"
SOURCE = "SELECT '\u00e9\U0001F600<&>\"', ifnull(a, 'x]]>') FROM t WHERE b == 1; -- caf\u00e9\n"


def tree(binary):
    t = Tree(binary, {HOSTILE: SOURCE, "a.py": "cur.execute('SELECT ifnull(a, 1) FROM t')\n", "clean.sql": "SELECT 1;\n"})
    t.write(b"\xff\xfe.sql", b"SELECT '\xff' FROM t WHERE c == 2;\n")
    return t


def text(binary, tally):
    with Tree(binary, {"a.sql": "SELECT\tifnull(a, 'x') FROM t;\n"}) as t:
        tally.same("text", t.check("a.sql")[1], """\
a.sql:1:8: exact: SX0110 ifnull() is COALESCE() [func/ifnull]
  SELECT\tifnull(a, 'x') FROM t;
        \t^^^^^^^^^^^^^^
  postgres: COALESCE(a, 'x')
1 finding in 1 file: 1 exact, 0 near, 0 for a person
""")
        tally.same("concise", t.check("--format=concise", "a.sql")[1], "a.sql:1:8: SX0110 ifnull() is COALESCE()\n")
        coloured = t.check("--color=always", "a.sql")[1]
        tally.same("colour when asked for", "\033[36mexact\033[0m" in coloured, True)
        tally.same("no colour into a file", "\033" in t.check("a.sql")[1], False)
        tally.same("quiet", t.check("-q", "a.sql"), (1, "", ""))
        tally.same("nothing to say", t.check("--format=text", "-", stdin=b"SELECT 1;"), (0, "", ""))
        t.check("-o", "out.txt", "--format=concise", "a.sql")
        tally.same("-o", t.read("out.txt"), "a.sql:1:8: SX0110 ifnull() is COALESCE()\n")


def as_json(binary, tally):
    with tree(binary) as t:
        status, out, _ = t.check("--format=json")
        report = json.loads(out)
        tally.same("json: status", status, 1)
        tally.same("json: names", sorted({f["file"] for f in report["findings"]}), sorted([HOSTILE, "a.py", "\ufffd\ufffd.sql"]))
        by = {(f["file"], f["rule"]): f for f in report["findings"]}
        f = by[HOSTILE, "func/ifnull"]
        source = SOURCE.encode()
        tally.same("json: bytes", source[f["offset"]:f["offset"] + f["length"]], b"ifnull(a, 'x]]>')")
        tally.same("json: characters", SOURCE[f["start"]["character"] - 1:f["end"]["character"] - 1], "ifnull(a, 'x]]>')")
        tally.same("json: columns", source[f["start"]["column"] - 1:f["end"]["column"] - 1], b"ifnull(a, 'x]]>')")
        tally.same("json: before and after", (f["before"], f["after"]), ("ifnull(a, 'x]]>')", "COALESCE(a, 'x]]>')"))
        tally.same("json: summary", (report["summary"]["files"], report["summary"]["findings"]), (4, len(report["findings"])))
        edits = [e for g in report["findings"] if g["file"] == HOSTILE for e in g.get("edits", [])]
        fixed, at = b"", 0
        for e in edits:
            fixed += source[at:e["offset"]] + e["text"].encode()
            at = e["offset"] + e["length"]
        filtered = t.run("-q", HOSTILE)[1]
        tally.same("json: the edits make the filter's text", (fixed + source[at:]).decode(), filtered)
        lines = t.check("--format=jsonl")[1].split("\n")[:-1]
        tally.same("jsonl", [json.loads(line) for line in lines], report["findings"])


def sarif(binary, tally):
    with open(os.path.join(HERE, "sarif.schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    with tree(binary) as t:
        log = json.loads(t.check("--format=sarif")[1])
        tally.case("sarif: schema", "\n".join(str(e.message) for e in jsonschema.Draft7Validator(schema).iter_errors(log)))
        run = log["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        tally.same("sarif: indices", [rules[r["ruleIndex"]]["id"] for r in run["results"]], [r["ruleId"] for r in run["results"]])
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
        tally.same("sarif: every byte of a name is in its URI", "%FF%FE.sql" in uris, True)
        tally.same("sarif: fixes", sum("fixes" in r for r in run["results"]), 2)
        tally.same("sarif: help", all("help" in r for r in rules), True)
        empty = json.loads(t.check("--format=sarif", "clean.sql")[1])
        tally.case("sarif without findings", "\n".join(e.message for e in jsonschema.Draft7Validator(schema).iter_errors(empty)))
        outside = os.environ.get("SQLXLATE_SARIF_SCHEMA")  # the standard's own, where somebody has it
        if outside:
            with open(outside, encoding="utf-8") as f:
                tally.case("sarif: the standard's schema", "\n".join(
                    e.message for e in jsonschema.Draft7Validator(json.load(f)).iter_errors(log)))


def github(binary, tally):
    with tree(binary) as t:
        lines = t.check("--format=github")[1].split("\n")[:-1]
        shape = re.compile(r"::(error|warning) file=[^,:\n]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=SX\d{4} [a-z/-]+::[^\n]+")
        tally.case("github: a command a line", "\n".join(line for line in lines if not shape.fullmatch(line)))
        tally.same("github: a comma in a name", any("%25%2C " in line for line in lines), True)


def gitlab(binary, tally):
    with tree(binary) as t:
        issues = json.loads(t.check("--format=gitlab")[1])
        keys = {"description", "check_name", "fingerprint", "severity", "location"}
        tally.same("gitlab: keys", all(set(i) == keys for i in issues), True)
        tally.same("gitlab: severities", {i["severity"] for i in issues} <= {"info", "minor", "major", "critical", "blocker"}, True)
        tally.same("gitlab: fingerprints", len({i["fingerprint"] for i in issues}), len(issues))
        t.write("a.py", "import os\n\n\n" + "cur.execute('SELECT ifnull(a, 1) FROM t')\n" * 2)
        again = json.loads(t.check("--format=gitlab", "a.py")[1])
        tally.same("gitlab: a fingerprint moves with its statement", again[0]["fingerprint"],
                   next(i["fingerprint"] for i in issues if i["location"]["path"] == "a.py"))
        tally.same("gitlab: equal ones are told apart", again[0]["fingerprint"] != again[1]["fingerprint"], True)
        tally.same("gitlab without findings", json.loads(t.check("--format=gitlab", "clean.sql")[1]), [])


def checkstyle(binary, tally):
    with tree(binary) as t:
        root = xml.fromstring(t.check("--format=checkstyle")[1])
        names = {f.get("name") for f in root.iter("file")}
        tally.same("checkstyle: names", names, {HOSTILE, "a.py", "\ufffd\ufffd.sql"})
        tally.same("checkstyle: errors", all({"line", "column", "severity", "message", "source"} == set(e.keys())
                                             for e in root.iter("error")), True)


def junit(binary, tally):
    with tree(binary) as t:
        root = xml.fromstring(t.check("--format=junit")[1])
        suites = {s.get("name"): s for s in root.iter("testsuite")}
        tally.same("junit: names", set(suites), {HOSTILE, "a.py", "clean.sql", "\ufffd\ufffd.sql"})
        tally.same("junit: counts", all(int(s.get("failures")) == len(s.findall("testcase/failure")) for s in suites.values()), True)
        tally.same("junit: a clean file passes", suites["clean.sql"].get("failures"), "0")


def statistics(binary, tally):
    with tree(binary) as t:
        tally.same("statistics", t.check("--statistics", "a.py")[1], "     1  SX0110  func/ifnull\n")


PARTS = [text, as_json, sarif, github, gitlab, checkstyle, junit, statistics]
