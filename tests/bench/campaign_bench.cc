// The speed of campaigns, as ratios measured side by side in one run:
//
//   trapping    misuse programs judged in-process, against one child process each
//   engine      libFuzzer with our target, against libFuzzer with an empty one in the same binary
//   enumeration programs of six operations predicted, run and judged, against the same ones written
//               as straight C++ (straight.h); and how many of all that there are in a second
//   cores       exhaust by two workers, against by one: in seconds of the wall, so that it says
//               something only where two cores have nothing else to do
//   length      cost of an operation in programs of 4096, against programs of 16
//   memory      resident memory after ten million programs, against after one million
//
//   campaign_bench [--short] [trapping|engine|enumeration|cores|length|memory]...
//
// Every figure is the median of several measurements, taken in turn; those of engine and
// enumeration are in CPU time. --short takes fewer and stops the memory run at two million, to see
// whether the bench itself works.

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "harness/base/argv.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "harness/base/libfuzzer.h"
#include "harness/campaign/confirm.h"
#include "harness/campaign/store.h"
#include "harness/campaign/trial.h"
#include "harness/campaign/worker.h"
#include "harness/generator/enumerator.h"
#include "harness/generator/generator.h"
#include "harness/program/bytes.h"
#include "harness/program/text.h"
#include "harness/report/tally.h"
#include "harness/subject/recorder.h"
#include "tests/bench/straight.h"

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Of this thread: whoever else is at work on the machine does not count.
double cpu_seconds() {
  timespec time = {};
  PINPRICK_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double cpu_seconds_of(const std::function<void()>& work) {
  const double begin = cpu_seconds();
  work();
  return cpu_seconds() - begin;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print(const char* name, double ratio, const char* goal, const std::string& detail) {
  std::printf("%-11s %8.3f   goal %-8s %s\n", name, ratio, goal, detail.c_str());
  std::fflush(stdout);
}

// --- trapping ----------------------------------------------------------------------------------

std::vector<Program> misuse_programs(std::size_t count) {
  Generator generator(1);
  Model model;
  std::vector<Program> programs;
  while (programs.size() < count) {
    const Program& program = generator.next(16);
    if (model.predict(program).program_class == ProgramClass::kManifest)
      programs.push_back(program);
  }
  return programs;
}

void bench_trapping(int rounds, const std::string& tool) {
  const std::vector<Program> programs = misuse_programs(1000);
  char name[] = "/tmp/pinprick-bench-XXXXXX";
  PINPRICK_CHECK(mkdtemp(name) != nullptr);
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < 20; ++i) {
    paths.push_back(absl::StrCat(name, "/", i, ".pin"));
    PINPRICK_CHECK(write_file(paths.back(), to_text(programs[i])).ok());
  }
  std::vector<double> ratios;
  double in_process = 0;
  double by_child = 0;
  for (int round = 0; round < rounds; ++round) {
    Bench bench;
    const double here = seconds_of([&] {
      for (const Program& program : programs) {
        PINPRICK_CHECK(bench.run(program).verdict.kind == VerdictKind::kCaught);
      }
    });
    ConfirmOptions options;
    options.tool = tool;
    options.symbolize = false;
    const double there = seconds_of([&] {
      for (const std::string& path : paths) {
        const absl::StatusOr<Confirmation> confirmation = confirm(path, options);
        PINPRICK_CHECK(confirmation.ok() && confirmation->fault.has_value());
      }
    });
    in_process = static_cast<double>(programs.size()) / here;
    by_child = static_cast<double>(paths.size()) / there;
    ratios.push_back(in_process / by_child);
  }
  for (const std::string& path : paths) unlink(path.c_str());
  rmdir(name);
  print("trapping", median(ratios), ">= 300",
        absl::StrCat(static_cast<long>(in_process), " misuse programs/s in-process, ",
                     static_cast<long>(by_child), "/s as child processes (no symboliser)"));
}

// --- engine ------------------------------------------------------------------------------------

#ifdef PINPRICK_HAS_LIBFUZZER

std::uint64_t runs_left = 0;
Tally bench_tally;
double engine_begin = 0;
std::uint64_t engine_runs = 0;
int result_fd = -1;

// libFuzzer's driver does not return, so the last run reports and leaves.
void count_down() {
  if (--runs_left > 0) return;
  const double seconds = cpu_seconds() - engine_begin;
  const double result[] = {
      static_cast<double>(engine_runs) / seconds,
      static_cast<double>(bench_tally.ops) /
          static_cast<double>(std::max<std::uint64_t>(bench_tally.programs, 1))};
  PINPRICK_CHECK(write(result_fd, result, sizeof result) == sizeof result);
  _exit(0);
}

int empty_target(const std::uint8_t* /*data*/, std::size_t /*size*/) {
  count_down();
  return 0;
}

int real_target(const std::uint8_t* data, std::size_t size) {
  static Decoder decoder;
  static Bench bench;
  const Program& program = decoder.decode({data, size});
  const Bench::Trial trial = bench.run(program);
  bench_tally.add(program, trial.prediction, trial.observation, trial.verdict);
  count_down();
  return 0;
}

struct EngineRate {
  double per_second;
  double ops;
};

EngineRate engine_rate(bool empty, std::uint64_t runs, const std::string& seeds) {
  int ends[2];
  PINPRICK_CHECK(pipe(ends) == 0);
  const pid_t child = fork();
  PINPRICK_CHECK(child >= 0);
  if (child == 0) {
    result_fd = ends[1];
    runs_left = engine_runs = runs;
    PINPRICK_CHECK(freopen("/dev/null", "w", stderr) != nullptr);
    std::vector<std::string> words = engine_arguments(1, false);
    // The last word counts. A little more than in a campaign, whose programs are longer because
    // they are not mutated as bytes.
    words.push_back("-max_len=56");
    words.push_back(seeds);
    std::vector<char*> argv = null_terminated(words);
    int argc = static_cast<int>(words.size());
    char** arguments = argv.data();
    engine_begin = cpu_seconds();
    LLVMFuzzerRunDriver(&argc, &arguments, empty ? empty_target : real_target);
    _exit(1);
  }
  close(ends[1]);
  double result[2] = {0, 0};
  PINPRICK_CHECK(::read(ends[0], result, sizeof result) == sizeof result);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return {result[0], result[1]};
}

void bench_engine(int rounds, const std::string& corpus) {
  char name[] = "/tmp/pinprick-bench-XXXXXX";
  PINPRICK_CHECK(mkdtemp(name) != nullptr);
  const absl::StatusOr<std::vector<StoredProgram>> seeds = load_all({corpus});
  PINPRICK_CHECK(seeds.ok());
  std::vector<double> ratios;
  EngineRate empty = {};
  EngineRate real = {};
  for (int round = 0; round < rounds; ++round) {
    for (const bool is_empty : {true, false}) {
      // libFuzzer adds to its directory, so each run gets a fresh one.
      const std::string directory = absl::StrCat(name, "/", round, is_empty ? "-empty" : "-real");
      PINPRICK_CHECK(make_directory(directory).ok());
      std::size_t number = 0;
      for (const StoredProgram& seed : *seeds) {
        const std::vector<std::uint8_t> bytes = encode(seed.script.program);
        PINPRICK_CHECK(write_file(absl::StrCat(directory, "/", number++),
                                  {reinterpret_cast<const char*>(bytes.data()), bytes.size()})
                           .ok());
      }
      (is_empty ? empty : real) = engine_rate(is_empty, is_empty ? 2'000'000 : 500'000, directory);
    }
    ratios.push_back(real.per_second / empty.per_second);
  }
  std::filesystem::remove_all(name);
  print("engine", median(ratios), ">= 0.2",
        absl::StrCat(static_cast<long>(real.per_second), " runs/s of ", real.ops,
                     " operations on average, ", static_cast<long>(empty.per_second),
                     " empty runs/s"));
}

#endif

// --- enumeration -------------------------------------------------------------------------------

Universe examples(std::size_t ops) {
  Universe universe;
  universe.ops = ops;
  universe.kinds = {kind_of(Leaf::kExample)};
  return universe;
}

// All there are, as a worker of `pinprick exhaust --ops 6 --kind example` goes through them.
double enumerated_per_second() {
  Enumerator enumerator(examples(6));
  Bench bench;
  Tally tally;
  const double seconds = cpu_seconds_of([&] {
    enumerator.each([&](const Program& program) {
      const Bench::Trial trial = bench.run(program);
      tally.add(program, trial.prediction, trial.observation, trial.verdict);
      return true;
    });
  });
  PINPRICK_CHECK(tally.findings() == 0);
  return static_cast<double>(tally.programs) / seconds;
}

void bench_enumeration(int rounds) {
  constexpr int kRepeats = 20'000;
  std::vector<Program> programs;
  for (const StraightProgram& straight : straight_programs) {
    const absl::StatusOr<Script> script = parse(straight.text, "straight");
    PINPRICK_CHECK(script.ok());
    programs.push_back(script->program);
  }
  Bench bench;
  std::vector<double> ratios;
  std::vector<double> rates;
  double harness_cost = 0;
  double straight_cost = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto cost = [](const std::function<void()>& all) {
      const double seconds = cpu_seconds_of([&all] {
        for (int i = 0; i < kRepeats; ++i) all();
      });
      return seconds * 1e9 / kRepeats / kStraightPrograms;
    };
    straight_cost = cost([] {
      recorder().reset();
      for (const StraightProgram& straight : straight_programs) straight.run();
    });
    harness_cost = cost([&] {
      for (const Program& program : programs) {
        PINPRICK_CHECK(bench.run(program).verdict.kind == VerdictKind::kClean);
      }
    });
    ratios.push_back(straight_cost / harness_cost);
    rates.push_back(enumerated_per_second());
  }
  print("enumeration", median(ratios), ">= 0.5",
        absl::StrCat(static_cast<long>(harness_cost), " ns a program, ",
                     static_cast<long>(straight_cost), " ns straight; an enumeration tries ",
                     static_cast<long>(median(rates)), "/s of CPU time (goal 1,000,000)"));
}

// --- cores -------------------------------------------------------------------------------------

// Programs in a second, as the tool itself says.
double exhausted_per_second(const std::string& tool, int jobs, const std::string& directory) {
  const std::string command =
      absl::StrCat(tool, " exhaust --ops=7 --kind=example --jobs=", jobs, " --dir=", directory);
  FILE* const output = popen(command.c_str(), "r");
  PINPRICK_CHECK(output != nullptr);
  double rate = 0;
  PINPRICK_CHECK(std::fscanf(output, "exhaust: %*s programs in %*f s (%lf programs/s)", &rate) ==
                 1);
  while (std::fgetc(output) != EOF) continue;
  PINPRICK_CHECK(pclose(output) == 0);
  return rate;
}

void bench_cores(int rounds, const std::string& tool) {
  char name[] = "/tmp/pinprick-bench-XXXXXX";
  PINPRICK_CHECK(mkdtemp(name) != nullptr);
  std::vector<double> ratios;
  double one = 0;
  double two = 0;
  for (int round = 0; round < rounds; ++round) {
    one = exhausted_per_second(tool, 1, absl::StrCat(name, "/one-", round));
    two = exhausted_per_second(tool, 2, absl::StrCat(name, "/two-", round));
    ratios.push_back(two / one);
  }
  std::filesystem::remove_all(name);
  print("cores", median(ratios), ">= 1.8",
        absl::StrCat(static_cast<long>(two), " programs/s by two workers, ", static_cast<long>(one),
                     "/s by one; only if nothing else runs"));
}

// --- length ------------------------------------------------------------------------------------

// Random programs of `ops` operations in which nothing faults, so that all of it runs.
std::vector<Program> short_programs(std::size_t ops, std::size_t count) {
  Generator generator(3);
  Model model;
  std::vector<Program> programs;
  while (programs.size() < count) {
    const Program& program = generator.next(2 * ops);
    if (program.ops.size() != ops || model.predict(program).fault.has_value()) continue;
    programs.push_back(program);
  }
  return programs;
}

// The same operations in one program: all values stay alive to its end.
Program joined(const std::vector<Program>& programs) {
  Program all;
  for (const Program& program : programs) {
    const auto offset = static_cast<ValueId>(all.ops.size());
    for (Op op : program.ops) {
      if (op.first != kNoValue) op.first = static_cast<ValueId>(op.first + offset);
      if (op.second != kNoValue) op.second = static_cast<ValueId>(op.second + offset);
      all.ops.push_back(op);
    }
  }
  PINPRICK_CHECK(validate(all).ok());
  return all;
}

void bench_length(int rounds) {
  constexpr std::size_t kShort = 16;
  constexpr std::size_t kLong = 4096;
  const std::vector<Program> many = short_programs(kShort, kLong / kShort);
  const std::vector<Program> few = {joined(many)};
  Bench bench;
  std::vector<double> ratios;
  double short_cost = 0;
  double long_cost = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto cost = [&bench](const std::vector<Program>& programs) {
      constexpr int kRepeats = 100;
      std::size_t ops = 0;
      const double seconds = seconds_of([&] {
        for (int i = 0; i < kRepeats; ++i) {
          for (const Program& program : programs) {
            bench.run(program);
            ops += program.ops.size();
          }
        }
      });
      return seconds * 1e9 / static_cast<double>(ops);
    };
    short_cost = cost(many);
    long_cost = cost(few);
    ratios.push_back(long_cost / short_cost);
  }
  print("length", median(ratios), "<= 1.3",
        absl::StrCat(static_cast<long>(long_cost), " ns an operation at 4096, ",
                     static_cast<long>(short_cost), " ns at 16"));
}

