// Makes a Subject of a type. Included by the catalogue_*.cc only: every function of the table is a
// template, and they are many.
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "futures/block_on.h"
#include "futures/box.h"
#include "futures/boxed_future.h"
#include "futures/context.h"
#include "futures/example.h"
#include "futures/future.h"
#include "futures/pending.h"
#include "futures/pin.h"
#include "futures/ready.h"
#include "futures/simple.h"
#include "futures/unpin.h"
#include "futures/yield_n.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/coroutine.h"
#include "harness/subject/machine.h"
#include "harness/subject/notify.h"
#include "harness/subject/recorder.h"
#include "harness/subject/rogue.h"
#include "harness/subject/self_referential.h"
#include "harness/subject/traced.h"

namespace pinprick::harness {

template <class F>
F make_leaf(const LeafArgs& args) {
  if constexpr (std::is_same_v<F, Ready<std::int64_t>>) {
    return ready(std::int64_t{args.value});
  } else if constexpr (std::is_same_v<F, Pending<std::int64_t>>) {
    return pending<std::int64_t>();
  } else if constexpr (std::is_same_v<F, YieldN<std::int64_t>>) {
    return yield_n(args.count, std::int64_t{args.value});
  } else {
    return F(args.count, args.value);
  }
}

template <Leaf leaf>
struct LeafType;
template <>
struct LeafType<Leaf::kReady> : std::type_identity<Traced<Ready<std::int64_t>>> {};
template <>
struct LeafType<Leaf::kPending> : std::type_identity<Traced<Pending<std::int64_t>>> {};
template <>
struct LeafType<Leaf::kYieldN> : std::type_identity<Traced<YieldN<std::int64_t>>> {};
template <>
struct LeafType<Leaf::kSimple> : std::type_identity<Traced<Simple>> {};
template <>
struct LeafType<Leaf::kExample> : std::type_identity<Traced<Example>> {};
template <>
struct LeafType<Leaf::kKeeper> : std::type_identity<Traced<Keeper>> {};
template <>
struct LeafType<Leaf::kLiar> : std::type_identity<Traced<Liar>> {};
template <>
struct LeafType<Leaf::kMachine> : std::type_identity<Traced<Machine>> {};
template <>
struct LeafType<Leaf::kCoroutine> : std::type_identity<Traced<Coroutine>> {};
template <>
struct LeafType<Leaf::kWait> : std::type_identity<Traced<Wait>> {};
template <>
struct LeafType<Leaf::kCareless> : std::type_identity<Traced<Careless>> {};

template <class F>
struct LeafMaker;
template <class F>
struct LeafMaker<Traced<F>> {
  static Traced<F> make(const LeafArgs& args, ValueId owner, std::uint8_t part) {
    return Traced<F>(Identity{owner, part}, make_leaf<F>(args));
  }
  // The only leaf of a kind; the numbers of some leaves stand in the kind.
  static Traced<F> make(const Kind& kind, ValueId owner) {
    const Identity identity = {owner, 0};
    if constexpr (std::is_same_v<F, Machine>) {
      return Traced<F>(identity, Machine(kind.body, identity));
    } else if constexpr (std::is_same_v<F, Coroutine>) {
      return Traced<F>(identity, Coroutine(kind.first.count, identity));
    } else {
      return make(kind.first, owner, 0);
    }
  }
};

inline void report(const Poll<std::int64_t>& answer) {
  if (answer.is_pending()) {
    recorder().record(EventKind::kPending, kNoValue);
  } else {
    recorder().record(EventKind::kReady, kNoValue, 1, answer.value());
  }
}
inline void report(const Poll<std::pair<std::int64_t, std::int64_t>>& answer) {
  if (answer.is_pending()) {
    recorder().record(EventKind::kPending, kNoValue);
  } else {
    recorder().record(EventKind::kReady, kNoValue, 2, answer.value().first, answer.value().second);
  }
}

// `construct(kind, owner)` gives an F; it is built in place.
template <class F, F (*construct)(const Kind&, ValueId)>
struct Bind {
  using PinBox = Pin<Box<F>>;
  using PinRef = Pin<F&>;
  using Erased = BoxFuture<typename F::Output>;
  using Shared = std::shared_ptr<F>;
  using PinShared = Pin<Shared>;
  using PinRogue = Pin<Rogue<F>>;

  template <class T>
  static T& as(void* at) {
    return *static_cast<T*>(at);
  }
  // Ends the object at the end of a scope, after what replaced it was made.
  template <class T>
  struct Ends {
    T& object;
    ~Ends() { std::destroy_at(&object); }
  };
  static Unsafe why() { return Unsafe("the program under test says so"); }

