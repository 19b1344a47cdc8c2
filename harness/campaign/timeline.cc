#include "harness/campaign/timeline.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "harness/interpreter/interpreter.h"
#include "harness/program/text.h"
#include "harness/subject/guest.h"
#include "harness/subject/homes.h"

namespace pinprick::harness {
namespace {

// One line for each operation.
std::vector<std::string> lines_of(const Program& program) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(to_text(program), '\n', absl::SkipEmpty())) {
    if (line[0] != '#') lines.emplace_back(line);
  }
  return lines;
}

// "A", "B", ... "Z", "A1", ...
std::string letter(std::size_t place) {
  std::string out(1, static_cast<char>('A' + place % 26));
  if (place >= 26) absl::StrAppend(&out, place / 26);
  return out;
}

bool is_guest(const Program& program, ValueId owner) {
  return owner < program.ops.size() && program.ops[owner].code == OpCode::kWait;
}

}  // namespace

std::string name_in_text(const Program& program, ValueId id) {
  const std::vector<std::string> lines = lines_of(program);
  if (id >= lines.size()) return "somebody";
  constexpr absl::string_view kLet = "let ";
  const std::size_t begin = lines[id].find(std::string(kLet));
  if (begin == std::string::npos) return "somebody";
  const std::size_t from = begin + kLet.size();
  return lines[id].substr(from, lines[id].find(' ', from) - from);
}

std::string timeline(const Program& program) {
  const std::vector<std::string> lines = lines_of(program);
  std::vector<std::vector<std::string>> notes(program.ops.size() + 1);
  const auto note = [&notes](std::size_t op, std::string text) {
    if (op < notes.size()) notes[op].push_back(std::move(text));
  };

  Interpreter interpreter;
  const Observation& seen = interpreter.observe(program);
  // In the order in which they were entered, so that the last of an owner is where he came from.
  std::map<ValueId, HomeIndex> last_home;
  // Letters for their places only.
  std::map<HomeIndex, std::string> letters;
  for (HomeIndex i = 0; i < homes().count(); ++i) {
    const HomeRecord& home = homes()[i];
    if (!is_guest(program, home.owner)) continue;
    const std::string who = name_in_text(program, home.owner);
    letters[i] = letter(letters.size());
    const auto last = last_home.find(home.owner);
    if (last == last_home.end()) {
      note(home.owner,
           absl::StrCat(who, " lives at ", letters[i], " (", admitted()->size, " bytes)"));
    } else {
      note(homes()[last->second].vacated_by,
           absl::StrCat(who, " moves ", letters[last->second], " -> ", letters[i]));
    }
    last_home[home.owner] = i;
  }
  for (const auto& [owner, home] : last_home) {
    if (!homes()[home].vacated) continue;
    note(homes()[home].vacated_by,
         absl::StrCat(name_in_text(program, owner), " ends at ", letters[home]));
  }
  if (seen.fault.has_value()) {
    const ObservedFault& fault = *seen.fault;
    std::string text(name(fault.fault.kind));
    const std::string access =
        fault.fault.size == 0
            ? std::string("touches")
            : absl::StrFormat("%s %d %s at", fault.fault.is_write ? "writes" : "reads",
                              fault.fault.size, fault.fault.size == 1 ? "byte" : "bytes");
    if (const HomeRecord* home = homes().find(fault.fault.address);
        home != nullptr && is_guest(program, home->owner)) {
      const auto place = static_cast<HomeIndex>(home - &homes()[0]);
      absl::StrAppendFormat(&text, ": %s %s + %d, where %s %s", access, letters[place],
                            fault.fault.address - home->address, name_in_text(program, home->owner),
                            home->vacated
                                ? absl::StrCat("has not lived since line ", home->vacated_by + 1)
                                : std::string("lives"));
    }
    note(fault.op, absl::StrCat("!! ", text));
  }

  std::size_t width = 0;
  for (const std::string& line : lines) width = std::max(width, line.size());
  std::string out;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (i == lines.size() && notes[i].empty()) break;
    const std::string line = i < lines.size() ? lines[i] : "(the end)";
    absl::StrAppendFormat(&out, "%3d  %-*s  | %s\n", i + 1, static_cast<int>(width), line,
                          absl::StrJoin(notes[i], "; "));
  }
  return out;
}

}  // namespace pinprick::harness