// --- memory ------------------------------------------------------------------------------------

double resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  long total = 0;
  long resident = 0;
  file >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// In a child process, which has no other bench's memory.
void bench_memory(std::uint64_t until) {
  std::fflush(stdout);
  const pid_t child = fork();
  PINPRICK_CHECK(child >= 0);
  if (child > 0) {
    waitpid(child, nullptr, 0);
    return;
  }
  const std::uint64_t first = until / 10;
  double at_first = 0;
  Generator generator(4);
  Bench bench;
  for (std::uint64_t i = 0; i < until; ++i) {
    bench.run(generator.next(16));
    if (i + 1 == first) at_first = resident_megabytes();
  }
  const double at_end = resident_megabytes();
  print("memory", at_end / at_first, "<= 1.05",
        absl::StrCat(at_first, " MB after ", first, " programs, ", at_end, " MB after ", until));
  _exit(0);
}

}  // namespace
}  // namespace pinprick::harness

int main(int argc, char** argv) {
  using namespace pinprick::harness;
  bool is_short = false;
  std::vector<absl::string_view> wanted;
  constexpr absl::string_view kNames[] = {"trapping", "engine", "enumeration",
                                          "cores",    "length", "memory"};
  for (int i = 1; i < argc; ++i) {
    const absl::string_view word = argv[i];
    if (word == "--short") {
      is_short = true;
    } else if (absl::c_linear_search(kNames, word)) {
      wanted.push_back(word);
    } else {
      std::fprintf(stderr, "campaign_bench [--short] [%s]...\n",
                   absl::StrJoin(kNames, "|").c_str());
      return 2;
    }
  }
  const auto wants = [&wanted](absl::string_view name) {
    return wanted.empty() || absl::c_linear_search(wanted, name);
  };
  const int rounds = is_short ? 1 : 5;
  if (wants("trapping")) bench_trapping(rounds, PINPRICK_TOOL);
#ifdef PINPRICK_HAS_LIBFUZZER
  if (wants("engine")) bench_engine(rounds, PINPRICK_SEEDS);
#endif
  if (wants("enumeration")) bench_enumeration(rounds);
  if (wants("cores")) bench_cores(is_short ? 1 : 3, PINPRICK_TOOL);
  if (wants("length")) bench_length(rounds);
  if (wants("memory")) bench_memory(is_short ? 2'000'000 : 10'000'000);
  return 0;
}
