#pragma once

// Which types do not care whether they are pinned.
//
// What it is: `Unpin<T>`, true of every type for which pinning means nothing, because the value
// may be moved at any time, pinned or not. It is what opens the safe ways through a Pin.
//
// What it promises: the answer is found in this order, and the first that applies is taken.
//   1. What the author of the type says by specialising `enable_unpin`.
//   2. Scalars, references and PhantomPinned itself: known. An array is as its elements are.
//   3. A class with PhantomPinned among its bases is not Unpin.
//   4. A class that says which of its members are pinned, `using PinnedFields = Members<...>;`
//      (project.h), is Unpin if those are; an aggregate, not with a PhantomPinned beside them.
//   5. An aggregate is Unpin if all its fields are, arrays by their elements.
//   6. A class that lists its pinned parts, `using PinnedFields = pinprick::Fields<A, B>;`, is
//      Unpin if all the listed types are.
//   7. Any other class or union is Unpin if it is trivially copyable, and is not Unpin until it
//      says otherwise. PhantomPinned is not trivially copyable, so a class that holds one where
//      nobody can look is caught here.
// An aggregate that cannot be read field by field (it has a base class, more than 24 fields, or
// more than 128 counting each element of its arrays) goes on to steps 6 and 7. As in Rust, a plain
// pointer among the fields says nothing: a self-referential aggregate needs a PhantomPinned.
// The standard library's types are answered in unpin_std.h, which pin.h includes.
//
// What breaks it: saying `enable_unpin = true` of a type that holds its own address or whose
// address others keep, and leaving a pinned part out of the list. A derived class inherits the
// list of types of its base; it must declare its own. (A list of members is known to be the
// base's.) Specialise before the first question about the type.
//
// Example:
//
//     #include "pinprick/pin.h"
//
//     // Field by field, where the fields can be seen.
//     struct Point {
//       int x, y;
//     };
//     struct Node {
//       Node* next;
//       PhantomPinned pinned;
//     };
//
//     // By a list, where they cannot. The name may be moved away, the pinned part may not.
//     template <class T>
//     class Tagged {
//      public:
//       using PinnedFields = Fields<T>;
//       explicit Tagged(T value) : value_(std::move(value)) {}
//       ~Tagged() {}
//
//      private:
//       std::string name_ = "tag";
//       T value_;
//     };
//
//     int main() {
//       static_assert(Unpin<Point> && !Unpin<Node>);
//       static_assert(Unpin<Tagged<int>> && !Unpin<Tagged<Node>>);
//       static_assert(Unpin<Node*> && Unpin<std::unique_ptr<Node>>);
//     }

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pinprick {

namespace internal {
struct Unset {};
}  // namespace internal

// What a type says of itself. Specialise it with a bool, next to the type:
//   template <> inline constexpr bool pinprick::enable_unpin<MySimpleFuture> = true;
// False is an answer too; the primary template, which is no bool, stands for "says nothing".
template <class T>
inline constexpr internal::Unset enable_unpin{};

// A list of types: the structurally pinned parts of a class.
template <class... Ts>
struct Fields {};

// As a member or a base it makes a class not Unpin. It is empty (use [[no_unique_address]]) and
// moves freely; only its presence counts. It is not trivially copyable on purpose, see above.
class PhantomPinned {
 public:
  // NOLINTNEXTLINE(modernize-use-equals-default): defaulted, clang would call the member unused.
  constexpr PhantomPinned() noexcept {}
  // NOLINTNEXTLINE(modernize-use-equals-default): defaulted, it would be trivial.
  constexpr PhantomPinned(const PhantomPinned&) noexcept {}
  // NOLINTNEXTLINE(modernize-use-equals-default): as above.
  constexpr PhantomPinned& operator=(const PhantomPinned&) noexcept { return *this; }
  constexpr ~PhantomPinned() = default;
};

namespace internal {

template <class T>
consteval bool deduce_unpin();

template <class... Ts>
consteval bool all_fields_unpin(Fields<Ts...>*) {
  return (deduce_unpin<Ts>() && ...);
}

template <class T>
concept SaysUnpin = !std::is_same_v<std::remove_cv_t<decltype(enable_unpin<T>)>, Unset>;

// A list of members knows whose they are, and counts for no class derived from that one.
template <class T>
concept ListsMembers = requires { typename T::PinnedFields::Owner; };
template <class T>
concept ListsOwnMembers = requires { requires std::is_same_v<typename T::PinnedFields::Owner, T>; };
template <class T>
concept ListsPinnedTypes = requires { typename T::PinnedFields; } && !ListsMembers<T>;

// Three stand-ins for "some field", because no single one fits lvalue references, types that only
// move, and types that do not even move.
struct AnyLvalue {
  template <class T>
  operator T&() const noexcept;
};
struct AnyValue {
  template <class T>
  operator T() const noexcept;
};
struct AnyReference {
  template <class T>
  operator T&() const& noexcept;
  template <class T>
  operator T&&() const&& noexcept;
};

// Stands for a base class of T in its initialiser, and for nothing else.
template <class T>
struct AnyBase {
  template <class B>
    requires(std::is_base_of_v<B, T> && !std::is_same_v<B, T>)
  operator B() const noexcept;
};

// A base class is initialised first, so looking at the first place is enough.
template <class T>
concept HasBase = requires { T{AnyBase<T>{}}; };

// Whether T{any, any, ...} with as many as there are indices is well-formed.
template <class T, class Any, std::size_t... I>
consteval bool takes_fields(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Any{})...}; };
}

