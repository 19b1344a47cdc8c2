// What the tests of the mutator have in common.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/mutator/mutations.h"
#include "harness/mutator/mutator.h"
#include "harness/program/bytes.h"
#include "harness/program/program.h"
#include "harness/program/text.h"

namespace pinprick::harness::mutator_kit {

// Of a program that must be right.
inline Program parsed(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "test");
  EXPECT_TRUE(script.ok()) << script.status() << "\n" << text;
  return script.ok() ? script->program : Program();
}

inline const Mutation& named(absl::string_view name) {
  for (const Mutation& each : kMutations) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << "no mutation is called " << name;
  return kMutations[0];
}

// Valid, and the same again through text and through bytes.
inline void expect_sound(const Program& program) {
  const absl::Status status = validate(program);
  ASSERT_TRUE(status.ok()) << status;
  const std::string text = to_text(program);
  absl::StatusOr<Script> script = parse(text, "printed");
  ASSERT_TRUE(script.ok()) << script.status() << "\n" << text;
  ASSERT_TRUE(script->program == program) << text;
  ASSERT_EQ(to_text(script->program), text);
  Decoder decoder;
  ASSERT_TRUE(decoder.decode(encode(program)) == program) << text;
}

template <class Fits>
std::size_t count_ops(const Program& program, Fits fits) {
  std::size_t count = 0;
  for (const Op& op : program.ops) count += fits(op) ? 1 : 0;
  return count;
}

inline std::size_t count_unsafe(const Program& program) {
  return count_ops(program, [](const Op& op) { return spec(op.code).is_unsafe; });
}

}  // namespace pinprick::harness::mutator_kit
