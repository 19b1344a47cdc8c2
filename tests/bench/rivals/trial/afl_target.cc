// The target of AFL++: what its own driver (libAFLDriver.a) calls, in persistent mode.
//
// The code under test is instrumented for libFuzzer, with a counter of eight bits for each edge.
// The counters are copied into AFL++'s map after each program, so that both engines see the same
// edges.

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "absl/strings/numbers.h"
#include "harness/base/check.h"
#include "harness/program/bytes.h"
#include "tests/bench/rivals/trial/experiment.h"

// Of AFL++'s runtime.
extern "C" std::uint8_t* __afl_area_ptr;
extern "C" std::uint32_t __afl_map_size;

namespace pinprick::harness::rivals {
namespace {

std::uint8_t* counters_begin = nullptr;
std::uint8_t* counters_end = nullptr;

const char* demand(const char* variable) {
  const char* const value = std::getenv(variable);
  PINPRICK_CHECK(value != nullptr);
  return value;
}

// Where the process that started AFL++ reads it, and where the next process of this target finds
// it.
Account& the_account() {
  const int file = open(demand("PINPRICK_ACCOUNT"), O_RDWR | O_CLOEXEC);
  PINPRICK_CHECK(file >= 0);
  void* const shared = mmap(nullptr, sizeof(Account), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  PINPRICK_CHECK(shared != MAP_FAILED);
  return *static_cast<Account*>(shared);
}

Limits the_limits() {
  Limits limits;
  PINPRICK_CHECK(absl::SimpleAtoi(demand("PINPRICK_EXECUTIONS"), &limits.executions));
  PINPRICK_CHECK(absl::SimpleAtod(demand("PINPRICK_SECONDS"), &limits.seconds));
  return limits;
}

}  // namespace
}  // namespace pinprick::harness::rivals

// What instrumented code calls before main, once a program: all counters lie side by side.
extern "C" void __sanitizer_cov_8bit_counters_init(std::uint8_t* begin, std::uint8_t* end) {
  pinprick::harness::rivals::counters_begin = begin;
  pinprick::harness::rivals::counters_end = end;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pinprick::harness;
  using namespace pinprick::harness::rivals;
  static Decoder decoder;
  static Experiment experiment(the_limits(), the_account());
  const auto count = static_cast<std::size_t>(counters_end - counters_begin);
  std::memset(counters_begin, 0, count);
  // A crash is what AFL++ can be told to end with.
  if (!experiment.run(decoder.decode({data, size}))) _exit(1);
  std::memcpy(__afl_area_ptr, counters_begin, std::min<std::size_t>(count, __afl_map_size));
  return 0;
}
