// UBSan's check of the dynamic type, which the rest of the build is without. The compiler calls its
// handler whenever it is not sure; the handler looks closer, and reports a place in the source
// once. In the trap it does so each time.
#include <gtest/gtest.h>

#include <optional>

#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"

namespace pinprick::harness {
// Named: of a type that no other file can know, the compiler does not ask.
namespace vptr_test {

struct Base {
  virtual ~Base() = default;
  virtual int number() const { return 1; }
};

struct Derived : Base {
  int number() const override { return 2; }
};

struct Stranger {
  virtual ~Stranger() = default;
  virtual int letter() const { return 'a'; }
};

}  // namespace vptr_test

namespace {

using vptr_test::Base;
using vptr_test::Derived;
using vptr_test::Stranger;

int call(void* object) { return static_cast<const Base*>(hide(object))->number(); }

TEST(DynamicType, TheRightOneIsFine) {
  Base base;
  Derived derived;
  volatile int number = 0;
  EXPECT_EQ(trap(Interception::kOn, [&] { number = call(&base); }), std::nullopt);
  EXPECT_EQ(trap(Interception::kOn, [&] { number = call(&derived); }), std::nullopt);
  EXPECT_EQ(number, 2);
}

TEST(DynamicType, AnotherOneIsCaught) {
  Stranger stranger;
  volatile int number = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto fault = trap(Interception::kOn, [&] { number = call(&stranger); });
    ASSERT_TRUE(fault.has_value());
    ASSERT_EQ(fault->kind, FaultClass::kUndefinedBehaviour);
  }
}

}  // namespace
}  // namespace pinprick::harness
