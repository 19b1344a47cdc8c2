// The catalogue: for every shape of the kind table, the real type, as a table of functions.
//
// A function of the table does one thing that a user of the library does, with the library's own
// calls on the real types; `to` is raw storage of the right size and alignment, all other pointers
// point at a living object. What consumes an object also ends it. A function that the library does
// not allow for this type (make, get_mut, into_inner on a !Unpin one) is null.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/program/kind.h"
#include "harness/program/trace.h"
#include "harness/subject/making.h"

namespace pinprick {
class Context;
class Panic;
}  // namespace pinprick

namespace pinprick::harness {

struct Subject {
  std::size_t size;
  std::size_t align;
  std::size_t erased_size;  // Pin<Box<dyn Future>>
  std::size_t rogue_size;   // Pin<Rogue<F>>
  bool unpin;

  using Make = void (*)(void* to, const Making& making);
  using Move = void (*)(void* to, void* from);
  using End = void (*)(void* at);
  using Poll = void (*)(void* at, Context& cx);  // leaves word of the answer with the recorder
  using Target = void* (*)(void* at);            // the future behind a pointer
  using Set = void (*)(void* at, void* from);
  using Map = void (*)(void* to, void* pin, void* other);
  using Run = void (*)(void* from);

  Make make;
  Move move;
  End destroy;
  Poll poll_unpin;      // Pin<F&>::make
  Poll poll_unchecked;  // Pin<F&>::new_unchecked
  Run block_on;
  Set assign;  // operator=
  Move pass;   // by value to a function and back

  Move box, unbox, move_box;
  End destroy_box;
  Target box_target;

  Move box_pin, into_pin, pin_new_box, pin_unchecked_box;
  Move into_inner, into_inner_unchecked, move_out, move_pin_box;
  End destroy_pin_box;
  Poll poll_pin_box;
  Set set_pin_box;
  Target pin_box_target;  // by get_ref: where it lies, not to be changed
  Run block_on_pin_box;

  Move pin_new, pin_unchecked, move_pin;  // Pin<F&>; the first two borrow `from`
  Poll poll_pin;
  Set set_pin;
  Target pin_target;            // get_mut
  Target pin_target_unchecked;  // get_unchecked_mut

  Move erase, move_erased;
  End destroy_erased;
  Poll poll_erased;
  Run block_on_erased;

  Move rc, unwrap_rc, clone_rc, move_rc;  // std::shared_ptr
  End destroy_rc;
  Target rc_target;
  Move pin_new_rc, pin_unchecked_rc, clone_pin_rc, move_pin_rc;
  End destroy_pin_rc;
  Target pin_rc_target;

  void (*pin_rogue)(void* to, void* from, ValueId owner);  // logs its homes itself
  Move move_rogue;
  End destroy_rogue;
  Poll poll_rogue;

  Map map_unchecked, map_unchecked_box;  // Pin<F&> of `other`
};

using Catalogue = std::array<const Subject*, kShapeCount>;

// The reference kinds. Every claim of the kind table was checked against the type's own.
const Catalogue& catalogue();

// Planted fault for the fire drill: as catalogue(), but what passes for map(example) is
// two_faced(example), a type of sound claims that moves its pinned child after its second poll.
const Catalogue& catalogue_with_hole();

// The name and the reason that a panic carries, as trace.h numbers them; kUnknownPanic for one that
// no program should ever see.
std::uint8_t panic_number(const Panic& panic);
std::uint8_t panic_reason(const Panic& panic);
inline constexpr std::uint8_t kUnknownPanic = 0xff;

}  // namespace pinprick::harness
