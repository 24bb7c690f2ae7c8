// The command `okno sim`: a story, a plain centre in figures or as a picture, or the before/after report.
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace okno::sim {
// argv[0] is the program's name. Returns the exit status: 0, 1 when a story did not come true, 2 with one
// line on standard error that names the wrong option or file.
int command_line(int argc, char** argv);
// The same with the words behind "okno sim".
int command_line(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);
}  // namespace okno::sim
