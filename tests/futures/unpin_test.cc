#include "pinprick/unpin.h"

#include "gtest/gtest.h"
#include "pinprick/boxed_future.h"
#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/map.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/then.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/relocatable.h"

namespace pinprick {
namespace {

class MySimpleFuture;

}  // namespace

// Before anybody asks, and the poll of the class itself does.
template <>
inline constexpr bool enable_unpin<MySimpleFuture> = true;

namespace {

// The article's own: a class that could not be looked into, and says that it may be moved.
class MySimpleFuture {
 public:
  using Output = std::string;
  explicit MySimpleFuture(std::string text) : text_(std::move(text)) {}
  static Poll<Output> poll(Pin<MySimpleFuture&> self, Context&) {
    return Poll<Output>::ready(std::move(self.get_mut().text_));
  }

 private:
  std::string text_;
};

struct SelfReferential {
  int data;
  int* reference;
  PhantomPinned pinned;
};
struct OfPhantomBase : private PhantomPinned {};
struct Plain {
  int number;
  std::string text;
  Simple future;
};
struct WithPinned {
  std::string text;
  Example future;
};
struct WithArray {
  std::uint8_t bytes[100];
  std::string texts[3];
  std::unique_ptr<int> pointer;
};
struct WithArrayOfPinned {
  int before;
  Example futures[2];
};
struct WithArrayWantingArguments {
  int before;
  Simple futures[3];
  int* after;
};
struct Nested {
  WithArrayWantingArguments inner;
  int y;
};
struct WithReferences {
  Example& pinned;
  const Example& looked_at;
  std::string text;
};
struct WithBits {
  int a : 3;
  int b : 5;
};
struct Derived : Plain {
  int more;
};
struct DerivedTrivial : WithBits {
  int more;
};
struct Huge {
  std::uint8_t bytes[4096];
};
class Opaque {
 public:
  explicit Opaque(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};
class OpaqueTrivial {
 public:
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_ = 0;
};
class HiddenPhantom {
 public:
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_ = 0;
  PhantomPinned pinned_;
};
class Listed : Opaque {
 public:
  using PinnedFields = Fields<Simple, int>;
};
class ListedPinned : Opaque {
 public:
  using PinnedFields = Fields<Simple, Example>;
};
struct SaysNo {
  int number;
};
class SaysYes : Opaque {};

// As MySimpleFuture, without the word.
class MyOtherFuture {
 public:
  using Output = std::string;
  explicit MyOtherFuture(std::string text) : text_(std::move(text)) {}
  static Poll<Output> poll(Pin<MyOtherFuture&> self, Context&) {
    return Poll<Output>::ready(self->text_);
  }

