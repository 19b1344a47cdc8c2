#include "pinprick/pin.h"

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;

static_assert(sizeof(Pin<Example&>) == sizeof(Example*));
static_assert(sizeof(Pin<Box<Example>>) == sizeof(Box<Example>));
static_assert(std::is_trivially_copyable_v<Pin<Example&>>);
static_assert(!std::is_copy_constructible_v<Pin<Box<Example>>>);
static_assert(std::is_copy_constructible_v<Pin<std::shared_ptr<Example>>>);
static_assert(std::is_same_v<decltype(*std::declval<Pin<Example&>&>()), const Example&>);
static_assert(std::is_same_v<decltype(*std::declval<Pin<Simple&>&>()), Simple&>);
static_assert(std::is_same_v<decltype(*std::declval<const Pin<Box<Simple>>&>()), const Simple&>);
static_assert(std::is_same_v<decltype(*std::declval<Pin<const Simple&>&>()), const Simple&>);
static_assert(!std::is_convertible_v<Pin<const Example&>, Pin<Example&>>);
static_assert(std::is_convertible_v<Pin<Example&>, Pin<const Example&>>);

TEST(Pin, OfAnUnpinStringOpensEverything) {
  std::string text = "hello";
  auto pin = Pin<std::string&>::make(text);
  EXPECT_EQ(pin.get_ref(), "hello");
  pin.get_mut() += " you";
  pin->push_back('!');
  *pin += "!";
  pin.deref_mut() += "!";
  EXPECT_EQ(pin.as_ref().get_ref(), "hello you!!!");
  EXPECT_EQ(pin.into_ref()->size(), 12U);
  EXPECT_EQ(&std::move(pin).into_inner(), &text);
}

TEST(Pin, PointersOfEveryKindReachTheirTarget) {
  int number = 1;
  EXPECT_EQ(*Pin<int*>::make(&number), 1);
  auto box = Pin<Box<int>>::make(Box<int>::make(2));
  *box = 3;
  EXPECT_EQ(*std::move(box).into_inner(), 3);
  auto unique = into_pin(std::make_unique<Example>(8, 1));
  EXPECT_EQ(drive(unique).first, 37);
  auto shared = make_pinned_shared<std::string>("x");
  auto copy = shared;
  EXPECT_EQ(&copy.get_ref(), &shared.get_ref());
  static_assert(std::is_same_v<decltype(*shared), const std::string&>);
}

TEST(Pin, AsMutReborrows) {
  auto owner = Box<Example>::pin(8, 1);
  auto first = owner.as_mut();
  auto second = first.as_mut();
  EXPECT_EQ(&first.get_ref(), &second.get_ref());
  EXPECT_EQ(drive(second).second, 3);
}

TEST(Pin, AsDerefMutGoesThroughAPinOfAPin) {
  auto owner = Box<Example>::pin(8, 1);
  auto outer = Pin<Pin<Box<Example>>&>::make(owner);
  Pin<Example&> inner = outer.as_deref_mut();
  EXPECT_EQ(&inner.get_ref(), &owner.get_ref());
  auto nested = Pin<Pin<Box<Example>>>::new_unchecked(std::move(owner), Unsafe("still in its box"));
  EXPECT_EQ(drive(nested).first, 37);
}

// Says when it was made and destroyed, and where.
class Witness {
 public:
  Witness(tests::Log& log, std::string name) : log_(&log), name_(std::move(name)) {}
  Witness(Witness&& other) noexcept : log_(other.log_), name_(std::move(other.name_)) {}
  ~Witness() {
    if (!name_.empty()) log_->push_back("dropped " + name_);
  }

 private:
  tests::Log* log_;
  std::string name_;
  PhantomPinned pinned_;
};

TEST(Pin, SetDestroysInPlaceAndBuildsInTheSamePlace) {
  tests::Log log;
  {
    auto pin = Box<Witness>::pin(log, "a long name that is not kept inline: the first");
    const Witness* place = &pin.get_ref();
    pin.set(Witness(log, "second"));
    EXPECT_EQ(log, tests::Log({"dropped a long name that is not kept inline: the first"}));
    EXPECT_EQ(&pin.get_ref(), place);
    log.clear();
    pin.as_mut().set(Witness(log, "third"));
  }
  EXPECT_EQ(log, tests::Log({"dropped second", "dropped third"}));
}

