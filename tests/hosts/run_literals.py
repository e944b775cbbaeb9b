#!/usr/bin/python3
"""The law of literals: however a program spells a text of SQL, the text it has after translation is the same.

usage: tests/hosts/run_literals.py BINARY [SEED [COUNT]]

Each statement is written once as a plain literal and again in random spellings: other quotes, raw, escapes, triple
quotes, pieces side by side or joined by +, an f-string, .format and % with fields that stand for a name.  The values
of the translated spellings (Python's own ast says what they are) must equal that of the plain one, but for the fields.
A spelling whose literal cannot hold the text may be left as it was, if that was said (SX0907).
"""
import ast
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import tally

STATEMENTS = [
    "SELECT ifnull(name, 'it''s') FROM users WHERE id == ? AND name LIKE 'a%'",
    "SELECT `order`, [group] FROM `table one` WHERE x == ?",
    "INSERT INTO t (a, b) VALUES (?, 'x\\y') ",
    "UPDATE t SET a = ifnull(?, '{}'), b = b % 7 WHERE id == ?",
    "SELECT a FROM t WHERE at > datetime('now', '-7 days') AND b = :b -- {comment} 100%\n ORDER BY n",
    "SELECT 'tab\there', 'é ü 漢', \"quoted\" FROM t WHERE n == ?",
    "DELETE FROM t WHERE a GLOB '*\\\"*' AND n == ?",
    "SELECT a FROM main_t\nWHERE n == ?\n  AND iif(a == 1, 'x', 'y') = ?\n",
    "SELECT '\\', '\"', '''' || ifnull(a, '\\\\') FROM t LIMIT ?, ?",
]


def escaped(text, quote, rng, triple=False):
    out = []
    for i, c in enumerate(text):
        if c == "\\":
            out.append("\\\\")
        elif c == quote and not (triple and i + 1 < len(text) and text[i + 1] != quote and i and text[i - 1] != quote):
            out.append("\\" + c)
        elif c == "\n" and not triple:
            out.append("\\n")
        elif c == "\t" and rng.random() < 0.7:
            out.append("\\t")
        elif c in "{}%":
            out.append(c)  # doubled, or a layer's own
        elif rng.random() < 0.03:
            out.append(f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}")
        elif rng.random() < 0.02 and ord(c) < 256:
            out.append(f"\\{ord(c):03o}")
        else:
            out.append(c)
        if rng.random() < 0.01 and c not in "{}%":
            out.append("\\\n")
    return "".join(out)


def literal(text, rng, prefix=""):
    """One literal with this value."""
    quote = rng.choice("'\"")
    if rng.random() < 0.2 and quote not in text and "\n" not in text and not text.endswith("\\") and not prefix:
        return "r" + quote + text + quote
    if rng.random() < 0.3:
        return prefix + quote * 3 + escaped(text, quote, rng, True) + quote * 3
    return prefix + quote + escaped(text, quote, rng) + quote


def pieces(text, rng, joint):
    cuts = sorted(rng.sample(range(1, len(text)), min(len(text) - 1, rng.randint(1, 5))))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)])]
    return "(" + joint.join(literal(p, rng) for p in parts) + ")"


def spelling(text, rng):
    kind = rng.randrange(7)
    if kind == 0:
        return literal(text, rng)
    if kind == 1:
        return pieces(text, rng, rng.choice(["\n    ", " ", "  # why\n    "]))
    if kind == 2:
        return pieces(text, rng, rng.choice([" + ", " +\n    "]))
    if kind == 3:
        return literal(text.replace("{", "{{").replace("}", "}}"), rng, "f")
    if kind == 4:
        return literal(text.replace("{", "{{").replace("}", "}}"), rng) + ".format()"
    if kind == 5:
        return literal(text.replace("%", "%%"), rng) + " % ()"
    return literal(text, rng, "u")


def value(node):
    """The string an expression stands for."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(value(v) for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value(node.left) + value(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return value(node.left) % ()
    if isinstance(node, ast.Call):
        return value(node.func.value).format()
    raise AssertionError(ast.dump(node))


def first_arguments(source):
    return [(n.lineno, n.end_lineno, value(n.value.args[0])) for n in ast.parse(source).body]


def translate(binary, source):
    p = subprocess.run([binary, "--lang", "python", "--format=golden"], input=source.encode(), capture_output=True,
                       timeout=300, check=False)
    if p.returncode not in (0, 1):
        sys.exit(f"status {p.returncode}: {p.stderr.decode()[:2000]}")
    notes = [line.split() for line in p.stderr.decode().splitlines()]
    return p.stdout.decode(), {int(place.split(":")[0]) for place, code, _ in notes if code == "SX0907"}


def main():
    binary = os.path.abspath(sys.argv[1])
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    chosen = [rng.choice(STATEMENTS) for _ in range(count)]
    source = "".join(f"cur.execute({literal(s, random.Random(0))}, args)\n" for s in STATEMENTS)
    source += "".join(f"cur.execute({spelling(s, rng)}, args)\n" for s in chosen)
    before = first_arguments(source)
    assert [b[2] for b in before] == STATEMENTS + chosen, "the spellings are wrong themselves"
    out, left = translate(binary, source)
    after = first_arguments(out)
    plain = dict(zip(STATEMENTS, (a[2] for a in after)))
    failed = sum(1 for s in STATEMENTS if plain[s] == s)
    given_up = 0
    for (first, last, was), (_, _, now), text in zip(before[len(STATEMENTS):], after[len(STATEMENTS):], chosen):
        if now == was and any(line in left for line in range(first, last + 1)):
            given_up += 1
        elif now != plain[text]:
            failed += 1
            if failed < 5:
                lines = source.splitlines()[first - 1:last]
                print(f"FAILED {os.linesep.join(lines)}\n  gives {now!r}\n  not   {plain[text]!r}")
    print(f"{given_up} of {count} spellings could not hold the text")
    if given_up > count // 10:
        failed += 1
    return tally.end("literals", count + len(STATEMENTS) - failed, failed)


if __name__ == "__main__":
    sys.exit(main())