// The same with an empty brace between two runs of fields.
template <class T, class Any, std::size_t... I, std::size_t... J>
consteval bool takes_brace(std::index_sequence<I...>, std::index_sequence<J...>) {
  return requires { T{(static_cast<void>(I), Any{})..., {}, (static_cast<void>(J), Any{})...}; };
}

// The same with a brace of fields.
template <class T, class Any, std::size_t... I, std::size_t... K, std::size_t... J>
consteval bool takes_nested(std::index_sequence<I...>, std::index_sequence<K...>,
                            std::index_sequence<J...>) {
  return requires {
    T{(static_cast<void>(I), Any{})...,
      {(static_cast<void>(K), Any{})...},
      (static_cast<void>(J), Any{})...};
  };
}

// Bounds for the search, so that a question about a big type does not stop the compiler.
inline constexpr std::size_t kMaxFieldsNamed = 24;
inline constexpr std::size_t kMaxInitializers = 128;

// The greatest number of initialisers that T takes, where it takes any smaller number too.
template <class T, class Any, std::size_t kLow, std::size_t kHigh>
consteval std::size_t count_by_halving() {
  if constexpr (kLow == kHigh) {
    return kLow;
  } else {
    constexpr std::size_t kMiddle = kLow + (kHigh - kLow + 1) / 2;
    if constexpr (takes_fields<T, Any>(std::make_index_sequence<kMiddle>{})) {
      return count_by_halving<T, Any, kMiddle, kHigh>();
    } else {
      return count_by_halving<T, Any, kLow, kMiddle - 1>();
    }
  }
}

// The same for a T that does not take fewer than it needs. Zero if there is none.
template <class T, class Any, std::size_t kFrom>
consteval std::size_t count_downwards() {
  if constexpr (kFrom == 0) {
    return 0;
  } else if constexpr (takes_fields<T, Any>(std::make_index_sequence<kFrom>{})) {
    return kFrom;
  } else {
    return count_downwards<T, Any, kFrom - 1>();
  }
}

template <class T, class Any>
consteval std::size_t count_initializers() {
  if constexpr (requires { T{}; }) {
    return count_by_halving<T, Any, 0, kMaxInitializers>();
  } else {
    return count_downwards<T, Any, kMaxFieldsNamed + 1>();
  }
}

