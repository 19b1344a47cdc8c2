#include "pinprick/check/tracked.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace pinprick::check::tracked_test {
namespace {

struct Task {
  int polls = 0;
};

TEST(TrackedTest, NothingIsSaidOfWhatStays) {
  Tracked<Task> task;
  task.pin();
  task->polls = 1;
  task.pin();
  EXPECT_EQ(task.use().polls, 1);
  EXPECT_EQ((*std::as_const(task)).polls, 1);
  EXPECT_TRUE(task.is_pinned());
  EXPECT_EQ(task.relocations(), 0);
  EXPECT_EQ(task.last_from(), nullptr);
}

TEST(TrackedTest, CountsMovesBeforeThePin) {
  Tracked<Task> first;
  Tracked<Task> second = std::move(first);
  Tracked<Task> third;
  third = std::move(second);
  EXPECT_EQ(third.relocations(), 2);
  EXPECT_EQ(third.last_from(), &second);
  EXPECT_EQ(third.last_to(), &third);
  EXPECT_EQ(second.relocations(), 0) << "what is left behind begins anew";
  third.pin();
  EXPECT_EQ(third->polls, 0);
}

TEST(TrackedTest, WhatIsMovedFromIsNotPinned) {
  Tracked<std::unique_ptr<int>> first(std::make_unique<int>(1));
  Tracked<std::unique_ptr<int>> second = std::move(first);
  second.pin();
  EXPECT_FALSE(first.is_pinned());
  EXPECT_EQ(first.use(), nullptr);
}

TEST(TrackedTest, WrapsWhatCannotMove) {
  struct Immovable {
    explicit Immovable(int n) : number(n) {}
    Immovable(Immovable&&) = delete;
    int number;
  };
  static_assert(!std::is_move_constructible_v<Tracked<Immovable>>);
  static_assert(!std::is_move_assignable_v<Tracked<Immovable>>);
  EXPECT_EQ(Tracked<Immovable>(3)->number, 3);
}

TEST(TrackedTest, MovesWithoutThrowingWhereTheObjectDoes) {
  static_assert(std::is_nothrow_move_constructible_v<Tracked<Task>>);
  static_assert(!std::is_copy_constructible_v<Tracked<Task>>);
}

TEST(TrackedTest, AVectorWithRoomAndADequeMoveNothing) {
  std::vector<Tracked<Task>> vector;
  vector.reserve(2);
  vector.emplace_back().pin();
  vector.emplace_back();
  vector[0]->polls = 1;
  std::deque<Tracked<Task>> deque;
  for (int i = 0; i < 100; ++i) deque.emplace_back().pin();
  for (Tracked<Task>& task : deque) EXPECT_EQ(task->polls, 0);
}

// Where its bytes are copied to, and nothing is destroyed.
template <class T>
class Storage {
 public:
  T& copy(const T& from) {
    std::memcpy(bytes_, static_cast<const void*>(&from), sizeof(T));
    return *std::launder(reinterpret_cast<T*>(bytes_));
  }

 private:
  alignas(T) std::byte bytes_[sizeof(T)];
};

TEST(TrackedTest, CountsACopyOfTheBytes) {
  Storage<Tracked<Task>> first;
  Storage<Tracked<Task>> second;
  const auto* const task = new (&first) Tracked<Task>();
  Tracked<Task>& copy = second.copy(*task);
  EXPECT_EQ(copy.relocations(), 1);
  EXPECT_EQ(copy.last_from(), &first);
  EXPECT_EQ(copy.last_to(), &copy);
  EXPECT_EQ(copy->polls, 0);
  copy.~Tracked();
}

constexpr char kConviction[] =
    "^pinprick::check: Tracked<.*Task> was pinned at 0x[0-9a-f]+ and is used at 0x[0-9a-f]+; "
    "relocated 1 times, last from 0x[0-9a-f]+ to 0x[0-9a-f]+\n";

TEST(TrackedDeathTest, ConvictsAtTheNextUseAfterAMove) {
  const auto moved = [](auto use) {
    Tracked<Task> task;
    task.pin();
    auto* const there = new Tracked<Task>(std::move(task));
    use(*there);
  };
  EXPECT_DEATH(moved([](Tracked<Task>& task) { (void)task.use(); }), kConviction);
  EXPECT_DEATH(moved([](Tracked<Task>& task) { (void)*task; }), kConviction);
  EXPECT_DEATH(moved([](Tracked<Task>& task) { task->polls = 1; }), kConviction);
  EXPECT_DEATH(moved([](Tracked<Task>& task) { task.pin(); }), kConviction);
  EXPECT_DEATH(moved([](Tracked<Task>& task) { delete &task; }), kConviction);
}

TEST(TrackedDeathTest, ConvictsAfterAssignment) {
  EXPECT_DEATH(
      {
        Tracked<Task> task;
        Tracked<Task> other;
        other.pin();
        task = std::move(other);
        (void)task.use();
      },
      kConviction);
}

TEST(TrackedDeathTest, ConvictsAfterACopyOfTheBytes) {
  EXPECT_DEATH(
      {
        Storage<Tracked<Task>> storage;
        Tracked<Task> task;
        task.pin();
        (void)storage.copy(task).use();
      },
      kConviction);
}

TEST(TrackedDeathTest, ConvictsAVectorThatGrows) {
  EXPECT_DEATH(
      {
        std::vector<Tracked<Task>> tasks;
        tasks.emplace_back().pin();
        tasks.reserve(tasks.capacity() + 1);
        tasks[0]->polls = 1;
      },
      kConviction);
}

TEST(TrackedDeathTest, ConvictsAfterAMoveThereAndBackAgain) {
  EXPECT_DEATH(
      {
        Tracked<Task> task;
        task.pin();
        Tracked<Task> there = std::move(task);
        task = std::move(there);
        (void)task.use();
      },
      "relocated 2 times");
}

}  // namespace
}  // namespace pinprick::check::tracked_test
