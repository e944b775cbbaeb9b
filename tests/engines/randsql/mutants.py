"""Broken translators: the real one with its output spoiled in one way.  The law must catch each of them."""
import re

from . import runner

MUTANTS = [
    ("no NULLS FIRST", r" NULLS (FIRST|LAST)", ""),
    ("LIKE minds letters", r"\bILIKE\b", "LIKE"),
    ("no NULLIF under a division", r"NULLIF\(([^()]*), 0\)", r"\1"),
    ("strpos the other way round", r"strpos\(", "octet_length(\"left\"("),
    ("GREATEST skips NULLs", r"CASE WHEN [^()]*? IS NOT NULL (?:AND [^()]*? IS NOT NULL )?THEN (GREATEST|LEAST)(\([^()]*\)) END", r"\1\2"),
    ("offset and limit change places", r"LIMIT (\d+) OFFSET (\d+)", r"LIMIT \2 OFFSET \1"),
    ("IS is =", r"IS NOT DISTINCT FROM", "="),
    ("days are weeks", r"INTERVAL '(-?\d+) days?'", r"INTERVAL '\1 weeks'"),  # month steps of columns are near
    ("a month's start is a year's", r"date_trunc\('month'", "date_trunc('year'"),
    ("7 days are 8", r"'7 days'", "'8 days'"),
    ("an upsert keeps the old", r"(\w+) = EXCLUDED\.\1", r"\1 = \1"),
    ("OR IGNORE is forgotten", r" ON CONFLICT DO NOTHING", ""),
    ("DISTINCT is forgotten", r"\bDISTINCT (?!FROM)", ""),
    ("UNION keeps doubles", r"\bUNION (?!ALL)", "UNION ALL "),
    ("LEFT JOIN is JOIN", r"\bLEFT (OUTER )?JOIN\b", "JOIN"),
    ("lower() folds nothing", r"\blower\(", "trim("),
    ("booleans upside down", r"= TRUE\b", "= FALSE"),
    ("HAVING is forgotten", r"HAVING (count\(\*\) > \d+)", ""),
    ("real division", r" / (?!NULLIF)", " * 1.0 / "),
    ("rows are lost", r" ORDER BY id;", " ORDER BY id LIMIT 3;"),
]


def hunt(args, run):
    """(caught, not caught)"""
    good = bad = 0
    for name, pattern, instead in MUTANTS:
        hits, caught, spoil = 0, None, re.compile(pattern)

        def spoiled(text):
            nonlocal hits
            out = spoil.sub(instead, text)
            hits += out != text
            return out

        def take(case, verdict):
            nonlocal caught
            if verdict.kind == "wrong" and hits and not caught:
                caught = case.name
        judge = runner.Judge(args.binary, spoiled)
        for law in ["expr", "query"] if args.law == "both" else [args.law]:
            run(law, args, judge, take, lambda: caught)
        judge.scratch.close()
        print(f"mutant {name}: " + (f"caught by {caught}" if caught else f"NOT caught ({hits} outputs were changed)"), flush=True)
        good, bad = good + bool(caught), bad + (not caught)
    return good, bad
