"""A law: over random trees with random .gitignore files, what is walked is what git would add."""
import json
import os
import random
import subprocess

from base import Tree

NAMES = ["a", "b", "ab", "a.b", "foo", "a b", "x[1]", "!n", "#h"]
SEGMENTS = ["a", "b", "ab", "*", "a*", "*b", "?", "??", "[ab]", "[!a]*", "[a-c]?", "**", "foo", "*.sql", "a.sql", "x[[]1]", "\\!n", "\\#h",
            "fo[o", "a\\b", "*a*b*"]


def pattern(r):
    p = "/".join(r.choice(SEGMENTS) for _ in range(r.choice([1, 1, 1, 2, 2, 3])))
    return (r.choice(["", "", "", "!"]) + r.choice(["", "", "", "/"]) + p + r.choice(["", "", "", "/"]) + r.choice([""] * 9 + ["  "]))


def tree(binary, r):
    t = Tree(binary)
    for _ in range(14):
        folder = "/".join(r.choice(NAMES) for _ in range(r.choice([0, 1, 1, 2, 3])))
        try:
            t.write(os.path.join(folder, r.choice(NAMES) + ".sql"), "SELECT a == b;\n")
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            pass  # a file has that name
    folders = [w for w, _, _ in os.walk(t.path)]
    for w in {t.path, *r.sample(folders, min(len(folders), r.choice([1, 2, 3])))}:
        t.write(os.path.join(os.path.relpath(w, t.path), ".gitignore"), "\n".join(pattern(r) for _ in range(r.choice([1, 2, 4]))) + "\n")
    return t


def as_git_does(binary, tally):
    r = random.Random(7)
    for n in range(40):
        with tree(binary, r) as t:
            subprocess.run(["git", "init", "-q"], cwd=t.path, check=True)
            git = subprocess.run(["git", "ls-files", "-z", "--others", "--exclude-standard"], cwd=t.path, capture_output=True, text=True,
                                 check=True).stdout.split("\0")
            found = {f["file"] for f in json.loads(t.check("--format=json")[1])["findings"]}
            expected = {g for g in git if g.endswith(".sql")}
            tally.case(f".gitignore, tree {n}", f"git alone: {expected - found}, we alone: {found - expected}" if found != expected else "")


PARTS = [as_git_does]
