// Every heap block of the program under test. Between open() and close() nothing here may allocate
// that is not meant to be counted, so nothing is expected in between.
#include "harness/interpreter/ledger.h"

#include <cxxabi.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "harness/base/check.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {
namespace {

// An allocation that no optimiser can know of.
void* allocate(std::size_t size) {
  void* volatile block = ::operator new(size);
  return block;
}
void release(void* block) {
  void* volatile unknown = block;
  ::operator delete(unknown);
}
std::uintptr_t number(const void* block) { return reinterpret_cast<std::uintptr_t>(block); }

TEST(Ledger, IsOne) { EXPECT_EQ(&Ledger::get(), &Ledger::get()); }

TEST(Ledger, CountsOnlyWhileItIsOpen) {
  Ledger& ledger = Ledger::get();
  void* const before = allocate(10);
  ledger.open();
  void* const during = allocate(20);
  const std::size_t one = ledger.live_blocks();
  release(before);  // older than the program
  const std::size_t still_one = ledger.live_blocks();
  ledger.close();
  void* const after = allocate(30);
  EXPECT_EQ(one, 1U);
  EXPECT_EQ(still_one, 1U);
  EXPECT_EQ(ledger.live_blocks(), 1U);
  EXPECT_EQ(ledger.find(number(before)), nullptr);
  EXPECT_EQ(ledger.find(number(after)), nullptr);
  ASSERT_NE(ledger.find(number(during)), nullptr);
  release(after);
  ledger.clear();
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, FindsByEveryByte) {
  Ledger& ledger = Ledger::get();
  ledger.open();
  void* const block = allocate(20);
  ledger.close();
  const Ledger::Block* const found = ledger.find(number(block));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->address, number(block));
  EXPECT_EQ(found->size, 20U);
  EXPECT_TRUE(found->live);
  EXPECT_EQ(found->origin, Ledger::Origin::kNew);
  EXPECT_EQ(ledger.find(number(block) + 19), found);
  EXPECT_EQ(ledger.find(number(block) + 20), nullptr);
  EXPECT_EQ(ledger.find(number(block) - 1), nullptr);
  ledger.clear();
}

TEST(Ledger, KnowsWhichOperationFreed) {
  Ledger& ledger = Ledger::get();
  recorder().set_op(3);
  ledger.open();
  void* const block = allocate(8);
  recorder().set_op(17);
  release(block);
  ledger.close();
  recorder().reset();
  EXPECT_EQ(ledger.live_blocks(), 0U);
  const Ledger::Block* const found = ledger.find(number(block));
  ASSERT_NE(found, nullptr) << "freed, but not forgotten";
  EXPECT_FALSE(found->live);
  EXPECT_EQ(found->freed_by, 17);
}

TEST(Ledger, FreesWhatIsLeft) {
  Ledger& ledger = Ledger::get();
  ledger.open();
  void* const left = allocate(64);
  void* const freed = allocate(64);
  release(freed);
  ledger.close();
  EXPECT_EQ(ledger.live_blocks(), 1U);
  ledger.clear();
  EXPECT_EQ(ledger.live_blocks(), 0U);
  EXPECT_FALSE(ledger.find(number(left))->live);
  ledger.clear();  // once more does no harm
}

TEST(Ledger, FreesExceptionsByTheirOwnRoad) {
  Ledger& ledger = Ledger::get();
  for (int i = 0; i < 100; ++i) {
    ledger.open();
    void* const exception = abi::__cxa_allocate_exception(sizeof(int));
    ledger.close();
    ASSERT_EQ(ledger.live_blocks(), 1U);
    ASSERT_NE(ledger.find(number(exception)), nullptr);
    EXPECT_EQ(ledger.find(number(exception))->origin, Ledger::Origin::kThrow);
    ledger.clear();
    ASSERT_EQ(ledger.live_blocks(), 0U);
  }
}