TEST(Pin, SetStartsAPolledFutureAnew) {
  auto pin = Box<Example>::pin(8, 1);
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(pin.poll(cx).is_pending());
  EXPECT_TRUE(pin.poll(cx).is_pending());
  pin.set(Example(4, 10));
  EXPECT_EQ(pin->state(), Example::State::kStart);
  EXPECT_EQ(drive(pin).first, 10 + 10 + 11 + 12 + 13);
}

TEST(Pin, SetFromItsOwnTargetIsHarmless) {
  auto pin = Pin<Box<std::string>>::make(Box<std::string>::make("long enough not to be inline"));
  pin.set(std::move(*pin));
  EXPECT_EQ(*pin, "long enough not to be inline");
}

constexpr int kConstant = 5;

TEST(Pin, StaticRefOfAConstant) { EXPECT_EQ(*Pin<const int&>::static_ref<kConstant>(), 5); }

struct Pair {
  Example first;
  int second;
};

TEST(Pin, ProjectionsLeadToFields) {
  auto pin = Box<Pair>::pin(Pair{Example(8, 1), 2});
  auto first = pin.as_mut().map_unchecked_mut([](Pair& pair) -> Example& { return pair.first; },
                                              Unsafe("always reached pinned"));
  EXPECT_EQ(drive(first).first, 37);
  auto second = pin.map_unchecked(&Pair::second, Unsafe("a field"));
  static_assert(std::is_same_v<decltype(second), Pin<const int&>>);
  EXPECT_EQ(*second, 2);
}

TEST(Pin, MovingThePinLeavesTheFutureWhereItIs) {
  auto pin = Box<Example>::pin(8, 1);
  const Waker waker = Waker::noop();
  Context cx(waker);
  EXPECT_TRUE(pin.poll(cx).is_pending());
  const Example* place = &pin.get_ref();
  auto moved = std::move(pin);
  std::vector<Pin<Box<Example>>> pins;
  pins.push_back(std::move(moved));
  pins.push_back(Box<Example>::pin(1, 1));
  std::swap(pins[0], pins[1]);
  EXPECT_EQ(&pins[1].get_ref(), place);
  EXPECT_EQ(drive(pins[1]).first, 37);
}

TEST(Pin, MovedFromPinPanicsByName) {
  auto pin = Box<Example>::pin(8, 1);
  auto moved = std::move(pin);
  expect_panic(PanicReason::kEmpty, "Box", [&] { (void)pin.get_ref(); });
}

TEST(Box, OwnsMovesAndGivesBack) {
  auto a = box(std::string("inside, and too long to be kept in the string itself"));
  const std::string* place = &*a;
  auto b = std::move(a);
  EXPECT_EQ(&*b, place);
  EXPECT_TRUE(a.is_empty());
  expect_panic(PanicReason::kEmpty, "Box", [&] { (void)a->size(); });
  std::string* raw = std::move(b).into_raw();
  auto c = Box<std::string>::from_raw(raw, Unsafe("from into_raw"));
  EXPECT_EQ(std::move(c).into_inner().substr(0, 6), "inside");
  std::string& leaked = Box<std::string>::leak(box(std::string("for ever")));
  EXPECT_EQ(leaked, "for ever");
  delete &leaked;
}

struct Shape {
  virtual ~Shape() = default;
  [[nodiscard]] virtual int corners() const = 0;
};
struct Square final : Shape {
  [[nodiscard]] int corners() const override { return 4; }
};

TEST(Box, OfAnAbstractClass) {
  Box<Shape> shape = Box<Square>::make();
  EXPECT_EQ(shape->corners(), 4);
  Pin<Box<Shape>> pinned = Box<Square>::pin();
  EXPECT_EQ(pinned->corners(), 4);
}

TEST(Box, MakesOneAllocation) {
  const tests::HeapCount heap;
  auto pin = Box<Example>::pin(8, 1);
  auto moved = std::move(pin);
  EXPECT_EQ(heap.count(), 1U);
}

}  // namespace
}  // namespace pinprick
