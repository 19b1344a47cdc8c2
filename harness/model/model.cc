#include "harness/model/model.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "harness/model/futures.h"
#include "harness/model/inner_tasks.h"
#include "harness/model/lists.h"
#include "harness/model/shared_states.h"
#include "harness/model/wakers.h"
#include "harness/program/guest.h"

namespace pinprick::harness {

namespace {

using model::BlockId;
using model::FutureModel;
using model::HomeId;
using model::kNoNode;
using model::NodeId;
using model::PollResult;
using model::SourceId;
using model::TaskModel;
using model::WakerKind;
using model::WakerModel;
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
  bool is_exception = false;
};

struct RowModel {
  ValueType type = ValueType::kNone;
  std::vector<FutureId> elements;
  std::size_t capacity = 0;
  std::size_t used = 0;   // places in which something has lived
  BlockId block = kNone;  // of a vec
};

struct RcModel {
  FutureId future = kNone;
  BlockId block = kNone;
  std::uint32_t count = 1;
};

struct SourceModel {
  ValueId owner = kNoValue;
  BlockId block = kNone;
  std::uint32_t count = 1;
  std::uint16_t freed_by = 0;
};

struct ValueModel {
  ValueType type = ValueType::kNone;  // kNone: gone
  std::uint8_t index = 0;             // a pinned element
  bool skips_drop = false;            // the place of a local that its scope will not destroy
  Rule rule = Rule::kMove;            // pins: the one that moving the target by its owner breaks
  ValueId place = kNoValue;           // pins: the value that owns what is pinned
  std::uint32_t content = kNone;      // the future, row, shared pointer, task or source
  WakerModel waker;
  BlockId eraser = kNone;  // an erased box: the block of the erasure itself
};

// What is in a place of its own, and moves when the value moves.
bool is_in_place(ValueType type) { return type == ValueType::kArray || type == ValueType::kOption; }

// What has a future elsewhere, which stays when the value moves.
bool points_at_a_future(ValueType type) {
  return holds(kHasShape & ~(kAnyRow | mask(ValueType::kFuture)), type);
}

}  // namespace

class Model::Run final : private model::Surroundings {
 public:
  explicit Run(std::optional<Rule> forgotten) : forgotten_(forgotten) {}

  const Prediction& predict(const Program& program);

 private:
  bool step(const Op& op);  // false: a fault ends the run

  // Surroundings.
  void polled(ValueId owner, std::size_t part) override {
    emit(EventKind::kPolled, owner, static_cast<std::uint8_t>(part));
  }
  bool wake() override { return wake(waker_); }
  void dropped(ValueId owner, std::size_t part) override {
    emit(EventKind::kDropped, owner, static_cast<std::uint8_t>(part));
  }
  BlockId allocate() override {
    blocks_.push_back({});
    return static_cast<BlockId>(blocks_.size() - 1);
  }
  void release(BlockId block) override { blocks_[block].freed = true; }
  BlockId keep_exception() override {
    const BlockId block = allocate();
    blocks_[block].is_exception = true;
    return block;
  }
  bool reads_stale(HomeId formed_in, HomeId home) override;
  bool frees_stale(HomeId formed_in, HomeId home) override {
    if (formed_in == home) return false;
    fault(FaultClass::kInvalidFree, homes_[formed_in].owner, homes_[formed_in].vacated_by);
    return true;
  }
  // Nobody has left the place: it is the one in which the value was made to live.
  void misaligned(ValueId owner) override { fault(FaultClass::kUndefinedBehaviour, owner, owner); }
  void is_no_value() override { fault(FaultClass::kUndefinedBehaviour, kNoValue, 0); }
  HomeId settle_in_box(ValueId owner) override { return settle(owner, allocate()); }
  HomeId settle_apart(ValueId owner) override { return settle(owner, kNone); }
  void vacate(HomeId home) override {
    homes_[home].vacated_by = op_;
    lists_.leave(home);
  }
  void free_box(HomeId home) override { release(homes_[home].block); }
  void touches_stale(HomeId home) override;
  void touches_null() override { fault(FaultClass::kUndefinedBehaviour, kNoValue, 0); }
  void touches_frame() override { fault(FaultClass::kStackUseAfterReturn, kNoValue, 0); }
  void loops() override { fault(FaultClass::kEndlessLoop, kNoValue, 0); }
  bool touches_source(SourceId event) override;
  WakerModel waker() const override { return waker_; }
  WakerModel lend(const WakerModel& waker) override { return std::exchange(waker_, waker); }
  model::InnerTasks& inner_tasks() override { return inner_tasks_; }
  model::SharedStates& shared_states() override { return shared_states_; }
  bool clone(const WakerModel& waker) override;
  bool drop(const WakerModel& waker) override;
  bool wake_and_drop(const WakerModel& waker) override { return wake(waker) && drop(waker); }
  PollResult poll_node(NodeId node, HomeId home) override {
    return policy_of(node).poll(lists_, node, home, *this);
  }
  bool destroy_node(NodeId node) override {
    return policy_of(node).destroy(lists_, node, *this) && release_source(lists_.node(node).source);
  }
  const model::Policy& policy_of(NodeId node) {
    return model::policy(lists_.source(lists_.node(node).source).args.source);
  }
  bool forgets(Rule rule) const override { return forgotten_ == rule; }
  void meets(Rule rule, Genus genus, Progress progress) override {
    answer_.encounters.push_back({rule, genus, way_, progress});
    concerns(rule);
  }
  void concerns(Rule rule) { answer_.concerned.set(static_cast<std::size_t>(rule)); }
  void meets(Rule rule, const FutureModel& future) {
    meets(rule, genus_of(future.kind), future.progress);
  }
  void break_rule(Rule rule, ValueId liar) override {
    if (answer_.rule.has_value()) return;
    answer_.rule = rule;
    answer_.rule_op = op_;
    answer_.liar = liar;
  }
  // By the program itself.
  void break_rule(Rule rule) { break_rule(rule, kNoValue); }

