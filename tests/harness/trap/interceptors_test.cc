// Every library function that the sanitizer intercepts, called with bad pointers: no report gets
// past the trap. Nothing is known of the functions but their names, which the linked runtime tells.
//
// A function is called in a process of its own, in many ways one after another: its arguments are
// all choices of a poisoned place, a good place that holds a text, and a small number that is
// also an open file. If the process ends or hangs, another goes on with the next way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sanitizer/asan_interface.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/check.h"
#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/symbols.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Word = std::uintptr_t;

struct Exempt {
  const char* function;
  const char* reason;
};
constexpr Exempt kExempt[] = {
    {"_exit", "ends the process"},
    {"pthread_exit", "ends the thread"},
    {"fork", "makes a second process that would go on with the test"},
    {"vfork", "makes a second process in the same memory"},
    {"pthread_create", "the bad pointer would be used in a thread that is not guarded"},
    {"pthread_join", "ends the process at once if it does not know the thread"},
    {"pthread_tryjoin_np", "ends the process at once if it does not know the thread"},
    {"pthread_timedjoin_np", "ends the process at once if it does not know the thread"},
    {"longjmp", "jumps to where nobody has been"},
    {"_longjmp", "jumps to where nobody has been"},
    {"siglongjmp", "jumps to where nobody has been"},
    {"__longjmp_chk", "jumps to where nobody has been"},
    {"swapcontext", "jumps to where nobody has been"},
    {"__cxa_throw", "an exception that leaves the body ends the process"},
    {"__cxa_rethrow_primary_exception", "an exception that leaves the body ends the process"},
    {"_Unwind_RaiseException", "an exception that leaves the body ends the process"},
    {"clock_settime", "would set the machine's clock"},
    {"pututxline", "would write to the machine's list of logins"},
    {"sem_open", "would leave a semaphore behind in the machine"},
    {"sem_unlink", "would remove somebody's semaphore"},
    {"shmctl", "would remove somebody's memory"},
};

// These find fault with their own books, not with the program's memory, and the process ends there
// ("CHECK failed"), whoever listens: the runtime no longer believes itself. For the rest of what
// they do they are called like the others.
constexpr const char* kAsserting[] = {"makecontext", "mbsnrtowcs", "pthread_detach", "wcsnrtombs"};

bool is_exempt_function(const std::string& function) {
  for (const Exempt& exemption : kExempt) {
    if (function == exemption.function) return true;
  }
  return false;
}

bool may_assert(const std::string& function) {
  for (const char* const asserting : kAsserting) {
    if (function == asserting) return true;
  }
  return false;
}

// The real interceptors by the names of their functions.
std::map<std::string, std::uintptr_t> interceptors() {
  std::map<std::string, std::uintptr_t> found;
  for (const auto& [symbol, address] : linked_functions()) {
    // Three underscores and two are the same; trampolines lead there. Parts of functions that the
    // compiler has split off have a dot in their names.
    std::string function = symbol;
    if (function.rfind("___interceptor_", 0) == 0) function.erase(0, 1);
    constexpr const char* kPrefix = "__interceptor_";
    if (function.rfind(kPrefix, 0) != 0) continue;
    function.erase(0, std::strlen(kPrefix));
    if (function.rfind("trampoline_", 0) == 0) continue;
    if (function.find('.') != std::string::npos) continue;
    found[function] = address;
  }
  return found;
}

// What stands for what in an argument.
enum class Filling : std::uint8_t { kBad, kGood, kSmall };
constexpr std::size_t kFillings = 3;
// These go through all choices, those behind them are good.
constexpr std::size_t kChosen = 4;
// More than any of them takes: what is passed on the stack is the callee's to write to.
constexpr std::size_t kArguments = 12;
constexpr std::uint32_t kWays = 81;  // kFillings to the kChosen-th

constexpr Word kSmall = 8;  // a size, a base, a file, and SIGFPE
constexpr std::size_t kPlaceBytes = 4096;
// A format that reads a string; to most functions just a short text.
constexpr const char* kText = "%s";
constexpr std::size_t kTextBytes = 3;

// Not at the beginning of a page, so that nobody unmaps it.
struct alignas(64) Place {
  std::array<char, 64> before;
  std::array<char, kPlaceBytes> bytes;
};
Place good;
Place bad;

// What the processes of a function leave behind for the test. In shared memory.
struct Record {
  volatile std::uint32_t next_way;
  volatile std::uint32_t trapped;  // reports, not signals
  volatile std::uint32_t crashed;  // signals
  volatile std::uint32_t returned;
};

