// The hand-driven machine: carries out a body statement by statement, its locals inline.
//
// It is the state machine that a compiler would make of the body, except that the states are
// numbers of statements. Not Unpin. Its move constructor is memberwise: every living local is
// moved by its own move constructor, and what pointed at it goes on pointing at the old place.
// What breaks it: moving it after it was pinned; a body that dies before the machine does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

#include "harness/base/check.h"
#include "harness/program/body.h"
#include "harness/subject/locals.h"
#include "harness/subject/traced.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

class Machine {
 public:
  using Output = std::int64_t;

  Machine(const Body& body, Identity identity) : body_(&body), identity_(identity) {}
  Machine(Machine&& other) noexcept
      : body_(other.body_),
        identity_(other.identity_),
        statement_(other.statement_),
        made_(std::exchange(other.made_, std::uint8_t{0})),
        awaiting_(other.awaiting_),
        done_(other.done_),
        output_(other.output_) {
    for (std::size_t i = 0; i < made_; ++i) slots_[i].take(other.slots_[i]);
  }
  Machine& operator=(Machine&&) = delete;
  ~Machine() { end_all(); }

  static Poll<Output> poll(Pin<Machine&> self, Context& cx) {
    Machine& me = self.get_unchecked_mut(Unsafe("locals are only ever used in place"));
    if (me.done_) panic(PanicReason::kPolledAfterReady, "Machine");
    while (me.statement_ < me.body_->count) {
      const Statement& statement = me.body_->statements[me.statement_];
      if (!me.carry_out(statement, cx)) return kPending;
      ++me.statement_;
      if (statement.code == StatementCode::kSkip && me.output_ % 2 == 0) {
        me.statement_ = static_cast<std::uint8_t>(me.statement_ + statement.number);
      }
    }
    me.end_all();
    me.done_ = true;
    return Poll<Output>::ready(me.output_);
  }

 private:
  // A reference to a local of any type, or to what it holds.
  using Ref = std::variant<Int*, Bytes*, Text*, Boxed*, Node*, Characters>;
  struct AnyRef {
    Ref to;
    friend std::int64_t read(const AnyRef& ref) {
      return std::visit([](const auto& each) { return harness::read(each); }, ref.to);
    }
    friend void write(const AnyRef& ref) {
      std::visit([](const auto& each) { harness::write(each); }, ref.to);
    }
  };
  using AnyGuard = Guard<AnyRef>;
  using Future = YieldN<std::int64_t>;

  // The place of one local.
  struct Slot {
    alignas(std::max_align_t) std::byte storage[48];
    LocalType type = LocalType::kNone;  // kNone: nobody lives here

    template <class T>
    T& as() {
      return *std::launder(reinterpret_cast<T*>(storage));
    }
    template <class T, class... Args>
    void make(LocalType of_type, Args&&... args) {
      static_assert(sizeof(T) <= sizeof storage);
      ::new (static_cast<void*>(storage)) T(std::forward<Args>(args)...);
      type = of_type;
    }
    // Calls `use` with the living local.
    template <class Use>
    decltype(auto) visit(Use use) {
      switch (type) {
        case LocalType::kInt:
          return use(as<Int>());
        case LocalType::kBytes:
          return use(as<Bytes>());
        case LocalType::kText:
          return use(as<Text>());
        case LocalType::kBoxed:
          return use(as<Boxed>());
        case LocalType::kNode:
          return use(as<Node>());
        case LocalType::kYieldN:
          return use(as<Future>());
        case LocalType::kNested:
          return use(as<Nested>());
        case LocalType::kRef:
          return use(as<AnyRef>());
        case LocalType::kGuard:
          return use(as<AnyGuard>());
        case LocalType::kNone:
          break;
      }
      PINPRICK_CHECK(type != LocalType::kNone);
      __builtin_unreachable();
    }
    void take(Slot& from) {
      if (from.type == LocalType::kNone) return;
      from.visit([&]<class T>(T& local) { make<T>(from.type, std::move(local)); });
      from.end();
    }
    void end() {
      visit([]<class T>(T& local) { std::destroy_at(&local); });
      type = LocalType::kNone;
    }
  };

