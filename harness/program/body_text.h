// The body of a machine as text: `a = bytes 8; b = ref a; await; read b`.
//
// Strict, like the program around it. The locals may have any names; each is bound once.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "harness/program/body.h"

namespace pinprick::harness {

// The words and signs of a line, one after the other; empty at its end.
class Tokens {
 public:
  virtual absl::string_view next() = 0;
  virtual absl::string_view peek() = 0;
  // An error at the last token: "FILE:LINE:COLUMN: found `token`, expected ...".
  virtual absl::Status unexpected(absl::string_view expected) const = 0;

 protected:
  ~Tokens() = default;
};

// Reads a body with its brackets; the next token is `(`.
absl::Status parse_body(Tokens& tokens, Body& body);

}  // namespace pinprick::harness
