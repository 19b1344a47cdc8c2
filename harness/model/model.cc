#include "harness/model/model.h"

#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "harness/model/futures.h"

namespace pinprick::harness {

namespace {

using model::BlockId;
using model::FutureModel;
using model::HomeId;
using model::PollResult;
using model::Way;

using FutureId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;

// One place in which one value lived once. No place is ever used again.
struct Home {
  ValueId owner = kNoValue;
  std::uint16_t vacated_by = 0;
  BlockId block = kNone;  // the heap block it lies in, if it does
};

struct Block {
  bool freed = false;
};

struct VecModel {
  std::vector<FutureId> elements;
  std::size_t capacity = 0;
  std::size_t used = 0;  // places of this buffer in which something has lived
  BlockId block = kNone;
};

struct TaskModel {
  ValueId owner = kNoValue;
  BlockId block = kNone;
  std::uint32_t count = 0;
  std::uint32_t raw_wakers = 0;
  std::uint16_t freed_by = 0;
};

struct ValueModel {
  ValueType type = ValueType::kNone;  // kNone: gone
  bool raw = false;                   // a waker that does not count
  std::uint8_t index = 0;             // a pinned element
  ValueId place = kNoValue;           // pins: the value that owns what is pinned
  std::uint32_t content = kNone;      // the future, vector or task
  BlockId eraser = kNone;             // an erased box: the block of the erasure itself
};

}  // namespace

class Model::Run final : private model::Surroundings {
 public:
  explicit Run(Forgotten forgotten) : forgotten_(forgotten) {}

  const Prediction& predict(const Program& program);

 private:
  bool step(const Op& op);  // false: a fault ends the run

  // Surroundings.
  void polled(ValueId owner, std::size_t part) override {
    emit(EventKind::kPolled, owner, static_cast<std::uint8_t>(part));
  }
  void woke() override {
    woken_ = true;
    // The waker of block_on is its own, and nobody outside sees it.
    if (!in_block_on_) emit(EventKind::kWoke, kNoValue);
  }
  void dropped(ValueId owner, std::size_t part) override {
    emit(EventKind::kDropped, owner, static_cast<std::uint8_t>(part));
  }
  BlockId allocate() override {
    blocks_.push_back({});
    return static_cast<BlockId>(blocks_.size() - 1);
  }
  void release(BlockId block) override { blocks_[block].freed = true; }
  bool reads_stale(HomeId formed_in, HomeId home) override;
  bool frees_stale(HomeId formed_in, HomeId home) override {
    if (formed_in == home) return false;
    fault(FaultClass::kInvalidFree, homes_[formed_in].owner, homes_[formed_in].vacated_by);
    return true;
  }

  void emit(EventKind kind, ValueId owner, std::uint8_t part = 0, std::int64_t value = 0,
            std::int64_t second = 0) {
    answer_.trace.push_back({op_, kind, part, owner, value, second});
  }
  void break_rule(Rule rule) {
    if (answer_.rule.has_value()) return;
    answer_.rule = rule;
    answer_.rule_op = op_;
  }
  void fault(FaultClass fault, ValueId owner, std::uint16_t vacated_by) {
    answer_.fault = PredictedFault{op_, fault, owner, vacated_by};
  }

  HomeId settle(ValueId owner, BlockId block) {
    homes_.push_back({owner, 0, block});
    return static_cast<HomeId>(homes_.size() - 1);
  }

  // Moves a future to a fresh home, and judges whether it may.
  void move_future(FutureId id, BlockId to, Rule rule_if_pinned, Way way = Way::kConstruct);
  void move_future(FutureId id, BlockId to) { move_future(id, to, rule_against_moving(id)); }
  // By its owner: it was pinned by a borrow that has ended, or by the owner itself.
  Rule rule_against_moving(FutureId id) const {
    return futures_[id].pinned_in_place ? Rule::kOutlive : Rule::kMove;
  }
  void pin_future(FutureId id, bool in_place = false);

