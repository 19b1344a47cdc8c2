// A state in a byte that the future inside has to spare: what it saves, and that it is always
// right.
#include "pinprick/internal/niche.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "pinprick/context.h"
#include "pinprick/future/catch.h"
#include "pinprick/future/fuse.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/select.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/internal/one_of.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/waker.h"

namespace pinprick::niche_test {
namespace {

using internal::Niche;
using internal::niche_of;

// --- What it saves
// ---------------------------------------------------------------------------------

struct Next {
  int operator()(int n) const noexcept { return n + 1; }
};
struct Look {
  void operator()(const int&) const noexcept {}
};
using Yield = YieldN<int>;

// The last three values of a byte are to spare, which is ready with 0 after one poll.
class Three {
 public:
  using PinnedFields = Fields<>;
  using Output = int;

  static Poll<int> poll(Pin<Three&> self, Context&) {
    if (self.get_mut().polls_++ == 0) return kPending;
    return poll_ready(0);
  }

 private:
  friend struct internal::NicheOf;
  static consteval Niche<Three> niche() { return {0, 253}; }

  std::uint8_t polls_ = 0;
};

template <std::size_t kDepth>
auto maps() {
  if constexpr (kDepth == 0) {
    return Three();
  } else {
    return map(maps<kDepth - 1>(), Next());
  }
}
template <std::size_t kDepth>
using Maps = decltype(maps<kDepth>());

static_assert(sizeof(Map<Yield, Next>) == sizeof(Yield));
static_assert(sizeof(Inspect<Yield, Look>) == sizeof(Yield));
static_assert(sizeof(Fuse<Catch<Fuse<Yield>>>) == sizeof(Yield));
static_assert(sizeof(MaybeDone<Yield>) == sizeof(Yield));
static_assert(sizeof(Join<Yield, Yield>) == 2 * sizeof(Yield));
static_assert(sizeof(Select<Yield, Yield>) == 2 * sizeof(Yield));

// A second value that lies where the byte is gets a flag beside it.
static_assert(sizeof(OneOf<Yield, Yield>) > sizeof(Yield));

// The level for which no value is left has a flag of its own, with a niche again.
static_assert(sizeof(Maps<3>) == 1 && sizeof(Maps<4>) == 2 && sizeof(Maps<9>) == 2);

// Whoever inherits from a class with a niche has none: the byte may be elsewhere.
struct WithTable : Ready<int> {
  using Ready<int>::Ready;
  virtual ~WithTable() = default;
};
static_assert(niche_of<Ready<int>>().count() > 0 && niche_of<WithTable>().count() == 0);
static_assert(niche_of<int>().count() == 0);

// --- What it holds, at any time
// --------------------------------------------------------------------

int alive = 0;

// A value with a niche of two values, which are in its byte whenever it does not live.
class Spared {
 public:
  explicit Spared(int value, bool throws = false) noexcept : value_(value), throws_(throws) {
    ++alive;
  }
  Spared(Spared&& other) : value_(other.value_), throws_(other.throws_), byte_(kSecond) {
    if (throws_) throw std::runtime_error("does not move");
    byte_ = 7;
    ++alive;
  }
  Spared& operator=(Spared&&) = delete;
  ~Spared() {
    byte_ = kSecond;
    --alive;
  }

  [[nodiscard]] int value() const noexcept { return value_; }

 private:
  static constexpr std::uint8_t kEmpty = 254;
  static constexpr std::uint8_t kSecond = 255;

  friend struct internal::NicheOf;
  static consteval Niche<Spared> niche() {
    return {internal::offset_behind<int, bool>() + 1, kEmpty};
  }

