// The main() of every fuzz target.
//
//   TARGET FILE...                        judges each file: so is a failure replayed
//   TARGET --campaign=FOLDER [-FLAG]... PLACE...
//       what ctest runs: first the hostile inputs (hostile.h), then libFuzzer, from the *.pin files
//       in and below each PLACE, whose flags those are. FOLDER is made anew, and holds what the
//       target died of.
//
// With libFuzzer the flags alone are a campaign of its own as well. Without it, as with g++, a
// campaign judges the hostile inputs and the stored programs, and no others.
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "harness/base/argv.h"
#include "harness/base/libfuzzer.h"
#include "tests/fuzz/hostile.h"
#include "tests/fuzz/target.h"

namespace pinprick::harness {
namespace {

namespace fs = std::filesystem;

absl::Span<const std::uint8_t> bytes_of(absl::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string content_of(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

void write(const std::string& path, absl::Span<const std::uint8_t> bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

// The last path named is that of the input that it died of.
void judge_file(const std::string& path) {
  std::printf("%s\n", path.c_str());
  std::fflush(stdout);
  judge_input(bytes_of(content_of(path)));
}

std::vector<std::string> pin_files(const std::vector<std::string>& places) {
  std::vector<std::string> files;
  for (const std::string& place : places) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(place)) {
      if (entry.path().extension() == ".pin") files.push_back(entry.path().string());
    }
  }
  // The order in which a folder is read is the file system's own.
  std::sort(files.begin(), files.end());
  return files;
}

// The stored programs as inputs, in `folder`; their paths.
std::vector<std::string> write_seeds(const std::string& folder,
                                     const std::vector<std::string>& places) {
  fs::create_directory(folder);
  std::vector<std::string> seeds;
  for (const std::string& file : pin_files(places)) {
    seeds.push_back(absl::StrCat(folder, "/", seeds.size()));
    write(seeds.back(), input_of(content_of(file)));
  }
  return seeds;
}

void judge_hostile(const std::string& folder) {
  fs::create_directory(folder);
  for (const HostileInput& each : hostile_inputs()) {
    const std::string path = absl::StrCat(folder, "/", each.name);
    write(path, bytes_of(each.make()));
    judge_file(path);
    fs::remove(path);
  }
}

#ifdef PINPRICK_HAS_LIBFUZZER

int on_input(const std::uint8_t* data, std::size_t size) {
  judge_input({data, size});
  return 0;
}

int run_engine(std::vector<std::string> words) {
  std::vector<char*> argv = null_terminated(words);
  int argc = static_cast<int>(words.size());
  char** arguments = argv.data();
  return LLVMFuzzerRunDriver(&argc, &arguments, on_input);
}

int fuzz(const std::string& folder, std::vector<std::string> words,
         const std::vector<std::string>& seeds) {
  const std::string list = absl::StrCat(folder, "/seeds.txt");
  write(list, bytes_of(absl::StrJoin(seeds, ",")));
  std::string entries;
  for (const std::string& word : dictionary()) absl::StrAppend(&entries, "\"", word, "\"\n");
  // No folder of inputs: what it finds stays in memory, and it starts from the same each time.
  words.push_back(absl::StrCat("-seed_inputs=@", list));
  words.push_back(absl::StrCat("-artifact_prefix=", folder, "/"));
  if (!entries.empty()) {
    const std::string path = absl::StrCat(folder, "/dictionary.txt");
    write(path, bytes_of(entries));
    words.push_back(absl::StrCat("-dict=", path));
  }
  return run_engine(words);
}

#else

int run_engine(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) judge_file(words[i]);
  return 0;
}

int fuzz(const std::string& /*folder*/, const std::vector<std::string>& /*words*/,
         const std::vector<std::string>& seeds) {
  for (const std::string& seed : seeds) judge_file(seed);
  return 0;
}

#endif

// The same campaign each time: hash tables have their seed of an address, and the engine keeps what
// went another way through them. Where it is not allowed it goes on as it is.
void fix_addresses(std::vector<std::string> words) {
  constexpr unsigned long kAsk = 0xffffffff;
  const int now = personality(kAsk);
  if (now < 0 || (now & ADDR_NO_RANDOMIZE) != 0) return;
  if (personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) < 0) return;
  execv("/proc/self/exe", null_terminated(words).data());
}

int campaign(const std::string& folder, const std::vector<std::string>& words) {
  std::printf("what it dies of is the last path here, or a file in %s; to replay it: %s FILE\n",
              folder.c_str(), words.front().c_str());
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::vector<std::string> flags = {words.front()};
  std::vector<std::string> places;
  for (std::size_t i = 2; i < words.size(); ++i) {
    (absl::StartsWith(words[i], "-") ? flags : places).push_back(words[i]);
  }
  judge_hostile(absl::StrCat(folder, "/hostile"));
  return fuzz(folder, flags, write_seeds(absl::StrCat(folder, "/seeds"), places));
}

}  // namespace
}  // namespace pinprick::harness

// Much of the time would go into the stacks of allocations; three frames show whose each was.
// What ASAN_OPTIONS says stands before this.
extern "C" const char* __asan_default_options() { return "malloc_context_size=3"; }

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (absl::string_view folder = argc > 1 ? argv[1] : "";
      absl::ConsumePrefix(&folder, "--campaign=")) {
    pinprick::harness::fix_addresses(words);
    return pinprick::harness::campaign(std::string(folder), words);
  }
  return pinprick::harness::run_engine(words);
}
