#pragma once

// Check your own type: one declaration, and the harness does the rest.
//
// What it is: a registration. It says how to make a value of a type, what can be done with it, how
// to read what became of it, and what it claims about being moved. The harness then writes
// programs: it makes some, moves them as far as the claim allows (into boxes, vectors, options, by
// assignment, by a vector that grows), calls them in any order, lets things happen from outside,
// and drops them, while AddressSanitizer and UBSan watch every place that a value has left.
//
// What it promises: nothing of the type is changed; it needs no base class and no default
// constructor, and may be move-only or not even that. A type that cannot be registered is refused
// by the compiler in one line that says what to do.
//
// What breaks it: a call that is undefined behaviour by itself when made at another time than its
// author thought of. Calls may come in any order, so they must at least do nothing.
//
// Example:
//
//     struct Parser {
//       void feed(std::uint8_t byte) { buffer[length++ % 8] = byte; }
//       int count() const { return length; }
//       std::uint8_t buffer[8] = {};
//       int length = 0;
//     };
//
//     [[maybe_unused]] const auto parser =
//         pinprick::check::type<Parser>("Parser")
//             .call("feed", &Parser::feed)
//             .result(&Parser::count)
//             .claims(pinprick::check::Unpin());

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pinprick::check {

// --- claims --------------------------------------------------------------------------------------

// It may move at any time.
struct Unpin {};
// It may move until it is first called "poll", and stays where it is from then on.
struct PinnedAfterFirstPoll {};
// Likewise, from the call of that name on.
struct PinnedAfter {
  const char* call;
};
// It has no move constructor, or none that may be used: it is made where it stays. It may be
// dropped at any time; what must not be, once it is started, claims PinnedAfter{"start"} instead,
// which a type without a move constructor may as well.
struct NeverMoves {};
// To copy its bytes and to forget the old place is a move.
struct Relocatable {};
// It may be dropped at any time, whatever is still going on. Without this claim, what has been
// pinned by a call is not dropped by the programs that the claims allow.
struct Cancellable {};

// --- arguments -----------------------------------------------------------------------------------

// Where the arguments of one call come from. The first number that is drawn is the byte itself, so
// that `feed 17` is feed(17); what follows is scattered by it. Byte 0 gives the simplest of all.
class Draw {
 public:
  explicit constexpr Draw(std::uint8_t byte) : byte_(byte), state_(byte) {}

  constexpr std::uint64_t number() {
    if (std::exchange(is_first_, false) || byte_ == 0) return byte_;
    // splitmix64
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return (mixed ^ (mixed >> 31)) % 256;
  }

 private:
  std::uint8_t byte_;
  bool is_first_ = true;
  std::uint64_t state_;
};

// How an argument of type T is made: specialise it for your own. Numbers are the byte itself, but
// for the last three, which are -1, the largest and the smallest there is.
template <class T>
struct Arbitrary;

template <class T>
  requires std::is_arithmetic_v<T>
struct Arbitrary<T> {
  static T draw(Draw& from) {
    const std::uint64_t number = from.number();
    if constexpr (std::is_same_v<T, bool>) return number % 2 == 1;
    // The last ones of a byte stand for the ends of what is wider.
    if constexpr (sizeof(T) > 1) {
      if (number == 255) return static_cast<T>(-1);
      if (number == 254) return std::numeric_limits<T>::max();
      if (number == 253) return std::numeric_limits<T>::lowest();
    }
    return static_cast<T>(number);
  }
};

// Around the length that libraries keep in the string itself there are more of them.
template <>
struct Arbitrary<std::string> {
  static std::string draw(Draw& from) { return std::string(from.number() % 48, 's'); }
};

template <class T>
concept Drawable = requires(Draw& from) {
  { Arbitrary<T>::draw(from) } -> std::convertible_to<T>;
};

// --- what is observed ----------------------------------------------------------------------------

// What calls gave and results were, as one number: it must be the same with moves and without.
class Digest {
 public:
  void add(std::uint64_t number) { state_ = (state_ ^ number) * 0x100000001b3ULL; }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

namespace internal {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kHasAsan = true;
#elif defined(__has_feature)
inline constexpr bool kHasAsan = __has_feature(address_sanitizer);
#else
inline constexpr bool kHasAsan = false;
#endif

template <class R>
void digest(const R& what, Digest& into) {
  if constexpr (std::is_integral_v<R> || std::is_enum_v<R>) {
    into.add(static_cast<std::uint64_t>(what));
  } else if constexpr (requires { std::hash<R>()(what); } && !std::is_pointer_v<R>) {
    into.add(std::hash<R>()(what));
  }
}

template <class... Args>
struct List {};

// The parameters of whatever can be called: T& first for a member of T.
template <class F>
struct Parameters {};
template <class F>
  requires requires { &F::operator(); }
struct Parameters<F> : Parameters<decltype(&F::operator())> {};
template <class R, class... Args>
struct Parameters<R (*)(Args...)> : std::type_identity<List<Args...>> {};
template <class R, class... Args>
struct Parameters<R (*)(Args...) noexcept> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...)> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...) const> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...) noexcept> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...) const noexcept> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...) &> : std::type_identity<List<Args...>> {};
template <class R, class C, class... Args>
struct Parameters<R (C::*)(Args...) const&> : std::type_identity<List<Args...>> {};

