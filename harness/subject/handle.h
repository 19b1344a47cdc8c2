// Tasks, wakers and sources, as a program handles them: what the catalogue is for futures.
//
// As there, `to` is raw storage, all other pointers point at a living object, and what consumes an
// object also ends it. All of it is behind a call, because the interpreter is built without the
// sanitizers, and what is touched here they must see.
#pragma once

#include <cstddef>

#include "harness/program/op.h"
#include "harness/program/program.h"
#include "harness/program/source.h"

namespace pinprick::harness {

struct Handle {
  void (*move)(void* to, void* from);
  void (*destroy)(void* at);
};

// Of a task, a waker or a source.
const Handle& handle(ValueType type);

// What is on the heap behind a handle.
struct HeapObject {
  const void* at;
  std::size_t size;
};

HeapObject make_task(void* to, ValueId owner);
HeapObject make_source(void* to, const SourceArgs& args, ValueId owner);
// `code` is the operation that makes it.
void make_waker(void* to, const void* task, OpCode code);

void clone_waker(void* to, const void* waker);
void wake(void* waker);  // and leaves one that was moved from, which is the caller's to destroy
void wake_by_ref(const void* waker);

void signal_source(const void* source, std::size_t which);

}  // namespace pinprick::harness
