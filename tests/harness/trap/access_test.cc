// Faults that compiled code makes by itself: what comes back names the class, the place, the size
// and the direction.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <array>
#include <climits>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "harness/interpreter/trap.h"
#include "harness/program/fault.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/touch.h"

namespace pinprick::harness {

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << name(fault.kind) << (fault.is_write ? " write of " : " read of ") << fault.size
       << " at 0x" << std::hex << fault.address << std::dec << " through " << fault.entry_point;
}

namespace {

using ::testing::AllOf;
using ::testing::Optional;

MATCHER_P(IsClass, kind, "") { return arg.kind == kind; }
MATCHER_P(IsAt, address, "") { return arg.address == address; }
MATCHER_P2(IsRead, address, size, "") {
  return !arg.is_write && arg.address == address && arg.size == size;
}
MATCHER_P2(IsWrite, address, size, "") {
  return arg.is_write && arg.address == address && arg.size == size;
}
MATCHER_P(CameThrough, symbol, "") { return std::strcmp(arg.entry_point, symbol) == 0; }

template <class Body>
std::optional<Fault> caught(Body&& body) {
  return trap(Interception::kOn, body);
}

// 64 bytes that are poisoned, and good again at the end.
class Vacated {
 public:
  Vacated() { __asan_poison_memory_region(bytes_.data(), bytes_.size()); }
  ~Vacated() { __asan_unpoison_memory_region(bytes_.data(), bytes_.size()); }
  Vacated(const Vacated&) = delete;
  Vacated& operator=(const Vacated&) = delete;

  void* at(std::size_t offset = 0) { return hide(bytes_.data() + offset); }
  std::uintptr_t address() { return escape(bytes_.data()); }

