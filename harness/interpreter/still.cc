#include "harness/interpreter/still.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/arena.h"
#include "harness/interpreter/exceptions.h"
#include "harness/interpreter/first_times.h"
#include "harness/interpreter/ledger.h"
#include "harness/interpreter/trap.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/guest.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"
#include "harness/subject/source.h"
#include "harness/subject/task.h"
#include "pinprick/context.h"
#include "pinprick/executor/block_on.h"

namespace pinprick::harness {
namespace {

constexpr std::uint32_t kNobody = 0xffffffff;

constexpr Kind kCareless = kind_of(Leaf::kCareless);

// A future, in its one place.
struct Being {
  const Subject* subject = nullptr;
  void* at = nullptr;
  ValueId owner = kNoValue;  // its `make`
};

struct Name {
  ValueType type = ValueType::kNone;
  std::uint8_t element = 0;  // kPinElement
  bool skips_drop = false;   // the local of a `pin`, which its scope will not destroy
  ValueId place = kNoValue;  // pins that borrow: the name that owns what they point at
  std::uint32_t being = kNobody;
  std::uint32_t shared = 0;  // Rc: in rcs_; rows: in rows_
  void* handle = nullptr;    // tasks, wakers, events
};

struct Shared {
  std::uint32_t being = kNobody;
  std::uint32_t owners = 1;
};

using Row = std::vector<std::uint32_t>;

bool is_answer(EventKind kind) {
  return kind == EventKind::kPending || kind == EventKind::kReady || kind == EventKind::kPanicked;
}

}  // namespace

class Still::Run {
 public:
  Run() {
    // Whatever grows during a program would be freed as the program's.
    beings_.reserve(kMaxOps);
    names_.reserve(kMaxOps);
    rcs_.reserve(kMaxOps);
    scopes_.reserve(kMaxScopeDepth + 1);
    rows_.resize(kMaxOps);
    for (Row& row : rows_) row.reserve(kMaxRowLength + 1);
    get_first_times_over(Interception::kOn);
  }

  const Observation& observe(const Program& program);

 private:
  void run(const Program& program);
  void step(const Op& op);

  std::uint16_t op() const { return recorder().op(); }

  std::uint32_t make(const Kind& kind) {
    const Subject& subject = *catalogue()[kind.shape()];
    return settle(subject, [&](void* at) { subject.make(at, {kind, op()}); });
  }
  template <class Construct>
  std::uint32_t settle(const Subject& subject, Construct construct) {
    void* const at = arena_.take(subject.size, subject.align);
    construct(at);
    beings_.push_back({&subject, at, op()});
    return static_cast<std::uint32_t>(beings_.size() - 1);
  }
  template <class Handle, class... Arguments>
  void* hold(Arguments&&... arguments) {
    return ::new (arena_.take(sizeof(Handle), alignof(Handle)))
        Handle(std::forward<Arguments>(arguments)...);
  }

  // Where it is written which future a name means.
  std::uint32_t& being_of(const Name& name) {
    switch (name.type) {
      case ValueType::kPinLocal:
      case ValueType::kPinRef:
        return names_[name.place].being;
      case ValueType::kPinElement:
        return rows_[names_[name.place].shared][name.element];
      case ValueType::kRc:
      case ValueType::kPinRc:
        return rcs_[name.shared].being;
      default:
        return const_cast<std::uint32_t&>(name.being);
    }
  }
  // What must be left as it is when the program is over.
  bool is_held_now(std::uint32_t being) const {
    const Being& each = beings_[being];
    return is_over_ && each.subject == guest_subject() && is_held(each.at);
  }
  void destroy(std::uint32_t being) {
    if (!is_held_now(being)) beings_[being].subject->destroy(beings_[being].at);
  }

  // The name is gone, and what it owned has found another one. The local of a `pin` stays.
  void end(ValueId id) {
    Name& name = names_[id];
    const bool has_local = name.type == ValueType::kPinLocal && name.place == id;
    name.type = ValueType::kNone;
    if (!has_local) name.being = kNobody;
  }
  std::uint32_t give_up(ValueId id) {
    const std::uint32_t being = std::exchange(being_of(names_[id]), kNobody);
    end(id);
    return being;
  }

