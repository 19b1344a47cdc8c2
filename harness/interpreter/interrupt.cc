#include "harness/interpreter/interrupt.h"

#include <link.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "harness/base/check.h"

// The program's own code (runtime_text.ld).
extern "C" const char pinprick_text_begin[];
extern "C" const char pinprick_text_end[];

namespace pinprick::harness {
namespace {

// The clock of one thread, for as long as the thread lives.
class Ticks {
 public:
  Ticks() = default;
  ~Ticks() {
    if (running_) timer_delete(timer_);
  }
  Ticks(const Ticks&) = delete;
  Ticks& operator=(const Ticks&) = delete;

  void start(int period_ms) {
    sigevent to_me = {};
    to_me.sigev_notify = SIGEV_THREAD_ID;
    to_me.sigev_signo = kTickSignal;
    // The C library has no name of its own for the field.
    to_me._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
    PINPRICK_CHECK(timer_create(CLOCK_THREAD_CPUTIME_ID, &to_me, &timer_) == 0);
    running_ = true;
    constexpr long kNsPerMs = 1'000'000;
    const timespec period = {0, period_ms * kNsPerMs};
    const itimerspec every = {period, period};
    PINPRICK_CHECK(timer_settime(timer_, 0, &every, nullptr) == 0);
  }

 private:
  bool running_ = false;
  timer_t timer_ = {};
};

struct Range {
  std::uintptr_t begin;
  std::uintptr_t end;
};

// The code that is safe. There is room for more libraries than a harness links; the rest would
// only not be left.
constexpr std::size_t kMaxRanges = 64;
constinit Range safe_code[kMaxRanges] = {};
constinit std::size_t safe_count = 0;

void add(std::uintptr_t begin, std::uintptr_t end) {
  if (safe_count < kMaxRanges) safe_code[safe_count++] = {begin, end};
}

// Those that hold locks which a body can need again: the C library and its loader, the unwinder,
// the kernel's page.
bool is_unsafe_library(absl::string_view path) {
  const absl::string_view file = path.substr(path.rfind('/') + 1);
  for (const absl::string_view prefix : {"libc.so", "ld-linux", "libgcc_s.so", "linux-vdso"}) {
    if (absl::StartsWith(file, prefix)) return true;
  }
  return false;
}

int add_library(dl_phdr_info* object, std::size_t, void*) {
  const absl::string_view path = object->dlpi_name;
  // The program itself, which comes first, has no name.
  if (path.empty() || is_unsafe_library(path)) return 0;
  for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr) & segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + segment.p_vaddr;
    add(begin, begin + segment.p_memsz);
  }
  return 0;
}

}  // namespace

void start_ticks(int period_ms) {
  thread_local Ticks ticks;
  ticks.start(period_ms);
}

void find_safe_code() {
  safe_count = 0;
  add(reinterpret_cast<std::uintptr_t>(pinprick_text_begin),
      reinterpret_cast<std::uintptr_t>(pinprick_text_end));
  dl_iterate_phdr(add_library, nullptr);
}

// In a signal handler nothing may be called, so nothing is checked.
__attribute__((no_sanitize("address", "undefined"))) bool may_leave_at(std::uintptr_t instruction) {
  for (std::size_t i = 0; i < safe_count; ++i) {
    if (instruction >= safe_code[i].begin && instruction < safe_code[i].end) return true;
  }
  return false;
}

}  // namespace pinprick::harness
