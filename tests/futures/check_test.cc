// What a registration hands to the harness: a table of functions, made of one declaration.
#include "pinprick/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pinprick::futures_check_test {

enum class Colour : std::uint8_t { kRed, kGreen, kBlue };

}  // namespace pinprick::futures_check_test

template <>
struct pinprick::check::Arbitrary<pinprick::futures_check_test::Colour> {
  static futures_check_test::Colour draw(Draw& from) {
    return static_cast<futures_check_test::Colour>(from.number() % 3);
  }
};

namespace pinprick::futures_check_test {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

using check::Digest;
using check::Registration;

struct Account {
  void put(int money) { balance += money; }
  int take(int money) noexcept { return balance -= money; }
  int get() const { return balance; }
  int twice() const noexcept { return 2 * balance; }
  bool is_empty() { return balance == 0; }

  int balance = 0;
};

struct Bank {
  void open() { ++days; }
  int day() const { return days; }

  int days = 0;
};

void put_two(Account& account) { account.balance += 2; }

// Leaves the table as it was.
class CheckTable : public ::testing::Test {
 protected:
  void TearDown() override { check::registrations().resize(before_); }

  static const Registration& last() { return *check::registrations().back(); }

  // What the last type's call does to `account`; what it gave.
  template <class T>
  std::uint64_t call(T& object, std::uint8_t argument = 0, std::size_t which = 0) {
    Digest seen;
    last().calls.at(which).run(&object, &bank_, argument, seen);
    return seen.value();
  }

  static std::uint64_t digest_of(std::uint64_t number) {
    Digest seen;
    seen.add(number);
    return seen.value();
  }

  Bank bank_;

 private:
  const std::size_t before_ = check::registrations().size();
};

const std::uint64_t kNothingSeen = Digest().value();

// One of type T, made and destroyed as the last registration says.
template <class T>
class Made {
 public:
  Made(const Registration& type, Bank& bank, std::uint8_t argument = 0) : type_(type) {
    type_.make(place_, &bank, argument);
  }
  ~Made() { type_.destroy(place_); }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  T* operator->() { return reinterpret_cast<T*>(place_); }
  void* place() { return place_; }

 private:
  const Registration& type_;
  alignas(std::max_align_t) std::byte place_[sizeof(T)];
};

TEST_F(CheckTable, HasEachTypeInItsOrder) {
  const std::size_t before = check::registrations().size();
  check::type<Account>("first");
  check::type<std::array<double, 3>, Bank>("second");
  ASSERT_THAT(check::registrations(), SizeIs(before + 2));
  const Registration& first = *check::registrations()[before];
  EXPECT_EQ(first.name, "first");
  EXPECT_EQ(first.size, sizeof(Account));
  EXPECT_EQ(first.align, alignof(Account));
  EXPECT_FALSE(first.has_claim);
  EXPECT_TRUE(first.is_instrumented);
  EXPECT_THAT(first.calls, SizeIs(0));
  EXPECT_THAT(first.events, SizeIs(0));
  EXPECT_FALSE(first.result);
  EXPECT_EQ(last().name, "second");
  EXPECT_EQ(last().size, 3 * sizeof(double));
  EXPECT_EQ(last().align, alignof(double));
  EXPECT_EQ(last().world_size, sizeof(Bank));
}

TEST_F(CheckTable, MemberFunctionsOfEachSort) {
  check::type<Account, Bank>("Account")
      .call("put", &Account::put)
      .call("take", &Account::take)
      .call("get", &Account::get)
      .call("twice", &Account::twice)
      .call("is_empty", &Account::is_empty);
  std::vector<std::string> names;
  std::vector<bool> take_arguments;
  for (const check::CallRow& row : last().calls) {
    names.push_back(row.name);
    take_arguments.push_back(row.takes_argument);
  }
  EXPECT_THAT(names, ElementsAre("put", "take", "get", "twice", "is_empty"));
  EXPECT_THAT(take_arguments, ElementsAre(true, true, false, false, false));

  Account account;
  EXPECT_EQ(call(account, 17, 0), kNothingSeen) << "put gives nothing";
  EXPECT_EQ(account.balance, 17);
  EXPECT_EQ(call(account, 5, 1), digest_of(12));
  EXPECT_EQ(account.balance, 12);
  EXPECT_EQ(call(account, 0, 2), digest_of(12));
  EXPECT_EQ(call(account, 0, 3), digest_of(24));
  EXPECT_EQ(call(account, 0, 4), digest_of(0));
}

TEST_F(CheckTable, LambdasWithTheObjectAndItsWorld) {
  int calls = 0;
  check::type<Account, Bank>("Account")
      .call("earn", [](Account& account, int money) { account.balance += 10 * money; })
      .call("wait", [](Account& account, Bank& bank) { account.balance += bank.days; })
      .call("save",
            [](Account& account, Bank& bank, std::uint8_t days) {
              bank.days += days;
              account.balance = -bank.days;
            })
      .call("look", [&calls](const Account& account) { return calls += account.balance; })
      .call("put_two", &put_two)
      .call("audit",
            [](const Account& account, const Bank& bank) { return account.balance + bank.days; });
  std::vector<bool> take_arguments;
  for (const check::CallRow& row : last().calls) take_arguments.push_back(row.takes_argument);
  EXPECT_THAT(take_arguments, ElementsAre(true, false, true, false, false, false));

  Account account;
  call(account, 3, 0);
  EXPECT_EQ(account.balance, 30);
  bank_.days = 4;
  call(account, 99, 1);
  EXPECT_EQ(account.balance, 34);
  call(account, 6, 2);
  EXPECT_EQ(bank_.days, 10);
  EXPECT_EQ(account.balance, -10);
  account.balance = 7;
  EXPECT_EQ(call(account, 0, 3), digest_of(7));
  EXPECT_EQ(calls, 7);
  call(account, 0, 4);
  EXPECT_EQ(account.balance, 9);
  EXPECT_EQ(call(account, 0, 5), digest_of(19));
}

struct Drawn {
  int number = -7;
  bool flag = true;
  std::string text = "before";
  Colour colour = Colour::kBlue;
  int more = -7;
  friend bool operator==(const Drawn&, const Drawn&) = default;
};

class DrawnArguments : public CheckTable {
 protected:
  DrawnArguments() {
    check::type<Drawn>("Drawn").call(
        "draw", [](Drawn& to, int number, bool flag, const std::string& text, Colour colour,
                   int more) { to = Drawn{number, flag, text, colour, more}; });
  }

