#include "harness/interpreter/sanitizer_options.h"

#include <fcntl.h>
#include <sanitizer/asan_interface.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

extern "C" int __asan_option_detect_stack_use_after_return;  // Of the runtime; no header has it.

namespace pinprick::harness {
namespace {

// The runtime asks for its options before it works, so what answers it must not be checked by it,
// must not allocate, and must not call what it intercepts.
#define PINPRICK_BARE __attribute__((no_sanitize("address", "undefined")))

// detect_leaks: to forget a pinned value is legal; the ledger counts leaks instead.
// detect_stack_use_after_return: a frame that returned must not look alive. max_uar_stack_size_log:
//   128 KiB for frames of each size; enough for those that the trap abandons between collections
//   (kTrapsPerCollection in trap.cc), and no larger, because a collection looks at every one.
// exitcode: a report that nobody caught is a harness that failed (kExitHarnessFailed).
// malloc_context_size: where a block was allocated is for the report of `confirm`, which asks for
//   it; to find it out costs more than the allocation.
// handle_sigill, handle_abort: not by itself, as it does the other signals that the trap knows.
// allocator_may_return_null: a wild size is the program's fault, not the end of the campaign.
#define PINPRICK_ASAN_OPTIONS                                                                    \
  "detect_leaks=0:detect_stack_use_after_return=1:max_uar_stack_size_log=17:"                    \
  "quarantine_size_mb=15:thread_local_quarantine_size_kb=64:"                                    \
  "malloc_context_size=0:allocator_may_return_null=1:abort_on_error=0:exitcode=3:handle_segv=1:" \
  "handle_sigill=1:handle_abort=1"
static_assert(kQuarantineMb == 15 && kThreadQuarantineKb == 64, "also in the text above");

constexpr const char* kSymbolizers[] = {"llvm-symbolizer-22", "llvm-symbolizer"};

// Room for the options and one path.
constexpr std::size_t kMaxOptionsText = 4096 + 512;
char options_text[kMaxOptionsText];

// Appends as much of `text` as fits; the new end.
PINPRICK_BARE char* append(char* to, const char* text, const char* text_end) {
  while (text != text_end && *text != '\0' && to != options_text + kMaxOptionsText - 1) {
    *to++ = *text++;
  }
  *to = '\0';
  return to;
}

// The runtime itself looks for llvm-symbolizer only, and Debian's has its version in the name.
// Appends the option for the first that the PATH has, or nothing.
PINPRICK_BARE void append_symbolizer(char* to) {
  // The user's own choice, which the runtime reads before it asks us.
  if (getenv("ASAN_SYMBOLIZER_PATH") != nullptr) return;
  const char* const path = getenv("PATH");
  if (path == nullptr) return;
  for (const char* symbolizer : kSymbolizers) {
    for (const char* folder = path; *folder != '\0';) {
      const char* folder_end = folder;
      while (*folder_end != '\0' && *folder_end != ':') ++folder_end;
      // A folder that is empty means the current one; nobody runs tools out of that.
      if (folder != folder_end) {
        char* const file = append(to, ":external_symbolizer_path='", nullptr);
        char* end = append(file, folder, folder_end);
        end = append(end, "/", nullptr);
        end = append(end, symbolizer, nullptr);
        if (syscall(SYS_faccessat, AT_FDCWD, file, X_OK) == 0) {
          append(end, "'", nullptr);
          return;
        }
        *to = '\0';
      }
      folder = *folder_end == ':' ? folder_end + 1 : folder_end;
    }
  }
}

// What an option may not be, and why.
struct Rule {
  const char* option;
  enum Kind { kMustBeOn, kMustBeOff, kMustBeEmpty, kAtLeast, kMustBeOne, kMustNotBeZero } kind;
  std::int64_t bound;
  const char* otherwise;
};

constexpr Rule kRules[] = {
    {"poison_heap", Rule::kMustBeOn, 0, "freed memory would look alive"},
    {"poison_partial", Rule::kMustBeOn, 0, "the end of a block would not be seen"},
    {"allow_user_poisoning", Rule::kMustBeOn, 0, "a vacated place would look alive"},
    {"start_deactivated", Rule::kMustBeOff, 0, "nothing would be checked"},
    {"replace_str", Rule::kMustBeOn, 0, "string functions would not be checked"},
    {"replace_intrin", Rule::kMustBeOn, 0, "memcpy and its kin would not be checked"},
    {"intercept_intrin", Rule::kMustBeOn, 0, "memcpy and its kin would not be checked"},
    {"halt_on_error", Rule::kMustBeOn, 0, "a program would go on after its fault"},
    {"detect_stack_use_after_return", Rule::kMustBeOn, 0, "a frame that returned would look alive"},
    {"quarantine_size_mb", Rule::kAtLeast, kQuarantineMb, "freed memory would be handed out again"},
    {"quarantine_size", Rule::kAtLeast, std::int64_t{kQuarantineMb} << 20,
     "freed memory would be handed out again"},
    {"handle_segv", Rule::kMustBeOne, 0, "null and wild pointers would not be caught"},
    {"handle_sigbus", Rule::kMustBeOne, 0, "wild pointers would not be caught"},
    {"handle_sigfpe", Rule::kMustBeOne, 0, "a division by zero would not be reported"},
    {"handle_sigill", Rule::kMustBeOne, 0, "an illegal instruction would not be reported"},
    {"handle_abort", Rule::kMustBeOne, 0, "an assertion that fails would not be reported"},
    {"use_sigaltstack", Rule::kMustBeOn, 0, "endless recursion would not be caught"},
    {"detect_leaks", Rule::kMustBeOff, 0, "legal leaks would be reported"},
    {"suppressions", Rule::kMustBeEmpty, 0, "a report could be kept from us"},
    {"print_summary", Rule::kMustBeOn, 0, "the class of a report could not be read"},
    {"exitcode", Rule::kMustNotBeZero, 0, "a report would end in success"},
    {"include", Rule::kMustBeEmpty, 0, "options in another file cannot be checked"},
    {"include_if_exists", Rule::kMustBeEmpty, 0, "options in another file cannot be checked"},
};

// The runtime's words for yes and no; nothing for other words, of which it complains itself.
std::optional<bool> to_bool(absl::string_view value) {
  if (value == "1" || value == "yes" || value == "true") return true;
  if (value == "0" || value == "no" || value == "false") return false;
  return std::nullopt;
}

// What is wrong with `value`, as what it should be; empty if nothing.
std::string should_be(const Rule& rule, absl::string_view value) {
  std::int64_t number = 0;
  const bool is_number = absl::SimpleAtoi(value, &number);
  switch (rule.kind) {
    case Rule::kMustBeOn:
      return to_bool(value) == false ? "1" : "";
    case Rule::kMustBeOff:
      return to_bool(value) == true ? "0" : "";
    case Rule::kMustBeEmpty:
      return value.empty() ? "" : "absent";
    case Rule::kAtLeast:
      return is_number && number < rule.bound ? absl::StrCat("at least ", rule.bound) : "";
    case Rule::kMustBeOne:  // 0 handles nothing, 2 lets nobody else handle it.
      return to_bool(value) == true ? "" : "1";
    case Rule::kMustNotBeZero:
      return is_number && number == 0 ? "anything but 0" : "";
  }
  return "";
}

// The runtime's own way of reading: name=value, between blanks, commas, colons; the value may
// stand in quotes. Stops at what the runtime will not take either.
std::vector<std::pair<absl::string_view, absl::string_view>> parse_options(absl::string_view text) {
  constexpr absl::string_view kSeparators = " ,:\n\t\r";
  std::vector<std::pair<absl::string_view, absl::string_view>> options;
  while (true) {
    while (!text.empty() && kSeparators.find(text.front()) != absl::string_view::npos) {
      text.remove_prefix(1);
    }
    const std::size_t equals = text.find('=');
    if (equals == absl::string_view::npos) return options;
    const absl::string_view option = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
      const std::size_t end = text.find(text.front(), 1);
      if (end == absl::string_view::npos) return options;
      options.emplace_back(option, text.substr(1, end - 1));
      text.remove_prefix(end + 1);
    } else {
      const absl::string_view value = text.substr(0, text.find_first_of(kSeparators));
      options.emplace_back(option, value);
      text.remove_prefix(value.size());
    }
  }
}

bool is_poisoned(const volatile void* place) { return __asan_address_is_poisoned(place) != 0; }

// Whether the block is still held back. When it is given out of the quarantine its class changes,
// so that a later touch would be called an overflow; its poison alone says nothing. (Bare: the
// shadow has no shadow.)
PINPRICK_BARE bool is_in_quarantine(std::uintptr_t address) {
  std::size_t scale = 0;
  std::size_t offset = 0;
  __asan_get_shadow_mapping(&scale, &offset);
  constexpr std::uint8_t kFreed = 0xfd;
  return *reinterpret_cast<const std::uint8_t*>((address >> scale) + offset) == kFreed;
}

// An address that the compiler knows nothing about: it could drop an allocation that nobody looks
// at, and it warns of a pointer that is used when freed, which here is the point.
std::uintptr_t allocate(std::size_t size) {
  const volatile auto address = reinterpret_cast<std::uintptr_t>(malloc(size));
  return address;
}

void release(std::uintptr_t address) {
  const volatile std::uintptr_t unknown = address;
  free(reinterpret_cast<void*>(unknown));
}

absl::Status not_in_force(absl::string_view option, absl::string_view otherwise) {
  return absl::FailedPreconditionError(
      absl::StrCat("the sanitizer's option ", option, " is not in force; ", otherwise));
}

absl::Status probe_user_poisoning() {
  alignas(8) std::array<char, 8> place = {};
  __asan_poison_memory_region(place.data(), place.size());
  const bool poisoned = is_poisoned(place.data());
  __asan_unpoison_memory_region(place.data(), place.size());
  if (poisoned) return absl::OkStatus();
  return not_in_force("allow_user_poisoning=1", "a vacated place would look alive");
}

absl::Status probe_heap() {
  constexpr std::size_t kSize = 64;
  const std::uintptr_t first = allocate(kSize);
  const bool has_redzone = is_poisoned(reinterpret_cast<const char*>(first + kSize));
  release(first);
  if (!has_redzone || !is_in_quarantine(first)) {
    return not_in_force("poison_heap=1", "freed memory would look alive");
  }
  // As much as one program can free, in few blocks: the runtime writes to the first bytes of each,
  // and every page that it touches delays the start of the tool.
  constexpr std::size_t kBlock = kFreedBytesPerProgram / 16;
  for (std::size_t freed = 0; freed < kFreedBytesPerProgram; freed += kBlock) {
    release(allocate(kBlock - kAddedBytes));
  }
  if (is_in_quarantine(first)) return absl::OkStatus();
  return not_in_force(absl::StrCat("quarantine_size_mb=", kQuarantineMb),
                      "freed memory would be handed out again");
}

}  // namespace

