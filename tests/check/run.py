#!/usr/bin/python3
"""Tests of `sqlxlate check` with a given binary: what is found, how it is said, and what is left out.

usage: tests/check/run.py BINARY

The last line is `check: N passed, N failed`.
"""
import broken
import found
import ignores
import left
import said
from base import main

main([*found.PARTS, *said.PARTS, *left.PARTS, *ignores.PARTS, *broken.PARTS])
