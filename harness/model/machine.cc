#include "harness/model/machine.h"

#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

// A machine at work in one home.
class Running {
 public:
  Running(MachineModel& machine, ValueId owner, HomeId home, Surroundings& surroundings)
      : machine_(machine), owner_(owner), home_(home), surroundings_(surroundings) {}

  // Goes on until it has to wait, or to the end of the body.
  PollResult run(const Body& body) {
    while (machine_.statement < body.count) {
      const Statement& statement = body.statements[machine_.statement];
      waiting_ = false;
      if (!carry_out(statement)) return {.what = PollResult::What::kFaulted};
      if (waiting_) return {.what = PollResult::What::kPending};
      ++machine_.statement;
      const bool is_even = machine_.output % 2 == 0;
      if (statement.code == StatementCode::kSkip && is_even) machine_.statement += statement.number;
    }
    if (!end_all()) return {.what = PollResult::What::kFaulted};
    machine_.done = true;
    return {.what = PollResult::What::kReady, .outputs = 1, .value = machine_.output};
  }

  bool end_all() {
    for (std::uint8_t i = machine_.made; i-- > 0;) {
      if (machine_.locals[i].alive && !end(i)) return false;
    }
    return true;
  }

 private:
  // These return false if a stale place was touched: the run is over.

  bool carry_out(const Statement& statement) {
    switch (statement.code) {
      case StatementCode::kAwait:
        waiting_ = !machine_.awaiting;
        machine_.awaiting = waiting_;
        if (waiting_ && !surroundings_.wake()) return false;
        return true;
      case StatementCode::kInt:
      case StatementCode::kBytes:
      case StatementCode::kText:
      case StatementCode::kBoxed:
      case StatementCode::kNode:
      case StatementCode::kYieldN:
      case StatementCode::kNested:
      case StatementCode::kRef:
      case StatementCode::kDeref:
      case StatementCode::kGuard:
        declare(statement);
        return true;
      case StatementCode::kLink:
        return link(statement.first, statement.second);
      case StatementCode::kAwaitLocal:
        return await(statement.first);
      case StatementCode::kRead:
        if (!touch(statement.first)) return false;
        machine_.output += value_of(statement.first);
        return true;
      case StatementCode::kWrite:
        if (!touch(statement.first)) return false;
        ++value_of(statement.first);
        return true;
      case StatementCode::kFollow: {
        const LinkModel& next = local(statement.first).next;
        if (next.to == kNoLocal) return true;
        if (is_stale(next.formed_in)) return false;
        machine_.output += local(next.to).value;
        return true;
      }
      case StatementCode::kDrop:
        return end(statement.first);
      case StatementCode::kSkip:
        return true;
    }
    return true;
  }

  void declare(const Statement& statement) {
    LocalModel& made = machine_.locals[machine_.made++];
    made = LocalModel{};
    made.type = spec(statement.code).declares;
    made.alive = true;
    made.value = statement.number;
    switch (statement.code) {
      case StatementCode::kText:
        if (statement.number > kShortText) {
          made.block = surroundings_.allocate();
        } else {
          made.formed_in = home_;
        }
        break;
      case StatementCode::kBoxed:
        made.block = surroundings_.allocate();
        break;
      case StatementCode::kYieldN:
        made.remaining = statement.number;
        break;
      case StatementCode::kRef:
      case StatementCode::kGuard:
        made.target = statement.first;
        made.formed_in = home_;
        break;
      case StatementCode::kDeref:
        // A copy of the pointer that the local itself has, stale as that may be.
        made.target = statement.first;
        made.to_content = true;
        made.to_heap = local(statement.first).block != kNoBlock;
        made.formed_in = local(statement.first).formed_in;
        break;
      default:
        break;
    }
  }

  // Writes to the neighbours, the one before first.
  bool unlink(LocalModel& node) {
    if (node.previous.to != kNoLocal) {
      if (is_stale(node.previous.formed_in)) return false;
      local(node.previous.to).next = node.next;
    }
    if (node.next.to != kNoLocal) {
      if (is_stale(node.next.formed_in)) return false;
      local(node.next.to).previous = node.previous;
    }
    node.previous = node.next = LinkModel{};
    return true;
  }

