// The bug bank: published bugs that the instrument must find again, each a type with its defect
// beside the same type with the defect mended.
//
// What it is: a table of them. `add` enters both twins among check::registrations(), the defective
// one by the name of the bug's id, the mended one by that name and ".mended".
//
// What it promises: nothing is registered before `add` is called, and programs that keep to the
// claims find nothing with a mended twin.
//
// What breaks it: `add` called twice, which enters the two again.
#pragma once

#include <span>

namespace pinprick::bugs {

struct Bug {
  const char* id;    // the name of its files
  const char* name;  // what people call it
  void (*add)();
};

std::span<const Bug> bank();

}  // namespace pinprick::bugs
