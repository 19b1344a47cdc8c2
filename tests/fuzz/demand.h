// What a fuzz target says where a promise is broken: one line that names the promise, what there is
// to see, and an abort(), which is a crash to every engine. Never PINPRICK_CHECK: that leaves the
// process in good order, and the engine would not keep the input.
#pragma once

#include "absl/strings/string_view.h"
#include "harness/program/program.h"

namespace pinprick::harness {

[[noreturn]] void promise_broken(absl::string_view promise, absl::string_view seen);
// `seen` must be valid.
[[noreturn]] void promise_broken(absl::string_view promise, const Program& seen);

template <class Seen>
void demand(bool is_kept, absl::string_view promise, const Seen& seen) {
  if (!is_kept) promise_broken(promise, seen);
}

}  // namespace pinprick::harness