  void emit(EventKind kind, ValueId owner, std::uint8_t part = 0, std::int64_t value = 0,
            std::int64_t second = 0) {
    answer_.trace.push_back({op_, kind, part, owner, value, second});
  }
  void fault(FaultClass fault, ValueId owner, std::uint16_t vacated_by) {
    answer_.fault = PredictedFault{op_, fault, owner, vacated_by};
  }

  HomeId settle(ValueId owner, BlockId block) {
    homes_.push_back({owner, 0, block});
    return static_cast<HomeId>(homes_.size() - 1);
  }

  FutureId add_future(const Kind& kind);
  // Moves a future to a fresh home, and judges whether it may.
  void move_future(FutureId id, BlockId to) { move_future(id, to, futures_[id].rule_if_moved); }
  void move_future(FutureId id, BlockId to, Rule rule_if_pinned, Way way = Way::kConstruct) {
    move_future_to(id, settle(futures_[id].owner, to), rule_if_pinned, way);
  }
  // The same to a home whose last owner was destroyed there.
  void move_future_to(FutureId id, HomeId home, Rule rule_if_pinned, Way way = Way::kConstruct) {
    settle_future(id, home, judge_move(id, rule_if_pinned), way);
  }
  // The two halves of it. The rule that is broken by the move, if one is.
  std::optional<Rule> judge_move(FutureId id, Rule rule_if_pinned);
  void settle_future(FutureId id, HomeId home, std::optional<Rule> broken, Way way);
  void pin_future(FutureId id, Rule rule_if_moved);

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

  // Which lie side by side in it, and are linked into a list.
  static bool has_handles(const FutureModel& future) {
    return future.kind.combinator == Combinator::kShared;
  }

  bool poll_future(FutureId id);
  bool block_on(ValueId id);
  void answer(const PollResult& result);
  bool destroy_future(FutureId id) {
    const FutureModel& future = futures_[id];
    if (future.pinned) concerns(Rule::kDrop);
    if (future.pinned && future.progress == Progress::kSuspended) concerns(Rule::kCancel);
    judge_end(future);
    if (!model::destroy(futures_[id], *this)) return false;
    vacate(futures_[id].home);
    return true;
  }
  // What does not claim to be Cancellable is not dropped once it is pinned, by the program.
  void judge_end(const FutureModel& future) {
    const bool is_held = is_guest(future) && future.pinned && !guest()->cancellable;
    if (is_held && !is_over_) break_rule(Rule::kCancel);
  }
  static bool is_guest(const FutureModel& future) { return future.kind.first.leaf == Leaf::kGuest; }
  bool destroy_value(ValueId id);
  bool close_scope();

  // Nobody is there any more to destroy what lived there: a pinned value is owed its destructor.
  void forget_place(FutureId id, Rule rule);

  std::uint32_t make_row(ValueType type, std::size_t capacity);
  void lodge(RowModel& row, std::size_t index, FutureId id, Way way = Way::kConstruct);
  // Moves the elements from `first` on to fresh places.
  void shift(RowModel& row, std::size_t first, Way way = Way::kConstruct);
  void push(RowModel& row, FutureId id);
  FutureId remove(RowModel& row, std::size_t index);
  bool destroy_row(RowModel& row);

