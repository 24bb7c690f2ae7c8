#!/usr/bin/env python3
"""make test: builds, runs every test of every kind, goes on after a failure, and ends with one line for the whole."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build/results"
DESK = ROOT / "web/desk"
BEGAN = time.monotonic()


class Total:
    def __init__(self):
        self.passed, self.failed, self.skipped, self.names = 0, 0, [], []

    def add(self, step, passed, failures, skipped=()):
        self.passed += passed
        self.failed += len(failures)
        self.names += [f"{step}: {name}" for name in failures]
        self.skipped += [f"{step}: {name}" for name in skipped]
        print(f"test: {step}: {passed} passed, {len(failures)} failed"
              f"{f', {len(skipped)} could not run' if skipped else ''}  [{time.monotonic() - BEGAN:.0f} s]", flush=True)


def run(*command, cwd=ROOT, **env):
    print(f"test: $ {' '.join(str(c) for c in command)}", flush=True)
    return subprocess.run([str(c) for c in command], cwd=cwd, stdin=subprocess.DEVNULL, check=False,
                          env={**os.environ, **env}).returncode


def gtest_cases(path):
    """(passed, failures, skipped) of one GoogleTest program's report."""
    passed, failures, skipped = 0, [], []
    for case in xml.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None:
            failures.append(name)
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            skipped.append(name)
        elif case.get("status") == "run":
            passed += 1
    return passed, failures, skipped


def unit_tests(total):
    """ctest; a GoogleTest program counts by its cases, anything else as one."""
    reports = RESULTS / "gtest"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    summary = RESULTS / "ctest.xml"
    summary.unlink(missing_ok=True)
    run("ctest", "--test-dir", "build/dev", "-j", os.cpu_count(), "--output-on-failure", "--output-junit", summary,
        GTEST_COLOR="no")
    if not summary.exists():
        total.add("ctest", 0, ["ctest did not finish"])
        return
    for room in xml.parse(summary).getroot().iter("testcase"):
        name, good = room.get("name"), room.get("status") == "run"
        report = reports / f"{name}_test.xml"
        passed, failures, skipped = (0, [], [])
        if report.exists() and report.stat().st_size:
            passed, failures, skipped = gtest_cases(report)
            if not good and not failures:  # a sanitizer spoke at the end, or it crashed
                failures = ["the program ended badly"]
        elif good:
            passed = 1
        else:
            failures = ["failed"]
        total.add(name, passed, failures, skipped)


def desk_tests(total):
    if not (DESK / "package.json").exists():
        return
    scripts = json.loads((DESK / "package.json").read_text())["scripts"]
    for script, what in (("check", "types and lint"), ("size", "size of the first load")):
        if script in scripts:
            code = run("npm", "run", "--silent", script, cwd=DESK)
            total.add(f"desk, {what}", int(code == 0), [] if code == 0 else [f"npm run {script}"])
    if "test" in scripts:
        report = RESULTS / "vitest.json"
        report.unlink(missing_ok=True)
        code = run("npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json",
                   f"--outputFile.json={report}", cwd=DESK)
        if not report.exists():
            total.add("desk", 0, ["vitest did not finish"])
            return
        data = json.loads(report.read_text())
        failures = [a["fullName"] for f in data["testResults"] for a in f["assertionResults"] if a["status"] == "failed"]
        if code and not failures:
            failures = ["vitest"]
        total.add("desk", data["numPassedTests"], failures)


def end_to_end(total):
    if not (ROOT / "e2e/package.json").exists():
        return
    if run("tools/build", "packages", "e2e"):
        total.add("e2e", 0, ["npm packages"])
        return
    report = RESULTS / "e2e.json"
    report.unlink(missing_ok=True)
    program = ROOT / "build/dev/okno"
    run("node", "e2e/run.mjs", "--report", report, OKNO=os.environ.get("OKNO", str(program)))
    if not report.exists():
        total.add("e2e", 0, ["e2e did not finish"])
        return
    stories = json.loads(report.read_text())
    total.add("e2e", sum(s["result"] == "passed" for s in stories),
              [s["name"] for s in stories if s["result"] == "failed"],
              [f"{s['name']}: {s['why']}" for s in stories if s["result"] == "skipped"])


def main():
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = Total()
    only = set(sys.argv[1:])  # unit, desk, e2e: a part of it
    if run("tools/build", "dev"):
        total.add("build", 0, ["tools/build dev"])
    else:
        for name, step in (("unit", unit_tests), ("desk", desk_tests), ("e2e", end_to_end)):
            if not only or name in only:
                step(total)
    for name in total.skipped:
        print(f"could not run: {name}")
    for name in total.names:
        print(f"FAILED: {name}")
    print(f"test: {time.monotonic() - BEGAN:.0f} s")
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
