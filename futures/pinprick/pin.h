#pragma once

// A pointer whose target stays where it is.
//
// What it is: `Pin<P>` wraps a pointer P (`T&`, `const T&`, `T*`, Box<T>, std::unique_ptr<T>,
// std::shared_ptr<T>, or another Pin) and pins not the pointer but the value it points at. The
// pointer moves about as it likes; `sizeof(Pin<P>) == sizeof(P)`.
//
// The contract. From the moment a value of a type that is not Unpin is first pinned, by whatever
// road, until its destructor has run, it does not move, and its storage is neither released nor
// used for anything else. A value may rely on that: it may hold its own address, or tell it to
// others. The life of such a value has four steps:
//
//   1. Free. It is made, moved, boxed and stored like any other value. Nothing refers to its
//      address yet.
//   2. Pinned. It is put into its last place and a Pin to it is made. There is no way back:
//      pinning belongs to the value, not to the Pin, and outlives it.
//   3. Sensitive. It is used through `Pin<T&>`, usually by polling. It may now hold pointers into
//      itself, or sit in somebody's list. Moving it here (by move, swap, replace or memcpy)
//      leaves those pointing at the old place. C++ runs the move constructor all the same; that
//      is the misuse which this type exists to prevent.
//   4. Dropped. Its destructor runs in place, before the storage goes. Only then may the storage
//      be used again. A pinned value on the heap may be leaked instead: then its storage lives
//      for ever, and nothing is broken.
//
// What it promises: with a type that is not Unpin, the functions that need no `Unsafe` give
// nobody a mutable reference to the pinned value, nor take it out of its place. A wrong call does
// not compile, and the diagnostic names the rule. For a type that is Unpin pinning means nothing,
// and everything is open:
//
//   needs Unpin   make, into_inner, get_mut, deref_mut, mutable dereference
//   always safe   as_ref, as_mut, as_deref_mut, set, get_ref, into_ref, static_ref
//   unsafe        new_unchecked, into_inner_unchecked, get_unchecked_mut,
//                 map_unchecked, map_unchecked_mut
//
// What breaks it: the unsafe functions, when the caller does not keep the contract that each one
// states; and, since C++ has no borrow checker, keeping a plain reference to the value from before
// it was pinned and moving the value through that. Each of these is a rule that the harness tests.
//
// A structurally pinned field (one that is handed out as `Pin<Field&>`) must be an ordinary
// member: not packed, and not [[no_unique_address]], because `set` builds a whole new object.
//
// Example:
//
//     #include "pinprick/box.h"
//     #include "pinprick/future/example.h"
//
//     // Pinned on the heap. The pointer moves, the Example does not.
//     Pin<Box<Example>> first = Box<Example>::pin(8, 1);
//     const Example* place = &first.get_ref();
//     Pin<Box<Example>> second = std::move(first);
//     assert(&second.get_ref() == place);
//     second.set(Example(4, 2));  // destroyed and built anew, in its place
//     assert(&second.get_ref() == place);
//
// Example:
//
//     // For a type that is Unpin everything is open.
//     std::string text = "text";
//     auto pin = Pin<std::string&>::make(text);
//     pin.get_mut() += "ual";
//     std::string moved = std::move(std::move(pin).into_inner());
//     assert(moved == "textual");
//
// Example:
//
//     #include "pinprick/box.h"
//     #include "pinprick/future/example.h"
//
//     // A projection, and what its author answers for.
//     struct Named {
//       std::string name;
//       Example inner;
//     };
//
//     int main() {
//       auto named = Box<Named>::pin(Named{"n", Example(8, 1)});
//       Pin<Example&> inner = named.as_mut().map_unchecked_mut(
//           [](Named& whole) -> Example& { return whole.inner; },
//           Unsafe("inner is only ever reached through a Pin"));
//       const Waker waker = Waker::noop();
//       Context cx(waker);
//       assert(inner.poll(cx).is_pending());
//     }

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/poll.h"
#include "pinprick/unpin.h"
#include "pinprick/unpin_std.h"
#include "pinprick/unsafe.h"