  Drawn drawn(std::uint8_t byte) {
    Drawn out;
    call(out, byte);
    return out;
  }
};

TEST_F(DrawnArguments, ByteZeroIsTheSimplestOfAll) {
  EXPECT_EQ(drawn(0), (Drawn{0, false, "", Colour::kRed, 0}));
}

TEST_F(DrawnArguments, TheFirstNumberIsTheByte) {
  for (int byte = 0; byte < 253; ++byte) {
    EXPECT_EQ(drawn(static_cast<std::uint8_t>(byte)).number, byte);
  }
}

TEST_F(DrawnArguments, TheSameByteGivesTheSame) {
  for (const std::uint8_t byte : {0, 1, 17, 255}) EXPECT_EQ(drawn(byte), drawn(byte));
}

// What follows must not be the byte again, or two arguments would never differ.
TEST_F(DrawnArguments, WhatFollowsIsScattered) {
  std::set<int> more;
  std::set<std::string> texts;
  std::set<Colour> colours;
  std::set<bool> flags;
  int equal = 0;
  for (int byte = 1; byte < 253; ++byte) {
    const Drawn out = drawn(static_cast<std::uint8_t>(byte));
    more.insert(out.more);
    texts.insert(out.text);
    colours.insert(out.colour);
    flags.insert(out.flag);
    if (out.more == out.number) ++equal;
  }
  EXPECT_GT(more.size(), 100U);
  EXPECT_GT(texts.size(), 20U);
  EXPECT_THAT(colours, SizeIs(3));
  EXPECT_THAT(flags, SizeIs(2));
  EXPECT_LT(equal, 10);
}

template <class T>
T first_of(std::uint8_t byte) {
  check::Draw from(byte);
  return check::Arbitrary<T>::draw(from);
}

template <class T>
class DrawnNumbers : public ::testing::Test {};
using Wide = ::testing::Types<short, int, unsigned, long long, std::uint64_t, double>;
TYPED_TEST_SUITE(DrawnNumbers, Wide);

TYPED_TEST(DrawnNumbers, TheLastThreeBytesAreTheEnds) {
  EXPECT_EQ(first_of<TypeParam>(252), TypeParam(252));
  EXPECT_EQ(first_of<TypeParam>(253), std::numeric_limits<TypeParam>::lowest());
  EXPECT_EQ(first_of<TypeParam>(254), std::numeric_limits<TypeParam>::max());
  EXPECT_EQ(first_of<TypeParam>(255), static_cast<TypeParam>(-1));
}

TEST(DrawnByItself, ByteIsAllOfANarrowNumber) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto narrow = static_cast<std::uint8_t>(byte);
    EXPECT_EQ(first_of<std::uint8_t>(narrow), narrow);
    EXPECT_EQ(first_of<std::int8_t>(narrow), static_cast<std::int8_t>(narrow));
    EXPECT_EQ(first_of<bool>(narrow), byte % 2 == 1);
  }
}

