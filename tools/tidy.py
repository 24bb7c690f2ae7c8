#!/usr/bin/env python3
"""The rules of the house that a machine can check. Prints `file:line: rule: words`, exits 1 when there is any.

A line may be let off with a comment that says why: `tidy: allow RULE: reason`."""
import pathlib
import re
import subprocess
import sys

FILE_LINES, FUNCTION_LINES, FOLDER_FILES, README_LINES = 600, 70, 40, 20
TABLE_LINES = 120  # of a test: a table of cases reads better in one piece
CPP = {".cpp", ".h"}
TEXT = CPP | {".py", ".ts", ".tsx", ".mjs", ".js", ".md", ".txt", ".cmake", ".sql", ".json", ".toml", ".scn", ".css",
              ".html", ".xml", ".sh", ""}
CODE = CPP | {".py", ".ts", ".tsx", ".mjs", ".js"}
BAD_NAMES = {"Manager", "Controller", "Handler", "Helper", "Helpers", "Util", "Utils", "Processor", "Impl", "Common",
             "Misc", "Data", "Info"}
SIDE_FILE = re.compile(r"_(test|bench|fuzz)\.cpp$|(^|/)(testing|fakes)/")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
TYPE_NAME = re.compile(r"\b(?:class|struct|enum class|enum|concept|interface|type)\s+([A-Z]\w+)\s*(?:final\b)?\s*[:{=<;]")
CAMEL = re.compile(r"[A-Z][a-z0-9]+|[A-Z]+(?![a-z])")
CLOCK = re.compile(r"system_clock::now|\bgettimeofday\s*\(|CLOCK_REALTIME|(?<![\w.:>])(?:std::|::)?time\s*\(\s*(?:NULL|nullptr|0|&\w+)?\s*\)")
SLEEP = re.compile(r"\bsleep_for\b|\bsleep_until\b|\busleep\s*\(|\bnanosleep\s*\(|(?<![\w.])sleep\s*\(")
LEFT_OVER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
MACHINE = re.compile(r"(?<![\w./-])/(?:wo" + r"rk|ro" + r"ot|tmp/o)(?:/|\b)(?![\w-]*\.)")
OUTSIDE = re.compile(r"\bissues? (?:#|no\. ?|number )?\d+\b|\bcl" + r"aude\b|anth" + r"ropic|\bchat" + r"gpt\b|\bopen" +
                     r"ai\b|\bll" + r"m\b|\bco" + r"pilot\b|\bsub-?ag" + r"ents?\b|registry\.np" + r"mjs|pypi\.o" + r"rg",
                     re.IGNORECASE)