  bool release_rc(RcModel& rc);
  bool release_source(SourceId id);

  // Tasks and their wakers; false: the task is gone, and touching it ends the run.
  bool touches(const TaskModel& task);
  bool wake(const WakerModel& waker);
  bool release_task(TaskModel& task);

  std::optional<Rule> forgotten_;
  Prediction answer_;
  std::uint16_t op_ = 0;
  OpCode way_ = OpCode::kMake;   // of the operation under way
  WakerModel waker_;             // of the poll under way
  std::uint32_t block_ons_ = 0;  // how many there were
  bool woken_ = false;           // the last of them
  bool is_over_ = false;         // all operations are done: what is left is dropped
  std::vector<FutureModel> futures_;
  std::vector<Home> homes_;
  std::vector<Block> blocks_;
  std::vector<RowModel> rows_;
  std::size_t rows_used_ = 0;
  std::vector<RcModel> rcs_;
  std::vector<TaskModel> tasks_;
  std::vector<SourceModel> sources_;
  model::Lists lists_;
  model::InnerTasks inner_tasks_;
  model::SharedStates shared_states_{lists_};
  std::vector<ValueModel> values_;
  std::vector<std::size_t> scopes_;
};

bool Model::Run::reads_stale(HomeId formed_in, HomeId home) {
  if (formed_in == home) return false;
  touches_stale(formed_in);
  return true;
}

void Model::Run::touches_stale(HomeId home) {
  const Home& old = homes_[home];
  const bool freed = old.block != kNone && blocks_[old.block].freed;
  fault(freed ? FaultClass::kHeapUseAfterFree : FaultClass::kUseAfterPoison, old.owner,
        old.vacated_by);
}

bool Model::Run::touches_source(SourceId id) {
  const SourceModel& source = sources_[id];
  if (!blocks_[source.block].freed) return true;
  fault(FaultClass::kHeapUseAfterFree, source.owner, source.freed_by);
  return false;
}

FutureId Model::Run::add_future(const Kind& kind) {
  const HomeId home = settle(op_, kNone);
  model::make(futures_.emplace_back(), kind, op_, home, *this);
  return static_cast<FutureId>(futures_.size() - 1);
}

std::optional<Rule> Model::Run::judge_move(FutureId id, Rule rule_if_pinned) {
  const FutureModel& future = futures_[id];
  std::optional<Rule> broken;
  if (future.pinned) {
    broken = rule_if_pinned;
    break_rule(rule_if_pinned);
  } else if (broken = model::rule_broken_by_moving(future); broken.has_value()) {
    break_rule(*broken, future.owner);
  }
  meets(broken.value_or(model::rule_before_pinning(future)), future);
  return broken;
}

void Model::Run::settle_future(FutureId id, HomeId home, std::optional<Rule> broken, Way way) {
  FutureModel& future = futures_[id];
  vacate(future.home);
  model::move(future, home, way);
  if (broken.has_value() && forgets(*broken)) model::mend(future);
  homes_[home].owner = future.owner;
  const model::LeafModel& leaf = future.parts[0];
  if (leaf.node != kNoNode && leaf.home == model::kNoHome) lists_.enter(home, leaf.node);
  if (has_handles(future)) {
    vacate(future.set.second_home);
    future.set.second_home = settle(future.owner, homes_[home].block);
    shared_states_.enter(future.set.id, home, future.set.second_home);
  }
}

void Model::Run::pin_future(FutureId id, Rule rule_if_moved) {
  FutureModel& future = futures_[id];
  if (forgets(Rule::kUnpin) && future.kind.unpin()) {
    // As if pinning were the same for every type: from here on the place matters.
    for (model::LeafModel& leaf : future.parts) {
      if (leaf.formed_in == model::kNoHome) leaf.formed_in = future.home;
    }
  }
  if (future.kind.unpin() || future.pinned) return;
  future.pinned = true;
  future.rule_if_moved = rule_if_moved;
  concerns(rule_if_moved);
}

FutureId& Model::Run::future_at(ValueId id) {
  ValueModel& at = value(id);
  switch (at.type) {
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
      return values_[at.place].content;
    case ValueType::kPinElement:
      return rows_[values_[at.place].content].elements[at.index];
    case ValueType::kRc:
    case ValueType::kPinRc:
      return rcs_[at.content].future;
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
      emit(EventKind::kPanicked, kNoValue, result.cause, result.who);
      if (result.cause == kCausePolledAfterReady) concerns(Rule::kPollDone);
      break;
    case PollResult::What::kFaulted:
      break;
  }
}

