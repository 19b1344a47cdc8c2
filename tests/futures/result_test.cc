#include "pinprick/result.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/pin.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using Number = Result<int, std::string>;

TEST(Result, IsOneOfTheTwo) {
  Number good = Number::ok(3);
  EXPECT_TRUE(good.is_ok());
  EXPECT_FALSE(good.is_err());
  EXPECT_EQ(good.value(), 3);
  good.value() = 4;
  EXPECT_EQ(std::as_const(good).value(), 4);
  Number bad = Number::err("no");
  EXPECT_FALSE(bad.is_ok());
  EXPECT_TRUE(bad.is_err());
  bad.error() += "!";
  EXPECT_EQ(std::as_const(bad).error(), "no!");
  EXPECT_EQ(std::move(bad).error(), "no!");
}

TEST(Result, AsksForTheWrongOneByName) {
  Number good = Number::ok(3);
  Number bad = Number::err("no");
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)bad.value(); });
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)std::as_const(bad).value(); });
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)std::move(bad).value(); });
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)good.error(); });
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)std::as_const(good).error(); });
  tests::expect_panic(PanicReason::kNotReady, "Result", [&] { (void)std::move(good).error(); });
  EXPECT_EQ(bad.error(), "no");
}

TEST(Result, TellsTwoOfTheSameTypeApart) {
  using Same = Result<int, int>;
  static_assert(sizeof(Same) == 2 * sizeof(int));
  EXPECT_EQ(Same::ok(1), Same::ok(1));
  EXPECT_NE(Same::ok(1), Same::ok(2));
  EXPECT_NE(Same::ok(1), Same::err(1));
  EXPECT_EQ(Same::err(1), Same::err(1));
}

TEST(Result, MapsOnlyWhatItIsAskedTo) {
  const auto half = [](int n) { return n / 2.0; };
  const auto size = [](const std::string& why) { return why.size(); };
  EXPECT_EQ(Number::ok(3).map(half), (Result<double, std::string>::ok(1.5)));
  EXPECT_EQ(Number::err("no").map(half), (Result<double, std::string>::err("no")));
  EXPECT_EQ(Number::ok(3).map_err(size), (Result<int, std::size_t>::ok(3)));
  EXPECT_EQ(Number::err("no").map_err(size), (Result<int, std::size_t>::err(2)));
}

TEST(Result, HoldsWhatOnlyMoves) {
  using Owned = Result<std::unique_ptr<int>, std::unique_ptr<std::string>>;
  static_assert(!std::is_copy_constructible_v<Owned> && std::is_copy_constructible_v<Number>);
  Owned good = Owned::ok(std::make_unique<int>(3));
  const std::unique_ptr<int> value = std::move(good).value();
  EXPECT_EQ(*value, 3);
  Owned bad = Owned::err(std::make_unique<std::string>("no"));
  Owned moved = std::move(bad).map([](std::unique_ptr<int> n) { return n; });
  EXPECT_EQ(*std::move(moved).error(), "no");
}

TEST(Result, IsUnpinAsItsPartsAre) {
  static_assert(Unpin<Number>);
  static_assert(!Unpin<Result<PhantomPinned, int>> && !Unpin<Result<int, PhantomPinned>>);
}

}  // namespace
}  // namespace pinprick