// Whether they can be known: not those of a generic lambda, nor of an overloaded function.
template <class F>
concept Plain = requires { typename Parameters<F>::type; };

template <class... Args>
constexpr bool all_drawable(List<Args...>) {
  return ((Drawable<std::remove_cvref_t<Args>> &&
           std::is_convertible_v<std::remove_cvref_t<Args>, Args>) &&
          ...);
}

// Calls `f(given..., drawn...)`. Braces: drawn from left to right.
template <class F, class... Given, class... Args>
decltype(auto) call_drawn(F& f, List<Args...>, [[maybe_unused]] Draw from, Given&... given) {
  std::tuple<std::remove_cvref_t<Args>...> drawn{
      Arbitrary<std::remove_cvref_t<Args>>::draw(from)...};
  return std::apply(
      [&](auto&... each) -> decltype(auto) { return std::invoke(f, given..., std::move(each)...); },
      drawn);
}

// What the first parameter refers to.
template <class Args>
struct First;
template <class F, class... Rest>
struct First<List<F, Rest...>> : std::type_identity<std::remove_cvref_t<F>> {};

// Without the first parameter, if that is a First&.
template <class First, class Args>
struct Without : std::type_identity<Args> {};
template <class First, class... Rest>
struct Without<First, List<First&, Rest...>> : std::type_identity<List<Rest...>> {};
template <class First, class... Rest>
struct Without<First, List<const First&, Rest...>> : std::type_identity<List<Rest...>> {};

}  // namespace internal

// --- what the harness is handed ------------------------------------------------------------------

struct CallRow {
  std::string name;
  bool takes_argument;
  std::function<void(void* self, void* world, std::uint8_t argument, Digest& seen)> run;
  std::function<void(void* model, std::uint8_t argument, Digest& seen)> expect = {};
};

struct EventRow {
  std::string name;
  std::function<void(void* world, Digest& seen)> run;
};

struct Registration {
  std::string name;
  std::size_t size;
  std::size_t align;
  std::function<void(void* to, void* world, std::uint8_t argument)> make;
  bool make_takes_argument = false;
  void (*move)(void* to, void* from) = nullptr;    // null: it has none
  void (*assign)(void* to, void* from) = nullptr;  // likewise
  void (*destroy)(void* at);
  std::function<void(const void* self, Digest& seen)> result;
  std::function<void(const void* model, Digest& seen)> expected_result;
  std::function<void*(std::uint8_t argument)> make_model;  // null: there is none
  void (*end_model)(void* model) = nullptr;
  std::vector<CallRow> calls;
  std::vector<EventRow> events;
  std::size_t world_size;
  void* (*make_world)();
  void (*end_world)(void* world);

  bool is_instrumented = false;  // what registers it is compiled with AddressSanitizer
  bool has_claim = false;
  bool is_unpin = false;
  bool never_moves = false;
  bool is_relocatable = false;
  bool is_cancellable = false;
  std::string pinned_after;  // the call
};

// All of this program, in the order in which they came.
inline std::vector<std::unique_ptr<Registration>>& registrations() {
  static std::vector<std::unique_ptr<Registration>> all;
  return all;
}

// --- the declaration -----------------------------------------------------------------------------

struct NoWorld {};

template <class T, class World = NoWorld>
class Type {
 public:
  static_assert(std::is_destructible_v<T>,
                "pinprick::check: the type has no public destructor; wrap it in one that has");
  static_assert(alignof(T) <= alignof(std::max_align_t),
                "pinprick::check: the type is aligned more strictly than what operator new gives; "
                "register one without that");
  static_assert(std::is_default_constructible_v<World>,
                "pinprick::check: the world is made for each program, without arguments; give it a "
                "default constructor");

