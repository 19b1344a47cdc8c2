// Writes the C++ text of the coroutines to standard output, when the project is built.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "harness/program/coroutines.h"

int main() {
  using namespace pinprick::harness;  // NOLINT(google-build-using-namespace)
  std::string out =
      "// Written by write_coroutines from the table in harness/program/coroutines.h.\n"
      "#include \"harness/subject/coroutine.h\"\n\nnamespace pinprick::harness {\nnamespace {\n\n";
  std::string table;
  for (std::size_t i = 0; i < kCoroutines.size(); ++i) {
    const std::string name = absl::StrCat("shape_", i);
    absl::StrAppend(&out, to_cpp(coroutine_body(i), name), "\n");
    absl::StrAppend(&table, "    ", name, ",\n");
  }
  absl::StrAppend(&out,
                  "}  // namespace\n\nconst std::array<CoroutineBody, kCoroutines.size()> "
                  "kCoroutineBodies = {\n",
                  table, "};\n\n}  // namespace pinprick::harness\n");
  std::fputs(out.c_str(), stdout);
}
