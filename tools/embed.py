#!/usr/bin/env python3
"""Makes desk_files.cpp and desk_files.S out of a folder of built web files: embed.py DIST OUT_FOLDER.

The assembler includes the bytes, so the compiler never sees them. Outputs are rewritten only when they change."""
import gzip
import hashlib
import pathlib
import re
import sys

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".json": "application/json",
    ".woff2": "font/woff2", ".woff": "font/woff", ".wasm": "application/wasm", ".mp3": "audio/mpeg",
    ".wav": "audio/wav", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
    ".map": "application/json",
}
SQUEEZED = {".html", ".js", ".css", ".svg", ".json", ".wasm", ".txt", ".webmanifest"}


def write_if_new(path, content):
    content = content if isinstance(content, bytes) else content.encode()
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def main(dist, out):
    out.mkdir(parents=True, exist_ok=True)
    rows, blobs, keep = [], [], set()
    files = sorted(p for p in dist.rglob("*") if p.is_file()) if (dist / "index.html").exists() else []
    files = sorted(((("/" + p.relative_to(dist).as_posix()), p) for p in files), key=lambda pair: pair[0].encode())
    for number, (name, path) in enumerate(files):
        raw = path.read_bytes()
        squeezed = gzip.compress(raw, 9, mtime=0) if path.suffix in SQUEEZED else b""
        if len(squeezed) >= len(raw):
            squeezed = b""
        views = []
        for kind, content in (("raw", raw), ("gz", squeezed)):
            if not content:
                views.append("{}")
                continue
            blob = out / f"{number}.{kind}"
            keep.add(blob.name)
            write_if_new(blob, content)
            symbol = f"okno_desk_{number}_{kind}"
            # The hash stands in the source so that a changed blob is assembled anew.
            digest = hashlib.sha256(content).hexdigest()[:16]
            blobs.append(f'  .global {symbol}\n{symbol}:  # {digest}\n  .incbin "{blob}"\n  .byte 0')
            views.append((symbol, len(content)))
        etag = hashlib.sha256(raw).hexdigest()[:20]
        kind = TYPES.get(path.suffix, "application/octet-stream")
        immutable = bool(re.search(r"-[A-Za-z0-9_-]{8,}\.\w+$", name))
        rows.append((name, kind, etag, views, immutable))
    for old in list(out.glob("*.raw")) + list(out.glob("*.gz")):
        if old.name not in keep:
            old.unlink()
    section = "  .section .rodata\n" + "\n".join(blobs) + '\n  .section .note.GNU-stack,"",%progbits\n'
    write_if_new(out / "desk_files.S", section)
    externs = "".join(f"extern const char {v[0]}[];\n" for r in rows for v in r[3] if v != "{}")
    lines = []
    for name, kind, etag, views, immutable in rows:
        shown = ", ".join(v if v == "{}" else f"{{{v[0]}, {v[1]}}}" for v in views)
        lines.append(f'      {{"{name}", "{kind}", "\\"{etag}\\"", {shown}, {"true" if immutable else "false"}}},')
    table = ("  static const DeskFile kFiles[] = {\n" + "\n".join(lines) + "\n  };\n  return kFiles;" if rows
             else "  return {};")
    write_if_new(out / "desk_files.cpp", f"""// Made by tools/embed.py.
#include "api/desk_files.h"

extern "C" {{
{externs}}}
namespace okno::api {{
std::span<const DeskFile> desk_files() {{
{table}
}}
}}  // namespace okno::api
""")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