 private:
  alignas(16) std::array<char, 64> bytes_ = {};
};

TEST(Trap, BodyThatEndsHasNoFault) {
  int calls = 0;
  EXPECT_EQ(caught([&] { ++calls; }), std::nullopt);
  EXPECT_EQ(calls, 1);
}

struct Flavour {
  const char* name;
  const Touch* touch;
  // Before the size of an entry point of loads and of stores, and behind it.
  const char* load;
  const char* store;
  const char* suffix;
  const char* no_size;
};

void PrintTo(const Flavour& flavour, std::ostream* out) { *out << flavour.name; }

class Access : public ::testing::TestWithParam<Flavour> {
 protected:
  static void expect_load(void (*load)(const void*), std::size_t size, const char* word) {
    Vacated vacated;
    const std::string symbol = GetParam().load + std::string(word) + GetParam().suffix;
    EXPECT_THAT(caught([&] { load(vacated.at()); }),
                Optional(AllOf(IsClass(FaultClass::kUseAfterPoison),
                               IsRead(vacated.address(), size), CameThrough(symbol.c_str()))));
  }
  static void expect_store(void (*store)(void*), std::size_t size, const char* word) {
    Vacated vacated;
    const std::string symbol = GetParam().store + std::string(word) + GetParam().suffix;
    EXPECT_THAT(caught([&] { store(vacated.at()); }),
                Optional(AllOf(IsClass(FaultClass::kUseAfterPoison),
                               IsWrite(vacated.address(), size), CameThrough(symbol.c_str()))));
  }
};

TEST_P(Access, Load1) { expect_load(GetParam().touch->load1, 1, "1"); }
TEST_P(Access, Load2) { expect_load(GetParam().touch->load2, 2, "2"); }
TEST_P(Access, Load4) { expect_load(GetParam().touch->load4, 4, "4"); }
TEST_P(Access, Load8) { expect_load(GetParam().touch->load8, 8, "8"); }
TEST_P(Access, Load16) { expect_load(GetParam().touch->load16, 16, "16"); }
TEST_P(Access, LoadN) { expect_load(GetParam().touch->load_n, 8, GetParam().no_size); }
TEST_P(Access, Store1) { expect_store(GetParam().touch->store1, 1, "1"); }
TEST_P(Access, Store2) { expect_store(GetParam().touch->store2, 2, "2"); }
TEST_P(Access, Store4) { expect_store(GetParam().touch->store4, 4, "4"); }
TEST_P(Access, Store8) { expect_store(GetParam().touch->store8, 8, "8"); }
TEST_P(Access, Store16) { expect_store(GetParam().touch->store16, 16, "16"); }
TEST_P(Access, StoreN) { expect_store(GetParam().touch->store_n, 8, GetParam().no_size); }

// A misaligned word whose first bytes are good: the fault is at one that is not.
TEST_P(Access, AddressIsABadByte) {
  alignas(16) std::array<char, 32> bytes = {};
  __asan_poison_memory_region(bytes.data() + 16, 16);
  const auto fault = caught([&] { GetParam().touch->load_n(hide(bytes.data() + 12)); });
  __asan_unpoison_memory_region(bytes.data() + 16, 16);
  ASSERT_THAT(fault, Optional(IsClass(FaultClass::kUseAfterPoison)));
  EXPECT_GE(fault->address, escape(bytes.data() + 16));
  EXPECT_LT(fault->address, escape(bytes.data() + 20));
  EXPECT_EQ(fault->size, 8u);
}

// Five of the eight bytes are good: what follows them is to blame.
TEST_P(Access, EndOfABlockThatIsNotAMultipleOfEight) {
  void* const block = hide(malloc(5));
  const auto fault = caught([&] { GetParam().touch->load8(block); });
  EXPECT_THAT(fault, Optional(AllOf(IsClass(FaultClass::kHeapBufferOverflow),
                                    IsRead(escape(block) + 5, 8u))));
  free(block);
}

TEST_P(Access, UndefinedBehaviour) {
  EXPECT_THAT(caught([&] { GetParam().touch->add(INT_MAX, 1); }),
              Optional(AllOf(IsClass(FaultClass::kUndefinedBehaviour),
                             CameThrough(GetParam().touch == &touch_recover::touch
                                             ? "__ubsan_handle_add_overflow"
                                             : "__ubsan_handle_add_overflow_abort"))));
}

INSTANTIATE_TEST_SUITE_P(
    Compiled, Access,
    ::testing::Values(Flavour{"Inline", &touch_inline::touch, "__asan_report_load",
                              "__asan_report_store", "", "_n"},
                      Flavour{"Outlined", &touch_outlined::touch, "__asan_load", "__asan_store", "",
                              "N"},
                      Flavour{"Recover", &touch_recover::touch, "__asan_report_load",
                              "__asan_report_store", "_noabort", "_n"}),
    [](const auto& flavour) { return std::string(flavour.param.name); });

#if defined(__clang__)
#define PINPRICK_INSTRUMENTED(function) "__asan_" function
#else
#define PINPRICK_INSTRUMENTED(function) function
#endif

TEST(Memory, CopyOfUnknownSize) {
  Vacated vacated;
  std::array<char, 64> good = {};
  const std::size_t size = hide_size(40);
  EXPECT_THAT(caught([&] { std::memcpy(good.data(), vacated.at(), size); }),
              Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsRead(vacated.address(), size),
                             CameThrough(PINPRICK_INSTRUMENTED("memcpy")))));
  EXPECT_THAT(caught([&] { std::memcpy(vacated.at(), hide(good.data()), size); }),
              Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsWrite(vacated.address(), size),
                             CameThrough(PINPRICK_INSTRUMENTED("memcpy")))));
}

TEST(Memory, CopyOfKnownSize) {
  Vacated vacated;
  std::array<char, 64> good = {};
  EXPECT_THAT(caught([&] { std::memcpy(hide(good.data()), vacated.at(), 24); }),
              Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsAt(vacated.address()))));
  EXPECT_THAT(caught([&] { std::memcpy(vacated.at(), hide(good.data()), 24); }),
              Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsAt(vacated.address()))));
}

TEST(Memory, CopyThatOverlaps) {
  std::array<char, 64> good = {};
  void* const from = hide(good.data());
  void* const to = hide(good.data() + 8);
  EXPECT_THAT(caught([&] { std::memcpy(to, from, hide_size(16)); }),
              Optional(AllOf(IsClass(FaultClass::kOther), IsWrite(escape(to), 16u))));
  EXPECT_EQ(caught([&] { std::memcpy(hide(from), from, hide_size(16)); }), std::nullopt);
  EXPECT_EQ(caught([&] { std::memcpy(to, from, hide_size(8)); }), std::nullopt);
}