// Around the length that a string keeps in itself, so that both sorts come up.
TEST(DrawnByItself, TextIsShortAndLong) {
  EXPECT_EQ(first_of<std::string>(0), "");
  EXPECT_EQ(first_of<std::string>(1), "s");
  EXPECT_THAT(first_of<std::string>(17), SizeIs(17));
  EXPECT_THAT(first_of<std::string>(47), SizeIs(47));
  EXPECT_EQ(first_of<std::string>(48), "");
}

TEST(DrawnByItself, WhatCannotBeDrawnIsKnown) {
  struct Own {};
  EXPECT_TRUE(check::Drawable<int>);
  EXPECT_TRUE(check::Drawable<std::string>);
  EXPECT_TRUE(check::Drawable<Colour>);
  EXPECT_FALSE(check::Drawable<Own>);
  EXPECT_FALSE(check::Drawable<int*>);
}

struct Stay {
  explicit Stay(int start) : number(start), self(this) {}
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;
  ~Stay() { ++gone; }

  static inline int gone = 0;
  int number;
  Stay* self;
};

TEST_F(CheckTable, ImmovableIsMadeInPlace) {
  const int gone_before = Stay::gone;
  check::type<Stay, Bank>("Stay").make([] { return Stay(3); });
  EXPECT_FALSE(last().make_takes_argument);
  EXPECT_EQ(last().move, nullptr);
  EXPECT_EQ(last().assign, nullptr);
  {
    Made<Stay> made(last(), bank_);
    EXPECT_EQ(made->number, 3);
    EXPECT_EQ(made->self, made.place());
    EXPECT_EQ(Stay::gone, gone_before) << "there was another one";
  }
  EXPECT_EQ(Stay::gone, gone_before + 1);
}

TEST_F(CheckTable, MadeWithTheWorldAndWithArguments) {
  check::type<Stay, Bank>("Stay").make([](Bank& bank) { return Stay(++bank.days); });
  EXPECT_FALSE(last().make_takes_argument);
  EXPECT_EQ(Made<Stay>(last(), bank_, 9)->number, 1);
  EXPECT_EQ(bank_.days, 1);

  check::type<Stay, Bank>("Stay").make([](int number) { return Stay(number); });
  EXPECT_TRUE(last().make_takes_argument);
  EXPECT_EQ(Made<Stay>(last(), bank_, 9)->number, 9);

  check::type<Stay, Bank>("Stay").make([](Bank& bank, int number, const std::string& text) {
    return Stay(1000 * bank.days + number + (text.size() < 48 ? 0 : 500));
  });
  EXPECT_TRUE(last().make_takes_argument);
  EXPECT_EQ(Made<Stay>(last(), bank_, 9)->number, 1009);
}

struct OfItsWorld {
  OfItsWorld() = default;
  explicit OfItsWorld(Bank& bank) : days(&bank.days) {}
  int* days = nullptr;
};

TEST_F(CheckTable, MakeIsNotNeededForWhatIsMadeOfNothingOrOfItsWorld) {
  check::type<Account, Bank>("Account");
  EXPECT_EQ(Made<Account>(last(), bank_)->balance, 0);
  check::type<OfItsWorld, Bank>("OfItsWorld");
  EXPECT_EQ(Made<OfItsWorld>(last(), bank_)->days, &bank_.days) << "its world goes first";
  check::type<Stay, Bank>("Stay");
  EXPECT_FALSE(last().make) << "nobody has said how";
}

struct PointsAtItself {
  int number = 1;
  PointsAtItself* self = this;
};

// A function may return one in registers.
TEST_F(CheckTable, WhatIsTrivialToCopyIsMadeInPlaceAllTheSame) {
  check::type<PointsAtItself, Bank>("PointsAtItself");
  Made<PointsAtItself> made(last(), bank_);
  EXPECT_EQ(made->self, made.place());
}

struct Text {
  std::string text = "a text that is longer than what a string keeps in itself";
};

TEST_F(CheckTable, MovesAndAssignsAsTheTypeDoes) {
  check::type<Text, Bank>("Text");
  ASSERT_NE(last().move, nullptr);
  ASSERT_NE(last().assign, nullptr);
  Text from;
  const std::string text = from.text;
  alignas(Text) std::byte place[sizeof(Text)];
  last().move(place, &from);
  auto& moved = *reinterpret_cast<Text*>(place);
  EXPECT_EQ(moved.text, text);
  EXPECT_NE(from.text, text);
  last().assign(&from, place);
  EXPECT_EQ(from.text, text);
  last().destroy(place);
}