bool Model::Run::poll_future(FutureId id) {
  FutureModel& future = futures_[id];
  if (forgets(Rule::kUnpin) && future.kind.unpin() && future.parts[0].formed_in != model::kNoHome &&
      reads_stale(future.parts[0].formed_in, future.home)) {
    return false;
  }
  const PollResult result = model::poll(future, *this);
  if (result.what == PollResult::What::kPanicked && result.cause == kCausePolledAfterReady &&
      forgets(Rule::kPollDone)) {
    fault(FaultClass::kUseAfterPoison, future.owner, op_);
    return false;
  }
  answer(result);
  return result.what != PollResult::What::kFaulted;
}

// Polls until ready, as long as each Pending comes with a wake; then destroys the future, and only
// then answers.
bool Model::Run::block_on(ValueId id) {
  const FutureId future = value(id).content;
  if (value(id).type == ValueType::kFuture) {
    move_future(future, kNone);
    pin_future(future, Rule::kMove);
  }
  PollResult result;
  waker_ = {WakerKind::kBlockOn, ++block_ons_};
  do {
    woken_ = false;
    result = model::poll(futures_[future], *this);
  } while (result.what == PollResult::What::kPending && woken_);
  waker_ = {WakerKind::kProgram, 0};
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
    case ValueType::kBoxFuture:
    case ValueType::kPinRogue: {
      const BlockId block = homes_[futures_[gone.content].home].block;
      if (!destroy_future(gone.content)) return false;
      release(block);
      if (gone.eraser != kNone) release(gone.eraser);
      return true;
    }
    case ValueType::kRc:
    case ValueType::kPinRc:
      return release_rc(rcs_[gone.content]);
    case ValueType::kVec:
    case ValueType::kDeque:
    case ValueType::kArray:
    case ValueType::kOption:
      return destroy_row(rows_[gone.content]);
    case ValueType::kTask:
      --tasks_[gone.content].owners;
      return release_task(tasks_[gone.content]);
    case ValueType::kWaker:
      return drop(gone.waker);
    case ValueType::kSource:
      return release_source(gone.content);
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
    if (owns_local && each.skips_drop) {
      forget_place(each.content, Rule::kStackLeak);
    } else if (!(owns_local ? destroy_future(each.content)
                            : destroy_value(static_cast<ValueId>(id)))) {
      return false;
    }
    each = ValueModel{};
  }
  scopes_.pop_back();
  return true;
}

void Model::Run::forget_place(FutureId id, Rule rule) {
  const FutureModel& future = futures_[id];
  if (future.pinned || future.child_pinned) {
    break_rule(rule);
    meets(rule, future);
    // As if the destructor had run.
    if (forgets(rule)) emit(EventKind::kDropped, future.owner);
  }
  vacate(future.home);
  if (has_handles(future)) vacate(future.set.second_home);
}

std::uint32_t Model::Run::make_row(ValueType type, std::size_t capacity) {
  if (rows_used_ == rows_.size()) rows_.emplace_back();
  RowModel& row = rows_[rows_used_];
  row.type = type;
  row.elements.clear();
  row.capacity = capacity;
  row.used = 0;
  row.block = type == ValueType::kVec ? allocate() : kNone;
  return static_cast<std::uint32_t>(rows_used_++);
}

// A deque has a block for each element, a vec one for all; the others lie in their own place.
void Model::Run::lodge(RowModel& row, std::size_t index, FutureId id, Way way) {
  move_future(id, row.type == ValueType::kDeque ? allocate() : row.block,
              futures_[id].rule_if_moved, way);
  row.elements[index] = id;
}

void Model::Run::shift(RowModel& row, std::size_t first, Way way) {
  const bool apart = row.type == ValueType::kDeque;
  const BlockId old = row.block;
  if (row.type == ValueType::kVec) row.block = allocate();
  for (std::size_t i = apart ? first : 0; i < row.elements.size(); ++i) {
    const FutureId id = row.elements[i];
    const BlockId block = homes_[futures_[id].home].block;
    lodge(row, i, id, way);
    if (apart) release(block);
  }
  if (row.type == ValueType::kVec) release(old);
  row.used = row.elements.size();
}

void Model::Run::push(RowModel& row, FutureId id) {
  // The next place must exist, and nobody may have lived there.
  const std::size_t length = row.elements.size();
  if (row.type != ValueType::kDeque && (length == row.capacity || length < row.used)) {
    shift(row, 0);
    row.capacity = length == 0 ? 1 : 2 * length;
  }
  row.elements.push_back(kNone);
  lodge(row, length, id);
  row.used = length + 1;
}