 private:
  std::string text_;
};

}  // namespace

template <>
inline constexpr bool enable_unpin<SaysNo> = false;
template <>
inline constexpr bool enable_unpin<SaysYes> = true;

namespace {

// The article's table of types that are Unpin.
static_assert(Unpin<int> && Unpin<bool> && Unpin<double> && Unpin<std::nullptr_t>);
static_assert(Unpin<char> && Unpin<std::byte> && Unpin<SaysNo*> && Unpin<int[4]>);
static_assert(Unpin<std::string> && Unpin<std::string_view>);
static_assert(Unpin<std::vector<int>> && Unpin<std::optional<int>>);
static_assert(Unpin<Example*> && Unpin<Example&> && Unpin<const Example&> && Unpin<void (*)()>);
static_assert(Unpin<Box<Example>> && Unpin<std::unique_ptr<Example>>);
static_assert(Unpin<std::shared_ptr<Example>>);
static_assert(Unpin<Pin<Box<Example>>> && Unpin<Pin<Example&>>);
static_assert(Unpin<BoxFuture<int>>);
static_assert(Unpin<Simple> && Unpin<Ready<Example>> && Unpin<YieldN<Example>>);
static_assert(Unpin<Pending<Example>>);
static_assert(Unpin<MySimpleFuture>);

// And of those that are not: tests/compile_fail has the calls that each of them refuses.
static_assert(!Unpin<Example> && !Unpin<const Example> && !Unpin<Example[2]>);
static_assert(!Unpin<PhantomPinned> && !Unpin<SelfReferential> && !Unpin<OfPhantomBase>);
static_assert(!Unpin<DynFuture<int>> && !Unpin<MyOtherFuture>);

// The order of resolution.
static_assert(!Unpin<SaysNo> && Unpin<SaysYes>);
static_assert(Unpin<Plain> && !Unpin<WithPinned>);
static_assert(Unpin<WithArray> && !Unpin<WithArrayOfPinned>);
static_assert(Unpin<WithArrayWantingArguments> && Unpin<Nested>);
static_assert(Unpin<WithReferences> && Unpin<WithBits>);
static_assert(!Unpin<Derived> && Unpin<DerivedTrivial> && Unpin<Huge>);
static_assert(Unpin<Listed> && !Unpin<ListedPinned>);
static_assert(!Unpin<Opaque> && Unpin<OpaqueTrivial> && !Unpin<HiddenPhantom>);

// The standard library, as measured with rustc.
static_assert(!Unpin<std::vector<Example>> && !Unpin<std::deque<Example>>);
static_assert(!Unpin<std::unordered_map<int, Example>> && !Unpin<std::unordered_set<Example>>);
static_assert(!Unpin<std::priority_queue<Example>> && Unpin<std::priority_queue<int>>);
static_assert(Unpin<std::list<Example>> && Unpin<std::map<int, Example>>);
static_assert(Unpin<std::set<Example>>);
static_assert(!Unpin<std::optional<Example>> && !Unpin<std::pair<int, Example>>);
static_assert(!Unpin<std::tuple<Example>> && !Unpin<std::variant<int, Example>>);
static_assert(!Unpin<std::array<Example, 2>> && !Unpin<std::array<PhantomPinned, 0>>);
static_assert(Unpin<std::tuple<>> && Unpin<std::variant<int, std::string>>);

// Combinators are as the futures in them.
using Same = std::int64_t (*)(std::int64_t);
using Next = Example (*)(std::int64_t);
using NextSimple = Simple (*)(std::int64_t);
static_assert(Unpin<Map<Simple, Same>> && !Unpin<Map<Example, Same>>);
static_assert(Unpin<Join<Simple, Simple>> && !Unpin<Join<Simple, Example>>);
static_assert(!Unpin<Join<Example, Simple>>);
static_assert(Unpin<Then<Simple, NextSimple>> && !Unpin<Then<Simple, Next>>);
static_assert(!Unpin<Then<Example, NextSimple>>);
static_assert(Unpin<Map<Pin<Box<Example>>, Same>>);

// Three traits, none of which follows from another.
static_assert(Movable<Example> && !Relocatable<Example>);
static_assert(Unpin<std::string> && Movable<std::string> && !Relocatable<std::string>);
static_assert(Relocatable<SaysNo> && !Unpin<SaysNo>);
static_assert(!Movable<DynFuture<int>>);

// The answers above are the test; this makes it findable in a list of tests.
TEST(Unpin, TableOfTheArticle) { SUCCEED(); }

// A function that demands Future + Unpin, and may move the future between two polls.
template <class F>
concept FutureUnpin = Future<F> && Unpin<F>;

template <FutureUnpin F>
OutputOf<F> poll_on_the_move(F future) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  for (;;) {
    auto answer = F::poll(Pin<F&>::make(future), cx);
    if (answer.is_ready()) return std::move(answer).value();
    F elsewhere = std::move(future);
    std::destroy_at(&future);
    std::construct_at(&future, std::move(elsewhere));
  }
}

static_assert(FutureUnpin<MySimpleFuture> && FutureUnpin<Simple> && FutureUnpin<BoxFuture<int>>);
static_assert(FutureUnpin<Pin<Box<Example>>> && FutureUnpin<Pin<Example&>>);
static_assert(FutureUnpin<Box<Simple>> && FutureUnpin<Join<Simple, Pin<Box<Example>>>>);
static_assert(Future<MyOtherFuture> && !FutureUnpin<MyOtherFuture>);
static_assert(Future<Example> && !FutureUnpin<Example> && !FutureUnpin<Join<Simple, Example>>);

TEST(Unpin, AFunctionThatDemandsFutureAndUnpin) {
  EXPECT_EQ(poll_on_the_move(MySimpleFuture("text")), "text");
  EXPECT_EQ(poll_on_the_move(simple(3, 7)), 7);
  EXPECT_EQ(poll_on_the_move(Box<Example>::pin(8, 1)), 37);
  EXPECT_EQ(poll_on_the_move(boxed(example(8, 1))), 37);
}

}  // namespace
}  // namespace pinprick
