// The rules of the pinning contract, and the classes of programs that follow from them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

enum class Rule : std::uint8_t {
  kMove,
  kOutlive,
  kAlias,
  kCapture,
  kDeref,
  kDrop,
  kLeak,
  kStackLeak,
  kPinnedDrop,
  kPacked,
  kStructuralUnpin,
  kProjection,
  kTake,
  kSet,
  kPointer,
  kMap,
  kUnpin,
  kFalseUnpin,
  kBeforePin,
  kPollDone,
  kWaker,
  kCancel,
};
inline constexpr std::size_t kRuleCount = 22;

struct RuleSpec {
  Rule rule;
  const char* name;
  const char* about;
};

inline constexpr std::array<RuleSpec, kRuleCount> kRules = {{
    {Rule::kMove, "move", "a pinned !Unpin value never moves until it is dropped"},
    {Rule::kOutlive, "outlive", "pinning outlives the Pin object"},
    {Rule::kAlias, "alias", "no way around the pin may exist"},
    {Rule::kCapture, "capture", "what a closure captures moves with it"},
    {Rule::kDeref, "deref", "dereferencing must not move the value"},
    {Rule::kDrop, "drop", "pinned storage is not released until the destructor has run"},
    {Rule::kLeak, "leak", "leaking a heap-pinned value is legal"},
    {Rule::kStackLeak, "stack-leak", "a stack-pinned value cannot be leaked"},
    {Rule::kPinnedDrop, "pinned-drop", "the destructor runs as if through a Pin"},
    {Rule::kPacked, "packed", "a pinned field must not be in a packed struct"},
    {Rule::kStructuralUnpin, "structural-unpin",
     "a wrapper is Unpin only if its pinned fields are"},
    {Rule::kProjection, "projection", "a field is always or never structurally pinned"},
    {Rule::kTake, "take", "no structurally pinned field is moved out"},
    {Rule::kSet, "set", "Pin::set is legal"},
    {Rule::kPointer, "pointer", "the pointer moves freely, the value does not"},
    {Rule::kMap, "map", "map_unchecked gives something that is pinned with the parent"},
    {Rule::kUnpin, "unpin", "for Unpin types pinning means nothing"},
    {Rule::kFalseUnpin, "false-unpin", "a type that declares itself Unpin survives every move"},
    {Rule::kBeforePin, "before-pin", "a !Unpin value moves freely until first pinned"},
    {Rule::kPollDone, "poll-done", "polling after Ready is a logic error, never a memory error"},
    {Rule::kWaker, "waker", "a waker owns its data"},
    {Rule::kCancel, "cancel", "a future may be dropped before it is ready"},
}};

constexpr const RuleSpec& spec(Rule rule) { return kRules[static_cast<std::size_t>(rule)]; }

// What a program is, by its operations and the contract alone.
enum class ProgramClass : std::uint8_t {
  kSafe,      // no unsafe operation, only honest types
  kObeying,   // unsafe operations or a lying type, but no rule broken
  kLatent,    // a rule broken, nothing stale touched
  kManifest,  // a rule broken, and a stale place touched
};
inline constexpr std::size_t kProgramClassCount = 4;
inline constexpr std::array<const char*, kProgramClassCount> kProgramClassNames = {
    "safe", "obeying", "latent", "manifest"};

inline absl::string_view name(ProgramClass program_class) {
  return kProgramClassNames[static_cast<std::size_t>(program_class)];
}

}  // namespace pinprick::harness