FutureId Model::Run::remove(RowModel& row, std::size_t index) {
  const FutureId id = row.elements[index];
  const BlockId block = homes_[futures_[id].home].block;
  move_future(id, kNone);
  if (row.type == ValueType::kDeque) release(block);
  row.elements.erase(row.elements.begin() + static_cast<std::ptrdiff_t>(index));
  if (index < row.elements.size()) shift(row, index);
  return id;
}

bool Model::Run::destroy_row(RowModel& row) {
  for (const FutureId element : row.elements) {
    const BlockId block = homes_[futures_[element].home].block;
    if (!destroy_future(element)) return false;
    if (row.type == ValueType::kDeque) release(block);
  }
  if (row.type == ValueType::kVec) release(row.block);
  return true;
}

bool Model::Run::release_rc(RcModel& rc) {
  if (--rc.count > 0) return true;
  if (!destroy_future(rc.future)) return false;
  release(rc.block);
  return true;
}

bool Model::Run::release_source(SourceId id) {
  SourceModel& source = sources_[id];
  if (--source.count > 0) return true;
  const auto end = model::policy(lists_.source(id).args.source).end;
  if (end != nullptr && !end(lists_, id, *this)) return false;
  emit(EventKind::kDropped, source.owner, kTaskPart);
  release(source.block);
  source.freed_by = op_;
  return true;
}

bool Model::Run::touches(const TaskModel& task) {
  if (!blocks_[task.block].freed || forgets(Rule::kWaker)) return true;
  fault(FaultClass::kHeapUseAfterFree, task.owner, task.freed_by);
  return false;
}

bool Model::Run::wake(const WakerModel& waker) {
  switch (waker.kind) {
    case WakerKind::kNone:
      return true;
    case WakerKind::kProgram:
      emit(EventKind::kWoke, kNoValue);
      return true;
    case WakerKind::kBlockOn:
      woken_ = woken_ || waker.task == block_ons_;
      return true;
    case WakerKind::kInner:
      return inner_tasks_.wake(waker.task, *this);
    case WakerKind::kShared:
      return shared_states_.wake(waker.task, *this);
    case WakerKind::kCounted:
    case WakerKind::kRaw:
    case WakerKind::kHasty:
      break;
  }
  concerns(Rule::kWaker);
  if (!touches(tasks_[waker.task])) return false;
  emit(EventKind::kWoke, tasks_[waker.task].owner);
  return true;
}

bool Model::Run::clone(const WakerModel& waker) {
  if (waker.kind < WakerKind::kCounted) return true;
  if (waker.kind >= WakerKind::kInner) {
    waker.kind == WakerKind::kInner ? inner_tasks_.acquire(waker.task)
                                    : shared_states_.acquire(waker.task);
    return true;
  }
  TaskModel& task = tasks_[waker.task];
  if (waker.kind == WakerKind::kCounted) {
    if (!touches(task)) return false;
    ++task.count;
  }
  ++task.owners;
  return true;
}

bool Model::Run::drop(const WakerModel& waker) {
  if (waker.kind < WakerKind::kCounted) return true;
  if (waker.kind >= WakerKind::kInner) {
    waker.kind == WakerKind::kInner ? inner_tasks_.release(waker.task, *this)
                                    : shared_states_.release(waker.task, *this);
    return true;
  }
  TaskModel& task = tasks_[waker.task];
  --task.owners;
  return waker.kind == WakerKind::kRaw || release_task(task);
}

// One share less, as far as the count knows.
bool Model::Run::release_task(TaskModel& task) {
  if (!touches(task)) return false;
  if (--task.count > 0) return true;
  emit(EventKind::kDropped, task.owner, kTaskPart);
  release(task.block);
  task.freed_by = op_;
  if (task.owners > 0) break_rule(Rule::kWaker);
  return true;
}