  template <class T>
  static void move(void* to, void* from) {
    ::new (to) T(std::move(as<T>(from)));
    std::destroy_at(&as<T>(from));
  }
  template <class T>
  static void destroy(void* at) {
    std::destroy_at(&as<T>(at));
  }
  template <class T>
  static void clone(void* to, void* from) {
    ::new (to) T(as<T>(from));
  }
  [[gnu::noinline]] static F pass_by_value(F future) { return future; }
  template <class P>
  static void poll_through(void* at, Context& cx) {
    report(as<P>(at).poll(cx));
  }
  template <class P>
  static void set(void* at, void* from) {
    const Ends<F> end{as<F>(from)};
    as<P>(at).set(std::move(as<F>(from)));
  }
  template <class T>
  static void run(void* from) {
    const Ends<T> end{as<T>(from)};
    report(Poll<typename F::Output>::ready(pinprick::block_on(std::move(as<T>(from)))));
  }

  static constexpr Subject subject() {
    Subject s = {};
    s.size = sizeof(F);
    s.align = alignof(F);
    s.erased_size = sizeof(Erased);
    s.unpin = Unpin<F>;

    s.make = [](void* to, const Kind& kind, ValueId owner) {
      ::new (to) F(construct(kind, owner));
    };
    s.move = move<F>;
    s.destroy = destroy<F>;
    s.poll_unchecked = [](void* at, Context& cx) {
      report(PinRef::new_unchecked(as<F>(at), why()).poll(cx));
    };
    s.block_on = run<F>;
    s.assign = [](void* to, void* from) {
      const Ends<F> end{as<F>(from)};
      if constexpr (std::is_move_assignable_v<F>) {
        as<F>(to) = std::move(as<F>(from));
      } else {
        // What assignment means where a type has none of its own.
        std::destroy_at(&as<F>(to));
        ::new (to) F(std::move(as<F>(from)));
      }
    };
    s.pass = [](void* to, void* from) {
      const Ends<F> end{as<F>(from)};
      ::new (to) F(pass_by_value(std::move(as<F>(from))));
    };

    s.box = [](void* to, void* from) {
      const Ends<F> end{as<F>(from)};
      ::new (to) Box<F>(Box<F>::make(std::move(as<F>(from))));
    };
    s.unbox = [](void* to, void* from) {
      const Ends<Box<F>> end{as<Box<F>>(from)};
      ::new (to) F(std::move(as<Box<F>>(from)).into_inner());
    };
    s.move_box = move<Box<F>>;
    s.destroy_box = destroy<Box<F>>;
    s.box_target = [](void* at) -> void* { return std::addressof(*as<Box<F>>(at)); };

    s.box_pin = [](void* to, void* from) {
      const Ends<F> end{as<F>(from)};
      ::new (to) PinBox(Box<F>::pin(std::move(as<F>(from))));
    };
    s.into_pin = [](void* to, void* from) {
      const Ends<Box<F>> end{as<Box<F>>(from)};
      ::new (to) PinBox(Box<F>::into_pin(std::move(as<Box<F>>(from))));
    };
    s.pin_unchecked_box = [](void* to, void* from) {
      const Ends<Box<F>> end{as<Box<F>>(from)};
      ::new (to) PinBox(PinBox::new_unchecked(std::move(as<Box<F>>(from)), why()));
    };
    s.into_inner_unchecked = [](void* to, void* from) {
      const Ends<PinBox> end{as<PinBox>(from)};
      ::new (to) Box<F>(std::move(as<PinBox>(from)).into_inner_unchecked(why()));
    };
    s.move_out = [](void* to, void* from) {
      const Ends<PinBox> end{as<PinBox>(from)};
      ::new (to) F(std::move(as<PinBox>(from).get_unchecked_mut(why())));
    };
    s.move_pin_box = move<PinBox>;
    s.destroy_pin_box = destroy<PinBox>;
    s.poll_pin_box = poll_through<PinBox>;
    s.set_pin_box = set<PinBox>;
    s.pin_box_target = [](void* at) -> void* {
      return const_cast<F*>(std::addressof(as<PinBox>(at).get_ref()));
    };
    s.block_on_pin_box = run<PinBox>;

    s.pin_unchecked = [](void* to, void* from) {
      ::new (to) PinRef(PinRef::new_unchecked(as<F>(from), why()));
    };
    s.move_pin = move<PinRef>;
    s.poll_pin = poll_through<PinRef>;
    s.set_pin = set<PinRef>;
    s.pin_target_unchecked = [](void* at) -> void* {
      return std::addressof(as<PinRef>(at).get_unchecked_mut(why()));
    };

    s.erase = [](void* to, void* from) {
      const Ends<PinBox> end{as<PinBox>(from)};
      ::new (to) Erased(pinprick::erase(std::move(as<PinBox>(from))));
    };
    s.move_erased = move<Erased>;
    s.destroy_erased = destroy<Erased>;
    s.poll_erased = poll_through<Erased>;
    s.block_on_erased = run<Erased>;

    s.rc = [](void* to, void* from) {
      const Ends<F> end{as<F>(from)};
      ::new (to) Shared(std::make_shared<F>(std::move(as<F>(from))));
    };
    s.unwrap_rc = [](void* to, void* from) {
      const Ends<Shared> end{as<Shared>(from)};
      ::new (to) F(std::move(*as<Shared>(from)));
    };
    s.clone_rc = clone<Shared>;
    s.move_rc = move<Shared>;
    s.destroy_rc = destroy<Shared>;
    s.rc_target = [](void* at) -> void* { return as<Shared>(at).get(); };
    s.pin_unchecked_rc = [](void* to, void* from) {
      const Ends<Shared> end{as<Shared>(from)};
      ::new (to) PinShared(PinShared::new_unchecked(std::move(as<Shared>(from)), why()));
    };
    s.clone_pin_rc = clone<PinShared>;
    s.move_pin_rc = move<PinShared>;
    s.destroy_pin_rc = destroy<PinShared>;
    s.pin_rc_target = [](void* at) -> void* {
      return const_cast<F*>(std::addressof(as<PinShared>(at).get_ref()));
    };

    s.pin_rogue = [](void* to, void* from, ValueId owner) {
      const Ends<F> end{as<F>(from)};
      ::new (to) PinRogue(PinRogue::new_unchecked(Rogue<F>(std::move(as<F>(from)), owner), why()));
    };
    s.rogue_size = sizeof(PinRogue);
    s.move_rogue = move<PinRogue>;
    s.destroy_rogue = destroy<PinRogue>;
    s.poll_rogue = poll_through<PinRogue>;

    s.map_unchecked = [](void* to, void* pin, void* other) {
      ::new (to) PinRef(
          as<PinRef>(pin).map_unchecked_mut([other](F&) -> F& { return as<F>(other); }, why()));
    };
    s.map_unchecked_box = [](void* to, void* pin, void* other) {
      ::new (to) PinRef(as<PinBox>(pin).as_mut().map_unchecked_mut(
          [other](F&) -> F& { return as<F>(other); }, why()));
    };

    if constexpr (Unpin<F>) {
      s.poll_unpin = [](void* at, Context& cx) { report(PinRef::make(as<F>(at)).poll(cx)); };
      s.pin_new_box = [](void* to, void* from) {
        const Ends<Box<F>> end{as<Box<F>>(from)};
        ::new (to) PinBox(PinBox::make(std::move(as<Box<F>>(from))));
      };
      s.into_inner = [](void* to, void* from) {
        const Ends<PinBox> end{as<PinBox>(from)};
        ::new (to) Box<F>(std::move(as<PinBox>(from)).into_inner());
      };
      s.pin_new_rc = [](void* to, void* from) {
        const Ends<Shared> end{as<Shared>(from)};
        ::new (to) PinShared(PinShared::make(std::move(as<Shared>(from))));
      };
      s.pin_new = [](void* to, void* from) { ::new (to) PinRef(PinRef::make(as<F>(from))); };
      s.pin_target = [](void* at) -> void* { return std::addressof(as<PinRef>(at).get_mut()); };
    }
    return s;
  }
};

// One Subject for each type, with static life.
template <class F, F (*construct)(const Kind&, ValueId), bool unpin>
inline constexpr Subject kSubject = [] {
  static_assert(Unpin<F> == unpin, "the type and the kind table must claim the same");
  return Bind<F, construct>::subject();
}();

// Adds a combinator over all leaves that it takes. `Of<leaf>`, or `Of<first, second>` of a
// combinator of two, has the type and its construct().
template <Combinator combinator, template <Leaf...> class Of>
void add_shapes(Catalogue& catalogue) {
  const auto add_one = [&]<Leaf... leaves>() {
    using One = Of<leaves...>;
    constexpr bool kClaim = claims_unpin(combinator, leaves...);
    catalogue[shape_of(combinator, leaves...)] =
        &kSubject<typename One::Type, One::construct, kClaim>;
  };
  constexpr CombinatorSpec kRow = spec(combinator);
  const auto add_all = [&]<std::size_t... I>(std::index_sequence<I...>) {
    if constexpr (kRow.arity == 1) {
      (add_one.template operator()<static_cast<Leaf>(I)>(), ...);
    } else {
      (add_one.template
       operator()<static_cast<Leaf>(I / kRow.leaves), static_cast<Leaf>(I % kRow.leaves)>(),
       ...);
    }
  };
  add_all(std::make_index_sequence<shapes_of(kRow)>{});
}

}  // namespace pinprick::harness
