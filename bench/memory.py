#!/usr/bin/env python3
"""Memory of the idle demo, 20 s after "ready".  usage: memory.py PROGRAM → one line of JSON"""
import json
import subprocess
import sys
import tempfile
import time

with tempfile.TemporaryDirectory() as data:
    okno = subprocess.Popen([sys.argv[1], "demo", "--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--data", data],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    print(okno.stdout.readline().strip(), file=sys.stderr)
    time.sleep(20)
    words = dict(row.split(":", 1) for row in open(f"/proc/{okno.pid}/smaps_rollup").readlines()[1:])
    mb = lambda name: round(int(words[name].split()[0]) / 1024, 1)
    okno.terminate()
    print(json.dumps({"label": "okno", "svc": "memory", "rss_mb": mb("Rss"), "pss_mb": mb("Pss"),
                      "private_mb": round(mb("Private_Clean") + mb("Private_Dirty"), 1), "status": okno.wait(10)}))
