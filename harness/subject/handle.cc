#include "harness/subject/handle.h"

#include <memory>
#include <new>
#include <utility>

#include "harness/base/check.h"
#include "harness/subject/source.h"
#include "harness/subject/task.h"
#include "pinprick/waker.h"

namespace pinprick::harness {
namespace {

template <class T>
constexpr Handle kHandle = {
    [](void* to, void* from) {
      auto* const object = static_cast<T*>(from);
      ::new (to) T(std::move(*object));
      std::destroy_at(object);
    },
    [](void* at) { std::destroy_at(static_cast<T*>(at)); },
};

const Waker& waker_at(const void* at) { return *static_cast<const Waker*>(at); }

}  // namespace

const Handle& handle(ValueType type) {
  switch (type) {
    case ValueType::kTask:
      return kHandle<TaskHandle>;
    case ValueType::kWaker:
      return kHandle<Waker>;
    case ValueType::kSource:
      return kHandle<SourceHandle>;
    default:
      PINPRICK_CHECK(false);
  }
}

HeapObject make_task(void* to, ValueId owner) {
  const auto* const made = ::new (to) TaskHandle(owner);
  return {made->get(), sizeof(Task)};
}

HeapObject make_source(void* to, const SourceArgs& args, ValueId owner) {
  MadeSource made = make_source(args, owner);
  ::new (to) SourceHandle(std::move(made.handle));
  return {made.object, made.size};
}

void make_waker(void* to, const void* task, OpCode code) {
  const auto& owner = *static_cast<const TaskHandle*>(task);
  ::new (to) Waker(code == OpCode::kWaker      ? owner.waker()
                   : code == OpCode::kRawWaker ? owner.raw_waker()
                                               : owner.hasty_waker());
}

void clone_waker(void* to, const void* waker) { ::new (to) Waker(waker_at(waker).clone()); }

void wake(void* waker) { std::move(*static_cast<Waker*>(waker)).wake(); }

void wake_by_ref(const void* waker) { waker_at(waker).wake_by_ref(); }

void signal_source(const void* source, std::size_t which) {
  static_cast<const SourceHandle*>(source)->signal(which);
}

}  // namespace pinprick::harness
