// The bodies that come a second time from the compiler: `coroutine(shape=N)` is a C++20 coroutine
// whose text is written from body N of this table when the project is built.
//
// Together they use every statement, and each shows something that the others do not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/program/body.h"

namespace pinprick::harness {

inline constexpr std::array<const char*, 24> kCoroutines = {
    "a = bytes 8; b = ref a; await; read b; await; read b; read a",
    "a = bytes 8; await; read a; await; write a; read a",
    "a = int 5; await; b = ref a; write b; await; read b; read a",
    "a = text 4; await; read a; await; read a",
    "a = text 30; await; read a; await; read a",
    "a = text 4; b = deref a; await; read b; await; write b; read a",
    "a = text 30; b = deref a; await; read b; await; write b; read a",
    "a = text 4; await; drop a; await",
    "a = text 6; b = ref a; await; await; read b",
    "a = boxed 9; b = deref a; await; write b; await; read b; read a",
    "a = boxed 9; b = ref a; await; read b; await; drop a",
    "a = node 1; b = node 2; link b a; await; follow a; await; follow a",
    "a = node 1; b = node 2; c = node 3; link b a; link c a; await; drop b; await; follow a",
    "a = node 1; b = node 2; await; link a b; await; drop b; follow a",
    "a = yield_n 2; await a; await",
    "a = nested 7; await a; await; b = nested 4; await b",
    "a = bytes 3; b = guard a; await; await; read a",
    "a = text 20; b = guard a; c = ref a; await; drop b; read c; await",
    "a = int 3; await; read a; skip 2; await; read a; await; read a",
    "a = bytes 2; b = ref a; await; read a; skip 1; read b; await; read a",
    "a = text 9; b = yield_n 1; read a; skip 2; await b; drop a; await",
    "await; await; await",
    "a = node 5; b = guard a; c = text 3; d = ref c; await; write d; await; read d",
    "a = boxed 2; b = text 40; c = node 1; d = node 2; link d c; await; read a; read b; await; "
    "follow c",
};

// The body of `shape` < kCoroutines.size().
const Body& coroutine_body(std::size_t shape);

// The C++ text of a coroutine with that body, for harness/subject/coroutine.h.
std::string to_cpp(const Body& body, absl::string_view function);

}  // namespace pinprick::harness