// Whether the field at kAt is an array of kSpan elements, which cannot be told by an empty brace
// because they want arguments. A class of kSpan members takes the same brace, but stands for one
// initialiser only, so that more may follow it.
template <class T, class Any, std::size_t kCount, std::size_t kAt, std::size_t kSpan>
consteval bool is_array_wanting_arguments() {
  if constexpr (kSpan < 2) {
    return false;
  } else {
    constexpr std::make_index_sequence<kAt> kBefore;
    constexpr std::make_index_sequence<kSpan> kInside;
    return takes_nested<T, Any>(kBefore, kInside,
                                std::make_index_sequence<kCount - kAt - kSpan>{}) &&
           !takes_nested<T, Any>(kBefore, kInside, std::make_index_sequence<kCount - kAt - 1>{});
  }
}

// How many of the initialisers from kAt on belong to one field: n for an array of n elements,
// because braces may be left out around it, and one for all else. An array is the only field for
// which an empty brace stands for several of them.
template <class T, class Any, std::size_t kCount, std::size_t kAt, std::size_t kSpan>
consteval std::size_t field_span() {
  if constexpr (kAt + kSpan > kCount) {
    return 1;
  } else if constexpr (takes_brace<T, Any>(std::make_index_sequence<kAt>{},
                                           std::make_index_sequence<kCount - kAt - kSpan>{}) ||
                       is_array_wanting_arguments<T, Any, kCount, kAt, kSpan>()) {
    return kSpan;
  } else {
    return field_span<T, Any, kCount, kAt, kSpan + 1>();
  }
}

template <class T, class Any, std::size_t kCount, std::size_t kAt>
consteval std::size_t count_fields_from() {
  if constexpr (kAt >= kCount) {
    return 0;
  } else {
    return 1 + count_fields_from<T, Any, kCount, kAt + field_span<T, Any, kCount, kAt, 1>()>();
  }
}

// The number of fields of an aggregate, zero if it has none or cannot be read.
template <class T>
consteval std::size_t count_fields() {
  if constexpr (!std::is_aggregate_v<T> || std::is_array_v<T> || std::is_union_v<T> ||
                std::is_empty_v<T>) {
    return 0;
  } else if constexpr (HasBase<T>) {
    return 0;
  } else {
    constexpr std::size_t kLvalue = count_initializers<T, AnyLvalue>();
    constexpr std::size_t kValue = count_initializers<T, AnyValue>();
    constexpr std::size_t kReference = count_initializers<T, AnyReference>();
    constexpr std::size_t kMost = kLvalue > kValue ? (kLvalue > kReference ? kLvalue : kReference)
                                                   : (kValue > kReference ? kValue : kReference);
    if constexpr (kMost >= kMaxInitializers) {
      return 0;
    } else if constexpr (kMost == kLvalue) {
      return count_fields_from<T, AnyLvalue, kMost, 0>();
    } else if constexpr (kMost == kValue) {
      return count_fields_from<T, AnyValue, kMost, 0>();
    } else {
      return count_fields_from<T, AnyReference, kMost, 0>();
    }
  }
}

