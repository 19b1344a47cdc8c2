#include "harness/interpreter/interpreter.h"

#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/exceptions.h"
#include "harness/interpreter/first_times.h"
#include "harness/interpreter/ledger.h"
#include "harness/interpreter/places.h"
#include "harness/interpreter/rows.h"
#include "harness/interpreter/self_pointers.h"
#include "harness/subject/guest.h"
#include "harness/subject/handle.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"
#include "harness/subject/source.h"
#include "harness/subject/task.h"
#include "pinprick/context.h"

namespace pinprick::harness {
namespace {

// More than one program changes its self-pointers.
constexpr std::size_t kSelfPointersMax = 4 * kMaxOps;

constexpr Kind kCareless = kind_of(Leaf::kCareless);

// A named value: a living object of its real type at `at`, in the arena.
struct Cell {
  ValueType type = ValueType::kNone;
  std::uint8_t element = 0;  // kPinElement
  ValueId place = kNoValue;  // pins that borrow: the value they point into
  void* at = nullptr;
  void* local = nullptr;    // `pin`: the future that the scope owns; null once it is gone
  bool skips_drop = false;  // ... which it will not destroy
  const Subject* subject = nullptr;
  HomeIndex home = kNoHome;  // of the future that this value owns, wherever it lives
  std::uint32_t row = 0;     // vectors and their like: what is in them
};

}  // namespace

class Interpreter::Run {
 public:
  explicit Run(const InterpreterOptions& options)
      : options_(options), places_(options.vacated, options.reuse_places), rows_(places_) {
    // Whatever grows during a program would be counted as the program's.
    cells_.reserve(kMaxOps);
    scopes_.reserve(kMaxScopeDepth + 1);
    if (options_.scan) seen_.self_pointers.reserve(kSelfPointersMax);
    get_first_times_over(options_.interception);
  }

  const Observation& observe(const Program& program);

 private:
  void run(const Program& program);
  void step(const Op& op);

  std::uint16_t op() const { return recorder().op(); }

  std::size_t size_of(const Cell& cell);
  // The object of `cell` has ended, and so has the name.
  void vacate(Cell& cell) {
    places_.vacate(cell.at, size_of(cell));
    cell.type = ValueType::kNone;
  }

  // The home of the future that `cell` owns or points at.
  HomeIndex& home_of(Cell& cell);
  // Where that future lies.
  void* future_of(const Cell& cell);

  Cell new_cell(ValueType type, const Subject* subject) {
    Cell cell;
    cell.type = type;
    cell.subject = subject;
    cell.at = places_.fresh(size_of(cell));
    return cell;
  }
  // A cell for what `from` becomes: a value of the same future, at the same home.
  Cell successor(ValueType type, const Cell& from) {
    Cell cell = new_cell(type, from.subject);
    cell.home = from.home;
    return cell;
  }

  Cell make(const Kind& kind);
  Cell move(Cell& from);
  Cell move_row(Cell& from);
  Cell to_heap(Cell& from, ValueType type);
  Cell out_of_heap(Cell& from);
  Cell pin_local(Cell& from, ValueId place);
  Cell pin(Cell& from, ValueId id, OpCode code);
  // Takes the future that `cell` owns or points at out to a fresh place ...
  Cell take_out(Cell& cell, bool is_unsafe);
  // ... and moves another one in, in a fresh home too.
  void put_in(Cell& cell, Cell& from);
  void swap(Cell& a, Cell& b, bool is_unsafe);
  void set(Cell& cell, Cell& from);

  Cell make_rc(Cell& from, OpCode code);
  Cell unwrap_rc(Cell& from);
  Cell pin_rogue(Cell& from);
  Cell map_unchecked(const Cell& pin, Cell& other, ValueId other_id);
  void assign(Cell& cell, Cell& from);
  void overwrite(Cell& cell, Cell& from);

  Cell make_row(ValueType type, Cell& from, Cell* second);
  Row& row_of(const Cell& cell) { return rows_[cell.row]; }
  void emplace(Cell& option, Cell& from);
  Cell remove(Cell& row, std::size_t index);

