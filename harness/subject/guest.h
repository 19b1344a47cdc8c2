// The type that a user brings, as the interpreter sees it: a registration (pinprick/check.h) behind
// the table of functions that every kind of the catalogue has.
//
// A guest lies where the value of a program lies, and behind it a tag that is ours: who it is, and
// what is around it. Functions that a guest is not asked for (guest.h of the programs) are null.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/program/program.h"
#include "harness/subject/source.h"
#include "pinprick/check.h"

namespace pinprick::harness {

// What admit() does on this side.
void lodge(const check::Registration& registration);

// The one that was admitted; null: none.
const check::Registration* admitted();

struct Subject;
// As the catalogue has it.
const Subject* guest_subject();

// What is around guests.
MadeSource make_world(ValueId owner);

// Does with the guest what the call of that number says, and leaves word of what it gave.
void call_guest(void* at, std::size_t call, std::uint8_t argument);

// Whether it must be left as it is when the program is over: pinned, and not to be dropped.
bool is_held(const void* at);

}  // namespace pinprick::harness