void set_up_places() {
  __asan_unpoison_memory_region(bad.bytes.data(), bad.bytes.size());
  for (Place* const place : {&good, &bad}) {
    std::memset(place->bytes.data(), 0, place->bytes.size());
    std::memcpy(place->bytes.data(), kText, kTextBytes);
  }
  __asan_poison_memory_region(bad.bytes.data(), bad.bytes.size());
}

// The arguments of the way: its number in the base of the fillings.
std::array<Word, kArguments> arguments_of(std::uint32_t way) {
  std::array<Word, kArguments> words;
  words.fill(escape(good.bytes.data()));
  for (std::size_t i = 0; i < kChosen; ++i, way /= kFillings) {
    switch (static_cast<Filling>(way % kFillings)) {
      case Filling::kBad:
        words[i] = escape(bad.bytes.data());
        break;
      case Filling::kGood:
        break;
      case Filling::kSmall:
        words[i] = kSmall;
        break;
    }
  }
  return words;
}

[[noreturn]] void call_in_every_way(std::uintptr_t address, Record& record, int output) {
  // A file with something in it.
  const int file = memfd_create("small", 0);
  PINPRICK_CHECK(write(file, "1234567890", 10) == 10);
  // Nothing of it goes to the test's own files, nor into the folder it was started in.
  PINPRICK_CHECK(dup2(file, kSmall) == kSmall && dup2(file, STDIN_FILENO) == STDIN_FILENO);
  PINPRICK_CHECK(dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0);
  PINPRICK_CHECK(chdir("/proc") == 0);
  const rlimit small_files = {std::size_t{1} << 20, std::size_t{1} << 20};
  setrlimit(RLIMIT_FSIZE, &small_files);
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);

  const auto function = reinterpret_cast<Word (*)(...)>(address);
  while (record.next_way < kWays) {
    const std::uint32_t way = record.next_way;
    record.next_way = way + 1;
    const auto w = arguments_of(way);
    bool any_bad = false;
    for (const Word word : w) any_bad = any_bad || word == escape(bad.bytes.data());
    if (!any_bad) continue;
    set_up_places();
    lseek(kSmall, 0, SEEK_SET);
    const std::optional<Fault> fault = trap(Interception::kOn, [&] {
      function(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11]);
    });
    if (!fault.has_value()) {
      record.returned = record.returned + 1;
    } else if (std::strncmp(fault->entry_point, "SIG", 3) == 0) {
      record.crashed = record.crashed + 1;
    } else {
      record.trapped = record.trapped + 1;
    }
  }
  // Not by way of what the function may have left to be called at the end.
  syscall(SYS_exit_group, 0);
  __builtin_unreachable();
}

// One function, and the process in which it is being called.
struct Trial {
  std::string function;
  std::uintptr_t address;
  Record* record = nullptr;
  int output = -1;
  pid_t child = 0;
  int watch = -1;
  std::uint32_t way_seen = 0;
  std::chrono::steady_clock::time_point moved = {};
  int hangs = 0;
  int deaths = 0;
  std::string report = {};
};

class Interceptors : public ::testing::Test {
 protected:
  // A call takes microseconds, or it waits for something that does not come.
  static constexpr auto kHangMax = std::chrono::milliseconds(500);
  static constexpr int kHangsMax = 1;
  static constexpr int kDeathsMax = 3;
  static constexpr std::size_t kAtOnce = 8;

  void start(Trial& trial) {
    if (trial.output < 0) trial.output = memfd_create("output", 0);
    trial.child = fork();
    PINPRICK_CHECK(trial.child >= 0);
    if (trial.child == 0) call_in_every_way(trial.address, *trial.record, trial.output);
    trial.watch = static_cast<int>(syscall(SYS_pidfd_open, trial.child, 0));
    PINPRICK_CHECK(trial.watch >= 0);
    trial.way_seen = 0;
    trial.moved = std::chrono::steady_clock::now();
  }

