#!/usr/bin/env python3
"""make package: build/okno_VERSION_ARCH.deb and .tar.gz around build/okno, with the licences of all that is linked
or built in: Debian's copyright files for libraries, package.json for the desk's parts."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "build/package"


def read(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def linked(program):
    """{Debian package: [shared libraries]} of everything the program loads."""
    packages = {}
    for line in read("ldd", str(program)).splitlines():
        found = re.search(r"=> (/\S+)", line)
        if not found:
            continue
        library = found.group(1)
        for name in (library, str(pathlib.Path(library).resolve()), library.removeprefix("/usr"), "/usr" + library):
            owner = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
            if owner.returncode == 0:
                packages.setdefault(owner.stdout.split(":")[0], []).append(pathlib.Path(library).name)
                break
        else:
            sys.exit(f"package: no Debian package owns {library}")
    return packages


def copyright_of(package):
    path = pathlib.Path("/usr/share/doc") / package / "copyright"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else "(no copyright file)\n"


# Compiled in from headers, so ldd does not show them.
HEADERS_ONLY = ["libboost1.81-dev", "libcli11-dev", "libtomlplusplus-dev", "libspdlog-dev", "libabsl-dev"]


def npm_parts():
    """(name, version, licence) of what the desk's bundle may hold: the lock file's packages that are not for development."""
    lock = ROOT / "web/desk/package-lock.json"
    if not lock.exists():
        return []
    parts = []
    for path, entry in json.loads(lock.read_text())["packages"].items():
        if path and not entry.get("dev") and not entry.get("optional"):
            parts.append((path.split("node_modules/")[-1], entry.get("version", "?"), entry.get("license", "?")))
    return sorted(parts)


def licences(packages):
    lines = ["Okno is under the Apache License 2.0 (LICENSE). It uses, unchanged:", ""]
    for package in sorted(packages) + HEADERS_ONLY:
        version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True,
                                 check=False).stdout
        names = sorted(set(re.findall(r"^License: *(\S.*)$", copyright_of(package), re.MULTILINE)))
        used = "linked: " + ", ".join(packages[package]) if package in packages else "compiled in from its headers"
        lines.append(f"{package} {version} | {'; '.join(names) or 'see its text below'} | {used}")
    lines += ["", "The web desk's parts:", ""]
    lines += [f"{name} {version} | {licence}" for name, version, licence in npm_parts()]
    for package in sorted(packages) + HEADERS_ONLY:
        lines += ["", "=" * 100, package, "=" * 100, copyright_of(package)]
    return "\n".join(lines) + "\n"


def main():
    program = ROOT / "build/okno"
    version = read(str(program), "--version").split()[-1].strip()
    arch = read("dpkg", "--print-architecture").strip()
    shutil.rmtree(OUT, ignore_errors=True)
    tree = OUT / f"okno_{version}_{arch}"
    doc = tree / "usr/share/doc/okno"
    (tree / "usr/bin").mkdir(parents=True)
    doc.mkdir(parents=True)
    shutil.copy(program.resolve(), tree / "usr/bin/okno")
    subprocess.run(["strip", "--strip-unneeded", str(tree / "usr/bin/okno")], check=True)
    packages = linked(program)
    (doc / "licences.txt").write_text(licences(packages))
    shutil.copy(ROOT / "LICENSE", doc / "copyright")
    for name in ("NOTICE", "README.md", "README.ru.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, doc / name)
    for extra in sorted((ROOT / "deploy").glob("*.service")):
        (tree / "lib/systemd/system").mkdir(parents=True, exist_ok=True)
        shutil.copy(extra, tree / "lib/systemd/system" / extra.name)
    for extra in sorted((ROOT / "deploy").glob("*.toml")):
        shutil.copy(extra, doc / extra.name)
    archive = ROOT / f"build/{tree.name}.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tree, arcname=tree.name)
    control = tree / "DEBIAN"
    control.mkdir()
    depends = ", ".join(sorted(set(packages) - {"libc6"}) + ["libc6 (>= 2.36)"])
    (control / "control").write_text(
        f"Package: okno\nVersion: {version}\nArchitecture: {arch}\nMaintainer: Okno <okno@localhost>\n"
        f"Depends: {depends}\nRecommends: espeak-ng\nSection: comm\nPriority: optional\n"
        "Description: contact centre and CRM in one program\n"
        " Telephone exchange, one queue for all channels, customers' cards and the agents' web desk.\n")
    deb = ROOT / f"build/{tree.name}.deb"
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", str(tree), str(deb)], check=True,
                   stdout=subprocess.DEVNULL)
    print(f"package: {deb.relative_to(ROOT)} ({deb.stat().st_size >> 20} MB), {archive.relative_to(ROOT)}; "
          f"{len(packages)} linked packages, {len(npm_parts())} parts of the desk")


if __name__ == "__main__":
    main()