struct Unassignable {
  Unassignable() = default;
  Unassignable(Unassignable&&) = default;
  const int number = 1;
};

TEST_F(CheckTable, WhatATypeHasNotIsNull) {
  check::type<Unassignable>("Unassignable");
  EXPECT_NE(last().move, nullptr);
  EXPECT_EQ(last().assign, nullptr);
}

TEST_F(CheckTable, EventsWithAndWithoutResults) {
  int rung = 0;
  check::type<Account, Bank>("Account")
      .event("open", &Bank::open)
      .event("day", &Bank::day)
      .event("ring",
             [&rung](Bank& bank) {
               bank.days = 10;
               ++rung;
             })
      .event("name", [](const Bank&) { return std::string("bank"); });
  const std::vector<check::EventRow>& events = last().events;
  ASSERT_THAT(events, SizeIs(4));
  EXPECT_EQ(events[0].name, "open");
  EXPECT_EQ(events[3].name, "name");
  const auto run = [&](std::size_t which) {
    Digest seen;
    events[which].run(&bank_, seen);
    return seen.value();
  };
  EXPECT_EQ(run(0), kNothingSeen);
  EXPECT_EQ(bank_.days, 1);
  EXPECT_EQ(run(1), digest_of(1));
  EXPECT_EQ(run(2), kNothingSeen);
  EXPECT_EQ(run(1), digest_of(10));
  EXPECT_EQ(rung, 1);
  EXPECT_NE(run(3), kNothingSeen);
  EXPECT_EQ(run(3), run(3));
}

TEST_F(CheckTable, ResultIsACallOfItsOwn) {
  check::type<Account, Bank>("Account").call("put", &Account::put).result(&Account::get);
  ASSERT_THAT(last().calls, SizeIs(2));
  EXPECT_EQ(last().calls[1].name, "result");
  EXPECT_FALSE(last().calls[1].takes_argument);
  const auto result = [](const Account& account) {
    Digest seen;
    last().result(&account, seen);
    return seen.value();
  };
  Account account;
  EXPECT_EQ(result(account), digest_of(0));
  account.balance = 5;
  EXPECT_EQ(result(account), digest_of(5));
  // It is read after each call anyhow; the call itself does nothing and gives nothing.
  EXPECT_EQ(call(account, 3, 1), kNothingSeen);
  EXPECT_EQ(account.balance, 5);
}

TEST(CheckDigest, TellsNumbersAndTheirOrder) {
  const auto of = [](std::vector<std::uint64_t> numbers) {
    Digest seen;
    for (const std::uint64_t number : numbers) seen.add(number);
    return seen.value();
  };
  EXPECT_EQ(of({1, 2}), of({1, 2}));
  EXPECT_NE(of({1, 2}), of({2, 1}));
  EXPECT_NE(of({}), of({0}));
  EXPECT_NE(of({0}), of({0, 0}));
}

TEST_F(CheckTable, AWorldIsMadeAndEnded) {
  static int worlds = 0;
  struct Counted {
    Counted() { ++worlds; }
    ~Counted() { --worlds; }
  };
  check::type<Account, Counted>("Account");
  void* const world = last().make_world();
  EXPECT_EQ(worlds, 1);
  last().end_world(world);
  EXPECT_EQ(worlds, 0);
}

// Unpin, never moves, relocatable, cancellable.
std::array<bool, 4> flags(const Registration& type) {
  EXPECT_TRUE(type.has_claim);
  return {type.is_unpin, type.never_moves, type.is_relocatable, type.is_cancellable};
}

TEST_F(CheckTable, ClaimsSetTheirFlags) {
  check::type<Account>("Account").claims(check::Unpin());
  EXPECT_THAT(flags(last()), ElementsAre(true, false, false, false));
  EXPECT_EQ(last().pinned_after, "");

  check::type<Account>("Account").claims(check::Cancellable(), check::Unpin(),
                                         check::Relocatable());
  EXPECT_THAT(flags(last()), ElementsAre(true, false, true, true));

  check::type<Stay>("Stay").claims(check::NeverMoves());
  EXPECT_THAT(flags(last()), ElementsAre(false, true, false, false));

  check::type<Account>("Account").claims(check::PinnedAfterFirstPoll(), check::Cancellable());
  EXPECT_THAT(flags(last()), ElementsAre(false, false, false, true));
  EXPECT_EQ(last().pinned_after, "poll");

  check::type<Account>("Account").claims(check::PinnedAfter{"put"}, check::Relocatable());
  EXPECT_THAT(flags(last()), ElementsAre(false, false, true, false));
  EXPECT_EQ(last().pinned_after, "put");
}

}  // namespace
}  // namespace pinprick::futures_check_test