  // Whether it has ended; if it hangs it is made to.
  bool has_ended(Trial& trial) {
    const auto now = std::chrono::steady_clock::now();
    if (trial.record->next_way != trial.way_seen) {
      trial.way_seen = trial.record->next_way;
      trial.moved = now;
    } else if (now - trial.moved > kHangMax) {
      kill(trial.child, SIGKILL);
      ++trial.hangs;
      trial.moved = now;
    }
    int status = 0;
    if (waitpid(trial.child, &status, WNOHANG) == 0) return false;
    close(trial.watch);
    const bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!ended_well) ++trial.deaths;
    return true;
  }

  bool is_done(const Trial& trial) {
    return trial.record->next_way >= kWays || trial.hangs >= kHangsMax ||
           trial.deaths >= kDeathsMax;
  }

  // What the processes printed, if a sanitizer had a hand in it.
  void read_report(Trial& trial) {
    lseek(trial.output, 0, SEEK_SET);
    std::string text;
    std::array<char, 4096> chunk;
    ssize_t count = 0;
    while ((count = read(trial.output, chunk.data(), chunk.size())) > 0) {
      text.append(chunk.data(), static_cast<std::size_t>(count));
    }
    close(trial.output);
    for (const char* word : {"ERROR: ", "SUMMARY: ", "runtime error: ", "nested bug", "======"}) {
      if (text.find(word) != std::string::npos) trial.report = text;
    }
    // Also of our own.
    if (text.find("CHECK") != std::string::npos && !may_assert(trial.function)) {
      trial.report = text;
    }
  }

  // Calls them all, several at a time: those that hang only wait.
  std::vector<Trial> call_all() {
    std::vector<Trial> trials;
    for (const auto& [function, address] : interceptors()) {
      if (!is_exempt_function(function))
        trials.push_back({.function = function, .address = address});
    }
    void* const shared = mmap(nullptr, (trials.size() + 1) * sizeof(Record), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    PINPRICK_CHECK(shared != MAP_FAILED);
    std::size_t next = 0;
    std::vector<Trial*> running;
    while (next < trials.size() || !running.empty()) {
      while (next < trials.size() && running.size() < kAtOnce) {
        Trial& trial = trials[next];
        trial.record = static_cast<Record*>(shared) + next++;
        start(trial);
        running.push_back(&trial);
      }
      std::vector<pollfd> watches;
      watches.reserve(running.size());
      for (const Trial* trial : running) watches.push_back({trial->watch, POLLIN, 0});
      poll(watches.data(), watches.size(), /*timeout=*/20);
      std::vector<Trial*> still;
      still.reserve(running.size());
      for (Trial* const trial : running) {
        if (!has_ended(*trial)) {
          still.push_back(trial);
        } else if (!is_done(*trial)) {
          start(*trial);
          still.push_back(trial);
        } else {
          read_report(*trial);
        }
      }
      running = std::move(still);
    }
    return trials;
  }
};

// Which surely look at what they are given, on both runtimes.
constexpr const char* kWellKnown[] = {
    "memcpy",  "memmove", "memset",  "memcmp",   "memchr",  "strlen", "strnlen", "strcpy",
    "strncpy", "strcat",  "strncat", "strcmp",   "strncmp", "strchr", "strrchr", "strstr",
    "strdup",  "strtol",  "strtoll", "atoi",     "sprintf", "printf", "sscanf",  "snprintf",
    "read",    "write",   "pread",   "realpath", "wcslen",  "free",   "realloc", "fopen",
    "strcspn", "strspn",  "time",    "getcwd",   "frexp",   "poll",   "opendir", "strcasecmp",
};

TEST_F(Interceptors, NoReportGetsPastTheTrap) {
  const std::vector<Trial> trials = call_all();
  ASSERT_GT(trials.size(), 300u) << "is nm there?";
  std::map<std::string, std::uint32_t> trapped;
  int crashed = 0;
  int quiet = 0;
  int hung = 0;
  std::string words;
  for (const Trial& trial : trials) {
    EXPECT_EQ(trial.report, "") << "of " << trial.function << ", past the trap";
    if (trial.deaths > 0 && trial.hangs == 0) words += " " + trial.function + "(died)";
    if (trial.record->trapped > 0) {
      trapped[trial.function] = trial.record->trapped;
    } else if (trial.hangs > 0) {
      words += " " + trial.function + "(hung)";
      ++hung;
    } else if (trial.record->crashed > 0) {
      ++crashed;
    } else {
      ++quiet;
    }
  }
  std::printf(
      "%zu functions intercepted: %zu trapped, %d crashed only, %d touched nothing, "
      "%d hung; not called: %zu;%s\n",
      trials.size(), trapped.size(), crashed, quiet, hung, std::size(kExempt), words.c_str());
  for (const char* function : kWellKnown) {
    EXPECT_GT(trapped[function], 0u) << function << " was not trapped";
  }
}

}  // namespace
}  // namespace pinprick::harness