// The types of the fields, as declared: a structured binding keeps references, arrays and
// bit-fields as what they are. Never called, only asked for its type.
// clang-format off
template <class T, std::size_t kCount>
constexpr auto field_types(T& whole) {
  if constexpr (kCount == 1) {
    auto& [f0] = whole;
    return static_cast<Fields<decltype(f0)>*>(nullptr);
  } else if constexpr (kCount == 2) {
    auto& [f0, f1] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1)>*>(nullptr);
  } else if constexpr (kCount == 3) {
    auto& [f0, f1, f2] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2)>*>(nullptr);
  } else if constexpr (kCount == 4) {
    auto& [f0, f1, f2, f3] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3)>*>(nullptr);
  } else if constexpr (kCount == 5) {
    auto& [f0, f1, f2, f3, f4] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4)>*>(nullptr);
  } else if constexpr (kCount == 6) {
    auto& [f0, f1, f2, f3, f4, f5] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5)>*>(nullptr);
  } else if constexpr (kCount == 7) {
    auto& [f0, f1, f2, f3, f4, f5, f6] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6)>*>(nullptr);
  } else if constexpr (kCount == 8) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7)>*>(nullptr);
  } else if constexpr (kCount == 9) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8)>*>(nullptr);
  } else if constexpr (kCount == 10) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8),
      decltype(f9)>*>(nullptr);
  } else if constexpr (kCount == 11) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10)>*>(nullptr);
  } else if constexpr (kCount == 12) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11)>*>(nullptr);
  } else if constexpr (kCount == 13) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12)>*>(nullptr);
  } else if constexpr (kCount == 14) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13)>*>(nullptr);
  } else if constexpr (kCount == 15) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14)>*>(nullptr);
  } else if constexpr (kCount == 16) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14),
      decltype(f15)>*>(nullptr);
  } else if constexpr (kCount == 17) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16)>*>(nullptr);
  } else if constexpr (kCount == 18) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17] =
      whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17)>*>(nullptr);
  } else if constexpr (kCount == 19) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18] =
      whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18)>*>(nullptr);
  } else if constexpr (kCount == 20) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
      f19] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18), decltype(f19)>*>(nullptr);
  } else if constexpr (kCount == 21) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
      f19, f20] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18), decltype(f19), decltype(f20)>*>(nullptr);
  } else if constexpr (kCount == 22) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
      f19, f20, f21] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18), decltype(f19), decltype(f20),
      decltype(f21)>*>(nullptr);
  } else if constexpr (kCount == 23) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
      f19, f20, f21, f22] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18), decltype(f19), decltype(f20), decltype(f21),
      decltype(f22)>*>(nullptr);
  } else if constexpr (kCount == 24) {
    auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
      f19, f20, f21, f22, f23] = whole;
    return static_cast<Fields<decltype(f0), decltype(f1), decltype(f2), decltype(f3),
      decltype(f4), decltype(f5), decltype(f6), decltype(f7), decltype(f8), decltype(f9),
      decltype(f10), decltype(f11), decltype(f12), decltype(f13), decltype(f14), decltype(f15),
      decltype(f16), decltype(f17), decltype(f18), decltype(f19), decltype(f20), decltype(f21),
      decltype(f22), decltype(f23)>*>(nullptr);
  }
}
// clang-format on

template <class... Ts>
consteval bool any_phantom(Fields<Ts...>*) {
  return (std::is_same_v<std::remove_cv_t<Ts>, PhantomPinned> || ...);
}

// Whether T is an aggregate that can be read, and one of its fields a PhantomPinned.
template <class T>
consteval bool has_phantom_field() {
  if constexpr (constexpr std::size_t kCount = count_fields<T>();
                kCount > 0 && kCount <= kMaxFieldsNamed) {
    using Types = decltype(field_types<T, kCount>(std::declval<T&>()));
    return any_phantom(static_cast<Types>(nullptr));
  } else {
    return false;
  }
}

template <class T>
consteval bool deduce_unpin() {
  using U = std::remove_cv_t<T>;
  if constexpr (SaysUnpin<U>) {
    return enable_unpin<U>;
  } else if constexpr (std::is_array_v<U>) {
    return deduce_unpin<std::remove_all_extents_t<U>>();
  } else if constexpr (!std::is_class_v<U> && !std::is_union_v<U>) {
    return true;
  } else if constexpr (std::is_base_of_v<PhantomPinned, U>) {
    return false;
  } else if constexpr (ListsOwnMembers<U>) {
    return all_fields_unpin(static_cast<typename U::PinnedFields*>(nullptr)) &&
           !has_phantom_field<U>();
  } else if constexpr (constexpr std::size_t kCount = count_fields<U>();
                       kCount > 0 && kCount <= kMaxFieldsNamed) {
    using Types = decltype(field_types<U, kCount>(std::declval<U&>()));
    return all_fields_unpin(static_cast<Types>(nullptr));
  } else if constexpr (ListsPinnedTypes<U>) {
    return all_fields_unpin(static_cast<typename U::PinnedFields*>(nullptr));
  } else {
    return std::is_trivially_copyable_v<U>;
  }
}

}  // namespace internal

// T may be moved even while it is pinned. See the head of this file.
template <class T>
concept Unpin = internal::deduce_unpin<T>();

}  // namespace pinprick
