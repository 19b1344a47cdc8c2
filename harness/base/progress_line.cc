#include "harness/base/progress_line.h"

#include <unistd.h>

#include <cstdio>

namespace pinprick::harness {
namespace {

constexpr std::chrono::milliseconds kRedraw(500);
constexpr std::chrono::seconds kNewLine(10);

void say(const char* before, absl::string_view text, const char* after) {
  std::fprintf(stderr, "%s%.*s%s", before, static_cast<int>(text.size()), text.data(), after);
  std::fflush(stderr);
}

}  // namespace

ProgressLine::ProgressLine() : on_terminal_(isatty(STDERR_FILENO) == 1) { put_off(); }

void ProgressLine::put_off() {
  due_ = Clock::now() + (on_terminal_ ? Clock::duration(kRedraw) : Clock::duration(kNewLine));
}

void ProgressLine::show(absl::string_view text) {
  if (on_terminal_) {
    say("\r\033[K", text, "");
    is_shown_ = true;
  } else {
    say("", text, "\n");
  }
  put_off();
}

void ProgressLine::clear() {
  if (is_shown_) say("\r\033[K", "", "");
  is_shown_ = false;
}

}  // namespace pinprick::harness
