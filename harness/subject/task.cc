#include "harness/subject/task.h"

namespace pinprick::harness {
namespace {

// The vtable's data is const void*, as the library has it; the task behind it is not const.
Task& task_of(const void* data) { return *static_cast<Task*>(const_cast<void*>(data)); }

struct Counted {
  static RawWaker clone(const void* data) {
    task_of(data).retain();
    return {data, &kTable};
  }
  static void wake(const void* data) {
    task_of(data).wake();
    task_of(data).release();
  }
  static void wake_by_ref(const void* data) { task_of(data).wake(); }
  static void drop(const void* data) { task_of(data).release(); }
  static const RawWakerVTable kTable;
};
const RawWakerVTable Counted::kTable = {&clone, &wake, &wake_by_ref, &drop};

// Borrows without counting. Cloning and dropping do not touch the task.
struct Raw {
  static RawWaker clone(const void* data) { return {data, &kTable}; }
  static void wake(const void* data) { task_of(data).wake(); }
  static void drop(const void* /*data*/) {}
  static const RawWakerVTable kTable;
};
const RawWakerVTable Raw::kTable = {&clone, &wake, &wake, &drop};

// Does not count up, and counts down all the same.
struct Hasty {
  static RawWaker clone(const void* data) { return {data, &kTable}; }
  static const RawWakerVTable kTable;
};
const RawWakerVTable Hasty::kTable = {&clone, &Counted::wake, &Counted::wake_by_ref,
                                      &Counted::drop};

struct Root {
  static RawWaker clone(const void* data) { return {data, &kTable}; }
  static void wake(const void* /*data*/) { recorder().record(EventKind::kWoke, kNoValue); }
  static void drop(const void* /*data*/) {}
  static const RawWakerVTable kTable;
};
const RawWakerVTable Root::kTable = {&clone, &wake, &wake, &drop};

}  // namespace

Waker TaskHandle::waker() const {
  return Waker::from_raw(Counted::clone(task_), Unsafe("each waker holds a count of its own"));
}

Waker TaskHandle::raw_waker() const {
  return Waker::from_raw(Raw::clone(task_), Unsafe("the misuse that programs are to show"));
}

Waker TaskHandle::hasty_waker() const {
  return Waker::from_raw(Hasty::clone(task_), Unsafe("the misuse that programs are to show"));
}

const Waker& program_waker() {
  static const Waker waker = Waker::from_raw(RawWaker(nullptr, &Root::kTable),
                                             Unsafe("there is no data, and nothing to count"));
  return waker;
}

}  // namespace pinprick::harness