TEST(Memory, Move) {
  Vacated vacated;
  std::array<char, 64> good = {};
  const std::size_t size = hide_size(40);
  EXPECT_THAT(caught([&] { std::memmove(good.data(), vacated.at(), size); }),
              Optional(AllOf(IsRead(vacated.address(), size),
                             CameThrough(PINPRICK_INSTRUMENTED("memmove")))));
  EXPECT_THAT(caught([&] { std::memmove(vacated.at(), hide(good.data()), size); }),
              Optional(AllOf(IsWrite(vacated.address(), size),
                             CameThrough(PINPRICK_INSTRUMENTED("memmove")))));
  EXPECT_EQ(caught([&] { std::memmove(hide(good.data() + 1), hide(good.data()), size); }),
            std::nullopt);
}

TEST(Memory, Fill) {
  Vacated vacated;
  const std::size_t size = hide_size(40);
  EXPECT_THAT(caught([&] { std::memset(vacated.at(), 1, size); }),
              Optional(AllOf(IsWrite(vacated.address(), size),
                             CameThrough(PINPRICK_INSTRUMENTED("memset")))));
  EXPECT_THAT(caught([&] { std::memset(vacated.at(), 1, 24); }),
              Optional(AllOf(IsClass(FaultClass::kUseAfterPoison), IsAt(vacated.address()))));
}

TEST(Memory, SizeThatWrapsAround) {
  std::array<char, 64> good = {};
  EXPECT_THAT(caught([&] { std::memset(hide(good.data()), 1, hide_size(SIZE_MAX - 8)); }),
              Optional(IsClass(FaultClass::kOther)));
}

TEST(Memory, Compare) {
  Vacated vacated;
  std::array<char, 64> good = {};
  const std::size_t size = hide_size(40);
  volatile int order = 0;
  EXPECT_THAT(caught([&] { order = std::memcmp(good.data(), vacated.at(), size); }),
              Optional(AllOf(IsRead(vacated.address(), size), CameThrough("memcmp"))));
  volatile bool equal = false;
  EXPECT_THAT(caught([&] { equal = std::memcmp(vacated.at(), good.data(), size) == 0; }),
              Optional(IsRead(vacated.address(), size)));
  EXPECT_EQ(caught([&] { order = std::memcmp(good.data(), good.data(), size); }), std::nullopt);
  EXPECT_EQ(order, 0);
}

TEST(Memory, FindAndLength) {
  Vacated vacated;
  std::array<char, 64> good = {'a', 'b', 'c', 0};
  const void* volatile found = nullptr;
  EXPECT_THAT(caught([&] { found = std::memchr(vacated.at(), 'x', hide_size(64)); }),
              Optional(AllOf(IsAt(vacated.address()), CameThrough("memchr"))));
  EXPECT_EQ(caught([&] { found = std::memchr(hide(good.data()), 'c', hide_size(64)); }),
            std::nullopt);
  EXPECT_EQ(found, good.data() + 2);
  EXPECT_EQ(caught([&] { found = std::memchr(hide(good.data()), 'x', hide_size(64)); }),
            std::nullopt);
  EXPECT_EQ(found, nullptr);
  volatile std::size_t length = 0;
  EXPECT_THAT(caught([&] { length = std::strlen(static_cast<char*>(vacated.at())); }),
              Optional(AllOf(IsAt(vacated.address()), CameThrough("strlen"))));
  EXPECT_EQ(caught([&] { length = std::strlen(static_cast<char*>(hide(good.data()))); }),
            std::nullopt);
  EXPECT_EQ(length, 3u);
}

TEST(Life, HeapUseAfterFree) {
  void* const block = hide(malloc(32));
  free(hide(block));
  EXPECT_THAT(caught([&] { touch_inline::touch.load4(hide(block)); }),
              Optional(AllOf(IsClass(FaultClass::kHeapUseAfterFree), IsRead(escape(block), 4u))));
}

