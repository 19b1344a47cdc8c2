#include "pinprick/project.h"

#include "gtest/gtest.h"
#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;

// An aggregate with one member of each sort.
struct Mixed {
  tests::Logged future;
  std::string text;
  const Simple fixed;
  int numbers[3];
  Simple simples[2];

  using PinnedFields =
      Members<PinnedMember<&Mixed::future>, PlainMember<&Mixed::text>, PinnedMember<&Mixed::fixed>,
              PlainMember<&Mixed::numbers>, PinnedMember<&Mixed::simples>>;
};

// Private members of a template, polled without a word of Unsafe.
template <class A, class B>
class Both {
 public:
  using Output = std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>;

  Both(A a, B b) : a_(std::move(a)), b_(std::move(b)) {}

  static Poll<Output> poll(Pin<Both&> self, Context& cx) {
    auto [a, first, b, second] = project(self);
    if (!first.has_value()) keep(first, a.poll(cx));
    if (!second.has_value()) keep(second, b.poll(cx));
    if (!first.has_value() || !second.has_value()) return kPending;
    return Poll<Output>::ready(Output(first, std::move(project<&Both::second_>(self))));
  }

 private:
  static void keep(std::optional<std::int64_t>& place, Poll<std::int64_t> answer) {
    if (answer.is_ready()) place = std::move(answer).value();
  }

  A a_;
  std::optional<std::int64_t> first_;
  B b_;
  std::optional<std::int64_t> second_;

 public:
  using PinnedFields = Members<PinnedMember<&Both::a_>, PlainMember<&Both::first_>,
                               PinnedMember<&Both::b_>, PlainMember<&Both::second_>>;
};

// What the answer to Unpin depends on.
struct PlainExample {
  Example never_pinned;
  Simple pinned;
  using PinnedFields =
      Members<PlainMember<&PlainExample::never_pinned>, PinnedMember<&PlainExample::pinned>>;
};
struct UndeclaredExample {
  Example never_pinned;
  int number;
  using PinnedFields = Members<PlainMember<&UndeclaredExample::number>>;
};
struct PinnedExample {
  std::string text;
  Example pinned;
  using PinnedFields =
      Members<PlainMember<&PinnedExample::text>, PinnedMember<&PinnedExample::pinned>>;
};
struct PinnedPhantom {
  int number;
  [[no_unique_address]] PhantomPinned pinned;
  using PinnedFields =
      Members<PlainMember<&PinnedPhantom::number>, PinnedMember<&PinnedPhantom::pinned>>;
};
struct UndeclaredPhantom {
  int number;
  PhantomPinned pinned;
  using PinnedFields = Members<PlainMember<&UndeclaredPhantom::number>>;
};
struct PhantomBase : PhantomPinned {
  int number = 0;
  using PinnedFields = Members<PlainMember<&PhantomBase::number>>;
};
class Closed {
 public:
  explicit Closed(std::string text) : text_(std::move(text)) {}

 private:
  std::string text_;

 public:
  using PinnedFields = Members<PlainMember<&Closed::text_>>;
};
struct FromClosed : Closed {};
struct SaysNoAllTheSame {
  int number;
  using PinnedFields = Members<PlainMember<&SaysNoAllTheSame::number>>;
};

}  // namespace

template <>
inline constexpr bool enable_unpin<SaysNoAllTheSame> = false;

