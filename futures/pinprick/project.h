#pragma once

// Reaching the members of a pinned value.
//
// What it is: a class says of its members, once and in one place, which are pinned along with it
// and which are not:
//
//   using PinnedFields = Members<PinnedMember<&Fetch::timer_>, PlainMember<&Fetch::url_>>;
//
// From then on `project(self)` takes a `Pin<Fetch&>` apart, into a `Pin<Sleep&>` and a
// `std::string&`; `project<&Fetch::timer_>(self)` reaches a single member. No `Unsafe` is needed.
// The declaration stands in the class, in public and behind its members; these may be private,
// and then only those can project who could name them.
//
// What it promises: a member is either always or never reached through a Pin, so nobody can move
// one that has been pinned. The class is Unpin exactly when its pinned members are, without saying
// so. Of a `Pin<const Fetch&>` there come `Pin<const Sleep&>` and `const std::string&`. All is
// settled when it is compiled: a projection is the address of a member, and nothing else. What
// would break the contract is refused by name: a member that is not declared, is declared twice
// or belongs to another class, a plain PhantomPinned, a class that is a union or is packed, one
// that claims to be Unpin while a pinned member is not. Bit-fields and references have no pointer
// to member and cannot be declared; a reference is reached through `get_ref`.
//
// What breaks it: two members that share storage (an anonymous union, [[no_unique_address]]); a
// destructor that moves a pinned member (see pinned_drop.h); leaving a PhantomPinned out of the
// declaration of a class that is no aggregate; a packed class that is also given a greater
// alignment, which cannot be seen from here.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     // What a future gives, and how many polls it took.
//     template <Future F>
//     class Counted {
//      public:
//       using Output = std::pair<typename F::Output, int>;
//
//       explicit Counted(F future) : future_(std::move(future)) {}
//
//       static Poll<Output> poll(Pin<Counted&> self, Context& cx) {
//         auto [future, polls] = project(self);  // a Pin<F&> and an int&
//         ++polls;
//         auto answer = future.poll(cx);
//         if (answer.is_pending()) return kPending;
//         return Poll<Output>::ready(Output(std::move(answer).value(), polls));
//       }
//
//      private:
//       F future_;
//       int polls_ = 0;
//
//      public:
//       using PinnedFields = Members<PinnedMember<&Counted::future_>,
//       PlainMember<&Counted::polls_>>;
//     };
//
//     int main() {
//       static_assert(Unpin<Counted<YieldN<char>>>);
//       assert(block_on(Counted(yield_n(2, 'a'))) == std::pair('a', 3));
//     }
//
// Example:
//
//     #include "pinprick/future/pending.h"
//     #include "pinprick/pin_local.h"
//
//     struct Job {
//       Pending<int> work;
//       std::string name;
//       using PinnedFields = Members<PinnedMember<&Job::work>, PlainMember<&Job::name>>;
//     };
//
//     int main() {
//       auto job = PINPRICK_PIN(Job{pending<int>(), "idle"});
//       project<&Job::name>(job.as_mut()) = "idle for ever";
//       const std::string& name = project<&Job::name>(job.as_ref());
//       assert(name == "idle for ever");
//       project<&Job::work>(job.as_mut()).set(pending<int>());
//     }

#include <tuple>
#include <type_traits>
#include <utility>

#include "pinprick/pin.h"
#include "pinprick/unpin.h"
#include "pinprick/unsafe.h"

namespace pinprick {

namespace internal {

template <class P>
struct MemberPointer;
template <class T, class C>
struct MemberPointer<T C::*> {
  using Type = T;
  using Class = C;
};

// A member of a class, and whether it is pinned along with it.
template <auto kPointer, bool kIsPinned>
struct DeclaredMember {
  static_assert(std::is_member_object_pointer_v<decltype(kPointer)>,
                "Members are data members, each given as &Class::member");

  static constexpr auto kMember = kPointer;
  using Owner = typename MemberPointer<decltype(kPointer)>::Class;
  using Type = typename MemberPointer<decltype(kPointer)>::Type;
  // What counts for the owner's Unpin: of a plain member, nothing.
  using Structural = std::conditional_t<kIsPinned, Type, void>;

  static_assert(kIsPinned || !std::is_same_v<std::remove_cv_t<Type>, PhantomPinned>,
                "PlainMember: a PhantomPinned is there to be pinned");