// Each operation, by the contract. `first` and `second` are copies: what an operation consumes is
// taken out of the table, what it gives is put in at its own number.
bool Model::Run::step(const Op& op) {
  way_ = op.code;
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
    return rules.is_unsafe ? Rule::kMove : futures_[id].rule_if_moved;
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
    if (is_pin(op.first)) pin_future(b, first.rule);
    if (is_pin(op.second)) pin_future(a, value(op.second).rule);
  };
  const auto replace_contents = [&] {
    const FutureId old = future_at(op.first);
    const FutureId fresh = value(op.second).content;
    const BlockId box = box_of(op.first);
    move_future(old, kNone, rule_for(old));
    move_into(op.first, fresh, futures_[fresh].rule_if_moved);
    if (box != kNone) release(box);
    if (is_pin(op.first)) pin_future(fresh, first.rule);
    consume(op.second);
    result.content = old;
  };

  switch (op.code) {
    case OpCode::kMake: {
      result.content = add_future(op.kind);
      if (forgets(Rule::kBeforePin)) {
        for (model::LeafModel& leaf : futures_.back().parts) {
          if (spec(leaf.args.leaf).self_referential) leaf.formed_in = futures_.back().home;
        }
      }
      break;
    }
    case OpCode::kMove:
    case OpCode::kRelocate:
      if (first.type == ValueType::kFuture) {
        move_future(first.content, kNone, futures_[first.content].rule_if_moved,
                    op.code == OpCode::kRelocate ? Way::kBytes : Way::kConstruct);
      }
      if (is_in_place(first.type)) shift(rows_[first.content], 0);
      if (points_at_a_future(first.type)) meets(Rule::kPointer, futures_[future_at(op.first)]);
      if (forgets(Rule::kPointer) && box_of(op.first) != kNone) {
        move_future(first.content, box_of(op.first));
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
      if (first.type == ValueType::kFuture) forget_place(first.content, Rule::kDrop);
      if (is_in_place(first.type)) {
        for (const FutureId id : rows_[first.content].elements) forget_place(id, Rule::kDrop);
      }
      if (points_at_a_future(first.type)) meets(Rule::kLeak, futures_[future_at(op.first)]);
      if (first.type == ValueType::kWaker) --tasks_[first.waker.task].owners;
      if (forgets(Rule::kLeak) && box_of(op.first) != kNone && !destroy_value(op.first))
        return false;
      consume(op.first);
      break;
    case OpCode::kBox:
    case OpCode::kBoxPin:
      move_future(first.content, allocate());
      if (op.code == OpCode::kBoxPin) pin_future(first.content, Rule::kMove);
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
      pin_future(first.content, Rule::kMove);
      consume(op.first);
      result.content = first.content;
      result.place = op_;
      break;
    case OpCode::kIntoPin:
    case OpCode::kPinNew:
    case OpCode::kPinUnchecked:
      result.rule = first.type == ValueType::kFuture ? Rule::kOutlive
                    : first.type == ValueType::kRc   ? Rule::kAlias
                                                     : Rule::kMove;
      pin_future(future_at(op.first), result.rule);
      if (first.type == ValueType::kFuture) {
        result.type = ValueType::kPinRef;
        result.place = op.first;
      } else {
        consume(op.first);
        result.type = first.type == ValueType::kRc ? ValueType::kPinRc : ValueType::kPinBox;
        result.content = first.content;
      }
      break;
    case OpCode::kPinElementUnchecked:
      result.rule = Rule::kTake;
      pin_future(rows_[first.content].elements[op.index], result.rule);
      result.place = op.first;
      result.index = op.index;
      break;
    case OpCode::kPinRogue:
      move_future(first.content, allocate());
      pin_future(first.content, Rule::kDeref);
      consume(op.first);
      result.content = first.content;
      break;
    case OpCode::kMapUnchecked:
      result.rule = Rule::kMap;
      pin_future(value(op.second).content, result.rule);
      result.place = op.second;
      break;
    case OpCode::kErase:
      consume(op.first);
      result.content = first.content;
      result.eraser = allocate();
      break;
    case OpCode::kPollUnpinned:
    case OpCode::kPollShared:
      pin_future(future_at(op.first), first.type == ValueType::kFuture ? Rule::kOutlive
                                      : first.type == ValueType::kBox  ? Rule::kMove
                                                                       : Rule::kAlias);
      if (!poll_future(future_at(op.first))) return false;
      break;
    case OpCode::kPoll:
    case OpCode::kPollUnpin:
      if (first.type == ValueType::kPinRogue) {
        // The dereference moves the target to another block.
        const BlockId old = homes_[futures_[first.content].home].block;
        move_future(first.content, allocate());
        release(old);
      }
      if (!poll_future(future_at(op.first))) return false;
      break;
    case OpCode::kPollWith:
      waker_ = value(op.second).waker;
      if (!poll_future(future_at(op.first))) return false;
      waker_ = {WakerKind::kProgram, 0};
      break;
    case OpCode::kAssign: {
      const FutureId old = first.content;
      const FutureId fresh = value(op.second).content;
      const bool by_handles = has_handles(futures_[fresh]);
      if (by_handles) shared_states_.assign_from(futures_[fresh].set.id);
      judge_end(futures_[old]);
      // What assignment makes of a guest that is pinned, no claim says.
      if (is_guest(futures_[old]) && futures_[old].pinned) {
        break_rule(futures_[old].rule_if_moved);
      }
      if (!model::destroy_by_assignment(futures_[old], *this)) return false;
      if (by_handles) shared_states_.end_assignment();
      vacate(futures_[old].home);
      move_future_to(fresh, futures_[old].home, futures_[fresh].rule_if_moved);
      value(op.first).content = fresh;
      consume(op.second);
      break;
    }
    case OpCode::kPass:
      move_future(first.content, kNone);
      consume(op.first);
      result.content = first.content;
      break;
    case OpCode::kOverwrite: {
      const FutureId old = future_at(op.first);
      const FutureId fresh = value(op.second).content;
      const BlockId box = box_of(op.first);
      forget_place(old, Rule::kSet);
      move_into(op.first, fresh, futures_[fresh].rule_if_moved);
      if (box != kNone) release(box);
      pin_future(fresh, first.rule);
      consume(op.second);
      break;
    }
    case OpCode::kSkipDrop:
      values_[first.place].skips_drop = true;
      consume(op.first);
      break;
    case OpCode::kRc:
    case OpCode::kRcPin: {
      const BlockId block = allocate();
      move_future(first.content, block);
      if (op.code == OpCode::kRcPin) pin_future(first.content, Rule::kAlias);
      consume(op.first);
      rcs_.push_back({first.content, block, 1});
      result.rule = Rule::kAlias;
      result.content = static_cast<std::uint32_t>(rcs_.size() - 1);
      break;
    }
    case OpCode::kUnwrapRc: {
      const RcModel& rc = rcs_[first.content];
      move_future(rc.future, kNone);
      release(rc.block);
      consume(op.first);
      result.content = rc.future;
      break;
    }
    case OpCode::kSet: {
      const FutureId old = future_at(op.first);
      const FutureId fresh = value(op.second).content;
      // Pin::set takes its argument by value, so that one moves before the old value is destroyed.
      const model::LeafModel& leaf = futures_[fresh].parts[0];
      const NodeId node = leaf.home == model::kNoHome ? leaf.node : kNoNode;
      if (node != kNoNode) lists_.take(node);
      if (has_handles(futures_[fresh])) shared_states_.take(futures_[fresh].set.id);
      meets(Rule::kSet, futures_[old]);
      const std::optional<Rule> broken = judge_move(fresh, futures_[fresh].rule_if_moved);
      if (!forgets(Rule::kSet) && !destroy_future(old)) return false;
      if (node != kNoNode) lists_.put_down(node);
      if (has_handles(futures_[fresh])) shared_states_.put_down(futures_[fresh].set.id);
      settle_future(fresh, futures_[old].home, broken, Way::kConstruct);
      future_at(op.first) = fresh;
      pin_future(fresh, first.rule);
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
    case OpCode::kVec:
    case OpCode::kDeque:
    case OpCode::kOption:
    case OpCode::kArray: {
      result.content = make_row(result.type, rules.operands());
      RowModel& row = rows_[result.content];
      push(row, first.content);
      consume(op.first);
      if (rules.operands() == 2) {
        push(row, value(op.second).content);
        consume(op.second);
      }
      break;
    }
    case OpCode::kPush:
      push(rows_[first.content], value(op.second).content);
      consume(op.second);
      break;
    case OpCode::kInsert: {
      RowModel& row = rows_[first.content];
      const std::size_t length = row.elements.size();
      shift(row, op.index);
      const auto at = row.elements.begin() + op.index;
      row.elements.insert(at, kNone);
      lodge(row, op.index, value(op.second).content);
      row.capacity = row.used = length + 1;
      consume(op.second);
      break;
    }
    case OpCode::kPop:
    case OpCode::kTake:
      result.content = remove(rows_[first.content], rows_[first.content].elements.size() - 1);
      break;
    case OpCode::kRemove:
      result.content = remove(rows_[first.content], op.index);
      break;
    case OpCode::kRotate: {
      std::vector<FutureId>& elements = rows_[first.content].elements;
      if (elements.empty()) break;
      std::rotate(elements.begin(), elements.begin() + 1, elements.end());
      shift(rows_[first.content], 0);
      break;
    }
    case OpCode::kSort: {
      std::vector<FutureId>& elements = rows_[first.content].elements;
      if (elements.empty()) break;
      std::sort(elements.begin(), elements.end(),
                [this](FutureId a, FutureId b) { return futures_[a].owner > futures_[b].owner; });
      shift(rows_[first.content], 0);
      break;
    }
    case OpCode::kRealloc:
      shift(rows_[first.content], 0, Way::kBytes);
      break;
    case OpCode::kEmplace:
    case OpCode::kReset: {
      RowModel& row = rows_[first.content];
      if (!row.elements.empty()) {
        if (!destroy_future(row.elements.back())) return false;
        row.elements.clear();
      }
      if (op.code == OpCode::kEmplace) {
        push(row, value(op.second).content);
        consume(op.second);
      }
      break;
    }
    case OpCode::kBlockOn:
      if (!block_on(op.first)) return false;
      consume(op.first);
      break;
    case OpCode::kTask:
      tasks_.push_back({op_, allocate(), 1, 1, 0});
      result.content = static_cast<std::uint32_t>(tasks_.size() - 1);
      break;
    case OpCode::kWaker:
    case OpCode::kRawWaker:
    case OpCode::kHastyWaker:
      result.waker.kind = op.code == OpCode::kWaker      ? WakerKind::kCounted
                          : op.code == OpCode::kRawWaker ? WakerKind::kRaw
                                                         : WakerKind::kHasty;
      result.waker.task = first.content;
      if (!clone(result.waker)) return false;
      break;
    case OpCode::kClone:
      result = first;
      if (first.type == ValueType::kWaker) {
        if (!clone(first.waker)) return false;
      } else {
        ++rcs_[first.content].count;
      }
      break;
    case OpCode::kWake:
      if (!wake_and_drop(first.waker)) return false;
      consume(op.first);
      break;
    case OpCode::kWakeByRef:
      if (!wake(first.waker)) return false;
      break;
    case OpCode::kSource: {
      if (op.source.source == Source::kWorld) answer_.has_guest = true;
      result.content = lists_.make_source(op.source);
      sources_.push_back({op_, allocate(), 1, 0});
      const auto make_more = model::policy(op.source.source).make;
      if (make_more != nullptr) make_more(lists_, result.content, *this);
      break;
    }
    case OpCode::kWait:
    case OpCode::kWaitCareless: {
      result.content = add_future(op.code == OpCode::kWait ? op.kind : kind_of(Leaf::kCareless));
      FutureModel& future = futures_.back();
      model::LeafModel& leaf = future.parts[0];
      // Some kinds come without their first leaf.
      if (leaf.stage == model::Stage::kGone) break;
      leaf.node = lists_.make_node(future.owner, first.content, leaf.args);
      ++sources_[first.content].count;
      lists_.enter(leaf.home == model::kNoHome ? future.home : leaf.home, leaf.node);
      if (policy_of(leaf.node).make_node != nullptr) {
        policy_of(leaf.node).make_node(lists_, leaf.node, *this);
      }
      break;
    }
    case OpCode::kCall:
      // As with a poll, where it lies is where it stays.
      if (guest()->calls[op.index].pins) {
        const bool is_row = holds(kAnyRow, first.type);
        const FutureId called = is_row ? rows_[first.content].elements.back() : future_at(op.first);
        pin_future(called, Rule::kMove);
      }
      break;
    case OpCode::kSignal: {
      const Source source = lists_.source(first.content).args.source;
      if (!model::policy(source).signal(lists_, first.content, op.index, *this)) return false;
      break;
    }
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
  answer_.has_guest = false;
  is_over_ = false;
  answer_.trace.clear();
  answer_.encounters.clear();
  answer_.concerned.reset();
  futures_.clear();
  homes_.clear();
  blocks_.clear();
  rows_used_ = 0;
  rcs_.clear();
  tasks_.clear();
  sources_.clear();
  lists_.reset();
  inner_tasks_.reset();
  shared_states_.reset();
  block_ons_ = 0;
  values_.clear();
  scopes_.assign(1, 0);
  waker_ = {WakerKind::kProgram, 0};

  bool is_unsafe = false;
  for (const Op& op : program.ops) {
    is_unsafe = is_unsafe || spec(op.code).is_unsafe;
    is_unsafe = is_unsafe || op.code == OpCode::kWaitCareless;
    is_unsafe = is_unsafe || (has_kind(op) && !op.kind.honest());
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
    way_ = OpCode::kCloseScope;
    is_over_ = true;
    close_scope();
  }
  answer_.allocated_blocks = answer_.leaked_blocks = 0;
  for (const Block& block : blocks_) {
    answer_.allocated_blocks += block.is_exception ? 0 : 1;
    answer_.leaked_blocks += block.freed ? 0 : 1;
  }
  answer_.program_class = answer_.fault.has_value()  ? ProgramClass::kManifest
                          : answer_.rule.has_value() ? ProgramClass::kLatent
                          : is_unsafe                ? ProgramClass::kObeying
                                                     : ProgramClass::kSafe;
  return answer_;
}

Model::Model(std::optional<Rule> forgotten) : run_(std::make_unique<Run>(forgotten)) {}
Model::~Model() = default;
const Prediction& Model::predict(const Program& program) { return run_->predict(program); }

Prediction predict(const Program& program) { return Model().predict(program); }

}  // namespace pinprick::harness
