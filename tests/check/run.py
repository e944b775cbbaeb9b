#!/usr/bin/python3
"""Tests of `sqlxlate check` with a given binary: what is found, how it is said, and what is left out.

usage: tests/check/run.py [--bless] BINARY

--bless rewrites corpus/*.txt, what is found in the corpora; read the difference before it is kept.  The last line is
`check: N passed, N failed`.
"""
import found
import left
import said
from base import main

main([*found.PARTS, *said.PARTS, *left.PARTS])