TEST(Ledger, FreesArraysByTheirOwnRoad) {
  Ledger& ledger = Ledger::get();
  ledger.open();
  // Handed to somebody, or the compiler may leave both out.
  int* volatile array = new int[3];
  ledger.close();
  ASSERT_NE(ledger.find(number(array)), nullptr);
  EXPECT_EQ(ledger.find(number(array))->origin, Ledger::Origin::kNewArray);
  ledger.clear();
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, CountsNoExceptionThatIsThrownAgain) {
  Ledger& ledger = Ledger::get();
  const std::exception_ptr thrown = std::make_exception_ptr(1);
  ledger.open();
  std::size_t live = 0;
  for (int round = 0; round < 2; ++round) {
    try {
      std::rethrow_exception(thrown);
    } catch (int) {
      live += ledger.live_blocks();
    }
  }
  void* const block = allocate(20);
  const std::size_t counted = ledger.allocated_blocks();
  release(block);
  ledger.close();
  EXPECT_EQ(live, 2U);  // one each time
  EXPECT_EQ(counted, 1U);
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, AnExceptionThatWasCaughtIsFreed) {
  Ledger& ledger = Ledger::get();
  int caught = 0;
  ledger.open();
  try {
    throw 5;
  } catch (int value) {
    caught = value;
  }
  ledger.close();
  EXPECT_EQ(caught, 5);
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, SeesWhatLibrariesAllocate) {
  Ledger& ledger = Ledger::get();
  ledger.open();
  auto* const vector = new std::vector<std::string>(3, std::string(100, 'x'));
  ledger.close();
  // The vector, its buffer, three strings; the one that they were copied from is gone.
  EXPECT_EQ(ledger.live_blocks(), 5U);
  delete vector;
  // It was closed, so it did not see that; nothing here may be freed twice.
  ledger.open();
  ledger.close();
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, OpensEmpty) {
  Ledger& ledger = Ledger::get();
  ledger.open();
  void* const block = allocate(8);
  release(block);
  ledger.close();
  ledger.open();
  ledger.close();
  EXPECT_EQ(ledger.find(number(block)), nullptr);
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(Ledger, KeepsThousandsApart) {
  Ledger& ledger = Ledger::get();
  constexpr std::size_t kBlocks = 10'000;
  static void* blocks[kBlocks];
  ledger.open();
  for (std::size_t i = 0; i < kBlocks; ++i) blocks[i] = allocate(i % 50 + 1);
  const std::size_t all = ledger.live_blocks();
  for (std::size_t i = 0; i < kBlocks; i += 2) release(blocks[i]);
  const std::size_t half = ledger.live_blocks();
  ledger.close();
  EXPECT_EQ(all, kBlocks);
  EXPECT_EQ(half, kBlocks / 2);
  for (std::size_t i = 0; i < kBlocks; i += 97) {
    ASSERT_NE(ledger.find(number(blocks[i])), nullptr);
    EXPECT_EQ(ledger.find(number(blocks[i]))->live, i % 2 == 1) << i;
  }
  ledger.clear();
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

// A second free is the sanitizer's business, and no reason to count below zero.
TEST(Ledger, IsNotMisledByASecondFree) {
  Ledger& ledger = Ledger::get();
  int not_a_block = 0;
  ledger.open();
  ledger.allocated(&not_a_block, sizeof not_a_block);
  ledger.freed(&not_a_block);
  ledger.freed(&not_a_block);
  ledger.close();
  EXPECT_EQ(ledger.live_blocks(), 0U);
}

TEST(LedgerDeathTest, ABlockThatComesBackWithinAProgramStopsTheHarness) {
  EXPECT_EXIT(
      {
        Ledger& ledger = Ledger::get();
        int not_a_block = 0;
        ledger.open();
        ledger.allocated(&not_a_block, sizeof not_a_block);
        ledger.freed(&not_a_block);
        ledger.allocated(&not_a_block, sizeof not_a_block);
      },
      testing::ExitedWithCode(kExitHarnessFailed), "ledger.cc");
}

TEST(LedgerDeathTest, AnOpenLedgerIsNotFreed) {
  EXPECT_EXIT(
      {
        Ledger::get().open();
        Ledger::get().clear();
      },
      testing::ExitedWithCode(kExitHarnessFailed), "ledger.cc");
}

}  // namespace
}  // namespace pinprick::harness
