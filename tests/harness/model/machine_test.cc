// What the contract says of machines that were moved between two of their states: which pointer
// goes stale, by which way of moving, and whose old home is touched first. Worked out by hand.
#include "harness/model/machine.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "harness/model/model.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

// "heap-use-after-free at 4 by 3", or the class of a program without a fault and what it leaks.
std::string prediction_of(const std::string& text) {
  const absl::StatusOr<Script> script = parse(text, "program");
  if (!script.ok()) return std::string(script.status().message());
  const Prediction prediction = predict(script->program);
  if (prediction.fault.has_value()) {
    return absl::StrCat(name(prediction.fault->fault), " at ", prediction.fault->op + 1, " by ",
                        prediction.fault->vacated_by + 1);
  }
  std::string out(name(prediction.program_class));
  for (const Event& event : prediction.trace) {
    if (event.kind == EventKind::kReady) absl::StrAppend(&out, " ", event.value);
  }
  if (prediction.leaked_blocks > 0) absl::StrAppend(&out, " leaks ", prediction.leaked_blocks);
  return out;
}

// Polled once, moved by line 3, polled again. The end of the program is line 5.
std::string moved(const std::string& kind, const std::string& how) {
  return prediction_of(absl::StrCat("let f = make ", kind, "\npoll_unpinned f\nlet f = ", how,
                                    " f\npoll_unpinned f\n"));
}

struct MachineCase {
  const char* body;
  const char* by_construction;
  const char* by_bytes;
};

constexpr const char* kStale = "use-after-poison at 4 by 3";
constexpr const char* kStaleAtTheEnd = "use-after-poison at 5 by 3";

constexpr MachineCase kMachineCases[] = {
    {"a = bytes 8; await; read a", "latent 8", "latent 8"},
    {"a = bytes 8; b = ref a; await; read b", kStale, kStale},
    {"a = bytes 8; b = ref a; await; write b", kStale, kStale},
    {"a = bytes 8; b = ref a; await; read a", "latent 8", "latent 8"},
    {"a = bytes 8; await; b = ref a; read b", "latent 8", "latent 8"},
    // A short text mends itself when it is moved by construction, and is lost by its bytes.
    {"a = text 15; await; read a", "latent 15", kStale},
    {"a = text 15; await; write a", "latent 0", kStale},
    {"a = text 15; await; drop a", "latent 0", "bad-free at 4 by 3"},
    {"a = text 15; await; await; read a", "latent", "bad-free at 5 by 3"},
    {"a = text 16; await; read a", "latent 16", "latent 16"},
    // A reference to the string, and one to its characters.
    {"a = text 15; await; b = ref a; read b", "latent 15", kStale},
    {"a = text 15; await; b = deref a; await", "latent", "bad-free at 5 by 3"},
    {"a = text 15; b = deref a; await; read b", kStale, kStale},
    {"a = text 16; b = deref a; await; read b", "latent 16", "latent 16"},
    {"a = text 16; b = ref a; await; read b", kStale, kStale},
    {"a = boxed 3; b = deref a; await; write b; read a", "latent 4", "latent 4"},
    {"a = boxed 3; b = ref a; await; read b", kStale, kStale},
    // Destructors read, and write.
    {"a = int 3; b = guard a; await; await", kStaleAtTheEnd, kStaleAtTheEnd},
    {"a = int 3; b = guard a; await; drop b", kStale, kStale},
    {"a = node 1; b = node 2; link b a; await; await", kStaleAtTheEnd, kStaleAtTheEnd},
    {"a = node 1; b = node 2; link b a; await; follow a", kStale, kStale},
    {"a = node 1; b = node 2; link b a; await; drop b", kStale, kStale},
    {"a = node 1; b = node 2; await; link b a; follow a", "latent 2", "latent 2"},
    {"a = node 1; b = node 2; link b a; drop b; await; follow a", "latent 0", "latent 0"},
    // Children.
    {"a = yield_n 2; await a", "latent", "latent"},
    {"a = nested 2; await a", kStale, kStale},
    {"a = nested 2; await; await a", "latent", "latent"},
    // What is jumped over is not touched.
    {"a = int 4; b = ref a; read a; await; skip 1; read b", "latent 4", "latent 4"},
    {"a = int 5; b = ref a; read a; await; skip 1; read b", kStale, kStale},
};

TEST(Machine, GoesStaleWhereItPointsIntoItself) {
  for (const MachineCase& each : kMachineCases) {
    const std::string kind = absl::StrCat("machine(", each.body, ")");
    EXPECT_EQ(moved(kind, "move"), each.by_construction) << each.body;
    EXPECT_EQ(moved(kind, "relocate"), each.by_bytes) << each.body;
  }
}

TEST(Coroutine, MovesByItsBytesWhateverTheOperation) {
  for (const char* how : {"move", "relocate"}) {
    EXPECT_EQ(moved("coroutine(shape=0)", how), kStale) << "a reference";
    EXPECT_EQ(moved("coroutine(shape=1)", how), "latent") << "nothing points into it";
    EXPECT_EQ(moved("coroutine(shape=3)", how), kStale) << "a short text";
    EXPECT_EQ(moved("coroutine(shape=7)", how), "bad-free at 4 by 3") << "a short text, dropped";
  }
}

TEST(Machine, BeforeItsFirstPollMovesFreely) {
  for (const char* kind : {"machine(a = text 4; b = ref a; read b)", "coroutine(shape=8)"}) {
    EXPECT_EQ(prediction_of(absl::StrCat("let f = make ", kind,
                                         "\nlet f = move f\nlet f = relocate f\nlet b = box f\n"
                                         "let f = unbox b\nblock_on f\n")),
              absl::StrCat("obeying ", kind[0] == 'm' ? 4 : 6));
  }
}

// The old home of a stale text is the first one, however often it moves on.
TEST(Machine, StaleTextKeepsItsFirstHome) {
  EXPECT_EQ(prediction_of("let f = make machine(a = text 4; await; read a)\npoll_unpinned f\n"
                          "let f = relocate f\nlet f = move f\nlet b = box f\npoll_unpinned b\n"),
            "use-after-poison at 6 by 3");
  EXPECT_EQ(prediction_of("let f = make machine(a = text 4; await; read a)\npoll_unpinned f\n"
                          "let f = move f\nlet f = move f\nlet f = relocate f\npoll_unpinned f\n"),
            "use-after-poison at 6 by 5");
  EXPECT_EQ(
      prediction_of("let f = make machine(a = text 4; await; read a)\nlet p = box_pin f\npoll p\n"
                    "let f = move_out p\nlet f = relocate f\npoll_unpinned f\n"),
      "use-after-poison at 6 by 5");
}

TEST(Machine, LeaksWhatItsLocalsHoldOnTheHeap) {
  EXPECT_EQ(prediction_of("let f = make machine(a = text 16; b = boxed 1; c = text 15; await)\n"
                          "let p = box_pin f\npoll p\nforget p\n"),
            "safe leaks 3");
  EXPECT_EQ(prediction_of("let f = make machine(a = text 16; b = boxed 1; drop a; await)\n"
                          "let p = box_pin f\npoll p\nforget p\n"),
            "safe leaks 2");
}

}  // namespace
}  // namespace pinprick::harness
