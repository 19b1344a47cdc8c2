#include "harness/program/fault.h"

#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/strip.h"

namespace pinprick::harness {
namespace {

constexpr std::array<std::pair<FaultClass, const char*>, 18> kNames = {{
    {FaultClass::kUseAfterPoison, "use-after-poison"},
    {FaultClass::kHeapUseAfterFree, "heap-use-after-free"},
    {FaultClass::kHeapBufferOverflow, "heap-buffer-overflow"},
    {FaultClass::kStackUseAfterScope, "stack-use-after-scope"},
    {FaultClass::kStackUseAfterReturn, "stack-use-after-return"},
    {FaultClass::kStackBufferOverflow, "stack-buffer-overflow"},
    {FaultClass::kInvalidFree, "bad-free"},
    {FaultClass::kDoubleFree, "double-free"},
    {FaultClass::kUndefinedBehaviour, "undefined-behavior"},
    {FaultClass::kSegv, "SEGV"},
    {FaultClass::kBus, "BUS"},
    {FaultClass::kFpe, "FPE"},
    {FaultClass::kIll, "ILL"},
    {FaultClass::kStackOverflow, "stack-overflow"},
    {FaultClass::kAbort, "ABRT"},
    {FaultClass::kEndlessLoop, "endless-loop"},
    {FaultClass::kOutOfMemory, "out-of-memory"},
    {FaultClass::kOther, "other"},
}};

}  // namespace

absl::string_view name(FaultClass fault) { return kNames[static_cast<std::size_t>(fault)].second; }

FaultClass fault_in_report(absl::string_view report, bool& found) {
  // "SUMMARY: AddressSanitizer: CLASS where" or "SUMMARY: UndefinedBehaviorSanitizer: CLASS where".
  // libFuzzer's closing note holds the word AddressSanitizer too, so only a SUMMARY line counts.
  // The class counts before the tool: from its first look at a vtable on, g++'s UBSan has its own
  // name put under AddressSanitizer's reports as well.
  constexpr absl::string_view kSummary = "SUMMARY: ";
  found = false;
  const std::size_t begin = report.find(kSummary);
  if (begin == absl::string_view::npos) return FaultClass::kOther;
  absl::string_view rest = report.substr(begin + kSummary.size());
  const bool address = absl::ConsumePrefix(&rest, "AddressSanitizer: ");
  const bool undefined = !address && absl::ConsumePrefix(&rest, "UndefinedBehaviorSanitizer: ");
  if (!address && !undefined) return FaultClass::kOther;
  found = true;
  const absl::string_view word = rest.substr(0, rest.find_first_of(" \n"));
  // The sanitizer has two words for leaving an object on the stack, we have one.
  if (word == "stack-buffer-underflow") return FaultClass::kStackBufferOverflow;
  for (const auto& [fault, text] : kNames) {
    if (word == text) return fault;
  }
  return undefined ? FaultClass::kUndefinedBehaviour : FaultClass::kOther;
}

}  // namespace pinprick::harness