TEST(Life, ShortStringInAVacatedPlace) {
  alignas(std::string) std::array<char, sizeof(std::string)> place;
  auto* const text = new (place.data()) std::string("short");
  __asan_poison_memory_region(place.data(), place.size());
  volatile char first = 0;
  const auto fault =
      caught([&] { first = (*static_cast<std::string*>(hide(text)))[hide_size(0)]; });
  // A copy reads the text by memcpy or by words, as the library likes.
  const auto copy = caught([&] {
    const std::string other(*static_cast<std::string*>(hide(text)));
    first = other.front();
  });
  __asan_unpoison_memory_region(place.data(), place.size());
  text->~basic_string();
  EXPECT_THAT(fault, Optional(IsClass(FaultClass::kUseAfterPoison)));
  EXPECT_THAT(copy, Optional(IsClass(FaultClass::kUseAfterPoison)));
  EXPECT_GE(fault->address, escape(place.data()));
  EXPECT_LT(fault->address, escape(place.data()) + place.size());
}

TEST(Life, OldBufferOfAVector) {
  std::vector<int> numbers = {1};
  void* const old = hide(numbers.data());
  for (int i = 0; i < 8; ++i) numbers.push_back(i);
  EXPECT_THAT(caught([&] { touch_inline::touch.load4(old); }),
              Optional(AllOf(IsClass(FaultClass::kHeapUseAfterFree), IsRead(escape(old), 4u))));
}

TEST(Life, ScopeThatEnded) {
  std::uintptr_t stale = 0;
  {
    std::array<char, 32> local = {1};
    stale = escape(local.data());
  }
  EXPECT_THAT(caught([&] { touch_inline::touch.load1(hide(reinterpret_cast<void*>(stale))); }),
              Optional(AllOf(IsClass(FaultClass::kStackUseAfterScope), IsRead(stale, 1u))));
}

[[gnu::noinline]] std::uintptr_t address_of_a_local() {
  std::array<char, 32> local = {1};
  hide(local.data());
  return escape(local.data());
}

TEST(Life, FrameThatReturned) {
  const std::uintptr_t stale = address_of_a_local();
  EXPECT_THAT(caught([&] { touch_inline::touch.store8(hide(reinterpret_cast<void*>(stale))); }),
              Optional(AllOf(IsClass(FaultClass::kStackUseAfterReturn), IsWrite(stale, 8u))));
}

TEST(Life, EndOfAStackArray) {
  const auto fault = caught([] {
    std::array<char, 32> local = {1};
    touch_inline::touch.load1(static_cast<char*>(hide(local.data())) + 32);
  });
  EXPECT_THAT(fault, Optional(IsClass(FaultClass::kStackBufferOverflow)));
}