PINPRICK_BARE const char* default_asan_options() {
  if (options_text[0] == '\0') {
    append_symbolizer(append(options_text, PINPRICK_ASAN_OPTIONS, nullptr));
  }
  return options_text;
}

absl::Status check_option_text(absl::string_view source, absl::string_view text) {
  const auto options = parse_options(text);
  for (const Rule& rule : kRules) {
    // The last one counts.
    for (auto option = options.rbegin(); option != options.rend(); ++option) {
      if (option->first != rule.option) continue;
      const std::string wanted = should_be(rule, option->second);
      if (wanted.empty()) break;
      return absl::FailedPreconditionError(absl::StrCat(source, " sets ", option->first, "=",
                                                        option->second, ", but it must be ", wanted,
                                                        ", or ", rule.otherwise));
    }
  }
  return absl::OkStatus();
}

absl::Status probe_sanitizers() {
  if (__asan_option_detect_stack_use_after_return == 0) {
    return not_in_force("detect_stack_use_after_return=1",
                        "a frame that returned would look alive");
  }
  const absl::Status status = probe_user_poisoning();
  if (!status.ok()) return status;
  return probe_heap();
}

absl::Status check_sanitizer_options() {
  // Options that the sanitizers have in common are taken from each of these.
  for (const char* variable : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    const char* const text = getenv(variable);
    if (text == nullptr) continue;
    const absl::Status status = check_option_text(variable, text);
    if (!status.ok()) return status;
  }
  // A text says what was asked for. What came of it is seen only by trying.
  return probe_sanitizers();
}

}  // namespace pinprick::harness

extern "C" PINPRICK_BARE const char* __asan_default_options() {
  return pinprick::harness::default_asan_options();
}

extern "C" PINPRICK_BARE const char* __ubsan_default_options() {
  // print_summary: g++'s runtime leaves it out, and the class of a report is read there.
  return "print_summary=1:print_stacktrace=1:halt_on_error=1:exitcode=3";
}
