#include "harness/interpreter/interpreter.h"

#include <cxxabi.h>

#include <array>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "futures/context.h"
#include "futures/panic.h"
#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/arena.h"
#include "harness/interpreter/ledger.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"
#include "harness/subject/task.h"

namespace pinprick::harness {
namespace {

inline constexpr HomeIndex kNoHome = 0xffffffff;

// A named value: a living object of its real type at `at`, in the arena.
struct Cell {
  ValueType type = ValueType::kNone;
  std::uint8_t element = 0;  // kPinElement
  ValueId place = kNoValue;  // pins that borrow: the value they point into
  void* at = nullptr;
  void* local = nullptr;  // `pin`: the future that the scope owns; null once it is gone
  const Subject* subject = nullptr;
  HomeIndex home = kNoHome;  // of the future that this value owns, wherever it lives
  std::uint32_t vec = 0;     // kVec: its lodgers
};

// Who lives in the elements of a vector. Beside the real vector, which cannot be asked.
struct Lodgers {
  std::size_t length = 0;
  std::size_t capacity = 0;
  std::size_t used = 0;  // places of the buffer in which someone has lived
  std::array<HomeIndex, kMaxVecLength> homes = {};
};

// The exceptions in flight in this thread. A fault in a destructor during unwinding abandons one;
// the count must not.
struct ExceptionGlobals {
  void* caught;
  unsigned uncaught;
};
ExceptionGlobals& exception_globals() {
  return *reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
}

}  // namespace

class Interpreter::Run {
 public:
  explicit Run(const InterpreterOptions& options) : options_(options), context_(program_waker()) {
    // Whatever grows during a program would be counted as the program's.
    cells_.reserve(kMaxOps);
    lodgers_.reserve(kMaxOps);
    scopes_.reserve(kMaxScopeDepth + 1);
    // The first trap and the first throw of a process allocate what then stays.
    trap(Interception::kOn, [] {});
    or_panic([] { panic(PanicReason::kStalled, "Interpreter"); });
    recorder().reset();
  }

  const Observation& observe(const Program& program);

 private:
  void run(const Program& program);
  void step(const Op& op);

  std::uint16_t op() const { return recorder().op(); }
  void* fresh(std::size_t size) { return arena_.take(size, alignof(std::max_align_t)); }
  void* fresh(const Subject& subject) { return arena_.take(subject.size, subject.align); }
  void poison(void* place, std::size_t size) {
    if (!options_.skip_poison) arena_.vacate(place, size);
  }

  static std::size_t size_of(const Cell& cell);
  // The object of `cell` has ended, and so has the name.
  void vacate(Cell& cell) {
    poison(cell.at, size_of(cell));
    cell.type = ValueType::kNone;
  }
  // A future has moved from its home to `to`.
  HomeIndex moved(HomeIndex from, const void* to, const Subject& subject) {
    homes_.leave(from, op());
    return homes_.enter(to, subject.size, homes_[from].owner);
  }

  // The home of the future that `cell` owns or points at.
  HomeIndex& home_of(Cell& cell);
  // Where that future lies.
  void* future_of(const Cell& cell);