namespace pinprick {

class Context;

template <class P>
class Pin;

// What Pin needs to know of a pointer. Specialise it for your own pointer type; `Storage` is what
// a Pin keeps, `exclusive` says whether the owner of the pointer may change the target (as with
// Rust's DerefMut), `get` is the dereference, which must not move the target nor choose another
// target than before.
template <class P>
struct PointerTraits;

template <class T>
struct PointerTraits<T&> {
  using Target = std::remove_const_t<T>;
  using Storage = T*;
  static constexpr bool kExclusive = !std::is_const_v<T>;
  static constexpr Storage store(T& target) noexcept { return std::addressof(target); }
  static constexpr T& release(Storage storage) noexcept { return *storage; }
  static constexpr T& get(Storage storage) noexcept { return *storage; }
};

template <class T>
struct PointerTraits<T*> : PointerTraits<T&> {
  static constexpr T* store(T* target) noexcept { return target; }
  static constexpr T* release(T* storage) noexcept { return storage; }
};

namespace internal {

// The common part for pointers that are classes and own what they point at.
template <class P, class T, bool kIsExclusive>
struct OwnerTraits {
  using Target = std::remove_const_t<T>;
  using Storage = P;
  static constexpr bool kExclusive = kIsExclusive && !std::is_const_v<T>;
  static constexpr Storage store(P pointer) noexcept { return pointer; }
  static constexpr P release(Storage&& storage) noexcept { return std::move(storage); }
  static constexpr auto& get(const Storage& storage) { return *storage; }
  static constexpr auto& get(Storage& storage) { return *storage; }
};

}  // namespace internal

template <class T>
struct PointerTraits<std::unique_ptr<T>> : internal::OwnerTraits<std::unique_ptr<T>, T, true> {};

// Others may hold the same value, so nobody gets it mutably: as Rust's Pin<Rc<T>>.
template <class T>
struct PointerTraits<std::shared_ptr<T>> : internal::OwnerTraits<std::shared_ptr<T>, T, false> {};

template <class P>
struct PointerTraits<Pin<P>> : internal::OwnerTraits<Pin<P>, typename PointerTraits<P>::Target,
                                                     PointerTraits<P>::kExclusive> {};

namespace internal {

// Gives `Pin<P>` the member type Output if the target has one. The first parameter keeps the bases
// of nested pins apart, so that both can be empty at the same address.
template <class Self, class T>
struct PinOutput {};
template <class Self, class T>
  requires requires { typename T::Output; }
struct PinOutput<Self, T> {
  using Output = typename T::Output;
};

// The same for the member type Item of a stream.
template <class Self, class T>
struct PinItem {};
template <class Self, class T>
  requires requires { typename T::Item; }
struct PinItem<Self, T> {
  using Item = typename T::Item;
};

// A future, as far as this header can see without including future.h.
template <class F>
concept Pollable = requires(Pin<F&> self, Context& cx) {
  typename F::Output;
  { F::poll(self, cx) } -> std::same_as<Poll<typename F::Output>>;
};

// A stream, likewise.
template <class S>
concept PollableNext = requires(Pin<S&> self, Context& cx) {
  typename S::Item;
  { S::poll_next(self, cx) } -> std::same_as<Poll<std::optional<typename S::Item>>>;
};

template <class P>
inline constexpr bool kIsPin = false;
template <class P>
inline constexpr bool kIsPin<Pin<P>> = true;

}  // namespace internal

// A Pin is copied and moved exactly as its pointer is. A copy of a `Pin<T&>` is what Rust's
// as_mut makes, a second borrow; C++ leaves it to you not to use two at once.
template <class P>
class [[nodiscard]] Pin : public internal::PinOutput<Pin<P>, typename PointerTraits<P>::Target>,
                          public internal::PinItem<Pin<P>, typename PointerTraits<P>::Target> {
  using Traits = PointerTraits<P>;
  using Storage = typename Traits::Storage;
  static constexpr bool kExclusive = Traits::kExclusive;
  // A borrow hands its target on; an owner lends it, so there constness counts.
  static constexpr bool kBorrows = std::is_reference_v<P> || std::is_pointer_v<P>;

 public:
  using Pointer = P;
  using Target = typename Traits::Target;

  // --- Making one -----------------------------------------------------------------------------

  // Pins the target of `pointer`. Rust's Pin::new.
  static constexpr Pin make(P pointer) {
    static_assert(Unpin<Target>,
                  "Pin::make needs Unpin: a value that is not Unpin is pinned by Box::pin, by "
                  "PINPRICK_PIN, or unsafely");
    return Pin(Traits::store(std::forward<P>(pointer)));
  }

  // Pins the target of `pointer`, whatever its type. The caller promises that the target does not
  // move from now on until it is destroyed, that its storage is not reused before that, and that
  // dereferencing P neither moves nor exchanges the target.
  static constexpr Pin new_unchecked(P pointer, Unsafe) {
    return Pin(Traits::store(std::forward<P>(pointer)));
  }

  // Pins a constant object of static storage duration: it can neither move nor die before the
  // program does. Pin<const T&> only. The compiler refuses an object of any other kind:
  //   static const Table kTable; ... Pin<const Table&>::static_ref<kTable>()
  template <auto& kObject>
  static constexpr Pin static_ref() noexcept {
    static_assert(std::is_same_v<P, const Target&>, "static_ref makes a Pin<const T&>");
    static_assert(std::is_const_v<std::remove_reference_t<decltype(kObject)>>,
                  "static_ref needs a const object: one that is not const could be moved from");
    return Pin(Traits::store(kObject));
  }

  // From a pin of something more special: a class derived from the target, or not const. For
  // owners this is the step from Box<F> to Box<Base>; nothing moves.
  template <class Q>
    requires(!std::is_same_v<P, Q> && std::is_convertible_v<typename PointerTraits<Q>::Storage,
                                                            typename PointerTraits<P>::Storage>)
  constexpr Pin(Pin<Q> other) noexcept  // NOLINT: a conversion that only forgets
      : storage_(std::move(other.storage_)) {}

  // --- Looking at the target ------------------------------------------------------------------

  // A shared borrow of the target.
  [[nodiscard]] constexpr Pin<const Target&> as_ref() const {
    return Pin<const Target&>::new_unchecked(shared(), Unsafe("the target is pinned already"));
  }

  // The same, giving this borrow up. Rust's into_ref.
  [[nodiscard]] constexpr Pin<const Target&> into_ref() const {
    static_assert(kBorrows, "Pin::into_ref is for borrows: an owner would end before its target");
    return as_ref();
  }

  // The target, to look at.
  [[nodiscard]] constexpr const Target& get_ref() const { return shared(); }

  // An exclusive borrow of the target, still pinned.
  [[nodiscard]] constexpr Pin<Target&> as_mut()
    requires(!kBorrows)
  {
    return borrow(mutable_target());
  }
  [[nodiscard]] constexpr Pin<Target&> as_mut() const
    requires(kBorrows)
  {
    return borrow(mutable_target());
  }

  // From a pinned borrow of a Pin to a pinned borrow of what that one points at:
  // Pin<Pin<P>&> -> Pin<T&>. The outer pin is of a pointer, so nothing can go wrong.
  [[nodiscard]] constexpr auto as_deref_mut() const {
    static_assert(internal::kIsPin<Target>, "Pin::as_deref_mut is for a Pin of a Pin");
    return mutable_target().as_mut();
  }

  // The target, shared unless it is Unpin and the pointer is exclusive.
  [[nodiscard]] constexpr auto& operator*() {
    if constexpr (Unpin<Target> && kExclusive) {
      return mutable_target();
    } else {
      return shared();
    }
  }
  [[nodiscard]] constexpr auto& operator*() const {
    if constexpr (Unpin<Target> && kExclusive && kBorrows) {
      return mutable_target();
    } else {
      return shared();
    }
  }
  [[nodiscard]] constexpr auto* operator->() { return std::addressof(**this); }
  [[nodiscard]] constexpr auto* operator->() const { return std::addressof(**this); }

  // --- Changing the target --------------------------------------------------------------------

  // The target, to change. Needs Unpin.
  [[nodiscard]] constexpr Target& get_mut()
    requires(!kBorrows)
  {
    check_get_mut();
    return mutable_target();
  }
  [[nodiscard]] constexpr Target& get_mut() const
    requires(kBorrows)
  {
    check_get_mut();
    return mutable_target();
  }

  // Mutable dereference by its name, with a diagnostic of its own. Needs Unpin.
  [[nodiscard]] constexpr Target& deref_mut()
    requires(!kBorrows)
  {
    check_deref_mut();
    return mutable_target();
  }
  [[nodiscard]] constexpr Target& deref_mut() const
    requires(kBorrows)
  {
    check_deref_mut();
    return mutable_target();
  }

  // Destroys the target where it is, and then builds a new one from `value` in the same place.
  // Always safe: the old value is dropped before its storage is used again, and `value`, never
  // pinned yet, may move.
  //
  // Between the two steps the place holds no object. Were the second step to throw, the owner
  // would later destroy what is not there; hence the move constructor must not throw. If the
  // destructor panics the program ends (destructors are noexcept), so that cannot happen either.
  template <class U = Target>
  constexpr void set(std::type_identity_t<U> value) const
    requires(kBorrows)
  {
    replace(mutable_target(), std::move(value));
  }
  template <class U = Target>
  constexpr void set(std::type_identity_t<U> value)
    requires(!kBorrows)
  {
    replace(mutable_target(), std::move(value));
  }

  // The target, to change, whatever its type. The caller promises not to move it, nor to let
  // anybody else do so through this reference.
  [[nodiscard]] constexpr Target& get_unchecked_mut(Unsafe) const
    requires(kBorrows)
  {
    return mutable_target();
  }
  [[nodiscard]] constexpr Target& get_unchecked_mut(Unsafe)
    requires(!kBorrows)
  {
    return mutable_target();
  }

  // --- Projections ----------------------------------------------------------------------------

  // A pinned borrow of what `fn` finds inside the target. The caller promises that the result
  // stays put for as long as the target does: a field, that is, and one which nobody reaches
  // unpinned. The first is for shared borrows, the second for exclusive ones.
  template <class Fn>
  [[nodiscard]] constexpr auto map_unchecked(Fn&& fn, Unsafe why) const {
    using Field = std::invoke_result_t<Fn, const Target&>;
    static_assert(std::is_lvalue_reference_v<Field>,
                  "Pin::map_unchecked needs a function that gives a reference");
    using Shared = const std::remove_reference_t<Field>&;
    return Pin<Shared>::new_unchecked(std::invoke(std::forward<Fn>(fn), shared()), why);
  }
  template <class Fn>
  [[nodiscard]] constexpr auto map_unchecked_mut(Fn&& fn, Unsafe why) const
    requires(kBorrows)
  {
    using Field = std::invoke_result_t<Fn, Target&>;
    static_assert(std::is_lvalue_reference_v<Field>,
                  "Pin::map_unchecked_mut needs a function that gives a reference");
    return Pin<Field>::new_unchecked(std::invoke(std::forward<Fn>(fn), mutable_target()), why);
  }

  // --- Undoing it -----------------------------------------------------------------------------

  // The pointer, unpinned. Needs Unpin.
  [[nodiscard]] constexpr P into_inner() && {
    static_assert(Unpin<Target>,
                  "Pin::into_inner needs Unpin: a value that is not Unpin stays pinned until it "
                  "is destroyed");
    return Traits::release(std::move(storage_));
  }

  // The pointer, whatever its target. The caller promises to treat the target as pinned still.
  [[nodiscard]] constexpr P into_inner_unchecked(Unsafe) && {
    return Traits::release(std::move(storage_));
  }

  // --- Being a future -------------------------------------------------------------------------

  // Polls the target.
  template <class Cx>
  constexpr auto poll(Cx& cx) const
    requires(kBorrows && internal::Pollable<Target>)
  {
    return Target::poll(as_mut(), cx);
  }
  template <class Cx>
  constexpr auto poll(Cx& cx)
    requires(!kBorrows && internal::Pollable<Target>)
  {
    return Target::poll(as_mut(), cx);
  }

  // A Pin of a future is a future.
  template <class Cx>
  static constexpr auto poll(Pin<Pin&> self, Cx& cx)
    requires(kExclusive && internal::Pollable<Target>)
  {
    return Target::poll(self.as_deref_mut(), cx);
  }

  // --- Being a stream -------------------------------------------------------------------------

  // Polls the target for its next item.
  template <class Cx>
  constexpr auto poll_next(Cx& cx) const
    requires(kBorrows && internal::PollableNext<Target>)
  {
    return Target::poll_next(as_mut(), cx);
  }
  template <class Cx>
  constexpr auto poll_next(Cx& cx)
    requires(!kBorrows && internal::PollableNext<Target>)
  {
    return Target::poll_next(as_mut(), cx);
  }

  // A Pin of a stream is a stream.
  template <class Cx>
  static constexpr auto poll_next(Pin<Pin&> self, Cx& cx)
    requires(kExclusive && internal::PollableNext<Target>)
  {
    return Target::poll_next(self.as_deref_mut(), cx);
  }

 private:
  template <class Q>
  friend class Pin;

  explicit constexpr Pin(Storage storage) noexcept : storage_(std::move(storage)) {}

  static constexpr Pin<Target&> borrow(Target& target) noexcept {
    return Pin<Target&>::new_unchecked(target, Unsafe("the target is pinned already"));
  }

  static constexpr void check_get_mut() {
    static_assert(Unpin<Target>,
                  "Pin::get_mut needs Unpin: a pinned value that is not Unpin may not be moved, "
                  "and whoever holds a T& can move it");
  }
  static constexpr void check_deref_mut() {
    static_assert(Unpin<Target>,
                  "Pin::deref_mut needs Unpin: a pinned value that is not Unpin may not be moved, "
                  "and whoever holds a T& can move it");
  }

  [[nodiscard]] constexpr const Target& shared() const { return get(storage_); }

  [[nodiscard]] constexpr Target& mutable_target() const
    requires(kBorrows)
  {
    static_assert(kExclusive,
                  "Pin: a shared pointer (std::shared_ptr, const T&) gives no mutable access");
    return Traits::get(storage_);
  }
  [[nodiscard]] constexpr Target& mutable_target()
    requires(!kBorrows)
  {
    static_assert(kExclusive,
                  "Pin: a shared pointer (std::shared_ptr, const T&) gives no mutable access");
    if constexpr (internal::kIsPin<P>) {
      // The inner pin pins the same target.
      return storage_.get_unchecked_mut(Unsafe("handed on as a Pin, or Unpin"));
    } else {
      return Traits::get(storage_);
    }
  }

  static constexpr const Target& get(const Storage& storage) { return Traits::get(storage); }

  static constexpr void replace(Target& target, Target&& value) noexcept {
    static_assert(std::is_nothrow_move_constructible_v<Target>,
                  "Pin::set needs a move constructor that does not throw: the old value is gone "
                  "before the new one is built");
    static_assert(!std::is_polymorphic_v<Target> || std::is_final_v<Target>,
                  "Pin::set needs the whole object: a base class would be replaced alone");
    std::destroy_at(std::addressof(target));
    std::construct_at(std::addressof(target), std::move(value));
  }

  Storage storage_;
};

// Pinning says nothing about the pointer: a Pin is Unpin when its pointer is.
template <class P>
inline constexpr bool enable_unpin<Pin<P>> = Unpin<P>;

// Pins what `pointer` owns. Safe for an owner whose target nobody else has a claim on; keep no
// reference to it from before.
template <class T>
[[nodiscard]] constexpr Pin<std::unique_ptr<T>> into_pin(std::unique_ptr<T> pointer) {
  return Pin<std::unique_ptr<T>>::new_unchecked(
      std::move(pointer), Unsafe("the pointer owns the value, and the Pin owns the pointer"));
}

// A new value, pinned from the start, that several owners share. This is the only safe road to a
// shared pin: a std::shared_ptr that exists already may have owners outside of the Pin.
template <class T, class... Args>
[[nodiscard]] Pin<std::shared_ptr<T>> make_pinned_shared(Args&&... args) {
  return Pin<std::shared_ptr<T>>::new_unchecked(
      std::make_shared<T>(std::forward<Args>(args)...),
      Unsafe("the only owner there is goes into the Pin"));
}

static_assert(sizeof(Pin<int&>) == sizeof(int*));
static_assert(sizeof(Pin<const int&>) == sizeof(const int*));
static_assert(sizeof(Pin<int*>) == sizeof(int*));
static_assert(sizeof(Pin<std::unique_ptr<int>>) == sizeof(std::unique_ptr<int>));
static_assert(sizeof(Pin<std::shared_ptr<int>>) == sizeof(std::shared_ptr<int>));
static_assert(sizeof(Pin<Pin<int&>>) == sizeof(Pin<int&>));
static_assert(std::is_trivially_copyable_v<Pin<int&>>);

}  // namespace pinprick