  Cell make_task();
  Cell make_waker(const Cell& task, OpCode code);
  Cell clone(const Cell& from);
  Cell make_source(const SourceArgs& args);
  Cell make_waiting(const Cell& source, const Kind& kind);

  void poll(Cell& cell, OpCode code, const Waker& waker);
  void block_on(Cell& cell);
  void drop(Cell& cell);
  void end_local(Cell& cell);
  void close_scope();

  void* called(Cell& cell);
  bool is_held(Cell& cell);

  InterpreterOptions options_;
  Places places_;
  Rows rows_;
  Observation seen_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> scopes_;
  bool is_over_ = false;  // all operations are done: what is left is dropped
};

std::size_t Interpreter::Run::size_of(const Cell& cell) {
  switch (cell.type) {
    case ValueType::kFuture:
      return cell.subject->size;
    case ValueType::kBox:
    case ValueType::kPinBox:
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
      return sizeof(void*);  // the library promises it
    case ValueType::kBoxFuture:
      return cell.subject->erased_size;
    case ValueType::kRc:
    case ValueType::kPinRc:
      return sizeof(std::shared_ptr<void>);
    case ValueType::kPinRogue:
      return cell.subject->rogue_size;
    case ValueType::kVec:
    case ValueType::kDeque:
      return sizeof(void*);  // a handle; what is in them lies elsewhere
    case ValueType::kArray:
    case ValueType::kOption:
      return row_of(cell).capacity * cell.subject->size;
    case ValueType::kSource:
      return sizeof(SourceHandle);
    case ValueType::kTask:
      return sizeof(TaskHandle);
    case ValueType::kWaker:
      return sizeof(Waker);
    case ValueType::kNone:
      break;
  }
  return 0;
}

HomeIndex& Interpreter::Run::home_of(Cell& cell) {
  switch (cell.type) {
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
      return cells_[cell.place].home;
    case ValueType::kPinElement:
      return row_of(cells_[cell.place]).homes[cell.element];
    default:
      return cell.home;
  }
}

void* Interpreter::Run::future_of(const Cell& cell) {
  switch (cell.type) {
    case ValueType::kBox:
      return cell.subject->box_target(cell.at);
    case ValueType::kPinBox:
      return cell.subject->pin_box_target(cell.at);
    case ValueType::kRc:
      return cell.subject->rc_target(cell.at);
    case ValueType::kPinRc:
      return cell.subject->pin_rc_target(cell.at);
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
      return cell.subject->pin_target_unchecked(cell.at);
    default:
      return cell.at;
  }
}

Cell Interpreter::Run::make(const Kind& kind) {
  Cell cell = new_cell(ValueType::kFuture, (*options_.subjects)[kind.shape()]);
  cell.subject->make(cell.at, {kind, op()});
  cell.home = homes().enter(cell.at, cell.subject->size, op());
  return cell;
}

// A row: its handle, or all that is in it.
Cell Interpreter::Run::move_row(Cell& from) {
  Row& row = row_of(from);
  const bool in_place = from.type == ValueType::kArray || from.type == ValueType::kOption;
  if (in_place) rows_.move(row);
  Cell to = from;
  to.at = in_place ? row.block : places_.fresh(size_of(from));
  vacate(from);
  return to;
}

Cell Interpreter::Run::move(Cell& from) {
  if (holds(kAnyRow, from.type)) return move_row(from);
  Cell to = successor(from.type, from);
  to.place = from.place;
  to.element = from.element;
  switch (from.type) {
    case ValueType::kFuture:
      from.subject->move(to.at, from.at);
      to.home = Places::moved(from.home, to.at, *from.subject);
      break;
    case ValueType::kBox:
      from.subject->move_box(to.at, from.at);
      break;
    case ValueType::kPinBox:
      from.subject->move_pin_box(to.at, from.at);
      break;
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
      from.subject->move_pin(to.at, from.at);
      break;
    case ValueType::kBoxFuture:
      from.subject->move_erased(to.at, from.at);
      break;
    case ValueType::kRc:
      from.subject->move_rc(to.at, from.at);
      break;
    case ValueType::kPinRc:
      from.subject->move_pin_rc(to.at, from.at);
      break;
    case ValueType::kPinRogue:
      from.subject->move_rogue(to.at, from.at);
      break;
    case ValueType::kVec:
    case ValueType::kDeque:
    case ValueType::kArray:
    case ValueType::kOption:
      break;
    case ValueType::kSource:
    case ValueType::kTask:
    case ValueType::kWaker:
      handle(from.type).move(to.at, from.at);
      break;
    case ValueType::kNone:
      break;
  }
  vacate(from);
  return to;
}

// Box::new or Box::pin of a future.
Cell Interpreter::Run::to_heap(Cell& from, ValueType type) {
  Cell to = new_cell(type, from.subject);
  if (type == ValueType::kBox) {
    from.subject->box(to.at, from.at);
  } else {
    from.subject->box_pin(to.at, from.at);
  }
  to.home = Places::moved(from.home, future_of(to), *from.subject);
  vacate(from);
  return to;
}

// Moves the future out of a box or a pinned one; the box is freed.
Cell Interpreter::Run::out_of_heap(Cell& from) {
  Cell to = new_cell(ValueType::kFuture, from.subject);
  if (from.type == ValueType::kBox) {
    from.subject->unbox(to.at, from.at);
  } else {
    from.subject->move_out(to.at, from.at);
  }
  to.home = Places::moved(from.home, to.at, *from.subject);
  vacate(from);
  return to;
}

// pin!: the scope owns the future, the name a Pin of it.
Cell Interpreter::Run::pin_local(Cell& from, ValueId place) {
  Cell to = new_cell(ValueType::kPinLocal, from.subject);
  to.place = place;
  to.local = places_.fresh(*from.subject);
  from.subject->move(to.local, from.at);
  to.home = Places::moved(from.home, to.local, *from.subject);
  from.subject->pin_unchecked(to.at, to.local);
  vacate(from);
  return to;
}

// The four ways from a future or a box to a pin.
Cell Interpreter::Run::pin(Cell& from, ValueId id, OpCode code) {
  const Subject& subject = *from.subject;
  if (from.type == ValueType::kFuture) {
    Cell to = new_cell(ValueType::kPinRef, &subject);
    to.place = id;
    (code == OpCode::kPinNew ? subject.pin_new : subject.pin_unchecked)(to.at, from.at);
    return to;
  }
  if (from.type == ValueType::kRc) {
    Cell to = new_cell(ValueType::kPinRc, &subject);
    (code == OpCode::kPinNew ? subject.pin_new_rc : subject.pin_unchecked_rc)(to.at, from.at);
    vacate(from);
    return to;
  }
  Cell to = successor(ValueType::kPinBox, from);
  (code == OpCode::kPinNew         ? subject.pin_new_box
   : code == OpCode::kPinUnchecked ? subject.pin_unchecked_box
                                   : subject.into_pin)(to.at, from.at);
  vacate(from);
  return to;
}

Cell Interpreter::Run::take_out(Cell& cell, bool is_unsafe) {
  const Subject& subject = *cell.subject;
  if (cell.type == ValueType::kPinBox && !is_unsafe) {
    Cell box = successor(ValueType::kBox, cell);
    subject.into_inner(box.at, cell.at);
    Cell out = out_of_heap(box);
    places_.vacate(cell.at, size_of(cell));
    return out;
  }
  if (cell.type == ValueType::kBox || cell.type == ValueType::kPinBox) {
    Cell box = cell;  // out_of_heap ends the name; this one stays, for put_in
    return out_of_heap(box);
  }
  void* const from = cell.type == ValueType::kFuture ? cell.at
                     : is_unsafe                     ? subject.pin_target_unchecked(cell.at)
                                                     : subject.pin_target(cell.at);
  Cell out = new_cell(ValueType::kFuture, &subject);
  subject.move(out.at, from);
  out.home = Places::moved(home_of(cell), out.at, subject);
  places_.vacate(from, subject.size);
  return out;
}

void Interpreter::Run::put_in(Cell& cell, Cell& from) {
  const Subject& subject = *cell.subject;
  if (cell.type == ValueType::kBox || cell.type == ValueType::kPinBox) {
    const Cell box = to_heap(from, cell.type);
    cell.at = box.at;
    cell.home = box.home;
    return;
  }
  void* const to = places_.fresh(subject);
  subject.move(to, from.at);
  home_of(cell) = Places::moved(from.home, to, subject);
  vacate(from);
  if (cell.type == ValueType::kFuture) {
    cell.at = to;
    return;
  }
  // The pin points at the new place from now on.
  Cell& owner = cells_[cell.place];
  (cell.type == ValueType::kPinLocal ? owner.local : owner.at) = to;
  places_.vacate(cell.at, size_of(cell));
  cell.at = places_.fresh(size_of(cell));
  subject.pin_unchecked(cell.at, to);
}

void Interpreter::Run::swap(Cell& a, Cell& b, bool is_unsafe) {
  Cell from_a = take_out(a, is_unsafe);
  Cell from_b = take_out(b, is_unsafe);
  put_in(a, from_b);
  put_in(b, from_a);
}

void Interpreter::Run::set(Cell& cell, Cell& from) {
  const Subject& subject = *cell.subject;
  (cell.type == ValueType::kPinBox ? subject.set_pin_box : subject.set_pin)(cell.at, from.at);
  home_of(cell) = Places::moved(from.home, future_of(cell), subject);
  vacate(from);
}

// Moves the second future onto the first, whose place stays.
void Interpreter::Run::assign(Cell& cell, Cell& from) {
  void* const to = future_of(cell);
  cell.subject->assign(to, from.at);
  cell.home = Places::moved(from.home, to, *cell.subject);
  vacate(from);
}

// ptr::write: nobody destroys what was there.
void Interpreter::Run::overwrite(Cell& cell, Cell& from) {
  void* const old = future_of(cell);
  homes().leave(home_of(cell), op());
  put_in(cell, from);
  if (cell.type == ValueType::kPinBox) {
    ::operator delete(old);
  } else {
    places_.vacate(old, cell.subject->size);
  }
}

Cell Interpreter::Run::make_rc(Cell& from, OpCode code) {
  const Subject& subject = *from.subject;
  Cell to = new_cell(ValueType::kRc, &subject);
  subject.rc(to.at, from.at);
  Places::moved(from.home, subject.rc_target(to.at), subject);
  vacate(from);
  if (code == OpCode::kRc) return to;
  // Rc::pin: nobody else has it yet.
  Cell pinned = new_cell(ValueType::kPinRc, &subject);
  subject.pin_unchecked_rc(pinned.at, to.at);
  vacate(to);
  return pinned;
}

Cell Interpreter::Run::unwrap_rc(Cell& from) {
  const Subject& subject = *from.subject;
  const auto old = reinterpret_cast<std::uintptr_t>(subject.rc_target(from.at));
  Cell to = new_cell(ValueType::kFuture, &subject);
  subject.unwrap_rc(to.at, from.at);
  to.home = Places::moved(homes().index_of(old), to.at, subject);
  vacate(from);
  return to;
}

Cell Interpreter::Run::pin_rogue(Cell& from) {
  Cell to = new_cell(ValueType::kPinRogue, from.subject);
  const ValueId owner = homes()[from.home].owner;
  homes().leave(from.home, op());
  from.subject->pin_rogue(to.at, from.at, owner);
  vacate(from);
  return to;
}

Cell Interpreter::Run::map_unchecked(const Cell& pin, Cell& other, ValueId other_id) {
  Cell to = new_cell(ValueType::kPinRef, pin.subject);
  to.place = other_id;
  (pin.type == ValueType::kPinBox ? pin.subject->map_unchecked_box : pin.subject->map_unchecked)(
      to.at, pin.at, other.at);
  return to;
}

Cell Interpreter::Run::make_row(ValueType type, Cell& from, Cell* second) {
  Cell to;
  to.type = type;
  to.subject = from.subject;
  to.row = rows_.make(type, *from.subject, second == nullptr ? 1 : 2);
  Row& row = row_of(to);
  rows_.push(row, from.at, from.home);
  vacate(from);
  if (second != nullptr) {
    rows_.push(row, second->at, second->home);
    vacate(*second);
  }
  const bool in_place = type == ValueType::kArray || type == ValueType::kOption;
  to.at = in_place ? row.block : places_.fresh(size_of(to));
  return to;
}

// Option::insert. The place of what was in it is not used again.
void Interpreter::Run::emplace(Cell& option, Cell& from) {
  Row& row = row_of(option);
  if (row.length > 0) rows_.destroy_last(row);
  rows_.push(row, from.at, from.home);
  option.at = row.block;
  vacate(from);
}

Cell Interpreter::Run::remove(Cell& row, std::size_t index) {
  Cell to = new_cell(ValueType::kFuture, row.subject);
  to.home = rows_.remove(row_of(row), index, to.at);
  return to;
}

Cell Interpreter::Run::make_task() {
  Cell cell = new_cell(ValueType::kTask, nullptr);
  const HeapObject task = harness::make_task(cell.at, op());
  homes().enter(task.at, task.size, op());
  return cell;
}

Cell Interpreter::Run::make_waker(const Cell& task, OpCode code) {
  Cell cell = new_cell(ValueType::kWaker, nullptr);
  harness::make_waker(cell.at, task.at, code);
  return cell;
}

Cell Interpreter::Run::clone(const Cell& from) {
  Cell cell = new_cell(from.type, from.subject);
  if (from.type == ValueType::kWaker) {
    clone_waker(cell.at, from.at);
    return cell;
  }
  const bool pinned = from.type == ValueType::kPinRc;
  (pinned ? from.subject->clone_pin_rc : from.subject->clone_rc)(cell.at, from.at);
  return cell;
}

Cell Interpreter::Run::make_source(const SourceArgs& args) {
  Cell cell = new_cell(ValueType::kSource, nullptr);
  const HeapObject source = harness::make_source(cell.at, args, op());
  homes().enter(source.at, source.size, op());
  return cell;
}

Cell Interpreter::Run::make_waiting(const Cell& source, const Kind& kind) {
  Cell cell = new_cell(ValueType::kFuture, (*options_.subjects)[kind.shape()]);
  cell.subject->make(cell.at, {kind, op(), static_cast<const SourceHandle*>(source.at)});
  cell.home = homes().enter(cell.at, cell.subject->size, op());
  return cell;
}

void Interpreter::Run::poll(Cell& cell, OpCode code, const Waker& waker) {
  const Subject& subject = *cell.subject;
  or_panic([&] {
    Context cx(waker);
    if (code == OpCode::kPollUnpin) return subject.poll_unpin(future_of(cell), cx);
    if (code == OpCode::kPollUnpinned || code == OpCode::kPollShared) {
      return subject.poll_unchecked(future_of(cell), cx);
    }
    if (cell.type == ValueType::kPinBox) return subject.poll_pin_box(cell.at, cx);
    if (cell.type == ValueType::kBoxFuture) return subject.poll_erased(cell.at, cx);
    if (cell.type == ValueType::kPinRogue) return subject.poll_rogue(cell.at, cx);
    subject.poll_pin(cell.at, cx);
  });
}

void Interpreter::Run::block_on(Cell& cell) {
  const Subject& subject = *cell.subject;
  if (cell.type == ValueType::kFuture) {
    // First to a fresh place, so that the old one is poisoned while the future is polled.
    Cell argument = move(cell);
    or_panic([&] { subject.block_on(argument.at); });
    vacate(argument);
    return;
  }
  or_panic([&] {
    (cell.type == ValueType::kPinBox ? subject.block_on_pin_box : subject.block_on_erased)(cell.at);
  });
  vacate(cell);
}

void Interpreter::Run::drop(Cell& cell) {
  switch (cell.type) {
    case ValueType::kFuture:
      cell.subject->destroy(cell.at);
      break;
    case ValueType::kBox:
      cell.subject->destroy_box(cell.at);
      break;
    case ValueType::kPinBox:
      cell.subject->destroy_pin_box(cell.at);
      break;
    case ValueType::kBoxFuture:
      cell.subject->destroy_erased(cell.at);
      break;
    case ValueType::kRc:
      cell.subject->destroy_rc(cell.at);
      break;
    case ValueType::kPinRc:
      cell.subject->destroy_pin_rc(cell.at);
      break;
    case ValueType::kPinRogue:
      cell.subject->destroy_rogue(cell.at);
      break;
    case ValueType::kVec:
    case ValueType::kDeque:
    case ValueType::kArray:
    case ValueType::kOption:
      rows_.destroy(row_of(cell));
      break;
    case ValueType::kTask:
    case ValueType::kWaker:
    case ValueType::kSource:
      handle(cell.type).destroy(cell.at);
      break;
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
    case ValueType::kNone:
      break;
  }
  const bool owns_home = cell.home != kNoHome && cell.type != ValueType::kPinLocal;
  if (owns_home) homes().leave(cell.home, op());
  vacate(cell);
}

// The guest that a call on `cell` means.
void* Interpreter::Run::called(Cell& cell) {
  if (!holds(kAnyRow, cell.type)) return future_of(cell);
  const Row& row = row_of(cell);
  return row.at[row.length - 1];
}

// Whether there is a guest in it that the end of the program must leave as it is.
bool Interpreter::Run::is_held(Cell& cell) {
  if (!is_over_ || cell.subject == nullptr || cell.subject != guest_subject()) return false;
  if (!holds(kAnyRow, cell.type)) return harness::is_held(future_of(cell));
  const Row& row = row_of(cell);
  for (std::size_t i = 0; i < row.length; ++i) {
    if (harness::is_held(row.at[i])) return true;
  }
  return false;
}

// The place of a local that was pinned ends with its scope, whether or not it was destroyed.
void Interpreter::Run::end_local(Cell& cell) {
  if (!cell.skips_drop) cell.subject->destroy(cell.local);
  homes().leave(cell.home, op());
  places_.vacate(cell.local, cell.subject->size);
  cell.local = nullptr;
}

void Interpreter::Run::close_scope() {
  for (std::size_t id = cells_.size(); id-- > scopes_.back();) {
    Cell& cell = cells_[id];
    if (cell.local != nullptr) end_local(cell);
    if (cell.type != ValueType::kNone && !is_held(cell)) drop(cell);
  }
  scopes_.pop_back();
}

void Interpreter::Run::step(const Op& op) {
  Cell none;
  Cell& first = op.first == kNoValue ? none : cells_[op.first];
  Cell& second = op.second == kNoValue ? none : cells_[op.second];
  const bool is_unsafe = spec(op.code).is_unsafe;
  Cell result;
  switch (op.code) {
    case OpCode::kMake:
      result = make(op.kind);
      break;
    case OpCode::kMove:
      result = move(first);
      break;
    case OpCode::kRelocate:
      result = new_cell(ValueType::kFuture, first.subject);
      std::memcpy(result.at, first.at, first.subject->size);
      result.home = Places::moved(first.home, result.at, *first.subject);
      vacate(first);
      break;
    case OpCode::kDrop:
      drop(first);
      break;
    case OpCode::kForget:
      if (first.type == ValueType::kFuture) homes().leave(first.home, this->op());
      if (holds(kAnyRow, first.type)) rows_.forget(row_of(first));
      vacate(first);
      break;
    case OpCode::kBox:
      result = to_heap(first, ValueType::kBox);
      break;
    case OpCode::kBoxPin:
      result = to_heap(first, ValueType::kPinBox);
      break;
    case OpCode::kUnbox:
      result = out_of_heap(first);
      break;
    case OpCode::kMoveOut:
      if (first.type == ValueType::kPinBox) {
        result = out_of_heap(first);
      } else {
        result = take_out(first, true);
        cells_[first.place].local = nullptr;
        vacate(first);
      }
      break;
    case OpCode::kPin:
      result = pin_local(first, this->op());
      break;
    case OpCode::kIntoPin:
    case OpCode::kPinNew:
    case OpCode::kPinUnchecked:
      result = pin(first, op.first, op.code);
      break;
    case OpCode::kPinElementUnchecked:
      result = new_cell(ValueType::kPinElement, first.subject);
      result.place = op.first;
      result.element = op.index;
      first.subject->pin_unchecked(result.at, row_of(first).at[op.index]);
      break;
    case OpCode::kErase:
      result = successor(ValueType::kBoxFuture, first);
      first.subject->erase(result.at, first.at);
      vacate(first);
      break;
    case OpCode::kIntoInner:
    case OpCode::kIntoInnerUnchecked:
      result = successor(ValueType::kBox, first);
      (is_unsafe ? first.subject->into_inner_unchecked : first.subject->into_inner)(result.at,
                                                                                    first.at);
      vacate(first);
      break;
    case OpCode::kPoll:
    case OpCode::kPollUnpin:
    case OpCode::kPollUnpinned:
    case OpCode::kPollShared:
      poll(first, op.code, program_waker());
      break;
    case OpCode::kPollWith:
      poll(first, op.code, *static_cast<const Waker*>(second.at));
      break;
    case OpCode::kAssign:
      assign(first, second);
      break;
    case OpCode::kOverwrite:
      overwrite(first, second);
      break;
    case OpCode::kPass:
      result = new_cell(ValueType::kFuture, first.subject);
      first.subject->pass(result.at, first.at);
      result.home = Places::moved(first.home, result.at, *first.subject);
      vacate(first);
      break;
    case OpCode::kRc:
    case OpCode::kRcPin:
      result = make_rc(first, op.code);
      break;
    case OpCode::kUnwrapRc:
      result = unwrap_rc(first);
      break;
    case OpCode::kPinRogue:
      result = pin_rogue(first);
      break;
    case OpCode::kMapUnchecked:
      result = map_unchecked(first, second, op.second);
      break;
    case OpCode::kSkipDrop:
      cells_[first.place].skips_drop = true;
      vacate(first);
      break;
    case OpCode::kSet:
      set(first, second);
      break;
    case OpCode::kSwap:
    case OpCode::kSwapUnchecked:
      swap(first, second, is_unsafe);
      break;
    case OpCode::kReplace:
    case OpCode::kReplaceUnchecked:
      result = take_out(first, is_unsafe);
      put_in(first, second);
      break;
    case OpCode::kVec:
    case OpCode::kDeque:
    case OpCode::kOption:
      result = make_row(spec(op.code).type, first, nullptr);
      break;
    case OpCode::kArray:
      result = make_row(spec(op.code).type, first, &second);
      break;
    case OpCode::kPush:
      rows_.push(row_of(first), second.at, second.home);
      vacate(second);
      break;
    case OpCode::kInsert:
      rows_.insert(row_of(first), op.index, second.at, second.home);
      vacate(second);
      break;
    case OpCode::kPop:
    case OpCode::kTake:
      result = remove(first, row_of(first).length - 1);
      break;
    case OpCode::kRemove:
      result = remove(first, op.index);
      break;
    case OpCode::kRotate:
      rows_.rotate(row_of(first));
      if (first.type == ValueType::kArray) first.at = row_of(first).block;
      break;
    case OpCode::kSort:
      rows_.sort(row_of(first));
      if (first.type == ValueType::kArray) first.at = row_of(first).block;
      break;
    case OpCode::kRealloc:
      rows_.reallocate(row_of(first));
      break;
    case OpCode::kEmplace:
      emplace(first, second);
      break;
    case OpCode::kReset:
      rows_.destroy_last(row_of(first));
      break;
    case OpCode::kBlockOn:
      block_on(first);
      break;
    case OpCode::kTask:
      result = make_task();
      break;
    case OpCode::kWaker:
    case OpCode::kRawWaker:
    case OpCode::kHastyWaker:
      result = make_waker(first, op.code);
      break;
    case OpCode::kClone:
      result = clone(first);
      break;
    case OpCode::kSource:
      result = make_source(op.source);
      break;
    case OpCode::kWait:
      result = make_waiting(first, op.kind);
      break;
    case OpCode::kWaitCareless:
      result = make_waiting(first, kCareless);
      break;
    case OpCode::kCall:
      call_guest(called(first), op.index, op.argument);
      break;
    case OpCode::kSignal:
      signal_source(first.at, op.index);
      break;
    case OpCode::kWake:
      wake(first.at);
      drop(first);
      break;
    case OpCode::kWakeByRef:
      wake_by_ref(first.at);
      break;
    case OpCode::kOpenScope:
      scopes_.push_back(cells_.size());
      break;
    case OpCode::kCloseScope:
      close_scope();
      break;
  }
  cells_.push_back(result);
}

void Interpreter::Run::run(const Program& program) {
  std::uint16_t number = 0;
  for (const Op& op : program.ops) {
    recorder().set_op(number);
    if (options_.progress != nullptr) *options_.progress = number;
    step(op);
    if (options_.scan) scan_self_pointers(program, seen_.self_pointers);
    if (options_.vacated == VacatedPlace::kSpoiled) Ledger::get().spoil_freed();
    ++number;
  }
  recorder().set_op(number);
  if (options_.progress != nullptr) *options_.progress = number;
  is_over_ = true;
  close_scope();
}

const Observation& Interpreter::Run::observe(const Program& program) {
  PINPRICK_CHECK(program.ops.size() <= kMaxOps);
  recorder().reset();
  homes().reset();
  cells_.clear();
  rows_.reset();
  scopes_.clear();
  scopes_.push_back(0);
  is_over_ = false;
  seen_.fault.reset();
  seen_.self_pointers.clear();

  ExceptionGlobals& in_flight = exception_globals();
  const ExceptionGlobals before = in_flight;
  Ledger& ledger = Ledger::get();
  ledger.open();
  const std::optional<Fault> fault = trap(options_.interception, [&] { run(program); });
  ledger.close();
  in_flight = before;
  // A program that ended has not recorded more than there was room for.
  PINPRICK_CHECK(fault.has_value() || !recorder().is_full());

  if (fault.has_value()) {
    ObservedFault& seen = seen_.fault.emplace();
    seen.op = recorder().op();
    seen.fault = *fault;
    if (const HomeRecord* home = homes().find(fault->address); home != nullptr) {
      seen.owner = home->owner;
      seen.vacated_by = home->vacated_by;
      if (!home->vacated) {
        const Ledger::Block* block = ledger.find(fault->address);
        if (block != nullptr && !block->live) seen.vacated_by = block->freed_by;
      }
    }
  }
  // One by one: the library's memmove would look at the shadow of them all.
  seen_.trace.clear();
  for (const Event& event : recorder().trace()) seen_.trace.push_back(event);
  seen_.leaked_blocks = ledger.live_blocks();
  seen_.allocated_blocks = ledger.allocated_blocks();
  ledger.clear();
  if (options_.scan) places_.blank();
  places_.reset();
  return seen_;
}

Interpreter::Interpreter(const InterpreterOptions& options)
    : run_(std::make_unique<Run>(options)) {}
Interpreter::~Interpreter() = default;
const Observation& Interpreter::observe(const Program& program) { return run_->observe(program); }

Observation observe(const Program& program, const InterpreterOptions& options) {
  return Interpreter(options).observe(program);
}

}  // namespace pinprick::harness