namespace {

static_assert(Unpin<PlainExample> && Unpin<UndeclaredExample> && !Unpin<PinnedExample>);
static_assert(!Unpin<PinnedPhantom> && !Unpin<UndeclaredPhantom> && !Unpin<PhantomBase>);
static_assert(Unpin<Closed> && !Unpin<FromClosed> && !Unpin<SaysNoAllTheSame>);
static_assert(Unpin<const Closed> && !Unpin<const PinnedExample>);
static_assert(Unpin<Both<Simple, Simple>>);
static_assert(!Unpin<Both<Simple, Example>> && !Unpin<Both<Example, Simple>>);
static_assert(!Unpin<Mixed>);

// What each member is reached as, and with a constant pin.
template <auto kMember, class Whole>
using Projected = decltype(project<kMember>(std::declval<Pin<Whole&>>()));
static_assert(std::is_same_v<Projected<&Mixed::future, Mixed>, Pin<tests::Logged&>>);
static_assert(std::is_same_v<Projected<&Mixed::text, Mixed>, std::string&>);
static_assert(std::is_same_v<Projected<&Mixed::fixed, Mixed>, Pin<const Simple&>>);
static_assert(std::is_same_v<Projected<&Mixed::numbers, Mixed>, int (&)[3]>);
static_assert(std::is_same_v<Projected<&Mixed::simples, Mixed>, Pin<Simple (&)[2]>>);
static_assert(std::is_same_v<Projected<&Mixed::future, const Mixed>, Pin<const tests::Logged&>>);
static_assert(std::is_same_v<Projected<&Mixed::text, const Mixed>, const std::string&>);
static_assert(std::is_same_v<Projected<&Mixed::fixed, const Mixed>, Pin<const Simple&>>);
static_assert(std::is_same_v<Projected<&Mixed::numbers, const Mixed>, const int (&)[3]>);
static_assert(std::is_same_v<decltype(project(std::declval<Pin<PinnedExample&>>())),
                             std::tuple<std::string&, Pin<Example&>>>);
static_assert(std::is_same_v<decltype(project(std::declval<Pin<const PinnedExample&>>())),
                             std::tuple<const std::string&, Pin<const Example&>>>);

// The declaration adds nothing to the class, and a class with one remains an aggregate.
static_assert(std::is_aggregate_v<PlainExample> && sizeof(PinnedPhantom) == sizeof(int));

Mixed mixed(tests::Log& log) {
  return Mixed{tests::Logged(log, "future", 1, 5),
               "text",
               simple(0, 1),
               {1, 2, 3},
               {simple(0, 1), simple(0, 2)}};
}

TEST(Project, LeadsToTheMembersThemselves) {
  tests::Log log;
  Mixed whole = mixed(log);
  auto pin = Pin<Mixed&>::new_unchecked(whole, Unsafe("a local that stays"));
  auto [future, text, fixed, numbers, simples] = project(pin);
  EXPECT_EQ(&future.get_ref(), &whole.future);
  EXPECT_EQ(&text, &whole.text);
  EXPECT_EQ(&fixed.get_ref(), &whole.fixed);
  EXPECT_EQ(&numbers, &whole.numbers);
  EXPECT_EQ(&simples.get_ref(), &whole.simples);
  EXPECT_EQ(&project<&Mixed::future>(pin).get_ref(), &whole.future);
  EXPECT_EQ(&project<&Mixed::text>(pin), &whole.text);
  EXPECT_EQ(&project<&Mixed::text>(pin.as_ref()), &whole.text);
  EXPECT_EQ(&project<&Mixed::future>(pin.as_ref()).get_ref(), &whole.future);
  EXPECT_EQ(&std::get<1>(project(pin.as_ref())), &whole.text);
}

TEST(Project, APlainMemberIsChangedAndMovedFrom) {
  tests::Log log;
  auto whole = PINPRICK_PIN(mixed(log));
  project<&Mixed::text>(whole.as_mut()) += " and more";
  project<&Mixed::numbers>(whole.as_mut())[1] = 7;
  const std::string taken = std::move(project<&Mixed::text>(whole.as_mut()));
  EXPECT_EQ(taken, "text and more");
  EXPECT_EQ(whole.as_ref()->numbers[1], 7);
}

TEST(Project, APinnedMemberIsPolledAndSet) {
  tests::Log log;
  {
    auto whole = PINPRICK_PIN(mixed(log));
    auto future = project<&Mixed::future>(whole.as_mut());
    EXPECT_EQ(drive(future), std::pair(std::int64_t{5}, 2));
    const void* before = &future.get_ref();
    future.set(tests::Logged(log, "another", 0, 6));
    EXPECT_EQ(&future.get_ref(), before);
    EXPECT_EQ(drive(future), std::pair(std::int64_t{6}, 1));
  }
  EXPECT_EQ(log, tests::Log({"future pending", "future ready", "future dropped", "another ready",
                             "another dropped"}));
}

TEST(Project, AFutureOfPrivateMembers) {
  using F = Both<tests::Logged, Simple>;
  tests::Log log;
  auto future = Box<F>::pin(tests::Logged(log, "a", 1, 1), simple(3, 2));
  EXPECT_EQ(drive(future), std::pair(F::Output(1, 2), 4));
  EXPECT_EQ(log, tests::Log({"a pending", "a ready"}));
}

TEST(Project, IsPartOfAConstantExpression) {
  constexpr auto kSum = [] {
    struct Two {
      int a;
      int b;
      using PinnedFields = Members<PinnedMember<&Two::a>, PlainMember<&Two::b>>;
    };
    Two two{1, 2};
    auto [a, b] = project(Pin<Two&>::make(two));
    b += 10;
    a.set(20);
    return two.a + two.b + project<&Two::b>(Pin<const Two&>::make(two));
  }();
  EXPECT_EQ(kSum, 44);
}

TEST(Project, AllocatesNothing) {
  tests::Log log;
  auto whole = PINPRICK_PIN(mixed(log));
  const tests::HeapCount heap;
  auto projection = project(whole.as_mut());
  EXPECT_EQ(&std::get<1>(projection), &project<&Mixed::text>(whole.as_mut()));
  EXPECT_EQ(heap.count(), 0);
}

}  // namespace
}  // namespace pinprick
