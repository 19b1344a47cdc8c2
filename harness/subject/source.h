// What futures of a program wait for, as the interpreter sees it: counted, and open to signals.
//
// A source lies on the heap and is counted by its name and by each future that waits for it, so it
// outlives them. Nothing owns a node in its list but the future around that node.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/program/source.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {

class SourceObject {
 public:
  explicit SourceObject(ValueId owner) : owner_(owner) {}
  SourceObject(const SourceObject&) = delete;
  SourceObject& operator=(const SourceObject&) = delete;
  virtual ~SourceObject() { recorder().record(EventKind::kDropped, owner_, kTaskPart); }

  // Does what the signal of that number says, see kSources.
  virtual void signal(std::size_t which) = 0;

  void retain() { ++count_; }
  void release() {
    if (--count_ == 0) delete this;
  }

 private:
  ValueId owner_;
  std::uint32_t count_ = 1;
};

// A share of a source.
class SourceHandle {
 public:
  // Takes over the share that a new object comes with.
  explicit SourceHandle(SourceObject* object) : object_(object) {}
  SourceHandle(SourceHandle&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  SourceHandle& operator=(SourceHandle&&) = delete;
  ~SourceHandle() {
    if (object_ != nullptr) object_->release();
  }

  SourceHandle share() const {
    object_->retain();
    return SourceHandle(object_);
  }
  bool is_moved_from() const { return object_ == nullptr; }
  void signal(std::size_t which) const { object_->signal(which); }
  // The object, of which the caller knows the type.
  template <class Object>
  Object& as() const {
    return *static_cast<Object*>(object_);
  }

 private:
  SourceObject* object_;
};

// A new source, and how many bytes the block has in which it lies.
struct MadeSource {
  SourceHandle handle;
  const void* object;
  std::size_t size;
};
MadeSource make_source(const SourceArgs& args, ValueId owner);

}  // namespace pinprick::harness