  void poll(std::uint32_t being, const Waker& waker) {
    or_panic([&] {
      Context cx(waker);
      beings_[being].subject->poll_unchecked(beings_[being].at, cx);
    });
  }
  void block_on(const Name& name);
  void drop(Name& name);
  void close_scope();
  void order_answers(const Program& program);

  Arena arena_;
  Observation seen_;
  std::vector<Being> beings_;
  std::vector<Name> names_;
  std::vector<Shared> rcs_;
  std::vector<Row> rows_;
  std::size_t rows_used_ = 0;
  std::vector<std::size_t> scopes_;
  bool is_over_ = false;  // all operations are done: what is left is dropped
};

// In place, until it is ready or nobody has woken it; then it is destroyed.
void Still::Run::block_on(const Name& name) {
  const std::uint32_t being = name.being;
  // The library's own waker, which a future that stays linked may keep and have woken later.
  const internal::BlockOnRun run;
  const Waker waker = run.waker();
  do {
    poll(being, waker);
  } while (recorder().trace().back().kind == EventKind::kPending && run.take_wake());
  const bool is_stalled = recorder().trace().back().kind == EventKind::kPending;
  destroy(being);
  if (is_stalled) {
    recorder().record(EventKind::kPanicked, kNoValue, kCauseStalled, kPanicBlockOn);
  }
}

void Still::Run::drop(Name& name) {
  switch (name.type) {
    case ValueType::kFuture:
    case ValueType::kBox:
    case ValueType::kPinBox:
    case ValueType::kBoxFuture:
    case ValueType::kPinRogue:
      destroy(name.being);
      break;
    case ValueType::kRc:
    case ValueType::kPinRc:
      if (--rcs_[name.shared].owners == 0) destroy(rcs_[name.shared].being);
      break;
    case ValueType::kVec:
    case ValueType::kDeque:
    case ValueType::kArray:
    case ValueType::kOption:
      // Where one of them is held, all are left: they lie in one block.
      for (const std::uint32_t being : rows_[name.shared]) {
        if (is_held_now(being)) return;
      }
      for (const std::uint32_t being : rows_[name.shared]) destroy(being);
      break;
    case ValueType::kTask:
      std::destroy_at(static_cast<TaskHandle*>(name.handle));
      break;
    case ValueType::kWaker:
      std::destroy_at(static_cast<Waker*>(name.handle));
      break;
    case ValueType::kSource:
      std::destroy_at(static_cast<SourceHandle*>(name.handle));
      break;
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
    case ValueType::kNone:
      break;
  }
}

void Still::Run::close_scope() {
  for (std::size_t id = names_.size(); id-- > scopes_.back();) {
    Name& name = names_[id];
    if (name.place == id && name.being != kNobody && !name.skips_drop) destroy(name.being);
    drop(name);
    name = Name{};
  }
  scopes_.pop_back();
}

void Still::Run::step(const Op& op) {
  const OpSpec& rules = spec(op.code);
  const auto id = static_cast<ValueId>(names_.size());
  Name result;
  result.type = rules.result == Result::kOfType ? rules.type : ValueType::kNone;
  const Name first = op.first == kNoValue ? Name{} : names_[op.first];

  switch (op.code) {
    case OpCode::kMake:
      result.being = make(op.kind);
      break;
    case OpCode::kWait:
    case OpCode::kWaitCareless: {
      const Kind& kind = op.code == OpCode::kWait ? op.kind : kCareless;
      const Subject& subject = *catalogue()[kind.shape()];
      result.being = settle(subject, [&](void* at) {
        subject.make(at, {kind, id, static_cast<const SourceHandle*>(first.handle)});
      });
      break;
    }
    case OpCode::kMove:
      result = first;
      if (first.type == ValueType::kPinLocal) result.being = kNobody;
      result.skips_drop = false;
      end(op.first);
      break;
    case OpCode::kRelocate:
    case OpCode::kPass:
    case OpCode::kBox:
    case OpCode::kUnbox:
    case OpCode::kBoxPin:
    case OpCode::kErase:
    case OpCode::kIntoInner:
    case OpCode::kIntoInnerUnchecked:
    case OpCode::kPinRogue:
    case OpCode::kMoveOut:
    case OpCode::kUnwrapRc:
      result.being = give_up(op.first);
      break;
    case OpCode::kPin:
      result.being = give_up(op.first);
      result.place = id;
      break;
    case OpCode::kIntoPin:
    case OpCode::kPinNew:
    case OpCode::kPinUnchecked:
      if (first.type == ValueType::kFuture) {
        result.type = ValueType::kPinRef;
        result.place = op.first;
      } else {
        result = first;
        result.type = first.type == ValueType::kRc ? ValueType::kPinRc : ValueType::kPinBox;
        end(op.first);
      }
      break;
    case OpCode::kPinElementUnchecked:
      result.place = op.first;
      result.element = op.index;
      break;
    case OpCode::kMapUnchecked:
      result.place = op.second;
      break;
    case OpCode::kDrop:
      drop(names_[op.first]);
      end(op.first);
      break;
    case OpCode::kForget:
      end(op.first);
      break;
    case OpCode::kSkipDrop:
      names_[first.place].skips_drop = true;
      end(op.first);
      break;
    case OpCode::kPoll:
    case OpCode::kPollUnpin:
    case OpCode::kPollUnpinned:
    case OpCode::kPollShared:
      poll(being_of(first), program_waker());
      break;
    case OpCode::kPollWith:
      poll(being_of(first), *static_cast<const Waker*>(names_[op.second].handle));
      break;
    case OpCode::kBlockOn:
      block_on(first);
      end(op.first);
      break;
    case OpCode::kSet: {
      std::uint32_t& slot = being_of(names_[op.first]);
      destroy(slot);
      slot = give_up(op.second);
      break;
    }
    case OpCode::kOverwrite:
      being_of(names_[op.first]) = give_up(op.second);
      break;
    case OpCode::kAssign: {
      Being& old = beings_[being_of(names_[op.first])];
      const Being& fresh = beings_[give_up(op.second)];
      old.subject->assign(old.at, fresh.at);
      old.owner = fresh.owner;
      break;
    }
    case OpCode::kSwap:
    case OpCode::kSwapUnchecked:
      std::swap(being_of(names_[op.first]), being_of(names_[op.second]));
      break;
    case OpCode::kReplace:
    case OpCode::kReplaceUnchecked:
      result.being = std::exchange(being_of(names_[op.first]), give_up(op.second));
      break;
    case OpCode::kRc:
    case OpCode::kRcPin:
      result.shared = static_cast<std::uint32_t>(rcs_.size());
      rcs_.push_back({give_up(op.first), 1});
      break;
    case OpCode::kVec:
    case OpCode::kDeque:
    case OpCode::kOption:
    case OpCode::kArray: {
      result.shared = static_cast<std::uint32_t>(rows_used_);
      Row& row = rows_[rows_used_++];
      row.clear();
      row.push_back(give_up(op.first));
      if (rules.operands() == 2) row.push_back(give_up(op.second));
      break;
    }
    case OpCode::kPush:
      rows_[first.shared].push_back(give_up(op.second));
      break;
    case OpCode::kInsert: {
      Row& row = rows_[first.shared];
      row.insert(row.begin() + op.index, give_up(op.second));
      break;
    }
    case OpCode::kPop:
    case OpCode::kTake:
      result.being = rows_[first.shared].back();
      rows_[first.shared].pop_back();
      break;
    case OpCode::kRemove: {
      Row& row = rows_[first.shared];
      result.being = row[op.index];
      row.erase(row.begin() + op.index);
      break;
    }
    case OpCode::kRotate: {
      Row& row = rows_[first.shared];
      if (!row.empty()) std::rotate(row.begin(), row.begin() + 1, row.end());
      break;
    }
    case OpCode::kSort: {
      // All owners differ, so any way of sorting is a stable one; this one takes no buffer.
      Row& row = rows_[first.shared];
      std::sort(row.begin(), row.end(), [this](std::uint32_t a, std::uint32_t b) {
        return beings_[a].owner > beings_[b].owner;
      });
      break;
    }
    case OpCode::kRealloc:
      break;
    case OpCode::kEmplace:
    case OpCode::kReset: {
      Row& row = rows_[first.shared];
      if (!row.empty()) {
        destroy(row.back());
        row.pop_back();
      }
      if (op.code == OpCode::kEmplace) row.push_back(give_up(op.second));
      break;
    }
    case OpCode::kTask:
      result.handle = hold<TaskHandle>(this->op());
      break;
    case OpCode::kWaker:
      result.handle = hold<Waker>(static_cast<const TaskHandle*>(first.handle)->waker());
      break;
    case OpCode::kRawWaker:
      result.handle = hold<Waker>(static_cast<const TaskHandle*>(first.handle)->raw_waker());
      break;
    case OpCode::kHastyWaker:
      result.handle = hold<Waker>(static_cast<const TaskHandle*>(first.handle)->hasty_waker());
      break;
    case OpCode::kClone:
      result = first;
      if (first.type == ValueType::kWaker) {
        result.handle = hold<Waker>(static_cast<const Waker*>(first.handle)->clone());
      } else {
        ++rcs_[first.shared].owners;
      }
      break;
    case OpCode::kWake:
      std::move(*static_cast<Waker*>(first.handle)).wake();
      drop(names_[op.first]);
      end(op.first);
      break;
    case OpCode::kWakeByRef:
      static_cast<const Waker*>(first.handle)->wake_by_ref();
      break;
    case OpCode::kSource:
      result.handle = hold<SourceHandle>(make_source(op.source, this->op()).handle);
      break;
    case OpCode::kCall: {
      const bool is_row = holds(kAnyRow, first.type);
      call_guest(beings_[is_row ? rows_[first.shared].back() : being_of(first)].at, op.index,
                 op.argument);
      break;
    }
    case OpCode::kSignal:
      static_cast<const SourceHandle*>(first.handle)->signal(op.index);
      break;
    case OpCode::kOpenScope:
      scopes_.push_back(names_.size());
      break;
    case OpCode::kCloseScope:
      close_scope();
      break;
  }
  names_.push_back(result);
}

void Still::Run::run(const Program& program) {
  std::uint16_t number = 0;
  for (const Op& op : program.ops) {
    recorder().set_op(number++);
    step(op);
  }
  recorder().set_op(number);
  is_over_ = true;
  close_scope();
}

// block_on keeps every answer but the last to itself, and gives that one when all is destroyed.
void Still::Run::order_answers(const Program& program) {
  seen_.trace.clear();
  std::optional<Event> answer;
  for (const Event& event : recorder().trace()) {
    if (answer.has_value() && event.op != answer->op) {
      seen_.trace.push_back(*std::exchange(answer, std::nullopt));
    }
    const bool is_inside =
        event.op < program.ops.size() && program.ops[event.op].code == OpCode::kBlockOn;
    if (is_inside && is_answer(event.kind)) {
      answer = event;
    } else {
      seen_.trace.push_back(event);
    }
  }
  const bool is_cut_off =
      answer.has_value() && seen_.fault.has_value() && seen_.fault->op == answer->op;
  if (answer.has_value() && !is_cut_off) seen_.trace.push_back(*answer);
}

const Observation& Still::Run::observe(const Program& program) {
  PINPRICK_CHECK(program.ops.size() <= kMaxOps);
  recorder().reset();
  homes().reset();
  beings_.clear();
  names_.clear();
  rcs_.clear();
  rows_used_ = 0;
  scopes_.assign(1, 0);
  is_over_ = false;
  seen_.fault.reset();

  const ExceptionGlobals exceptions = exception_globals();
  Ledger& ledger = Ledger::get();
  ledger.open();
  const std::optional<Fault> fault = trap(Interception::kOn, [&] { run(program); });
  ledger.close();
  exception_globals() = exceptions;
  PINPRICK_CHECK(fault.has_value() || !recorder().is_full());

  if (fault.has_value()) seen_.fault = ObservedFault{recorder().op(), *fault, kNoValue, 0};
  order_answers(program);
  ledger.clear();
  arena_.reset();
  return seen_;
}

Still::Still() : run_(std::make_unique<Run>()) {}
Still::~Still() = default;
const Observation& Still::observe(const Program& program) { return run_->observe(program); }

}  // namespace pinprick::harness
