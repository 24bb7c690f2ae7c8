#!/usr/bin/env python3
"""The deciding core's benchmarks as one row for results.jsonl.  usage: core.py PROGRAM | core.py FILE.json"""
import json
import subprocess
import sys

source = sys.argv[1]
if source.endswith(".json"):
    text = open(source).read()
else:
    text = subprocess.run(["taskset", "-c", "0", source, "--benchmark_format=json"], check=True, capture_output=True, text=True).stdout
told = json.loads(text)
keep = ("p50_us", "p99_us", "events_per_s", "bytes_each")
print(json.dumps({"svc": "core", "date": told["context"]["date"][:10],
                  "benchmarks": {row["name"].split("/iterations")[0]: {k: round(row[k], 2) for k in keep if k in row} for row in told["benchmarks"]}}))