  Cell new_cell(ValueType type, const Subject* subject) {
    Cell cell;
    cell.type = type;
    cell.subject = subject;
    cell.at = fresh(size_of(cell));
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

  Cell make_vec(Cell& from);
  void push(Cell& vec, Cell& from);
  Cell pop(Cell& vec);
  void* element(const Cell& vec, std::size_t index) {
    return static_cast<std::byte*>(vec.subject->vec_data(vec.at)) + index * vec.subject->size;
  }

  Cell make_task();
  Cell make_waker(const Cell& from, OpCode code);

  // Runs what may die by name, and leaves word if it does.
  template <class Body>
  void or_panic(Body body);
  void poll(Cell& cell, OpCode code);
  void block_on(Cell& cell);
  void drop(Cell& cell);
  void close_scope();

  InterpreterOptions options_;
  Context context_;
  Arena arena_;
  Homes& homes_ = homes();
  Observation seen_;
  std::vector<Cell> cells_;
  std::vector<Lodgers> lodgers_;
  std::vector<std::size_t> scopes_;
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
    case ValueType::kVec:
      return sizeof(std::vector<int>);
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
      return lodgers_[cells_[cell.place].vec].homes[cell.element];
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
  cell.subject->make(cell.at, kind, op());
  cell.home = homes_.enter(cell.at, cell.subject->size, op());
  return cell;
}

Cell Interpreter::Run::move(Cell& from) {
  Cell to = successor(from.type, from);
  to.place = from.place;
  to.element = from.element;
  to.vec = from.vec;
  switch (from.type) {
    case ValueType::kFuture:
      from.subject->move(to.at, from.at);
      to.home = moved(from.home, to.at, *from.subject);
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
    case ValueType::kVec:
      from.subject->move_vec(to.at, from.at);
      break;
    case ValueType::kTask:
      ::new (to.at) TaskHandle(std::move(*static_cast<TaskHandle*>(from.at)));
      std::destroy_at(static_cast<TaskHandle*>(from.at));
      break;
    case ValueType::kWaker:
      ::new (to.at) Waker(std::move(*static_cast<Waker*>(from.at)));
      std::destroy_at(static_cast<Waker*>(from.at));
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
  to.home = moved(from.home, future_of(to), *from.subject);
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
  to.home = moved(from.home, to.at, *from.subject);
  vacate(from);
  return to;
}

// pin!: the scope owns the future, the name a Pin of it.
Cell Interpreter::Run::pin_local(Cell& from, ValueId place) {
  Cell to = new_cell(ValueType::kPinLocal, from.subject);
  to.place = place;
  to.local = fresh(*from.subject);
  from.subject->move(to.local, from.at);
  to.home = moved(from.home, to.local, *from.subject);
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
    poison(cell.at, size_of(cell));
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
  out.home = moved(home_of(cell), out.at, subject);
  poison(from, subject.size);
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
  void* const to = fresh(subject);
  subject.move(to, from.at);
  home_of(cell) = moved(from.home, to, subject);
  vacate(from);
  if (cell.type == ValueType::kFuture) {
    cell.at = to;
    return;
  }
  // The pin points at the new place from now on.
  Cell& owner = cells_[cell.place];
  (cell.type == ValueType::kPinLocal ? owner.local : owner.at) = to;
  poison(cell.at, size_of(cell));
  cell.at = fresh(size_of(cell));
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
  home_of(cell) = moved(from.home, future_of(cell), subject);
  vacate(from);
}

Cell Interpreter::Run::make_vec(Cell& from) {
  Cell to = new_cell(ValueType::kVec, from.subject);
  from.subject->make_vec(to.at, from.at);
  to.vec = static_cast<std::uint32_t>(lodgers_.size());
  PINPRICK_CHECK(lodgers_.size() < lodgers_.capacity());
  Lodgers& lodgers = lodgers_.emplace_back();
  lodgers.length = lodgers.capacity = lodgers.used = 1;
  lodgers.homes[0] = moved(from.home, element(to, 0), *from.subject);
  vacate(from);
  return to;
}

void Interpreter::Run::push(Cell& vec, Cell& from) {
  Lodgers& lodgers = lodgers_[vec.vec];
  const Subject& subject = *vec.subject;
  // A place in which someone has lived is not used again, so a vector moves to another buffer when
  // it is full, and also when a pop has left its next place empty.
  if (lodgers.length == lodgers.capacity || lodgers.length < lodgers.used) {
    lodgers.capacity = lodgers.length == 0 ? 1 : 2 * lodgers.length;
    subject.reallocate(vec.at, lodgers.capacity);
    for (std::size_t i = 0; i < lodgers.length; ++i) {
      lodgers.homes[i] = moved(lodgers.homes[i], element(vec, i), subject);
    }
    lodgers.used = lodgers.length;
  }
  subject.push(vec.at, from.at);
  lodgers.homes[lodgers.length] = moved(from.home, element(vec, lodgers.length), subject);
  ++lodgers.length;
  ++lodgers.used;
  vacate(from);
}

Cell Interpreter::Run::pop(Cell& vec) {
  Lodgers& lodgers = lodgers_[vec.vec];
  Cell to = new_cell(ValueType::kFuture, vec.subject);
  --lodgers.length;
  void* const from = element(vec, lodgers.length);
  vec.subject->pop(to.at, vec.at);
  to.home = moved(lodgers.homes[lodgers.length], to.at, *vec.subject);
  poison(from, vec.subject->size);
  return to;
}

Cell Interpreter::Run::make_task() {
  Cell cell = new_cell(ValueType::kTask, nullptr);
  const auto* handle = ::new (cell.at) TaskHandle(op());
  homes_.enter(handle->get(), sizeof(Task), op());
  return cell;
}

Cell Interpreter::Run::make_waker(const Cell& from, OpCode code) {
  Cell cell = new_cell(ValueType::kWaker, nullptr);
  if (code == OpCode::kClone) {
    ::new (cell.at) Waker(static_cast<const Waker*>(from.at)->clone());
  } else {
    const auto& task = *static_cast<const TaskHandle*>(from.at);
    ::new (cell.at) Waker(code == OpCode::kWaker ? task.waker() : task.raw_waker());
  }
  return cell;
}

template <class Body>
void Interpreter::Run::or_panic(Body body) {
  try {
    body();
  } catch (const Panic& panic) {
    recorder().record(EventKind::kPanicked, kNoValue, panic_reason(panic), panic_number(panic));
  }
}

void Interpreter::Run::poll(Cell& cell, OpCode code) {
  const Subject& subject = *cell.subject;
  or_panic([&] {
    if (code == OpCode::kPollUnpin) return subject.poll_unpin(future_of(cell), context_);
    if (code == OpCode::kPollUnpinned) return subject.poll_unchecked(future_of(cell), context_);
    if (cell.type == ValueType::kPinBox) return subject.poll_pin_box(cell.at, context_);
    if (cell.type == ValueType::kBoxFuture) return subject.poll_erased(cell.at, context_);
    subject.poll_pin(cell.at, context_);
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
    case ValueType::kVec:
      cell.subject->destroy_vec(cell.at);
      break;
    case ValueType::kTask:
      std::destroy_at(static_cast<TaskHandle*>(cell.at));
      break;
    case ValueType::kWaker:
      std::destroy_at(static_cast<Waker*>(cell.at));
      break;
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
    case ValueType::kNone:
      break;
  }
  vacate(cell);
}

void Interpreter::Run::close_scope() {
  for (std::size_t id = cells_.size(); id-- > scopes_.back();) {
    Cell& cell = cells_[id];
    if (cell.local != nullptr) {
      cell.subject->destroy(cell.local);
      poison(cell.local, cell.subject->size);
      cell.local = nullptr;
    }
    if (cell.type != ValueType::kNone) drop(cell);
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
      result.home = moved(first.home, result.at, *first.subject);
      vacate(first);
      break;
    case OpCode::kDrop:
      drop(first);
      break;
    case OpCode::kForget:
      if (first.type == ValueType::kFuture) homes_.leave(first.home, this->op());
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
      first.subject->pin_unchecked(result.at, element(first, op.index));
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
      poll(first, op.code);
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
      result = make_vec(first);
      break;
    case OpCode::kPush:
      push(first, second);
      break;
    case OpCode::kPop:
      result = pop(first);
      break;
    case OpCode::kBlockOn:
      block_on(first);
      break;
    case OpCode::kTask:
      result = make_task();
      break;
    case OpCode::kWaker:
    case OpCode::kRawWaker:
    case OpCode::kClone:
      result = make_waker(first, op.code);
      break;
    case OpCode::kWake:
      std::move(*static_cast<Waker*>(first.at)).wake();
      drop(first);
      break;
    case OpCode::kWakeByRef:
      static_cast<const Waker*>(first.at)->wake_by_ref();
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
    ++number;
  }
  recorder().set_op(number);
  if (options_.progress != nullptr) *options_.progress = number;
  close_scope();
}

const Observation& Interpreter::Run::observe(const Program& program) {
  PINPRICK_CHECK(program.ops.size() <= kMaxOps);
  recorder().reset();
  homes_.reset();
  cells_.clear();
  lodgers_.clear();
  scopes_.clear();
  scopes_.push_back(0);
  seen_.fault.reset();

  const ExceptionGlobals exceptions = exception_globals();
  Ledger& ledger = Ledger::get();
  ledger.open();
  const std::optional<Fault> fault = trap(options_.interception, [&] { run(program); });
  ledger.close();
  exception_globals() = exceptions;

  if (fault.has_value()) {
    ObservedFault& seen = seen_.fault.emplace();
    seen.op = recorder().op();
    seen.fault = *fault;
    if (const HomeRecord* home = homes_.find(fault->address); home != nullptr) {
      seen.owner = home->owner;
      seen.vacated_by = home->vacated_by;
      if (!home->vacated) {
        const Ledger::Block* block = ledger.find(fault->address);
        if (block != nullptr && !block->live) seen.vacated_by = block->freed_by;
      }
    }
  }
  seen_.trace = recorder().trace();
  seen_.leaked_blocks = ledger.live_blocks();
  ledger.free_all();
  arena_.reset();
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
