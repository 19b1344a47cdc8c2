// Makes a Subject of a type. Included by the catalogue_*.cc only: every function of the table is a
// template, and they are many.
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "harness/subject/answer.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/recorder.h"
#include "harness/subject/rogue.h"
#include "pinprick/box.h"
#include "pinprick/boxed_future.h"
#include "pinprick/context.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

inline void report(const Poll<Answer>& answer) {
  if (answer.is_pending()) {
    recorder().record(EventKind::kPending, kNoValue);
  } else {
    const Answer& given = answer.value();
    recorder().record(EventKind::kReady, kNoValue, given.outputs, given.first, given.second);
  }
}
inline void report(Poll<std::int64_t> output) {
  report(std::move(output).map([](std::int64_t number) { return answer(number); }));
}

// Everything but how an F is made.
template <class F>
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

}  // namespace pinprick::harness
