// Every way of moving, with someone who notices: an example that is polled again, or a keeper whose
// destructor reads. Where the fault is, of what class, whose old home it was and who emptied it
// were worked out by hand: what lay in the arena is poisoned, what lay in a freed block is freed.
#include <gtest/gtest.h>

#include <string>

#include "tests/harness/interpreter/seen.h"

namespace pinprick::harness {
namespace {

struct FaultCase {
  const char* name;
  const char* program;
  const char* fault;  // operation: class of owner by operation, counted from 0
};

constexpr FaultCase kFaultCases[] = {
    {"MoveSlot", R"(let f = make example
poll_unpinned f
let g = move f
poll_unpinned g
)",
     "3: use-after-poison of 0 by 2"},
    {"MoveSlotKeeper", R"(let f = make keeper
poll_unpinned f
let g = move f
drop g
)",
     "3: use-after-poison of 0 by 2"},
    // The place that was first left is the one that is read.
    {"MoveSlotTwice", R"(let f = make example
poll_unpinned f
let g = move f
let h = move g
poll_unpinned h
)",
     "4: use-after-poison of 0 by 2"},
    {"MoveSlotOfALiar", R"(let f = make liar
poll_unpin f
let g = move f
poll_unpin g
)",
     "3: use-after-poison of 0 by 2"},
    {"Box", R"(let f = make example
poll_unpinned f
let b = box f
poll_unpinned b
)",
     "3: use-after-poison of 0 by 2"},
    {"BoxKeeper", R"(let f = make keeper
poll_unpinned f
let b = box f
drop b
)",
     "3: use-after-poison of 0 by 2"},
    {"Unbox", R"(let f = make example
let b = box f
poll_unpinned b
let g = unbox b
poll_unpinned g
)",
     "4: heap-use-after-free of 0 by 3"},
    {"UnboxKeeper", R"(let f = make keeper
let b = box f
poll_unpinned b
let g = unbox b
drop g
)",
     "4: heap-use-after-free of 0 by 3"},
    {"UnboxOfWhatWasPinned", R"(let f = make example
let p = box_pin f
poll p
let b = into_inner_unchecked p
let g = unbox b
poll_unpinned g
)",
     "5: heap-use-after-free of 0 by 4"},
    {"BoxPin", R"(let f = make example
poll_unpinned f
let p = box_pin f
poll p
)",
     "3: use-after-poison of 0 by 2"},
    {"ErasedAfterTheMove", R"(let f = make example
poll_unpinned f
let p = box_pin f
let d = erase p
poll d
)",
     "4: use-after-poison of 0 by 2"},
    {"Pin", R"(let f = make example
poll_unpinned f
let p = pin f
poll p
)",
     "3: use-after-poison of 0 by 2"},
    // The local dies with its scope, here with the program.
    {"PinKeeper", R"(let f = make keeper
poll_unpinned f
let p = pin f
)",
     "3: use-after-poison of 0 by 2"},
    {"MoveOutOfAPinnedBox", R"(let f = make example
let p = box_pin f
poll p
let g = move_out p
poll_unpinned g
)",
     "4: heap-use-after-free of 0 by 3"},
    {"MoveOutOfAPinnedBoxKeeper", R"(let f = make keeper
let p = box_pin f
poll p
let g = move_out p
)",
     "4: heap-use-after-free of 0 by 3"},
    {"MoveOutOfAPinnedLocal", R"(let f = make example
let p = pin f
poll p
let g = move_out p
poll_unpinned g
)",
     "4: use-after-poison of 0 by 3"},
    {"MoveOutOfAPinnedLocalKeeper", R"({
let f = make keeper
let p = pin f
poll p
let g = move_out p
}
)",
     "5: use-after-poison of 1 by 4"},
    {"Swap", R"(let a = make example
let b = make example
poll_unpinned a
swap a b
poll_unpinned b
)",
     "4: use-after-poison of 0 by 3"},
    {"SwapOfTheSecond", R"(let a = make example
let b = make example
poll_unpinned b
swap a b
poll_unpinned a
)",
     "4: use-after-poison of 1 by 3"},
    {"SwapOfBoxes", R"(let a = make example
let b = make example
let x = box a
let y = box b
poll_unpinned x
swap x y
poll_unpinned y
)",
     "6: heap-use-after-free of 0 by 5"},
    {"SwapOfALocalAndABox", R"(let a = make example
let b = make example
let y = box b
poll_unpinned y
swap a y
poll_unpinned a
)",
     "5: heap-use-after-free of 1 by 4"},
    {"SwapThroughPinsOfLiars", R"(let a = make liar
let b = make liar
let p = box_pin a
let q = box_pin b
poll p
swap p q
poll q
)",
     "6: heap-use-after-free of 0 by 5"},
    {"SwapUnchecked", R"(let a = make example
let b = make example
let p = box_pin a
let q = box_pin b
poll p
swap_unchecked p q
poll q
)",
     "6: heap-use-after-free of 0 by 5"},
    {"SwapUncheckedOfLocals", R"(let a = make example
let b = make example
let p = pin a
let q = pin b
poll p
swap_unchecked p q
poll q
)",
     "6: use-after-poison of 0 by 5"},
    // Every move lands in a fresh place, so that swapping back is not going back.
    {"SwapUncheckedBack", R"(let a = make keeper
let b = make keeper
let p = box_pin a
let q = box_pin b
poll p
swap_unchecked p q
swap_unchecked p q
drop p
)",
     "7: heap-use-after-free of 0 by 5"},
    {"Replace", R"(let a = make example
let b = make example
poll_unpinned a
let c = replace a b
poll_unpinned c
)",
     "4: use-after-poison of 0 by 3"},
    {"ReplaceInABox", R"(let a = make example
let x = box a
poll_unpinned x
let b = make example
let c = replace x b
poll_unpinned c
)",
     "5: heap-use-after-free of 0 by 4"},
    // The one that goes in is moved as well.
    {"ReplaceByOneThatWasPinned", R"(let a = make example
let b = make example
poll_unpinned b
let c = replace a b
poll_unpinned a
)",
     "4: use-after-poison of 1 by 3"},
    {"ReplaceUnchecked", R"(let a = make example
let b = make example
let p = box_pin a
poll p
let c = replace_unchecked p b
poll_unpinned c
)",
     "5: heap-use-after-free of 0 by 4"},
    {"ReplaceUncheckedOfALocal", R"(let a = make example
let b = make example
let p = pin a
poll p
let c = replace_unchecked p b
poll_unpinned c
)",
     "5: use-after-poison of 0 by 4"},
    {"SetByOneThatWasPinned", R"(let a = make example
let p = box_pin a
let b = make example
poll_unpinned b
set p b
poll p
)",
     "5: use-after-poison of 2 by 4"},
    {"Relocate", R"(let f = make example
poll_unpinned f
let g = relocate f
poll_unpinned g
)",
     "3: use-after-poison of 0 by 2"},
    {"RelocateKeeper", R"(let f = make keeper
poll_unpinned f
let g = relocate f
)",
     "3: use-after-poison of 0 by 2"},
    {"Vec", R"(let f = make example
poll_unpinned f
let v = vec f
let p = pin_element_unchecked v 0
poll p
)",
     "4: use-after-poison of 0 by 2"},
    {"VecKeeper", R"(let f = make keeper
poll_unpinned f
let v = vec f
drop v
)",
     "3: use-after-poison of 0 by 2"},
    {"Push", R"(let a = make example
let v = vec a
let b = make example
poll_unpinned b
push v b
let p = pin_element_unchecked v 1
poll p
)",
     "6: use-after-poison of 2 by 4"},
    {"PushThatGrows", R"(let f = make example
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = make example
push v g
let q = pin_element_unchecked v 0
poll q
)",
     "7: heap-use-after-free of 0 by 5"},
    {"PushThatGrowsKeeper", R"(let f = make keeper
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = make keeper
push v g
)",
     "6: heap-use-after-free of 0 by 5"},
    // The buffer is still the vector's, its last place nobody's.
    {"Pop", R"(let f = make example
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = pop v
poll_unpinned g
)",
     "5: use-after-poison of 0 by 4"},
    // It was the pop that moved it, whoever freed the buffer.
    {"PopAndTheVectorGone", R"(let f = make example
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = pop v
drop v
poll_unpinned g
)",
     "6: heap-use-after-free of 0 by 4"},
    {"PopKeeper", R"(let f = make keeper
let v = vec f
let p = pin_element_unchecked v 0
poll p
let g = pop v
drop g
)",
     "5: use-after-poison of 0 by 4"},
    {"BlockOn", R"(let f = make example
poll_unpinned f
block_on f
)",
     "2: use-after-poison of 0 by 2"},
    // Done before, it dies by name in block_on, and reads in the unwinding.
    {"BlockOnKeeperUnwinding", R"(let f = make keeper
poll_unpinned f
poll_unpinned f
poll_unpinned f
block_on f
)",
     "4: use-after-poison of 0 by 4"},
    {"JoinThroughItsSecond", R"(let f = make join(yield_n(n=8), example)
let p = pin f
poll p
let g = move_out p
poll_unpinned g
)",
     "4: use-after-poison of 0 by 3"},
    {"RawWakerByRef", R"(let t = task
let w = raw_waker t
drop t
wake_by_ref w
)",
     "3: heap-use-after-free of 0 by 2"},
    {"RawWaker", R"(let t = task
let w = raw_waker t
drop t
wake w
)",
     "3: heap-use-after-free of 0 by 2"},
    {"RawWakerCloned", R"(let t = task
let w = raw_waker t
let x = clone w
drop t
wake x
)",
     "4: heap-use-after-free of 0 by 3"},
    {"RawWakerAfterTheLastCountedOne", R"(let t = task
let w = raw_waker t
let x = waker t
drop t
wake_by_ref w
wake x
wake_by_ref w
)",
     "6: heap-use-after-free of 0 by 5"},
};