  bool link(std::uint8_t which, std::uint8_t behind) {
    LocalModel& node = local(which);
    LocalModel& before = local(behind);
    if (!unlink(node)) return false;
    if (before.next.to != kNoLocal) {
      if (is_stale(before.next.formed_in)) return false;
      local(before.next.to).previous = {which, home_};
    }
    node.previous = {behind, home_};
    node.next = before.next;
    before.next = {which, home_};
    return true;
  }

  bool await(std::uint8_t which) {
    LocalModel& child = local(which);
    if (child.type == LocalType::kYieldN && child.remaining > 0) {
      --child.remaining;
      waiting_ = true;
      if (!surroundings_.wake()) return false;
      return true;
    }
    if (child.type == LocalType::kNested) {
      if (child.formed_in == kNoHome) {
        child.formed_in = home_;
        waiting_ = true;
        if (!surroundings_.wake()) return false;
        return true;
      }
      if (is_stale(child.formed_in)) return false;
    }
    machine_.output += child.value;
    return end(which);
  }

  // The accesses behind reading or writing a local, or what a reference points at.
  bool touch(std::uint8_t which) {
    const LocalModel* touched = &local(which);
    if (touched->type == LocalType::kRef || touched->type == LocalType::kGuard) {
      if (!touched->to_heap && is_stale(touched->formed_in)) return false;
      if (touched->to_content) return true;
      touched = &local(touched->target);
    }
    // The characters of a short text are found by its own pointer.
    const bool is_short = touched->type == LocalType::kText && touched->block == kNoBlock;
    return !is_short || !is_stale(touched->formed_in);
  }

  std::int64_t& value_of(std::uint8_t which) {
    LocalModel& named = local(which);
    return named.type == LocalType::kRef ? local(named.target).value : named.value;
  }

  // The destructor.
  bool end(std::uint8_t which) {
    LocalModel& gone = local(which);
    if (gone.type == LocalType::kGuard && !touch(which)) return false;
    if (gone.type == LocalType::kNode && !unlink(gone)) return false;
    if (gone.block != kNoBlock) {
      surroundings_.release(gone.block);
    } else if (gone.type == LocalType::kText && surroundings_.frees_stale(gone.formed_in, home_)) {
      // It believes that what its pointer finds outside of itself is a block of its own.
      return false;
    }
    gone.alive = false;
    if (holds(kDroppableLocals, gone.type)) {
      surroundings_.dropped(owner_, std::size_t{kLocalPart} + which);
    }
    return true;
  }

  bool is_stale(HomeId formed_in) { return surroundings_.reads_stale(formed_in, home_); }
  LocalModel& local(std::uint8_t which) { return machine_.locals[which]; }

  MachineModel& machine_;
  ValueId owner_;
  HomeId home_;
  Surroundings& surroundings_;
  bool waiting_ = false;
};

}  // namespace

PollResult poll(MachineModel& machine, const Body& body, ValueId owner, HomeId home,
                Surroundings& surroundings) {
  return Running(machine, owner, home, surroundings).run(body);
}

bool destroy(MachineModel& machine, ValueId owner, HomeId home, Surroundings& surroundings) {
  return Running(machine, owner, home, surroundings).end_all();
}

void mend(MachineModel& machine, HomeId home) {
  for (LocalModel& each : machine.locals) {
    for (HomeId* formed_in : {&each.formed_in, &each.previous.formed_in, &each.next.formed_in}) {
      if (*formed_in != kNoHome) *formed_in = home;
    }
  }
}

void move(MachineModel& machine, HomeId from, HomeId to, Way way) {
  if (way == Way::kBytes) return;
  for (LocalModel& each : machine.locals) {
    // A string that does not point into itself believes that it points to the heap, and hands the
    // pointer on.
    if (each.type == LocalType::kText && each.formed_in == from) each.formed_in = to;
  }
}

}  // namespace pinprick::harness::model