class Tree:
    """The files of the project and the complaints about them."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.complaints = []
        self.files = [p for p in self.listed() if (self.root / p).is_file()]
        self.sees, self.libraries = self.layers()

    def listed(self):
        git = subprocess.run(["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard", "-z"],
                             capture_output=True, text=True, check=False)
        if git.returncode == 0:
            return sorted(set(filter(None, git.stdout.split("\0"))))
        skip = {"build", ".cache", "node_modules", "dist", ".git", "__pycache__"}
        return sorted(str(p.relative_to(self.root)) for p in self.root.rglob("*")
                      if not skip & set(p.relative_to(self.root).parts))

    def layers(self):
        sees, libraries = {}, []
        for line in (self.root / "tools/layers.txt").read_text().splitlines():
            line = line.split("#")[0].strip()
            if line.startswith("library "):
                _, prefix, *rooms = line.split()
                libraries.append((prefix, set(rooms)))
            elif line:
                room, _, seen = line.partition(":")
                sees[room] = set(seen.split()) | {room}
        return sees, libraries

    def complain(self, path, line, rule, words, text=""):
        if f"tidy: allow {rule}:" not in text:
            self.complaints.append((path, line, rule, words))

    def room_of(self, path):
        """The longest room that holds src/<path>; None for a folder no room owns."""
        parts = path.split("/")[:-1]
        while parts:
            if "/".join(parts) in self.sees:
                return "/".join(parts)
            parts.pop()
        return None

    def check(self):
        for path in self.files:
            suffix = pathlib.Path(path).suffix
            if suffix not in TEXT:
                continue
            try:
                text = (self.root / path).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            lines = text.split("\n")
            self.check_lines(path, lines)
            if suffix in CODE and pathlib.Path(path).name != "tidy_test.py":
                self.check_code(path, lines)
            if suffix in CPP and path.startswith("src/"):
                self.check_cpp(path, text, lines)
        self.check_folders()
        return self.complaints

    def check_lines(self, path, lines):
        own = pathlib.Path(path).name in ("tidy.py", "tidy_test.py")
        locked = path.endswith("package-lock.json")
        for number, line in enumerate(lines, 1):
            if line != line.rstrip() and not path.endswith(".md"):
                self.complain(path, number, "space", "white space at the end of the line", line)
            if own or (locked and '"resolved"' not in line):
                continue
            for rule, pattern, words in (("leftover", LEFT_OVER, "finish it or drop it"),
                                         ("machine", MACHINE, "a path of one machine"),
                                         ("outside", OUTSIDE, "the product speaks of itself alone")):
                found = pattern.search(line)
                if found:
                    self.complain(path, number, rule, f"'{found.group(0)}': {words}", line)
        if lines and lines[-1] != "" and len(lines) > 1:
            self.complain(path, len(lines), "space", "no new line at the end of the file")

    def check_code(self, path, lines):
        if len(lines) - 1 > FILE_LINES:
            self.complain(path, len(lines), "long-file", f"{len(lines) - 1} lines, at most {FILE_LINES}")
        name = pathlib.Path(path).stem
        for word in re.split(r"[_.\-]", name):
            if word.capitalize() in BAD_NAMES:
                self.complain(path, 1, "name", f"'{word}' in a file's name says nothing")
        for number, line in enumerate(lines, 1):
            for found in TYPE_NAME.finditer(line):
                for word in set(CAMEL.findall(found.group(1))) & BAD_NAMES:
                    self.complain(path, number, "name", f"'{word}' in {found.group(1)} says nothing", line)

    def check_cpp(self, path, text, lines):
        inner = path[len("src/"):]
        room = self.room_of(inner)
        if room is None:
            self.complain(path, 1, "floor", "its folder is not in tools/layers.txt")
            return
        if path.endswith(".h") and "#pragma once" not in lines:
            self.complain(path, 1, "pragma", "a header without #pragma once")
        bare = strip_comments(text).split("\n")
        for number, line in enumerate(lines, 1):
            self.check_include(path, number, room, line)
            code = bare[number - 1]
            if room != "server" and CLOCK.search(code):
                self.complain(path, number, "clock", "only src/server reads the system clock; time is an argument", line)
            if SLEEP.search(code):
                self.complain(path, number, "sleep", "wait for an event with a deadline", line)
        for start, length, name in functions(bare):
            limit = TABLE_LINES if SIDE_FILE.search(path) else FUNCTION_LINES
            if length > limit:
                self.complain(path, start, "long-function", f"{name} has {length} lines, at most {limit}",
                              lines[start - 1])

    def check_include(self, path, number, room, line):
        found = INCLUDE.match(line)
        if not found:
            return
        ours, foreign = found.groups()
        side = SIDE_FILE.search(path)
        if ours:
            if not (self.root / "src" / ours).is_file():
                # A library's header in quotes, or a file that is not there.
                self.complain(path, number, "include", f'"{ours}" is not a file under src/ ("room/file.h")', line)
                return
            seen = self.room_of(ours)
            if seen not in self.sees[room] and not side:
                self.complain(path, number, "floor", f"{room} may not see {seen}", line)
        else:
            for prefix, rooms in self.libraries:
                if foreign.startswith(prefix) and room not in rooms and not side:
                    self.complain(path, number, "library", f"<{foreign}> belongs into {', '.join(sorted(rooms))}", line)

    def check_folders(self):
        folders = {}
        for path in self.files:
            if path.startswith("src/") and pathlib.Path(path).suffix in CPP:
                folders.setdefault(path.rsplit("/", 1)[0], []).append(path)
        for folder, files in sorted(folders.items()):
            if folder == "src":
                continue
            if len(files) > FOLDER_FILES:
                self.complain(folder, 1, "full-folder", f"{len(files)} files, at most {FOLDER_FILES}")
            if folder.endswith("/testing"):  # fakes of the room above, which has the words
                continue
            readme = self.root / folder / "README.md"
            if not readme.is_file():
                self.complain(folder, 1, "readme", "a folder without README.md")
            elif len(readme.read_text(encoding="utf-8").rstrip("\n").split("\n")) > README_LINES:
                self.complain(folder + "/README.md", README_LINES, "readme", f"longer than {README_LINES} lines")


def strip_comments(text):
    """The same text with comments and the insides of strings blanked; line numbers stay."""
    pattern = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|//[^\n]*|/\*(?:.|\n)*?\*/|"(?:\\.|[^"\\\n])*"|' + r"(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'")

    def blank(found):
        piece = found.group(0)
        return ('""' if piece[0] in 'R"' else "") + "\n" * piece.count("\n")

    return pattern.sub(blank, text)


CONTROL = re.compile(r"\b(if|for|while|switch|catch|else|do|try|return|namespace|class|struct|union|enum)\b")
NAME = re.compile(r"([~\w:]+|operator\W+)\s*\(")


def functions(lines):
    """(first line, number of lines, name) of each function outside other functions; lines without comments."""
    found, stack, head, head_line = [], [], "", 0
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        for char in line:
            if char == "{":
                is_function = (")" in head and not CONTROL.match(head.lstrip()) and not re.search(r"=\s*$|\bnamespace\b", head)
                               and not any(kind for kind, *_ in stack))
                name = NAME.search(head)
                stack.append((is_function, head_line or number, name.group(1) if name else "?"))
                head, head_line = "", 0
            elif char == "}":
                if stack:
                    is_function, start, name = stack.pop()
                    if is_function:
                        found.append((start, number - start + 1, name))
                head, head_line = "", 0
            elif char == ";" and head.count("(") <= head.count(")"):
                head, head_line = "", 0
            elif not char.isspace():
                head_line = head_line or number
                head += char
            elif head:
                head += " "
        if head:
            head += " "
    return found


def main():
    advise = "--advise" in sys.argv  # print only
    folders = [a for a in sys.argv[1:] if not a.startswith("--")]
    root = pathlib.Path(folders[0]) if folders else pathlib.Path(__file__).resolve().parent.parent
    tree = Tree(root)
    complaints = tree.check()
    for path, line, rule, words in complaints:
        print(f"{path}:{line}: {rule}: {words}")
    print(f"tidy: {len(tree.files)} files, {len(complaints)} complaint{'s' if len(complaints) != 1 else ''}")
    return 1 if complaints and not advise else 0


if __name__ == "__main__":
    sys.exit(main())