// The smallest coroutine: a frame in a caller's buffer.
struct Task {
  struct promise_type {
    static void* operator new(std::size_t size, std::array<char, 1024>& buffer) {
      if (size > buffer.size()) std::abort();
      return buffer.data();
    }
    static void operator delete(void*) {}
    explicit promise_type(std::array<char, 1024>&) {}
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> handle;
};

Task across_an_await(std::array<char, 1024>&) {
  volatile int local = 1;
  int* const reference = static_cast<int*>(hide(const_cast<int*>(&local)));
  co_await std::suspend_always();
  local = *reference + 1;
}

TEST(Life, CoroutineFrameThatVanished) {
  alignas(16) std::array<char, 1024> buffer = {};
  const Task task = across_an_await(buffer);
  task.handle.resume();
  const auto handle = task.handle;
  __asan_poison_memory_region(buffer.data(), buffer.size());
  const auto fault = caught([&] { handle.resume(); });
  __asan_unpoison_memory_region(buffer.data(), buffer.size());
  EXPECT_THAT(fault, Optional(IsClass(FaultClass::kUseAfterPoison)));
}

TEST(Release, GoodOnesPass) {
  EXPECT_EQ(caught([] {
              free(hide(malloc(24)));
              free(hide(nullptr));
              free(hide(malloc(0)));
              free(hide(realloc(hide(malloc(24)), 48)));
              delete static_cast<int*>(hide(new int(1)));
              delete[] static_cast<int*>(hide(new int[3]));
              ::operator delete(hide(::operator new(24)), std::size_t{24});
              ::operator delete(hide(::operator new(24, std::align_val_t{64})),
                                std::align_val_t{64});
              ::operator delete(hide(::operator new(24, std::align_val_t{64})), std::size_t{24},
                                std::align_val_t{64});
            }),
            std::nullopt);
}

// A block whose first byte the harness has poisoned is alive all the same.
TEST(Release, PoisonedBlockPasses) {
  void* const block = hide(malloc(32));
  __asan_poison_memory_region(block, 16);
  EXPECT_EQ(caught([&] { free(block); }), std::nullopt);
}

struct Road {
  const char* symbol;
  void* (*make)();
  void (*give_back)(void*);
};

void PrintTo(const Road& road, std::ostream* out) { *out << road.symbol; }

class Release : public ::testing::TestWithParam<Road> {};

TEST_P(Release, Once) {
  void* const block = hide(GetParam().make());
  EXPECT_EQ(caught([&] { GetParam().give_back(block); }), std::nullopt);
}

TEST_P(Release, Twice) {
  void* const block = hide(GetParam().make());
  GetParam().give_back(hide(block));
  EXPECT_THAT(caught([&] { GetParam().give_back(hide(block)); }),
              Optional(AllOf(IsClass(FaultClass::kDoubleFree), IsAt(escape(block)),
                             CameThrough(GetParam().symbol))));
}

TEST_P(Release, MiddleOfABlock) {
  void* const block = hide(GetParam().make());
  void* const middle = hide(static_cast<char*>(block) + 16);
  EXPECT_THAT(caught([&] { GetParam().give_back(middle); }),
              Optional(AllOf(IsClass(FaultClass::kInvalidFree), IsAt(escape(middle)),
                             CameThrough(GetParam().symbol))));
  GetParam().give_back(hide(block));
  EXPECT_THAT(caught([&] { GetParam().give_back(middle); }),
              Optional(IsClass(FaultClass::kInvalidFree)));
}

TEST_P(Release, NeverAllocated) {
  std::array<char, 64> local = {};
  EXPECT_THAT(caught([&] { GetParam().give_back(hide(local.data() + 16)); }),
              Optional(IsClass(FaultClass::kInvalidFree)));
  void* const wild = reinterpret_cast<void*>(hide_size(0x1234'5678'9abc'def0));
  EXPECT_THAT(caught([&] { GetParam().give_back(wild); }),
              Optional(IsClass(FaultClass::kInvalidFree)));
}

constexpr std::size_t kBlock = 48;
constexpr std::align_val_t kAlign{64};

INSTANTIATE_TEST_SUITE_P(
    Roads, Release,
    ::testing::Values(
        Road{"free", [] { return malloc(kBlock); }, [](void* p) { free(p); }},
        Road{"realloc", [] { return malloc(kBlock); },
             [](void* p) { free(hide(realloc(p, 2 * kBlock))); }},
        Road{"_ZdlPv", [] { return ::operator new(kBlock); },
             [](void* p) { ::operator delete(p); }},
        Road{"_ZdaPv", [] { return ::operator new[](kBlock); },
             [](void* p) { ::operator delete[](p); }},
        Road{"_ZdlPvm", [] { return ::operator new(kBlock); },
             [](void* p) { ::operator delete(p, kBlock); }},
        Road{"_ZdaPvm", [] { return ::operator new[](kBlock); },
             [](void* p) { ::operator delete[](p, kBlock); }},
        Road{"_ZdlPvRKSt9nothrow_t", [] { return ::operator new(kBlock, std::nothrow); },
             [](void* p) { ::operator delete(p, std::nothrow); }},
        Road{"_ZdaPvRKSt9nothrow_t", [] { return ::operator new[](kBlock, std::nothrow); },
             [](void* p) { ::operator delete[](p, std::nothrow); }},
        Road{"_ZdlPvSt11align_val_t", [] { return ::operator new(kBlock, kAlign); },
             [](void* p) { ::operator delete(p, kAlign); }},
        Road{"_ZdaPvSt11align_val_t", [] { return ::operator new[](kBlock, kAlign); },
             [](void* p) { ::operator delete[](p, kAlign); }},
        Road{"_ZdlPvmSt11align_val_t", [] { return ::operator new(kBlock, kAlign); },
             [](void* p) { ::operator delete(p, kBlock, kAlign); }},
        Road{"_ZdaPvmSt11align_val_t", [] { return ::operator new[](kBlock, kAlign); },
             [](void* p) { ::operator delete[](p, kBlock, kAlign); }},
        Road{"_ZdlPvSt11align_val_tRKSt9nothrow_t",
             [] { return ::operator new(kBlock, kAlign, std::nothrow); },
             [](void* p) { ::operator delete(p, kAlign, std::nothrow); }},
        Road{"_ZdaPvSt11align_val_tRKSt9nothrow_t",
             [] { return ::operator new[](kBlock, kAlign, std::nothrow); },
             [](void* p) { ::operator delete[](p, kAlign, std::nothrow); }}),
    [](const auto& road) { return std::string(road.param.symbol); });

TEST(Release, WrongSize) {
  void* const block = hide(::operator new(48));
  EXPECT_THAT(caught([&] { ::operator delete(hide(block), hide_size(40)); }),
              Optional(AllOf(IsClass(FaultClass::kOther), IsAt(escape(block)))));
  ::operator delete(hide(block));
}

struct Base {
  virtual ~Base() = default;
  virtual int number() const { return 1; }
  int field = 0;
};

TEST(Undefined, NullAndMisalignedPointers) {
  volatile int value = 0;
  EXPECT_THAT(caught([&] { value = static_cast<Base*>(hide(nullptr))->field; }),
              Optional(AllOf(IsClass(FaultClass::kUndefinedBehaviour),
                             CameThrough("__ubsan_handle_type_mismatch_v1_abort"))));
  std::array<int, 4> numbers = {};
  void* const odd = hide(reinterpret_cast<char*>(numbers.data()) + 1);
  EXPECT_THAT(caught([&] { *static_cast<int*>(odd) = 1; }),
              Optional(AllOf(IsClass(FaultClass::kUndefinedBehaviour), IsAt(escape(odd)),
                             IsWrite(escape(odd), 0u))));
}

TEST(Undefined, NumbersAndBounds) {
  volatile int zero = 0;
  volatile int result = 0;
  EXPECT_THAT(caught([&] { result = 1 / zero; }),
              Optional(IsClass(FaultClass::kUndefinedBehaviour)));
  EXPECT_THAT(caught([&] { result = 1 << (40 + zero); }),
              Optional(IsClass(FaultClass::kUndefinedBehaviour)));
  EXPECT_THAT(caught([&] { result = -(INT_MIN + zero); }),
              Optional(IsClass(FaultClass::kUndefinedBehaviour)));
  const int numbers[4] = {};
  EXPECT_THAT(caught([&] { result = numbers[4 + zero]; }),
              Optional(IsClass(FaultClass::kUndefinedBehaviour)));
  unsigned char two = 2;
  EXPECT_THAT(caught([&] { result = *static_cast<bool*>(hide(&two)) ? 1 : 0; }),
              Optional(AllOf(IsClass(FaultClass::kUndefinedBehaviour),
                             CameThrough("__ubsan_handle_load_invalid_value_abort"))));
}

TEST(Signal, WildPointer) {
  void* const wild = reinterpret_cast<void*>(hide_size(0x10));
  EXPECT_THAT(caught([&] { touch_inline::touch.load4(wild); }),
              Optional(AllOf(IsClass(FaultClass::kSegv), IsAt(0x10u), CameThrough("SIGSEGV"))));
  // No address at all: the check of it is what faults.
  void* const no_address = reinterpret_cast<void*>(hide_size(0x1234'5678'9abc'def0));
  EXPECT_THAT(caught([&] { touch_inline::touch.load4(no_address); }),
              Optional(AllOf(IsClass(FaultClass::kSegv), CameThrough("SIGSEGV"))));
}

}  // namespace
}  // namespace pinprick::harness