  explicit Type(std::string name) {
    row_ = registrations().emplace_back(std::make_unique<Registration>()).get();
    row_->name = std::move(name);
    row_->size = sizeof(T);
    row_->align = alignof(T);
    row_->is_instrumented = internal::kHasAsan;
    row_->destroy = [](void* at) { std::destroy_at(static_cast<T*>(at)); };
    if constexpr (std::is_move_constructible_v<T>) {
      row_->move = [](void* to, void* from) { ::new (to) T(std::move(*static_cast<T*>(from))); };
    }
    if constexpr (std::is_move_assignable_v<T>) {
      row_->assign = [](void* to, void* from) {
        *static_cast<T*>(to) = std::move(*static_cast<T*>(from));
      };
    }
    row_->world_size = sizeof(World);
    row_->make_world = []() -> void* { return new World(); };
    row_->end_world = [](void* world) { delete static_cast<World*>(world); };
    // Not by make(): what a function returns may come in registers, and be moved from where it was
    // made, if all that T has for that is trivial.
    if constexpr (std::is_constructible_v<T, World&>) {
      row_->make = [](void* to, void* world, std::uint8_t) {
        ::new (to) T(*static_cast<World*>(world));
      };
    } else if constexpr (std::is_default_constructible_v<T>) {
      row_->make = [](void* to, void*, std::uint8_t) { ::new (to) T(); };
    }
  }

  // How one is made: T f(World&, ...) or T f(...). What it returns is made in place, so that T need
  // not be movable. Not needed for what is made of nothing, or of its world. What breaks it: a type
  // that keeps its own address and is trivially copyable and two words long at most; that comes
  // back in registers, from another place.
  template <class F>
  Type& make(F f) {
    static_assert(internal::Plain<F>,
                  "pinprick::check: the parameters of make() cannot be known; write their types "
                  "out instead of auto");
    using All = typename internal::Parameters<F>::type;
    using Args = typename internal::Without<World, All>::type;
    static_assert(internal::all_drawable(Args()),
                  "pinprick::check: an argument of make() is of a type that cannot be made of "
                  "bytes; specialise pinprick::check::Arbitrary for it");
    row_->make_takes_argument = !std::is_same_v<Args, internal::List<>>;
    row_->make = [f](void* to, void* world, std::uint8_t argument) mutable {
      if constexpr (std::is_same_v<All, Args>) {
        ::new (to) T(internal::call_drawn(f, Args(), Draw(argument)));
      } else {
        ::new (to) T(internal::call_drawn(f, Args(), Draw(argument), *static_cast<World*>(world)));
      }
    };
    return *this;
  }

  // What can be done with it: a member function of T, or f(T&, ...), or f(T&, World&, ...).
  template <class F>
  Type& call(std::string name, F f) {
    static_assert(internal::Plain<F>,
                  "pinprick::check: the parameters of the call cannot be known; write their types "
                  "out instead of auto, and name one function");
    using All = typename internal::Parameters<F>::type;
    using Own = typename internal::Without<T, All>::type;
    using Args = typename internal::Without<World, Own>::type;
    static_assert(internal::all_drawable(Args()),
                  "pinprick::check: an argument of the call is of a type that cannot be made of "
                  "bytes; specialise pinprick::check::Arbitrary for it");
    const bool takes_argument = !std::is_same_v<Args, internal::List<>>;
    row_->calls.push_back(
        {std::move(name), takes_argument,
         [f](void* self, void* world, std::uint8_t argument, Digest& seen) mutable {
           T& object = *static_cast<T*>(self);
           const auto run = [&]() -> decltype(auto) {
             if constexpr (std::is_same_v<Own, Args>) {
               return internal::call_drawn(f, Args(), Draw(argument), object);
             } else {
               return internal::call_drawn(f, Args(), Draw(argument), object,
                                           *static_cast<World*>(world));
             }
           };
           if constexpr (std::is_void_v<decltype(run())>) {
             run();
           } else {
             internal::digest(run(), seen);
           }
         }});
    return *this;
  }

  // The same with what a model of the values answers, or does: f(Model&, ...) with the same
  // parameters. See model().
  template <class F, class E>
  Type& call(std::string name, F f, E expect) {
    call(std::move(name), f);
    using All = typename internal::Parameters<E>::type;
    using Model = typename internal::First<All>::type;
    using Args = typename internal::Without<Model, All>::type;
    row_->calls.back().expect = [expect](void* model, std::uint8_t argument, Digest& seen) mutable {
      Model& object = *static_cast<Model*>(model);
      const auto run = [&]() -> decltype(auto) {
        return internal::call_drawn(expect, Args(), Draw(argument), object);
      };
      if constexpr (std::is_void_v<decltype(run())>) {
        run();
      } else {
        internal::digest(run(), seen);
      }
    };
    return *this;
  }

