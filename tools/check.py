#!/usr/bin/env python3
"""make check: clang-format, house rules, clang-tidy. Changed files only (against main and the work tree) unless --all."""
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def sources():
    listed = run("git", "ls-files", "-co", "--exclude-standard", "src").stdout.split()
    return [p for p in listed if p.endswith((".cpp", ".h")) and (ROOT / p).is_file()]


def changed():
    base = run("git", "merge-base", "HEAD", "origin/main").stdout.strip() or run("git", "rev-parse", "HEAD~1").stdout.strip()
    names = run("git", "diff", "--name-only", base or "HEAD").stdout.split()
    names += run("git", "ls-files", "-o", "--exclude-standard", "src").stdout.split()
    return set(names)


def lint(path):
    """clang-tidy of one file; an answer is kept under build/lint until the file, its room's headers or the rules change."""
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for header in sorted((ROOT / "src").rglob("*.h")):
        digest.update(header.read_bytes())
    digest.update((ROOT / path).read_bytes())
    stamp = ROOT / "build/lint" / (path.replace("/", "_") + "." + digest.hexdigest()[:16])
    if stamp.exists():
        return path, 0, ""
    result = run("clang-tidy", "--quiet", "-p", "build/dev", "--extra-arg=-Wno-unknown-warning-option", path)
    if result.returncode == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
    return path, result.returncode, result.stdout + "\n".join(
        line for line in result.stderr.splitlines() if "error:" in line)


def main():
    everything = "--all" in sys.argv
    files = sources()
    failed = 0
    formatted = run("clang-format", "--dry-run", "-Werror", *files)
    if formatted.returncode != 0:
        print(formatted.stderr)
        failed += 1
    print(f"check: clang-format, {len(files)} files: {'ok' if formatted.returncode == 0 else 'run clang-format -i on them'}")
    failed += subprocess.run([sys.executable, "tools/tidy.py"], cwd=ROOT, check=False).returncode != 0
    if not (ROOT / "build/dev/compile_commands.json").exists():
        (ROOT / "build").mkdir(exist_ok=True)
        subprocess.run(["cmake", "--preset", "dev"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wanted = [p for p in files if p.endswith(".cpp") and (everything or p in changed())]
    known = (ROOT / "build/dev/compile_commands.json").read_text()
    wanted = [p for p in wanted if str(ROOT / p) in known]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, code, text in pool.map(lint, wanted):
            if code:
                failed += 1
                print(text)
    print(f"check: clang-tidy, {len(wanted)} files")
    print("check: " + ("ok" if not failed else f"{failed} things to mend"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