  int value_;
  bool throws_;
  volatile std::uint8_t byte_ = 7;
};

struct Small {
  explicit Small(int number) noexcept : value(number) { ++alive; }
  Small(Small&& other) noexcept : value(other.value) { ++alive; }
  Small& operator=(Small&&) = delete;
  ~Small() { --alive; }
  int value;
};

using Place = OneOf<Spared, Small>;
static_assert(sizeof(Place) == sizeof(Spared));

// What is in there, as text.
std::string state(Place& place) {
  EXPECT_EQ((place.first() != nullptr) + (place.second() != nullptr) + place.is_empty(), 1);
  if (place.first() != nullptr) return "first " + std::to_string(place.first()->value());
  if (place.second() != nullptr) return "second " + std::to_string(place.second()->value);
  return "empty";
}

Place first(int value) { return Place(std::in_place, value); }
Place second(int value) {
  Place place;
  place.become_second([value] { return Small(value); });
  return place;
}

TEST(Niche, TellsTheStatesApart) {
  alive = 0;
  {
    Place place = first(1);
    EXPECT_EQ(state(place), "first 1");
    place.become_second([] { return Small(2); });
    EXPECT_EQ(state(place), "second 2");
    place.become_second([] { return Small(3); });
    EXPECT_EQ(state(place), "second 3");
    EXPECT_EQ(alive, 1);
    place.clear();
    EXPECT_EQ(state(place), "empty");
    EXPECT_EQ(alive, 0);
    place.clear();
    EXPECT_EQ(state(place), "empty");
  }
  EXPECT_EQ(alive, 0);
}

TEST(Niche, MovesWithEveryState) {
  alive = 0;
  for (int from = 0; from < 3; ++from) {
    for (int to = 0; to < 3; ++to) {
      const auto make = [](int kind) {
        return kind == 0 ? first(5) : kind == 1 ? second(5) : Place();
      };
      Place source = make(from);
      const std::string expected = state(source);
      Place built(std::move(source));
      EXPECT_EQ(state(built), expected);
      EXPECT_EQ(state(source), expected) << "a moved-from value stays behind";
      Place assigned = make(to);
      assigned = std::move(built);
      EXPECT_EQ(state(assigned), expected);
    }
  }
  EXPECT_EQ(alive, 0);
}

TEST(Niche, IsEmptyAfterAMoveThatThrew) {
  alive = 0;
  {
    Place source(std::in_place, 1, true);
    Place place = first(2);
    EXPECT_THROW(place = std::move(source), std::runtime_error);
    EXPECT_EQ(state(place), "empty");
    EXPECT_EQ(state(source), "first 1");
    EXPECT_THROW(Place(std::move(source)), std::runtime_error);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Niche, IsEmptyAfterASecondThatThrew) {
  Place place = first(1);
  EXPECT_THROW(place.become_second([]() -> Small { throw std::runtime_error("none"); }),
               std::runtime_error);
  EXPECT_EQ(state(place), "empty");
}

// --- Levels that share one byte
// ----------------------------------------------------------------------

template <std::size_t kDepth>
void expect_depth() {
  using F = Maps<kDepth>;
  F future = maps<kDepth>();
  F moved = std::move(future);
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto pinned = Pin<F&>::new_unchecked(moved, Unsafe("a local, not moved any more"));
  EXPECT_TRUE(F::poll(pinned, cx).is_pending());
  auto answer = F::poll(pinned, cx);
  ASSERT_TRUE(answer.is_ready());
  EXPECT_EQ(answer.value(), static_cast<int>(kDepth));
  EXPECT_THROW((void)F::poll(pinned, cx), Panic) << "each level knows that it is over";
}

TEST(Niche, IsSharedByAsManyLevelsAsItHasValues) {
  expect_depth<1>();
  expect_depth<2>();
  expect_depth<3>();
  expect_depth<4>();
  expect_depth<9>();
}

// Each level is over by itself, whatever those around it are.
TEST(Niche, OfAnOuterLevelLeavesTheInnerOneAlone) {
  auto inner = fuse(yield_n(0, 5));
  using Inner = decltype(inner);
  const Waker waker = Waker::noop();
  Context cx(waker);
  {
    auto pinned = Pin<Inner&>::make(inner);
    EXPECT_FALSE(inner.is_terminated());
    EXPECT_TRUE(Inner::poll(pinned, cx).is_ready());
    EXPECT_TRUE(inner.is_terminated());
  }
  // Over inside, and not outside.
  auto outer = fuse(std::move(inner));
  EXPECT_FALSE(outer.is_terminated());
  EXPECT_TRUE(decltype(outer)::poll(Pin<decltype(outer)&>::make(outer), cx).is_pending());
  EXPECT_FALSE(outer.is_terminated());
}

}  // namespace
}  // namespace pinprick::niche_test
