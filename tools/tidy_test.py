"""Tests of tidy.py: each rule finds its sin and lets the innocent go."""
import pathlib
import tempfile
import unittest

import tidy

LAYERS = "base:\ncore: base\nports: base\nserver: core ports base\nlibrary soci/ ports\n"


class Rules(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.put("tools/layers.txt", LAYERS)
        for room in ("base", "core", "ports", "server"):
            self.put(f"src/{room}/README.md", "What goes here.\n")
        self.put("src/base/id.h", "#pragma once\n")
        self.put("src/ports/clock.h", "#pragma once\n")

    def put(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def rules(self):
        return [rule for _, _, rule, _ in tidy.Tree(self.root).check()]

    def test_a_clean_tree_has_no_complaint(self):
        self.put("src/core/a.cpp", '#include "base/id.h"\n#include <vector>\nint f() { return 1; }\n')
        self.assertEqual([], self.rules())

    def test_core_may_not_see_ports_but_its_test_may(self):
        self.put("src/core/a.cpp", '#include "ports/clock.h"\n')
        self.assertEqual(["floor"], self.rules())
        self.put("src/core/a.cpp", "")
        self.put("src/core/a_test.cpp", '#include "ports/clock.h"\n')
        self.assertEqual([], self.rules())

    def test_a_folder_without_a_room_is_named(self):
        self.put("src/attic/a.h", "#pragma once\n")
        self.put("src/attic/README.md", "x\n")
        self.assertEqual(["floor"], self.rules())

    def test_a_library_stays_in_its_room(self):
        self.put("src/ports/a.cpp", "#include <soci/soci.h>\n")
        self.assertEqual([], self.rules())
        self.put("src/core/a.cpp", "#include <soci/soci.h>\n")
        self.assertEqual(["library"], self.rules())

    def test_an_include_that_is_not_room_slash_file(self):
        self.put("src/core/a.cpp", '#include "a.h"\n')
        self.assertEqual(["include"], self.rules())

    def test_clock_only_in_server(self):
        for line in ("auto t = std::chrono::system_clock::now();", "auto t = time(nullptr);", "gettimeofday(&tv, 0);"):
            self.put("src/core/a.cpp", f"void f() {{ {line} }}\n")
            self.assertEqual(["clock"], self.rules(), line)
        for line in ("// system_clock::now", 'log("system_clock::now");', "ring_time(0);", "deadline.time();"):
            self.put("src/core/a.cpp", line + "\n")
            self.assertEqual([], self.rules(), line)
        self.put("src/core/a.cpp", "")
        self.put("src/server/a.cpp", "auto t = std::chrono::system_clock::now();\n")
        self.assertEqual([], self.rules())

    def test_no_sleep_not_in_a_test_either(self):
        self.put("src/core/a_test.cpp", "void f() { std::this_thread::sleep_for(1s); }\n")
        self.assertEqual(["sleep"], self.rules())

    def test_a_reason_lets_a_line_off(self):
        self.put("src/core/a.cpp", "usleep(1);  // tidy: allow sleep: the kernel has no event for this\n")
        self.assertEqual([], self.rules())

    def test_long_files_and_functions(self):
        self.put("src/core/a.cpp", "int x;\n" * 601)
        self.assertEqual(["long-file"], self.rules())
        body = "  g();\n" * 69
        self.put("src/core/a.cpp", "namespace a {\nvoid f(int x) {\n" + body + "}\n}\n")
        self.assertEqual(["long-function"], self.rules())
        self.put("src/core/a.cpp", "namespace a {\nvoid f(int x) {\n" + body[7:] + "}\n}\n")
        self.assertEqual([], self.rules())

    def test_a_class_and_a_table_are_no_functions(self):
        self.put("src/core/a.cpp", "class A : B<int()> {\n" + "  int f() { return 1; }\n" * 90 + "};\n" +
                 "const int kTable[] = {\n" + "  1,\n" * 90 + "};\n")
        self.assertEqual([], self.rules())

    def test_braces_in_strings_do_not_count(self):
        text = 'void f() {\n  a("{");\n  b(\'{\');\n  c(R"({{{)");\n}\n' + "int y;\n" * 80 + "void g() {}\n"
        self.assertEqual([("f", 5), ("g", 1)],
                         [(n, length) for _, length, n in tidy.functions(tidy.strip_comments(text).split("\n"))])

    def test_empty_words_in_names(self):
        self.put("src/core/a.cpp", "class CallManager {\n};\n")
        self.assertEqual(["name"], self.rules())
        self.put("src/core/a.cpp", "class Datagram {\n};\n")
        self.assertEqual([], self.rules())
        self.put("src/core/string_utils.cpp", "")
        self.assertEqual(["name"], self.rules())

    def test_left_overs_and_paths_and_foreign_words(self):
        for line, rule in (("// TO" + "DO later", "leftover"), ("// see /wo" + "rk/main", "machine"),
                           ("// for issue 2", "outside"), ("int x; ", "space")):
            self.put("src/core/a.cpp", line + "\n")
            self.assertEqual([rule], self.rules(), line)
        for line in ("// an issue with the line", "// framework/work", "// /rooted", "auto p = a / work;"):
            self.put("src/core/a.cpp", line + "\n")
            self.assertEqual([], self.rules(), line)

    def test_headers_say_pragma_once(self):
        self.put("src/core/a.h", "int f();\n")
        self.assertEqual(["pragma"], self.rules())

    def test_folders_have_a_short_readme_and_few_files(self):
        self.put("src/core/a.cpp", "")
        self.put("src/core/README.md", "line\n" * 21)
        self.assertEqual(["readme"], self.rules())
        (self.root / "src/core/README.md").unlink()
        self.assertEqual(["readme"], self.rules())
        self.put("src/core/README.md", "line\n")
        for number in range(40):
            self.put(f"src/core/b{number}.cpp", "")
        self.assertEqual(["full-folder"], self.rules())


if __name__ == "__main__":
    unittest.main()
