#include "pinprick/pinned_drop.h"

#include <functional>
#include <stdexcept>

#include "gtest/gtest.h"
#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/pin_local.h"
#include "pinprick/project.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Log;
using tests::Logged;

// Its destructor looks at its pinned member and sets another in place.
class Tidy {
 public:
  using Output = std::int64_t;

  Tidy(Log& log, std::string name, bool fails = false)
      : first_(log, name + ".first", 1, 1),
        second_(log, name + ".second", 1, 2),
        log_(log),
        name_(std::move(name)) {
    if (fails) throw std::runtime_error("Tidy");
  }
  Tidy(Tidy&&) = default;
  ~Tidy() { drop_.run(*this); }

  static Poll<Output> poll(Pin<Tidy&> self, Context& cx) {
    return project<&Tidy::first_>(self).poll(cx);
  }

 private:
  friend PinnedDrop<Tidy>;
  static void drop(Pin<Tidy&> self) {
    auto [first, second, log, name] = project(self);
    log.get().push_back(name + " drop");
    second.set(Logged(log, name + ".renewed", 1, 3));
  }

  Logged first_;
  Logged second_;
  std::reference_wrapper<Log> log_;
  std::string name_;
  PinnedDrop<Tidy> drop_;

 public:
  using PinnedFields = Members<PinnedMember<&Tidy::first_>, PinnedMember<&Tidy::second_>,
                               PlainMember<&Tidy::log_>, PlainMember<&Tidy::name_>>;
};

Log dropped(const std::string& name) {
  return {name + " drop", name + ".second dropped", name + ".renewed dropped",
          name + ".first dropped"};
}

// It remembers where it was pinned, and its destructor looks whether it is still there.
class Rooted {
 public:
  explicit Rooted(bool& stayed) : stayed_(&stayed) {}
  Rooted(Rooted&&) = default;
  ~Rooted() { drop_.run(*this); }

  static void settle(Pin<Rooted&> self) { project<&Rooted::home_>(self) = &self.get_ref(); }

 private:
  friend PinnedDrop<Rooted>;
  static void drop(Pin<Rooted&> self) {
    *project<&Rooted::stayed_>(self) = self->home_ == &self.get_ref();
  }

  const Rooted* home_ = nullptr;
  bool* stayed_;
  [[no_unique_address]] PhantomPinned pinned_;
  PinnedDrop<Rooted> drop_;

 public:
  using PinnedFields = Members<PlainMember<&Rooted::home_>, PlainMember<&Rooted::stayed_>,
                               PinnedMember<&Rooted::pinned_>>;
};

// A destructor that fails.
class Failing {
 public:
  Failing() = default;
  Failing(Failing&&) = default;
  ~Failing() { drop_.run(*this); }

 private:
  friend PinnedDrop<Failing>;
  static void drop(Pin<Failing&>) { throw std::runtime_error("drop"); }

  PinnedDrop<Failing> drop_;
};

static_assert(sizeof(PinnedDrop<Tidy>) == 1 && Unpin<PinnedDrop<Tidy>>);
static_assert(!Unpin<Tidy> && Future<Tidy>);
static_assert(std::is_nothrow_move_constructible_v<Rooted>);
static_assert(!std::is_copy_constructible_v<Tidy> && !std::is_move_assignable_v<Tidy>);

TEST(PinnedDrop, RunsInPlaceBeforeTheMembersGo) {
  Log log;
  {
    auto pin = PINPRICK_PIN(Tidy(log, "a"));
  }
  EXPECT_EQ(log, dropped("a"));
}

TEST(PinnedDrop, IsSilentInWhatWasMovedFrom) {
  Log log;
  {
    Tidy one(log, "a");
    Tidy two(std::move(one));
    auto three = box(std::move(two));
    Tidy four = std::move(three).into_inner();
    EXPECT_EQ(log, Log({}));
  }
  EXPECT_EQ(log, dropped("a"));
}

TEST(PinnedDrop, FindsItsValueWhereItWasPinned) {
  bool stayed = false;
  {
    auto pin = Box<Rooted>::pin(stayed);
    Rooted::settle(pin.as_mut());
    const auto elsewhere = std::move(pin);  // the Pin moves, the value does not
  }
  EXPECT_TRUE(stayed);
}

TEST(PinnedDrop, SeesThatItsValueWasMovedAfterPinning) {
  bool stayed = true;
  {
    auto pin = Box<Rooted>::pin(stayed);
    Rooted::settle(pin.as_mut());
    const Rooted moved = std::move(pin.get_unchecked_mut(Unsafe("a broken promise")));
  }
  EXPECT_FALSE(stayed);
}

TEST(PinnedDrop, RunsWhenTheValueIsReplaced) {
  Log log;
  {
    auto pin = PINPRICK_PIN(Tidy(log, "a"));
    pin.as_mut().set(Tidy(log, "b"));
    EXPECT_EQ(log, dropped("a"));
    log.clear();
  }
  EXPECT_EQ(log, dropped("b"));
}

TEST(PinnedDrop, RunsAtEverySuspensionPoint) {
  for (int polls = 0; polls <= 2; ++polls) {
    Log log;
    {
      auto future = Box<Tidy>::pin(log, "a");
      const Waker waker = Waker::noop();
      Context cx(waker);
      for (int i = 0; i < polls; ++i) EXPECT_EQ(future.poll(cx).is_ready(), i == 1);
      log.clear();
    }
    EXPECT_EQ(log, dropped("a")) << polls;
  }
}

TEST(PinnedDrop, DoesNotRunForAValueThatNeverWas) {
  Log log;
  EXPECT_THROW(Tidy(log, "a", true), std::runtime_error);
  EXPECT_EQ(log, Log({"a.second dropped", "a.first dropped"}));
}

TEST(PinnedDrop, RunsWhileAnExceptionPasses) {
  Log log;
  EXPECT_THROW(
      {
        auto pin = PINPRICK_PIN(Tidy(log, "a"));
        throw std::runtime_error("elsewhere");
      },
      std::runtime_error);
  EXPECT_EQ(log, dropped("a"));
}

TEST(PinnedDrop, LeakedItNeverRuns) {
  Log log;
  auto pin = Box<Tidy>::pin(log, "a");
  Box<Tidy> owner = std::move(pin).into_inner_unchecked(Unsafe("it stays where it is, for ever"));
  Tidy* leaked = &Box<Tidy>::leak(std::move(owner));
  EXPECT_EQ(log, Log({}));
  delete leaked;  // or the leak checker complains
}

TEST(PinnedDropDeathTest, AnExceptionThatLeavesItEndsTheProgram) {
  EXPECT_DEATH({ Failing failing; }, "");
}

}  // namespace
}  // namespace pinprick
