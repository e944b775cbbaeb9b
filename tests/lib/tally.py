"""Counts cases, says what is wrong with one, and ends a run: every suite that tools/test adds up ends through here.

A run without a single case counts as failed: a test that is not run asserts nothing.
"""


def end(suite, good, bad):
    """Prints the last line, `suite: N passed, N failed`; the exit status."""
    if not good + bad:
        print("there was nothing to test")
        bad = 1
    print(f"{suite}: {good} passed, {bad} failed")
    return 1 if bad else 0


class Tally:
    def __init__(self, suite):
        self.suite, self.good, self.bad = suite, 0, 0

    def case(self, name, wrong):
        """`wrong`: what is wrong, as text; empty or None when nothing is."""
        if wrong:
            self.bad += 1
            print(f"FAIL {name}\n{str(wrong).rstrip()}\n")
        else:
            self.good += 1

    def same(self, name, got, expected, more=""):
        self.case(name, "" if got == expected else f"     got      {got!r}\n     expected {expected!r}\n{more}")

    def end(self):
        return end(self.suite, self.good, self.bad)
