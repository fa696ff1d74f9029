"""What the tests/run-* scripts share: one line a failed case, a last line that counts.

The last line of every script is `N passed, N failed[, N skipped]`; tests/run adds them up.
"""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("STRATA_BUILD", "build")
ONLY = os.environ.get("STRATA_ONLY", "")
PATIENCE = 300  # seconds; sanitizers and busy machines are slow, so only what hangs is ended


def cases(default):
    """How many random cases a script tries: COUNT, or its default, of which a sanitizer, many times
    slower, gets one in STRATA_FEWER."""
    return int(os.environ.get("COUNT") or max(default // int(os.environ.get("STRATA_FEWER", "1")), 1))


def summary(passed, failed, skipped):
    text = f"{passed} passed, {failed} failed"
    return text + (f", {skipped} skipped" if skipped else "")


class Tally:
    """Counts cases; `finish` prints the count and ends the script."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def ok(self, count=1):
        self.passed += count

    def fail(self, case, why):
        self.failed += 1
        print(f"FAIL {case}")
        for line in why.rstrip("\n").split("\n"):
            print(f"     {line}")

    def skip(self, case, why):
        self.skipped += 1
        print(f"SKIP {case}: {why}")

    def expect(self, case, true, why):
        """One case that holds or does not."""
        if true:
            self.ok()
        else:
            self.fail(case, why)

    def finish(self):
        if self.passed + self.failed + self.skipped == 0 and not ONLY:
            self.fail("(all)", "no test cases were found")
        print(summary(self.passed, self.failed, self.skipped))
        sys.exit(1 if self.failed else 0)
