// All mutations, and how often each is drawn.
#pragma once

#include <array>

#include "harness/mutator/mutation.h"

namespace pinprick::harness {

namespace mutations {
bool insert(std::vector<Part>& parts, const Tools& tools);
bool go_on(std::vector<Part>& parts, const Tools& tools);
bool anew(std::vector<Part>& parts, const Tools& tools);
bool remove(std::vector<Part>& parts, const Tools& tools);
bool splice(std::vector<Part>& parts, const Tools& tools);
bool duplicate(std::vector<Part>& parts, const Tools& tools);
bool reorder(std::vector<Part>& parts, const Tools& tools);
bool operand(std::vector<Part>& parts, const Tools& tools);
bool kind(std::vector<Part>& parts, const Tools& tools);
bool machine(std::vector<Part>& parts, const Tools& tools);
bool make_unsafe(std::vector<Part>& parts, const Tools& tools);
bool make_safe(std::vector<Part>& parts, const Tools& tools);
bool scope(std::vector<Part>& parts, const Tools& tools);
bool shift_poll(std::vector<Part>& parts, const Tools& tools);
bool number(std::vector<Part>& parts, const Tools& tools);
}  // namespace mutations

inline constexpr std::size_t kMutationCount = 15;

// clang-format off
inline constexpr std::array<Mutation, kMutationCount> kMutations = {{
    {"insert", mutations::insert, 30,
     "a new operation, and before it what it needs and nobody has made yet"},
    {"go_on", mutations::go_on, 30,
     "what is there goes on: it is pinned and polled, what it waits for happens, it is dropped"},
    {"anew", mutations::anew, 480,
     "another program takes the place of this one, and goes on from nothing"},
    {"remove", mutations::remove, 12,
     "one operation goes, seldom a few; who used its value now uses what that was made of"},
    {"splice", mutations::splice, 4,
     "operations of another program come in, or take the place of the rest"},
    {"duplicate", mutations::duplicate, 8,
     "one operation or a few come a second time, on what the first time has left"},
    {"reorder", mutations::reorder, 8,
     "one operation goes elsewhere, where all others remain valid"},
    {"operand", mutations::operand, 8,
     "an operation takes another value"},
    {"kind", mutations::kind, 12,
     "a future becomes one of another kind, or a source another source"},
    {"machine", mutations::machine, 8,
     "a machine's body changes: a statement more, one less, other numbers, another order"},
    {"make_unsafe", mutations::make_unsafe, 8,
     "an operation becomes its unsafe counterpart, or an unsafe one comes in"},
    {"make_safe", mutations::make_safe, 4,
     "an unsafe operation becomes its safe counterpart, or goes"},
    {"scope", mutations::scope, 4,
     "a few operations get a scope of their own, or lose it, or it ends elsewhere"},
    {"shift_poll", mutations::shift_poll, 12,
     "an operation goes to the other side of a poll"},
    {"number", mutations::number, 6,
     "another number in a kind or a source, another element, another signal"},
}};
// clang-format on

}  // namespace pinprick::harness