  // The member of `whole`, which is pinned.
  template <class T>
  static constexpr decltype(auto) of(T& whole) {
    auto& member = whole.*kPointer;
    if constexpr (kIsPinned) {
      return Pin<decltype(member)>::new_unchecked(
          member, Unsafe("a member declared as pinned, never reached but through a Pin"));
    } else {
      return (member);
    }
  }
};

// How often a member is declared.
template <auto kPointer, class... Ms>
inline constexpr int kDeclared = ((std::is_same_v<Ms, DeclaredMember<kPointer, true>> ||
                                           std::is_same_v<Ms, DeclaredMember<kPointer, false>>
                                       ? 1
                                       : 0) +
                                  ...);

}  // namespace internal

// A member that is structurally pinned: whoever has its owner pinned reaches it as a `Pin` only.
template <auto kPointer>
using PinnedMember = internal::DeclaredMember<kPointer, true>;

// A member that is not: whoever has its owner pinned may change it, or move from it.
template <auto kPointer>
using PlainMember = internal::DeclaredMember<kPointer, false>;

// The declaration of a class's members, which the class calls PinnedFields. Members that are not
// in the list are left to the class itself.
template <class M, class... Ms>
struct Members : Fields<typename M::Structural, typename Ms::Structural...> {
  // The class whose members these are.
  using Owner = typename M::Owner;

  static_assert((std::is_same_v<Owner, typename Ms::Owner> && ...),
                "Members are of one class: those of a base class are declared there");
};

namespace internal {

// The declaration of T, found to be sound.
template <class T, class List>
struct CheckedMembers;
template <class T, class... Ms>
struct CheckedMembers<T, Members<Ms...>> {
  static_assert(((kDeclared<Ms::kMember, Ms...> == 1) && ...),
                "Members: a member is either always pinned or never, so it is declared once");
  static_assert(!std::is_union_v<T>, "project: the members of a union share their storage");
  static_assert(((alignof(T) >= alignof(typename Ms::Type)) && ...),
                "project: a member of a packed class may not be where its type wants it");
  static_assert(!Unpin<T> || (deduce_unpin<typename Ms::Structural>() && ...),
                "project: a class is Unpin only if its pinned members are; enable_unpin says more");

  // The member that `kPointer` points to.
  template <auto kPointer>
  static constexpr decltype(auto) one(auto& whole) {
    static_assert(kDeclared<kPointer, Ms...> == 1,
                  "project: the member is declared neither as pinned nor as plain");
    if constexpr ((std::is_same_v<Ms, DeclaredMember<kPointer, true>> || ...)) {
      return DeclaredMember<kPointer, true>::of(whole);
    } else {
      return DeclaredMember<kPointer, false>::of(whole);
    }
  }

  // All that are declared, in the order of their declaration.
  static constexpr auto all(auto& whole) {
    return std::tuple<decltype(Ms::of(whole))...>(Ms::of(whole)...);
  }
};

template <class T>
struct ProjectionOf {
  static_assert(ListsOwnMembers<T>,
                "project: the class itself says `using PinnedFields = Members<...>`, in public");
  using Checked = CheckedMembers<T, typename T::PinnedFields>;
};

// What a pin points at, to look for a member in it.
template <class T>
constexpr T& whole_of(Pin<T&> pin) {
  if constexpr (std::is_const_v<T>) {
    return pin.get_ref();
  } else {
    return pin.get_unchecked_mut(Unsafe("only the members go on, each as it is declared"));
  }
}

}  // namespace internal

// One member of what `pin` points at: a Pin of it if it is declared a PinnedMember, a reference if
// a PlainMember. Constant if the pin is.
template <auto kPointer, class T>
[[nodiscard]] constexpr decltype(auto) project(Pin<T&> pin) {
  using Projection = typename internal::ProjectionOf<std::remove_const_t<T>>::Checked;
  return Projection::template one<kPointer>(internal::whole_of(pin));
}

// All declared members of what `pin` points at, each as above: a tuple of Pins and references, in
// the order of the declaration.
template <class T>
[[nodiscard]] constexpr auto project(Pin<T&> pin) {
  using Projection = typename internal::ProjectionOf<std::remove_const_t<T>>::Checked;
  return Projection::all(internal::whole_of(pin));
}

}  // namespace pinprick