class Moved : public testing::TestWithParam<FaultCase> {};

TEST_P(Moved, FaultsThereAndForThatReason) {
  const Observation seen = observe(program_of(GetParam().program));
  ASSERT_TRUE(seen.fault.has_value()) << to_text(seen.trace);
  EXPECT_EQ(to_text(*seen.fault), GetParam().fault);
  EXPECT_FALSE(seen.fault->fault.is_write);
  EXPECT_NE(seen.fault->fault.address, 0U);
  for (const Event& event : seen.trace) EXPECT_LE(event.op, seen.fault->op);
}

std::string name_of_case(const testing::TestParamInfo<FaultCase>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(All, Moved, testing::ValuesIn(kFaultCases), name_of_case);

// The poll that faults was begun, and never answered.
TEST(Fault, TheTraceEndsWithIt) {
  const Observation seen = observe(program_of(R"(let f = make example
poll_unpinned f
let g = move f
poll_unpinned g
drop g
)"));
  EXPECT_EQ(to_text(seen.trace), R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: Pending
3: leaf 0 of future 0 polled
)");
}

// What makes each row above a fault is the poll before the move: without it nothing points home.
TEST(Fault, NoneWithoutAPollBeforeTheMove) {
  const Observation seen = observe(program_of(R"(let f = make keeper
let f = move f
let b = box f
let f = unbox b
let f = relocate f
let p = box_pin f
let f = move_out p
let v = vec f
let f = pop v
let p = pin f
let f = move_out p
block_on f
)"));
  EXPECT_EQ(fault_text(seen), "none");
}

// A pinned value whose pointer moves has not moved.
TEST(Fault, NoneWhereOnlyThePointerMoves) {
  const Observation seen = observe(program_of(R"(let f = make keeper
let p = box_pin f
poll p
let p = move p
poll p
let b = into_inner_unchecked p
let b = move b
let p = into_pin b
let d = erase p
let d = move d
poll d
)"));
  EXPECT_EQ(fault_text(seen), "none");
  EXPECT_EQ(seen.leaked_blocks, 0U);
}

}  // namespace
}  // namespace pinprick::harness
