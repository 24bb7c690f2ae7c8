#!/usr/bin/env python3
"""make soak: the demo under SIPp calls (IVR and queue) for SOAK_S seconds; its memory, files and health are watched.

Fails when the server ends, stops answering /healthz, or grows by more than SOAK_GROWTH_MB (64) after the first tenth.
Then the simulated towns live SOAK_TOWNS (10) times as many days as in the tests, and a town of 200 agents lives a month
of a million interactions, without sanitizers; 0 leaves both out."""
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = int(os.environ.get("SOAK_S", "600"))
GROWTH_MB = int(os.environ.get("SOAK_GROWTH_MB", "64"))
RATE = os.environ.get("SOAK_CPS", "2")
TOWNS = int(os.environ.get("SOAK_TOWNS", "10"))


def start(folder):
    server = subprocess.Popen([str(ROOT / "build/okno"), "demo", "--http", "127.0.0.1:0", "--sip", "127.0.0.1:0",
                               "--data", str(folder / "data")], stdout=subprocess.PIPE,
                              stderr=open(folder / "log", "w"), text=True)
    ready, _, _ = select.select([server.stdout], [], [], 30)
    line = server.stdout.readline() if ready else ""
    if not line.startswith("ready "):
        sys.exit(f"soak: no ready line within 30 s, see {folder / 'log'}")
    return server, dict(part.split("=", 1) for part in line.split()[1:])


def sample(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    rss_kb = int(status.split("VmRSS:")[1].split()[0])
    threads = int(status.split("Threads:")[1].split()[0])
    return {"rss_mb": round(rss_kb / 1024, 1), "files": len(os.listdir(f"/proc/{pid}/fd")), "threads": threads}


def callers(sip, folder):
    """SIPp's own scenario: INVITE, hold 8 s, BYE; half to the queue, half to the IVR."""
    return [subprocess.Popen(["sipp", sip, "-sn", "uac", "-s", number, "-i", "127.0.0.1", "-r", RATE, "-d", "8000",
                              "-m", str(int(float(RATE) * SECONDS)), "-nostdin", "-timeout", str(SECONDS)],
                             cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for number in ("support", "ivr")]


def towns():
    """The core's long days: the tests of the simulation, so many times as long. True when all is well."""
    if TOWNS <= 0:
        return True
    if subprocess.run([str(ROOT / "tools/build"), "dev", "sim_test"], check=False).returncode != 0:
        print("soak: sim_test does not build")
        return False
    begun = time.monotonic()
    log = ROOT / "build/soak-towns.log"
    with open(log, "w") as out:
        code = subprocess.run([str(ROOT / "build/dev/sim_test")], stdout=out, stderr=subprocess.STDOUT, check=False,
                              env={**os.environ, "OKNO_SOAK": str(TOWNS)}).returncode
    print(f"soak: towns {TOWNS} times as long: {'ok' if code == 0 else f'status {code}, see {log}'} "
          f"[{time.monotonic() - begun:.0f} s]", flush=True)
    return code == 0


def month():
    """Thirty days of 200 agents: everybody leaves each evening, the memory stays. True when all is well."""
    if TOWNS <= 0:
        return True
    if subprocess.run([str(ROOT / "tools/build"), "quick", "sim_test"], check=False).returncode != 0:
        print("soak: sim_test does not build")
        return False
    begun = time.monotonic()
    log = ROOT / "build/soak-month.log"
    with open(log, "w") as out:
        code = subprocess.run([str(ROOT / "build/quick/sim_test"), "--gtest_filter=Month.*"], stdout=out,
                              stderr=subprocess.STDOUT, check=False, env={**os.environ, "OKNO_MONTH": "1"}).returncode
    told = [line.strip() for line in log.read_text().splitlines() if line.startswith(("evening", "seed"))]
    print("\n".join(f"soak: {line}" for line in told[-2:]))
    print(f"soak: a month: {'ok' if code == 0 else f'status {code}, see {log}'} [{time.monotonic() - begun:.0f} s]", flush=True)
    return code == 0


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="okno-soak-"))
    server, at = start(folder)
    load = callers(at["sip"], folder)
    samples, trouble, done = [], "", threading.Event()
    signal.signal(signal.SIGINT, lambda *_: done.set())
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not trouble and not done.wait(min(10, SECONDS / 20)):
        if server.poll() is not None:
            trouble = f"the server ended with status {server.returncode}"
            break
        try:
            urllib.request.urlopen(f"http://{at['http']}/healthz", timeout=5).read()
        except OSError as error:
            trouble = f"/healthz: {error}"
        samples.append({"at_s": round(SECONDS - (end - time.monotonic())), **sample(server.pid)})
        print("soak:", json.dumps(samples[-1]), flush=True)
    for program in load:
        program.terminate()
    if server.poll() is None:
        server.terminate()
        try:
            if server.wait(5) != 0:
                trouble = trouble or f"exit status {server.returncode} after SIGTERM"
        except subprocess.TimeoutExpired:
            trouble = trouble or "not gone 5 s after SIGTERM"
            server.kill()
    (ROOT / "build/soak.json").write_text(json.dumps(samples, indent=1))
    settled = samples[len(samples) // 10:]
    growth = settled[-1]["rss_mb"] - settled[0]["rss_mb"] if settled else 0
    if growth > GROWTH_MB:
        trouble = trouble or f"memory grew by {growth:.0f} MB"
    print(f"soak: {SECONDS} s, memory {settled[0]['rss_mb'] if settled else '?'} -> "
          f"{settled[-1]['rss_mb'] if settled else '?'} MB: {trouble or 'ok'}")
    if trouble:
        print(f"soak: log in {folder}")
    else:
        shutil.rmtree(folder)
    lived = [towns(), month()]
    return 1 if trouble or not all(lived) else 0


if __name__ == "__main__":
    sys.exit(main())
