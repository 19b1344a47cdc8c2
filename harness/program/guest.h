// The type that a user brings to be tested, as far as programs know it.
//
// A process is host to one guest at most, from before its first program on. A program makes guests
// with `wait` on a `source world`, which stands for all that is around them, does with them what
// the user has named (`call`), and has come from outside what the user has named (`signal`).
// Without a guest none of this is valid: text is refused, and bytes that mean it are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "harness/program/op.h"
#include "harness/program/source.h"

namespace pinprick::harness {

// One thing that can be done with a guest.
struct GuestCall {
  std::string name;
  bool takes_argument = false;  // a byte, of which all its arguments are made
  bool pins = false;            // what does not claim Unpin may not move any more from then on
};

struct Guest {
  std::string name;
  std::string claims;           // in words: "Unpin, Relocatable"
  bool takes_argument = false;  // when it is made
  bool unpin = false;           // may move at any time
  bool movable = true;          // has a move constructor; otherwise it stays where it was made
  bool relocatable = false;     // to copy its bytes and to forget the old place is a move
  bool cancellable = true;      // may be dropped after a call that pins
  std::vector<GuestCall> calls;
  std::vector<std::string> events;
};

// Null: there is none.
const Guest* guest();

// `guest` must outlive all programs. Null: it has left.
void host(const Guest* guest);

// Whether programs may do that with a guest: what its claims have a word on. Pins are nothing that
// it knows of, and to be polled it has a call.
bool takes(const Guest& guest, OpCode code);

// Whether programs that are about nothing but guests have any use for it.
bool concerns_guests(OpCode code);

// The signals of a source: those of the table, and of a world the guest's events.
std::size_t signal_count(Source source);
absl::string_view signal_name(Source source, std::size_t signal);

}  // namespace pinprick::harness
