#pragma once

// What the standard library's types answer to the question of Unpin.
//
// What it is: specialisations of `enable_unpin`, nothing else.
//
// What it promises: each type answers as its counterpart in Rust does. Where Rust's container
// holds its elements as if they were its own (Vec, VecDeque, HashMap, HashSet, BinaryHeap), the
// answer follows the elements; where it owns nodes behind pointers (LinkedList, BTreeMap,
// BTreeSet, Box, Rc, Arc), it is Unpin whatever is inside. Parts of a pair, tuple, array, optional
// or variant are structural. Strings are Unpin.
//
// What breaks it: nothing a caller can do, short of asking about one of these types before
// including this file.

#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "pinprick/unpin.h"

namespace pinprick {

// Parts inline: as the parts are. An array of no elements still answers for its element type.
template <class A, class B>
inline constexpr bool enable_unpin<std::pair<A, B>> = Unpin<A> && Unpin<B>;
template <class... Ts>
inline constexpr bool enable_unpin<std::tuple<Ts...>> = (Unpin<Ts> && ...);
template <class T, std::size_t kSize>
inline constexpr bool enable_unpin<std::array<T, kSize>> = Unpin<T>;
template <class T>
inline constexpr bool enable_unpin<std::optional<T>> = Unpin<T>;
template <class... Ts>
inline constexpr bool enable_unpin<std::variant<Ts...>> = (Unpin<Ts> && ...);

// Elements owned as if inline: as the elements are.
template <class T, class A>
inline constexpr bool enable_unpin<std::vector<T, A>> = Unpin<T>;
template <class T, class A>
inline constexpr bool enable_unpin<std::deque<T, A>> = Unpin<T>;
template <class K, class V, class H, class E, class A>
inline constexpr bool enable_unpin<std::unordered_map<K, V, H, E, A>> = Unpin<K> && Unpin<V>;
template <class K, class H, class E, class A>
inline constexpr bool enable_unpin<std::unordered_set<K, H, E, A>> = Unpin<K>;
template <class T, class C, class L>
inline constexpr bool enable_unpin<std::priority_queue<T, C, L>> = Unpin<T>;

// Elements in nodes, or behind an owning pointer: always.
template <class T, class A>
inline constexpr bool enable_unpin<std::list<T, A>> = true;
template <class K, class V, class L, class A>
inline constexpr bool enable_unpin<std::map<K, V, L, A>> = true;
template <class K, class L, class A>
inline constexpr bool enable_unpin<std::set<K, L, A>> = true;
template <class T, class D>
inline constexpr bool enable_unpin<std::unique_ptr<T, D>> = true;
template <class T>
inline constexpr bool enable_unpin<std::shared_ptr<T>> = true;
template <class T>
inline constexpr bool enable_unpin<std::weak_ptr<T>> = true;

// Characters are never pinned, wherever a string keeps them.
template <class C, class T, class A>
inline constexpr bool enable_unpin<std::basic_string<C, T, A>> = true;

}  // namespace pinprick
