#pragma once

// The memory on which lock-free code is tried in every interleaving.
//
// What it is: `RelacyMemory`, which stands in for internal::StdMemory: atomics and cells of the
// Relacy race detector. It runs the threads of a test as fibers on one thread, tries every order of
// their steps, lets a relaxed load see every stale value that the C++ memory model allows, and
// finds races on cells, lost wakes (as deadlocks), and assertions that fail. And `Fault`, with
// which a test gets one operation wrong on purpose, so that it is seen to be needed as it is.
//
// What it promises: the code under test is the library's own, not a copy.
//
// What breaks it: using it outside of `simulate`.

#include <array>
#include <atomic>
#include <optional>
#include <relacy/relacy.hpp>

// It takes these names from everybody who comes after it.
#undef assert
#undef calloc
#undef delete
#undef errno
#undef free
#undef malloc
#undef memory_order_acq_rel
#undef memory_order_acquire
#undef memory_order_consume
#undef memory_order_relaxed
#undef memory_order_release
#undef memory_order_seq_cst
#undef new
#undef realloc
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>

namespace pinprick::tests {

enum class Operation {
  kLoad,
  kStore,
  kExchange,
  kCompareExchange,
  kFailedCompareExchange,
  kFetchAdd,
  kFetchSub,
  kFetchOr,
  kFetchAnd,
};

// One kind of operation, known by the order it asks for, that gets less than it asks for.
struct Fault {
  Operation operation;
  std::memory_order asked;
  std::memory_order given;
  // The operation is torn into a load and a store, or its comparison left out.
  bool is_torn = false;
};

// The fault of the simulation that runs, if any.
inline std::optional<Fault>& fault() {
  static std::optional<Fault> current;
  return current;
}

// What Relacy calls the order that `operation` gets where it asks for `asked`.
inline rl::memory_order order(Operation operation, std::memory_order asked) {
  const auto& wrong = fault();
  const bool is_wrong = wrong.has_value() && wrong->operation == operation && wrong->asked == asked;
  switch (is_wrong ? wrong->given : asked) {
    case std::memory_order::relaxed:
      return rl::mo_relaxed;
    case std::memory_order::consume:
      return rl::mo_consume;
    case std::memory_order::acquire:
      return rl::mo_acquire;
    case std::memory_order::release:
      return rl::mo_release;
    case std::memory_order::acq_rel:
      return rl::mo_acq_rel;
    default:
      return rl::mo_seq_cst;
  }
}

inline bool is_torn(Operation operation, std::memory_order asked) {
  const auto& wrong = fault();
  return wrong.has_value() && wrong->is_torn && wrong->operation == operation &&
         wrong->asked == asked;
}

struct RelacyMemory {
  template <class T>
  class Atomic {
   public:
    Atomic(T value) : atomic_(value) {}  // NOLINT: as std::atomic

    T load(std::memory_order asked) const {
      return atomic_(RL_INFO).load(order(Operation::kLoad, asked));
    }
    void store(T value, std::memory_order asked) {
      atomic_(RL_INFO).store(value, order(Operation::kStore, asked));
    }
    T exchange(T value, std::memory_order asked) {
      if (is_torn(Operation::kExchange, asked)) return tear(value);
      return atomic_(RL_INFO).exchange(value, order(Operation::kExchange, asked));
    }
    bool compare_exchange_strong(T& expected, T value, std::memory_order asked,
                                 std::memory_order asked_if_it_fails) {
      if (is_torn(Operation::kCompareExchange, asked)) {
        tear(value);
        return true;
      }
      return atomic_(RL_INFO).compare_exchange_strong(
          expected, value, order(Operation::kCompareExchange, asked),
          order(Operation::kFailedCompareExchange, asked_if_it_fails));
    }
    bool compare_exchange_weak(T& expected, T value, std::memory_order asked,
                               std::memory_order asked_if_it_fails) {
      return compare_exchange_strong(expected, value, asked, asked_if_it_fails);
    }
    T fetch_add(T by, std::memory_order asked) {
      return atomic_(RL_INFO).fetch_add(by, order(Operation::kFetchAdd, asked));
    }
    T fetch_sub(T by, std::memory_order asked) {
      if (is_torn(Operation::kFetchSub, asked)) return tear([by](T old) { return old - by; });
      return atomic_(RL_INFO).fetch_sub(by, order(Operation::kFetchSub, asked));
    }
    T fetch_or(T bits, std::memory_order asked) {
      if (is_torn(Operation::kFetchOr, asked)) return tear([bits](T old) { return old | bits; });
      return atomic_(RL_INFO).fetch_or(bits, order(Operation::kFetchOr, asked));
    }
    T fetch_and(T bits, std::memory_order asked) {
      if (is_torn(Operation::kFetchAnd, asked)) return tear([bits](T old) { return old & bits; });
      return atomic_(RL_INFO).fetch_and(bits, order(Operation::kFetchAnd, asked));
    }

   private:
    // Both halves as strong as they can be: only the atomicity is missing.
    template <class Change>
    T tear(Change change) {
      const T old = atomic_(RL_INFO).load(rl::mo_acquire);
      atomic_(RL_INFO).store(change(old), rl::mo_release);
      return old;
    }
    T tear(T value) {
      return tear([value](T) { return value; });
    }

    mutable rl::atomic<T> atomic_;
  };

  template <class T>
  class Cell {
   public:
    explicit Cell(T value) : value_(std::move(value)), touched_(0) {}

    // Counts as writing, so that any two that are not ordered are a race.
    T& get() {
      touched_(RL_INFO).store(1);
      return value_;
    }

   private:
    T value_;
    rl::var<int> touched_;
  };
};

// What came of trying everything.
struct Outcome {
  bool is_ok;
  unsigned long iterations;
  std::string log;
};

// The first part of what is written to it. Of a fixed size, because what is allocated while a
// simulation runs is part of it.
class Page : public std::streambuf {
 public:
  Page() { setp(text_.data(), text_.data() + text_.size()); }

  [[nodiscard]] std::string text() const { return {pbase(), pptr()}; }

 private:
  std::array<char, 1 << 14> text_;
};

// Runs `Suite` in every interleaving, until one goes wrong. With more than two threads there are
// too many, or if the suite says so with a number of its own: then in all of those in which no more
// than kPreemptionsMax times a thread is stopped that could have gone on.
template <class Suite>
Outcome simulate(std::optional<Fault> wrong = std::nullopt) {
  constexpr bool kIsLong = requires { Suite::kPreemptionsMax; };
  constexpr unsigned kPreemptionsMax = [] {
    if constexpr (requires { Suite::kPreemptionsMax; }) return Suite::kPreemptionsMax;
    return 4U;
  }();
  fault() = wrong;
  Page page;
  std::ostream log(&page);
  rl::test_params params;
  const bool is_bound = kIsLong || Suite::params::thread_count > 2;
  params.search_type = is_bound ? rl::sched_bound : rl::sched_full;
  params.context_bound = kPreemptionsMax;
  params.output_stream = &log;
  params.progress_stream = &log;
  const bool is_ok = rl::simulate<Suite>(params);
  fault().reset();
  return {is_ok, static_cast<unsigned long>(params.stop_iteration), page.text()};
}

}  // namespace pinprick::tests