  // False: Pending.
  bool carry_out(const Statement& statement, Context& cx) {
    Slot* const first = statement.first == kNoLocal ? nullptr : &slots_[statement.first];
    const std::uint8_t number = statement.number;
    switch (statement.code) {
      case StatementCode::kAwait:
        awaiting_ = !awaiting_;
        if (awaiting_) cx.waker().wake_by_ref();
        return !awaiting_;
      case StatementCode::kInt:
        make<Int>(LocalType::kInt, number);
        return true;
      case StatementCode::kBytes:
        make<Bytes>(LocalType::kBytes, number);
        return true;
      case StatementCode::kText:
        make<Text>(LocalType::kText, text(number));
        return true;
      case StatementCode::kBoxed:
        make<Boxed>(LocalType::kBoxed, boxed(number));
        return true;
      case StatementCode::kNode:
        make<Node>(LocalType::kNode, number);
        return true;
      case StatementCode::kYieldN:
        make<Future>(LocalType::kYieldN, yield_n(number, std::int64_t{number}));
        return true;
      case StatementCode::kNested:
        make<Nested>(LocalType::kNested, number);
        return true;
      case StatementCode::kRef:
        make<AnyRef>(LocalType::kRef, to(*first));
        return true;
      case StatementCode::kDeref:
        make<AnyRef>(LocalType::kRef, first->type == LocalType::kText
                                          ? AnyRef{deref(first->as<Text>())}
                                          : AnyRef{deref(first->as<Boxed>())});
        return true;
      case StatementCode::kGuard:
        make<AnyGuard>(LocalType::kGuard, to(*first));
        return true;
      case StatementCode::kLink:
        first->as<Node>().link_behind(slots_[statement.second].as<Node>());
        return true;
      case StatementCode::kAwaitLocal:
        return first->type == LocalType::kYieldN ? await<Future>(statement.first, cx)
                                                 : await<Nested>(statement.first, cx);
      case StatementCode::kRead:
        output_ += first->visit([]<class T>(T& local) -> std::int64_t {
          if constexpr (requires { read(local); }) return read(local);
          return 0;
        });
        return true;
      case StatementCode::kWrite:
        first->visit([]<class T>(T& local) {
          if constexpr (requires { write(local); }) write(local);
        });
        return true;
      case StatementCode::kFollow:
        output_ += first->as<Node>().follow();
        return true;
      case StatementCode::kDrop:
        end(statement.first);
        return true;
      case StatementCode::kSkip:
        return true;
    }
    return true;
  }

  template <class T, class... Args>
  void make(LocalType type, Args&&... args) {
    slots_[made_++].make<T>(type, std::forward<Args>(args)...);
  }

  static AnyRef to(Slot& slot) {
    return slot.visit([]<class T>(T& local) -> AnyRef {
      if constexpr (std::is_constructible_v<Ref, T*>) {
        return {&local};
      } else {
        PINPRICK_CHECK(!"a reference to what has no value");
      }
      __builtin_unreachable();
    });
  }

  template <class F>
  bool await(std::uint8_t local, Context& cx) {
    Pin<F&> child = Pin<F&>::new_unchecked(slots_[local].as<F>(), Unsafe("it stays in its slot"));
    const Poll<std::int64_t> answer = child.poll(cx);
    if (answer.is_pending()) return false;
    output_ += answer.value();
    end(local);
    return true;
  }

  void end(std::uint8_t local) {
    const LocalType type = slots_[local].type;
    slots_[local].end();
    if (!holds(kDroppableLocals, type)) return;
    recorder().record(EventKind::kDropped, identity_.owner,
                      static_cast<std::uint8_t>(kLocalPart + local));
  }
  void end_all() {
    while (made_ > 0) {
      --made_;
      if (slots_[made_].type != LocalType::kNone) end(made_);
    }
  }

  const Body* body_;
  Identity identity_;
  std::uint8_t statement_ = 0;  // the next one
  std::uint8_t made_ = 0;       // locals, living or not
  bool awaiting_ = false;       // the next one is an `await` that has answered Pending
  bool done_ = false;
  std::int64_t output_ = 0;
  std::array<Slot, kMaxLocals> slots_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

}  // namespace pinprick::harness
