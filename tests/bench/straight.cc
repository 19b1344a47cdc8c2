#include "tests/bench/straight.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "harness/subject/coroutine.h"
#include "harness/subject/recorder.h"
#include "harness/subject/task.h"
#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/context.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"
#include "pinprick/pin.h"

namespace pinprick::harness {
namespace {

Unsafe why() { return Unsafe("the program under test says so"); }

// Seen by somebody else, so that the optimiser leaves in place what was moved there.
template <class T>
void is_here(T& object) {
  opaque_pointer(std::addressof(object));
}

// A value whose destructor does not run.
template <class T>
class Forgotten {
 public:
  explicit Forgotten(T&& value) { ::new (place_) T(std::move(value)); }

 private:
  alignas(T) std::byte place_[sizeof(T)];
};

// mem::copy of a future, whose old place is forgotten.
class Relocated {
 public:
  explicit Relocated(Example& from) { std::memcpy(place_, std::addressof(from), sizeof from); }
  Example& operator*() { return *std::launder(reinterpret_cast<Example*>(place_)); }

 private:
  alignas(Example) std::byte place_[sizeof(Example)];
};

template <class P>
void poll(P& pin) {
  Context cx(program_waker());
  Poll<std::int64_t> answer = pin.poll(cx);
  is_here(answer);
}

void box_and_poll() {
  Example f0 = example();
  is_here(f0);
  auto b1 = Box<Example>::make(std::move(f0));
  is_here(b1);
  auto p2 = Pin<Box<Example>>::new_unchecked(std::move(b1), why());
  poll(p2);
  poll(p2);
}

void block_on_erased() {
  Example f0 = example();
  is_here(f0);
  auto p1 = Box<Example>::pin(std::move(f0));
  poll(p1);
  poll(p1);
  auto d4 = erase(std::move(p1));
  is_here(d4);
  std::int64_t output = pinprick::block_on(std::move(d4));
  is_here(output);
}

void share_and_wake() {
  Example f0 = example();
  is_here(f0);
  auto r1 = std::make_shared<Example>(std::move(f0));
  is_here(r1);
  TaskHandle t2(2);
  Waker w3 = t2.raw_waker();
  is_here(w3);
  Forgotten w4(t2.waker());
  is_here(w4);
}

void in_and_out_of_a_vector() {
  Example f0 = example();
  is_here(f0);
  std::vector<Example> v1;
  v1.push_back(std::move(f0));
  Example f2 = std::move(v1.front());
  v1.erase(v1.begin());
  is_here(f2);
  auto b3 = Box<Example>::make(std::move(f2));
  is_here(b3);
  auto p4 = Pin<Box<Example>>::new_unchecked(std::move(b3), why());
  is_here(p4);
  is_here(v1);
}

void from_deque_to_box() {
  Example f0 = example();
  is_here(f0);
  std::deque<Example> v1;
  v1.push_back(std::move(f0));
  Example f2 = std::move(v1.back());
  v1.pop_back();
  is_here(f2);
  std::vector<Example> v3;
  v3.push_back(std::move(f2));
  Example f4 = std::move(v3.front());
  v3.erase(v3.begin());
  is_here(f4);
  auto b5 = Box<Example>::make(std::move(f4));
  is_here(b5);
}

void from_option_to_vector() {
  Example f0 = example();
  is_here(f0);
  std::optional<Example> o1(std::move(f0));
  is_here(o1);
  Example f2 = *std::exchange(o1, std::nullopt);
  is_here(f2);
  Relocated f3(f2);
  is_here(f3);
  std::vector<Example> v4;
  v4.push_back(std::move(*f3));
  auto p5 = Pin<Example&>::new_unchecked(v4.front(), why());
  is_here(p5);
}

void many_owners() {
  Example f0 = example();
  is_here(f0);
  Relocated f1(f0);
  is_here(f1);
  auto r2 = std::make_shared<Example>(std::move(*f1));
  is_here(r2);
  auto r3 = r2;
  is_here(r3);
  auto r4 = r3;
  is_here(r4);
  auto p5 = Pin<std::shared_ptr<Example>>::new_unchecked(std::move(r4), why());
  is_here(p5);
}

void three_tasks() {
  TaskHandle t0(0);
  TaskHandle t1(1);
  TaskHandle t2(2);
  Waker w3 = t0.raw_waker();
  is_here(w3);
  Waker w4 = t2.raw_waker();
  is_here(w4);
  std::move(w4).wake();
}

void four_wakers() {
  TaskHandle t0(0);
  Waker w1 = t0.waker();
  is_here(w1);
  Waker w2 = t0.waker();
  is_here(w2);
  std::move(w1).wake();
  Waker w4 = t0.waker();
  is_here(w4);
  Waker w5 = t0.raw_waker();
  is_here(w5);
}

void raw_wakers() {
  TaskHandle t0(0);
  std::optional<Waker> w1(t0.raw_waker());
  is_here(w1);
  std::optional<Waker> w2(std::move(w1));
  is_here(w2);
  std::optional<Waker> w3(std::move(w2));
  is_here(w3);
  w3.reset();
  Waker w5 = t0.raw_waker();
  is_here(w5);
}

void hasty_and_forgotten() {
  TaskHandle t0(0);
  Waker w1 = t0.hasty_waker();
  is_here(w1);
  TaskHandle t2(std::move(t0));
  is_here(t2);
  Waker w3 = t2.waker();
  is_here(w3);
  Forgotten forgotten(std::move(w1));
  is_here(forgotten);
  w3.wake_by_ref();
}

}  // namespace

constexpr std::array<StraightProgram, kStraightPrograms> straight_programs = {{
    {R"(
       let f0 = make example
       let b1 = box f0
       let p2 = pin_unchecked b1
       poll p2
       poll p2
       drop p2)",
     box_and_poll},
    {R"(
       let f0 = make example
       let p1 = box_pin f0
       poll p1
       poll p1
       let d4 = erase p1
       block_on d4)",
     block_on_erased},
    {R"(
       let f0 = make example
       let r1 = rc f0
       let t2 = task
       let w3 = raw_waker t2
       let w4 = waker t2
       forget w4)",
     share_and_wake},
    {R"(
       let f0 = make example
       let v1 = vec f0
       let f2 = remove v1 0
       let b3 = box f2
       let p4 = pin_unchecked b3
       sort v1)",
     in_and_out_of_a_vector},
    {R"(
       let f0 = make example
       let v1 = deque f0
       let f2 = pop v1
       let v3 = vec f2
       let f4 = remove v3 0
       let b5 = box f4)",
     from_deque_to_box},
    {R"(
       let f0 = make example
       let o1 = option f0
       let f2 = take o1
       let f3 = relocate f2
       let v4 = vec f3
       let p5 = pin_element_unchecked v4 0)",
     from_option_to_vector},
    {R"(
       let f0 = make example
       let f1 = relocate f0
       let r2 = rc f1
       let r3 = clone r2
       let r4 = clone r3
       let p5 = pin_unchecked r4)",
     many_owners},
    {R"(
       let t0 = task
       let t1 = task
       let t2 = task
       let w3 = raw_waker t0
       let w4 = raw_waker t2
       wake w4)",
     three_tasks},
    {R"(
       let t0 = task
       let w1 = waker t0
       let w2 = waker t0
       wake w1
       let w4 = waker t0
       let w5 = raw_waker t0)",
     four_wakers},
    {R"(
       let t0 = task
       let w1 = raw_waker t0
       let w2 = move w1
       let w3 = move w2
       drop w3
       let w5 = raw_waker t0)",
     raw_wakers},
    {R"(
       let t0 = task
       let w1 = hasty_waker t0
       let t2 = move t0
       let w3 = waker t2
       forget w1
       wake_by_ref w3)",
     hasty_and_forgotten},
}};

}  // namespace pinprick::harness
