"""Sources with random damage: no fault of the program, valid output, and the same answer from one process and from several."""
import glob
import json
import os
import random

from base import HERE, ROOT, Tree

PIECES = [b"-- sqlxlate: ignore SX02", b"/* sqlxlate: ignore-start */", b"# sqlxlate: ignore", b'"""', b"'", b"\xff", b"--", b"\n", b"\x00", b"("]


def damaged(r, text):
    b = bytearray(text)
    for _ in range(r.randrange(1, 12)):
        at = r.randrange(len(b) + 1)
        kind = r.randrange(4)
        if kind == 0 and at < len(b):
            b[at] = r.randrange(256)
        elif kind == 1:
            del b[at:at + r.randrange(1, 40)]
        elif kind == 2:
            b[at:at] = r.choice(PIECES)
        else:
            other = r.randrange(len(b) + 1)
            b[at:at] = b[other:other + 50]
    return bytes(b)


def random_damage(binary, tally):
    texts = []
    for pattern in ("corpus/**/*.sql", "corpus/**/*.py"):
        for path in sorted(glob.glob(os.path.join(ROOT, pattern), recursive=True)) + sorted(glob.glob(os.path.join(HERE, "planted", "*"))):
            with open(path, "rb") as f:
                texts.append(f.read())
    for seed in range(3):
        r = random.Random(seed)
        with Tree(binary, {f"f{n:03}.{r.choice(['sql', 'py'])}": damaged(r, r.choice(texts)) for n in range(120)}) as t:
            status, out, err = t.check("--select=all", "--format=json", "-j1")
            tally.same(f"damage {seed}: status", status, 1)
            tally.same(f"damage {seed}: JSON", json.loads(out)["summary"]["files"], 120)
            tally.same(f"damage {seed}: several processes", t.check("--select=all", "--format=json", "-j3")[1] == out, True)


PARTS = [random_damage]
