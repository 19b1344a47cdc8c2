// A predicate that is watched: what the minimiser may ask of one is checked at each question.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "harness/minimizer/minimizer.h"
#include "harness/minimizer/smaller.h"
#include "harness/program/text.h"

namespace pinprick::harness {

inline Program program_of(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "test");
  EXPECT_TRUE(script.ok()) << script.status().message();
  return script.ok() ? script->program : Program();
}

// Minimises with `keeps`, and sees to it that only valid programs are asked about, none of them
// twice, and each smaller than the smallest that was accepted; and that the result is the last one
// that was.
class Watched {
 public:
  using Keeps = std::function<bool(const Program&)>;

  explicit Watched(Keeps keeps, MinimizerOptions options = {})
      : keeps_(std::move(keeps)), options_(std::move(options)) {
    if (!options_.proves) options_.proves = keeps_;
  }

  absl::StatusOr<Minimized> minimize(const Program& program) {
    best_ = program;
    asked_ = {to_text(program)};
    absl::StatusOr<Minimized> result =
        harness::minimize(program, [this](const Program& each) { return ask(each); }, options_);
    if (result.ok()) {
      EXPECT_EQ(to_text(result->program), to_text(best_));
      EXPECT_EQ(result->counts.runs + 1, asked_.size());
    }
    return result;
  }

  // The result, which must be there, as text.
  std::string text(absl::string_view program) { return text(program_of(program)); }
  std::string text(const Program& program) {
    const absl::StatusOr<Minimized> result = minimize(program);
    EXPECT_TRUE(result.ok()) << result.status().message();
    return result.ok() ? to_text(result->program) : "";
  }

 private:
  bool ask(const Program& program) {
    EXPECT_TRUE(validate(program).ok()) << validate(program).message();
    EXPECT_TRUE(is_smaller(program, best_)) << to_text(program) << "\nis not below\n"
                                            << to_text(best_);
    EXPECT_TRUE(asked_.insert(to_text(program)).second) << "twice:\n" << to_text(program);
    const bool kept = keeps_(program);
    if (kept) best_ = program;
    return kept;
  }

  Keeps keeps_;
  MinimizerOptions options_;
  Program best_;
  std::set<std::string> asked_;
};

}  // namespace pinprick::harness
