// Every program that stands in the repository, the other way round: run without the trap in a
// process of its own, where the unmodified sanitizer must report the class that the contract
// predicts, at the operation that it predicts, or nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/campaign/confirm.h"
#include "harness/model/model.h"
#include "harness/program/text.h"
#include "tests/harness/program/pin_files.h"

namespace pinprick::harness {
namespace {

std::string in_words(const std::optional<FaultClass>& fault, std::size_t op) {
  return fault.has_value() ? absl::StrCat(name(*fault), " at operation ", op + 1) : "no error";
}

// The complaint about one program; empty if both sides agree.
std::string complaint(const std::string& file, Confirmer& confirmer) {
  const absl::StatusOr<Script> script = load(file);
  if (!script.ok()) return std::string(script.status().message());
  const Prediction predicted = predict(script->program);
  const absl::StatusOr<Confirmation> seen = confirmer.confirm(file);
  if (!seen.ok()) return absl::StrCat(file, ": ", seen.status().message());
  if (agrees(*seen, predicted)) return "";
  std::optional<FaultClass> expected;
  if (predicted.fault.has_value()) expected = predicted.fault->fault;
  return absl::StrCat(
      file, ": predicted ", in_words(expected, expected.has_value() ? predicted.fault->op : 0),
      "; the unmodified sanitizer: ", in_words(seen->fault, seen->op), "\n", seen->report);
}

TEST(ConfirmAll, TheUnmodifiedSanitizerAgreesOnEveryProgram) {
  const std::vector<std::string> files = all_pin_files();
  EXPECT_GT(files.size(), 350U);
  std::vector<std::string> complaints(files.size());
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> askers(std::max(1U, std::thread::hardware_concurrency()));
    for (std::jthread& asker : askers) {
      asker = std::jthread([&] {
        ConfirmOptions options;
        options.tool = PINPRICK_TOOL;
        options.symbolize = false;
        Confirmer confirmer(options);
        for (std::size_t i = next++; i < files.size(); i = next++) {
          complaints[i] = complaint(files[i], confirmer);
        }
      });
    }
  }
  for (const std::string& each : complaints) EXPECT_EQ(each, "");
}

}  // namespace
}  // namespace pinprick::harness