  ValueModel& value(ValueId id) { return values_[id]; }
  // The value that holds the future which `id` owns or points at.
  FutureId& future_at(ValueId id);
  // The heap block in which that future lives alone, or kNone.
  BlockId box_of(ValueId id) {
    const ValueType type = value(id).type;
    const bool boxed = type == ValueType::kBox || type == ValueType::kPinBox;
    return boxed ? homes_[futures_[future_at(id)].home].block : kNone;
  }
  // Moves a future into the place that `id` owns or points at; a box gets a fresh block.
  void move_into(ValueId id, FutureId future, Rule rule_if_pinned);

  bool poll_future(FutureId id);
  bool block_on(ValueId id);
  void answer(const PollResult& result);
  bool destroy_future(FutureId id) { return model::destroy(futures_[id], *this); }
  bool destroy_value(ValueId id);
  bool close_scope();

  void push(VecModel& vec, FutureId id);
  bool wake(const TaskModel& task, bool raw);
  void release_task(TaskModel& task);
  void drop_waker(const ValueModel& waker);

  Forgotten forgotten_;
  Prediction answer_;
  std::uint16_t op_ = 0;
  bool in_block_on_ = false;
  bool woken_ = false;
  std::vector<FutureModel> futures_;
  std::vector<Home> homes_;
  std::vector<Block> blocks_;
  std::vector<VecModel> vecs_;
  std::size_t vecs_used_ = 0;
  std::vector<TaskModel> tasks_;
  std::vector<ValueModel> values_;
  std::vector<std::size_t> scopes_;
};

bool Model::Run::reads_stale(HomeId formed_in, HomeId home) {
  if (formed_in == home) return false;
  const Home& old = homes_[formed_in];
  const bool freed = old.block != kNone && blocks_[old.block].freed;
  fault(freed ? FaultClass::kHeapUseAfterFree : FaultClass::kUseAfterPoison, old.owner,
        old.vacated_by);
  return true;
}

void Model::Run::move_future(FutureId id, BlockId to, Rule rule_if_pinned, Way way) {
  FutureModel& future = futures_[id];
  if (future.pinned) {
    break_rule(rule_if_pinned);
  } else if (future.kind.unpin() && model::points_into_itself(future)) {
    // Only a type that lies points into itself while it claims that it may move.
    break_rule(Rule::kFalseUnpin);
  }
  homes_[future.home].vacated_by = op_;
  model::move(future, settle(future.owner, to), way);
}

void Model::Run::pin_future(FutureId id, bool in_place) {
  FutureModel& future = futures_[id];
  if (future.kind.unpin() || future.pinned) return;
  future.pinned = true;
  future.pinned_in_place = in_place;
}

FutureId& Model::Run::future_at(ValueId id) {
  ValueModel& at = value(id);
  switch (at.type) {
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
      return values_[at.place].content;
    case ValueType::kPinElement:
      return vecs_[values_[at.place].content].elements[at.index];
    default:
      return at.content;
  }
}

void Model::Run::move_into(ValueId id, FutureId future, Rule rule_if_pinned) {
  const ValueType type = value(id).type;
  const bool boxed = type == ValueType::kBox || type == ValueType::kPinBox;
  move_future(future, boxed ? allocate() : kNone, rule_if_pinned);
  future_at(id) = future;
}

void Model::Run::answer(const PollResult& result) {
  switch (result.what) {
    case PollResult::What::kPending:
      emit(EventKind::kPending, kNoValue);
      break;
    case PollResult::What::kReady:
      emit(EventKind::kReady, kNoValue, result.outputs, result.value, result.second);
      break;
    case PollResult::What::kPanicked:
      emit(EventKind::kPanicked, kNoValue, kCausePolledAfterReady, result.who);
      break;
    case PollResult::What::kFaulted:
      break;
  }
}

bool Model::Run::poll_future(FutureId id) {
  const PollResult result = model::poll(futures_[id], *this);
  answer(result);
  return result.what != PollResult::What::kFaulted;
}

// Polls until ready, as long as each Pending comes with a wake; then destroys the future, and only
// then answers.
bool Model::Run::block_on(ValueId id) {
  const FutureId future = value(id).content;
  if (value(id).type == ValueType::kFuture) {
    move_future(future, kNone);
    pin_future(future);
  }
  PollResult result;
  in_block_on_ = true;
  do {
    woken_ = false;
    result = model::poll(futures_[future], *this);
  } while (result.what == PollResult::What::kPending && woken_);
  in_block_on_ = false;
  if (result.what == PollResult::What::kFaulted || !destroy_value(id)) return false;
  if (result.what == PollResult::What::kPending) {
    emit(EventKind::kPanicked, kNoValue, kCauseStalled, kPanicBlockOn);
  } else {
    answer(result);
  }
  return true;
}

// Destroys what `id` owns. A pin of a local or a borrowed one owns nothing.
bool Model::Run::destroy_value(ValueId id) {
  ValueModel& gone = value(id);
  switch (gone.type) {
    case ValueType::kFuture:
      return destroy_future(gone.content);
    case ValueType::kBox:
    case ValueType::kPinBox:
    case ValueType::kBoxFuture: {
      const BlockId block = homes_[futures_[gone.content].home].block;
      if (!destroy_future(gone.content)) return false;
      release(block);
      if (gone.eraser != kNone) release(gone.eraser);
      return true;
    }
    case ValueType::kVec: {
      VecModel& vec = vecs_[gone.content];
      for (const FutureId element : vec.elements) {
        if (!destroy_future(element)) return false;
      }
      release(vec.block);
      return true;
    }
    case ValueType::kTask:
      release_task(tasks_[gone.content]);
      return true;
    case ValueType::kWaker:
      drop_waker(gone);
      return true;
    case ValueType::kNone:
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
      return true;
  }
  return true;
}

bool Model::Run::close_scope() {
  for (std::size_t id = values_.size(); id-- > scopes_.back();) {
    ValueModel& each = values_[id];
    const bool owns_local = each.place == id && each.content != kNone;
    const bool intact =
        owns_local ? destroy_future(each.content) : destroy_value(static_cast<ValueId>(id));
    if (!intact) return false;
    each = ValueModel{};
  }
  scopes_.pop_back();
  return true;
}

void Model::Run::push(VecModel& vec, FutureId id) {
  // The next place must exist, and nobody may have lived there.
  if (vec.elements.size() == vec.capacity || vec.elements.size() < vec.used) {
    const BlockId old = vec.block;
    vec.block = allocate();
    for (const FutureId element : vec.elements) move_future(element, vec.block, Rule::kTake);
    release(old);
    vec.used = vec.elements.size();
    vec.capacity = vec.elements.empty() ? 1 : 2 * vec.elements.size();
  }
  move_future(id, vec.block);
  vec.elements.push_back(id);
  ++vec.used;
}

bool Model::Run::wake(const TaskModel& task, bool raw) {
  if (raw && task.count == 0) {
    fault(FaultClass::kHeapUseAfterFree, task.owner, task.freed_by);
    return false;
  }
  emit(EventKind::kWoke, task.owner);
  return true;
}

void Model::Run::release_task(TaskModel& task) {
  if (--task.count > 0) return;
  emit(EventKind::kDropped, task.owner, kTaskPart);
  release(task.block);
  task.freed_by = op_;
  if (task.raw_wakers > 0) break_rule(Rule::kWaker);
}

void Model::Run::drop_waker(const ValueModel& waker) {
  TaskModel& task = tasks_[waker.content];
  if (waker.raw) {
    --task.raw_wakers;
  } else {
    release_task(task);
  }
}

// Each operation, by the contract. `first` and `second` are copies: what an operation consumes is
// taken out of the table, what it gives is put in at its own number.
bool Model::Run::step(const Op& op) {
  const OpSpec& rules = spec(op.code);
  ValueModel result;
  result.type = rules.result == Result::kOfType ? rules.type : ValueType::kNone;
  ValueModel first;
  if (rules.operands() > 0) first = value(op.first);
  const auto consume = [this](ValueId id) {
    // The place of a pinned local outlives the name that pins it.
    if (value(id).place == id) {
      value(id).type = ValueType::kNone;
    } else {
      value(id) = ValueModel{};
    }
  };
  const auto is_pin = [this](ValueId id) { return holds(kAnyPin, value(id).type); };
  // Whoever goes through a living pin breaks its promise; whoever owns the future goes behind it.
  const auto rule_for = [&](FutureId id) {
    return rules.is_unsafe ? Rule::kMove : rule_against_moving(id);
  };
  const auto swap_contents = [&] {
    const FutureId a = future_at(op.first);
    const FutureId b = future_at(op.second);
    const BlockId box_of_a = box_of(op.first);
    const BlockId box_of_b = box_of(op.second);
    move_into(op.first, b, rule_for(b));
    move_into(op.second, a, rule_for(a));
    if (box_of_a != kNone) release(box_of_a);
    if (box_of_b != kNone) release(box_of_b);
    // What is behind a pin is pinned.
    if (is_pin(op.first)) pin_future(b, first.type == ValueType::kPinRef);
    if (is_pin(op.second)) pin_future(a, value(op.second).type == ValueType::kPinRef);
  };
  const auto replace_contents = [&] {
    const FutureId old = future_at(op.first);
    const FutureId fresh = value(op.second).content;
    const BlockId box = box_of(op.first);
    move_future(old, kNone, rule_for(old));
    move_into(op.first, fresh, rule_against_moving(fresh));
    if (box != kNone) release(box);
    if (is_pin(op.first)) pin_future(fresh, first.type == ValueType::kPinRef);
    consume(op.second);
    result.content = old;
  };

  switch (op.code) {
    case OpCode::kMake: {
      const HomeId home = settle(op_, kNone);
      futures_.push_back(model::make(op.kind, op_, home));
      if (forgotten_ == Forgotten::kBeforePin) {
        for (model::LeafModel& leaf : futures_.back().parts) {
          if (spec(leaf.args.leaf).self_referential) leaf.formed_in = home;
        }
      }
      result.content = static_cast<FutureId>(futures_.size() - 1);
      break;
    }
    case OpCode::kMove:
    case OpCode::kRelocate:
      if (first.type == ValueType::kFuture) {
        move_future(first.content, kNone, rule_against_moving(first.content),
                    op.code == OpCode::kRelocate ? Way::kBytes : Way::kConstruct);
      }
      consume(op.first);
      result = first;
      // The handle moves; the place of a pinned local stays with the name that made it.
      if (first.type == ValueType::kPinLocal) result.content = kNone;
      break;
    case OpCode::kDrop:
      if (!destroy_value(op.first)) return false;
      consume(op.first);
      break;
    case OpCode::kForget:
      if (first.type == ValueType::kFuture && futures_[first.content].pinned) {
        break_rule(Rule::kDrop);
      }
      if (first.type == ValueType::kWaker && first.raw) --tasks_[first.content].raw_wakers;
      consume(op.first);
      break;
    case OpCode::kBox:
    case OpCode::kBoxPin:
      move_future(first.content, allocate());
      if (op.code == OpCode::kBoxPin) pin_future(first.content);
      consume(op.first);
      result.content = first.content;
      break;
    case OpCode::kUnbox:
    case OpCode::kMoveOut: {
      const FutureId future = future_at(op.first);
      const BlockId box = box_of(op.first);
      if (first.type == ValueType::kPinLocal) values_[first.place].content = kNone;
      move_future(future, kNone);
      if (box != kNone) release(box);
      consume(op.first);
      result.content = future;
      break;
    }
    case OpCode::kPin:
      move_future(first.content, kNone);
      pin_future(first.content);
      consume(op.first);
      result.content = first.content;
      result.place = op_;
      break;
    case OpCode::kIntoPin:
    case OpCode::kPinNew:
    case OpCode::kPinUnchecked:
      pin_future(first.content, first.type == ValueType::kFuture);
      if (first.type == ValueType::kFuture) {
        result.type = ValueType::kPinRef;
        result.place = op.first;
      } else {
        consume(op.first);
        result.type = ValueType::kPinBox;
        result.content = first.content;
      }
      break;
    case OpCode::kPinElementUnchecked:
      pin_future(vecs_[first.content].elements[op.index]);
      result.place = op.first;
      result.index = op.index;
      break;
    case OpCode::kErase:
      consume(op.first);
      result.content = first.content;
      result.eraser = allocate();
      break;
    case OpCode::kPollUnpinned:
      pin_future(first.content, first.type == ValueType::kFuture);
      if (!poll_future(first.content)) return false;
      break;
    case OpCode::kPoll:
    case OpCode::kPollUnpin:
      if (!poll_future(future_at(op.first))) return false;
      break;
    case OpCode::kSet: {
      const FutureId old = future_at(op.first);
      const FutureId fresh = value(op.second).content;
      if (forgotten_ != Forgotten::kSet && !destroy_future(old)) return false;
      move_future(fresh, homes_[futures_[old].home].block);
      future_at(op.first) = fresh;
      pin_future(fresh, first.type == ValueType::kPinRef);
      consume(op.second);
      break;
    }
    case OpCode::kIntoInner:
    case OpCode::kIntoInnerUnchecked:
      consume(op.first);
      result.content = first.content;
      break;
    case OpCode::kSwap:
    case OpCode::kSwapUnchecked:
      swap_contents();
      break;
    case OpCode::kReplace:
    case OpCode::kReplaceUnchecked:
      replace_contents();
      break;
    case OpCode::kVec: {
      if (vecs_used_ == vecs_.size()) vecs_.emplace_back();
      VecModel& vec = vecs_[vecs_used_];
      vec.block = allocate();
      vec.capacity = vec.used = 1;
      vec.elements.assign(1, first.content);
      move_future(first.content, vec.block);
      consume(op.first);
      result.content = static_cast<std::uint32_t>(vecs_used_++);
      break;
    }
    case OpCode::kPush:
      push(vecs_[first.content], value(op.second).content);
      consume(op.second);
      break;
    case OpCode::kPop:
      result.content = vecs_[first.content].elements.back();
      vecs_[first.content].elements.pop_back();
      move_future(result.content, kNone, Rule::kTake);
      break;
    case OpCode::kBlockOn:
      if (!block_on(op.first)) return false;
      consume(op.first);
      break;
    case OpCode::kTask:
      tasks_.push_back({op_, allocate(), 1, 0, 0});
      result.content = static_cast<std::uint32_t>(tasks_.size() - 1);
      break;
    case OpCode::kWaker:
    case OpCode::kRawWaker:
    case OpCode::kClone: {
      TaskModel& task = tasks_[first.content];
      result.raw = op.code == OpCode::kRawWaker || (op.code == OpCode::kClone && first.raw);
      ++(result.raw ? task.raw_wakers : task.count);
      result.content = first.content;
      break;
    }
    case OpCode::kWake:
    case OpCode::kWakeByRef:
      if (!wake(tasks_[first.content], first.raw)) return false;
      if (op.code == OpCode::kWake) {
        drop_waker(first);
        consume(op.first);
      }
      break;
    case OpCode::kOpenScope:
      scopes_.push_back(values_.size());
      break;
    case OpCode::kCloseScope:
      if (!close_scope()) return false;
      break;
  }
  values_.push_back(result);
  return true;
}

const Prediction& Model::Run::predict(const Program& program) {
  answer_.rule.reset();
  answer_.fault.reset();
  answer_.trace.clear();
  futures_.clear();
  homes_.clear();
  blocks_.clear();
  vecs_used_ = 0;
  tasks_.clear();
  values_.clear();
  scopes_.assign(1, 0);
  in_block_on_ = false;

  bool is_unsafe = false;
  for (const Op& op : program.ops) {
    is_unsafe = is_unsafe || spec(op.code).is_unsafe;
    is_unsafe = is_unsafe || (op.code == OpCode::kMake && !op.kind.honest());
  }
  op_ = 0;
  bool intact = true;
  for (const Op& op : program.ops) {
    intact = step(op);
    if (!intact) break;
    ++op_;
  }
  if (intact) {
    PINPRICK_CHECK(scopes_.size() == 1);
    close_scope();
  }
  answer_.leaked_blocks = 0;
  for (const Block& block : blocks_) answer_.leaked_blocks += block.freed ? 0 : 1;
  answer_.program_class = answer_.fault.has_value()  ? ProgramClass::kManifest
                          : answer_.rule.has_value() ? ProgramClass::kLatent
                          : is_unsafe                ? ProgramClass::kObeying
                                                     : ProgramClass::kSafe;
  return answer_;
}

Model::Model(Forgotten forgotten) : run_(std::make_unique<Run>(forgotten)) {}
Model::~Model() = default;
const Prediction& Model::predict(const Program& program) { return run_->predict(program); }

Prediction predict(const Program& program) { return Model().predict(program); }

}  // namespace pinprick::harness