  // Not needed. With a model of the values the predictions are exact: each guest has a Model beside
  // it, made by f(...) of the same byte as the guest itself, and where a call or the result has an
  // answer of the model's, both must be the same. A call without one is taken for one that changes
  // nothing of the value; what comes from outside is no part of a model.
  template <class F>
  Type& model(F f) {
    using Args = typename internal::Parameters<F>::type;
    using Model = std::remove_cvref_t<decltype(internal::call_drawn(f, Args(), Draw(0)))>;
    row_->make_model = [f](std::uint8_t argument) mutable -> void* {
      return new Model(internal::call_drawn(f, Args(), Draw(argument)));
    };
    row_->end_model = [](void* model) { delete static_cast<Model*>(model); };
    return *this;
  }

  // What comes from outside: a member function of the world, or f(World&). What it returns, a
  // number or a string, must be the same with moves and without.
  template <class F>
  Type& event(std::string name, F f) {
    static_assert(std::is_invocable_v<F, World&>,
                  "pinprick::check: an event takes the world, and nothing else");
    row_->events.push_back({std::move(name), [f](void* world, Digest& seen) mutable {
                              World& around = *static_cast<World*>(world);
                              if constexpr (std::is_void_v<std::invoke_result_t<F, World&>>) {
                                std::invoke(f, around);
                              } else {
                                internal::digest(std::invoke(f, around), seen);
                              }
                            }});
    return *this;
  }

  // What became of it, a number or a string: a member function of T, or f(const T&). It is read
  // after each call, and by a call of its own, "result", at any time.
  template <class F>
  Type& result(F f) {
    row_->calls.push_back({"result", false, [](void*, void*, std::uint8_t, Digest&) {}});
    row_->result = [f](const void* self, Digest& seen) mutable {
      internal::digest(std::invoke(f, *static_cast<const T*>(self)), seen);
    };
    return *this;
  }

  // The same with what the model has for it, f(const Model&).
  template <class F, class E>
  Type& result(F f, E expect) {
    using Model = typename internal::First<typename internal::Parameters<E>::type>::type;
    result(f);
    row_->expected_result = [expect](const void* model, Digest& seen) mutable {
      internal::digest(std::invoke(expect, *static_cast<const Model*>(model)), seen);
    };
    return *this;
  }

  // All of them at once.
  template <class... Claims>
  Type& claims(Claims... all) {
    constexpr auto has = []<class Claim>(std::type_identity<Claim>) {
      return (std::is_same_v<Claim, Claims> || ...);
    };
    constexpr int kinds_of_pin = (has(std::type_identity<Unpin>()) ? 1 : 0) +
                                 (has(std::type_identity<PinnedAfterFirstPoll>()) ? 1 : 0) +
                                 (has(std::type_identity<PinnedAfter>()) ? 1 : 0) +
                                 (has(std::type_identity<NeverMoves>()) ? 1 : 0);
    static_assert(kinds_of_pin <= 1,
                  "pinprick::check: Unpin, PinnedAfterFirstPoll, PinnedAfter and NeverMoves "
                  "contradict each other; claim one of them");
    static_assert(kinds_of_pin == 1,
                  "pinprick::check: claim one of Unpin, PinnedAfterFirstPoll, PinnedAfter and "
                  "NeverMoves");
    static_assert(
        !(has(std::type_identity<NeverMoves>()) && has(std::type_identity<Relocatable>())),
        "pinprick::check: what never moves cannot be Relocatable");
    static_assert(!has(std::type_identity<Unpin>()) || std::is_move_constructible_v<T>,
                  "pinprick::check: the type has no move constructor; claim NeverMoves, or "
                  "PinnedAfter the call from which on it must not be dropped either");
    row_->has_claim = true;
    (take(all), ...);
    return *this;
  }

 private:
  void take(Unpin) { row_->is_unpin = true; }
  void take(PinnedAfterFirstPoll) { row_->pinned_after = "poll"; }
  void take(PinnedAfter claim) { row_->pinned_after = claim.call; }
  void take(NeverMoves) { row_->never_moves = true; }
  void take(Relocatable) { row_->is_relocatable = true; }
  void take(Cancellable) { row_->is_cancellable = true; }

  Registration* row_;
};

// The declaration begins with this. It is kept for the whole program; what it gives is only there
// to be called further.
template <class T, class World = NoWorld>
Type<T, World> type(std::string name) {
  return Type<T, World>(std::move(name));
}

}  // namespace pinprick::check
