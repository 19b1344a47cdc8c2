#include "harness/subject/guest.h"

#include <algorithm>
#include <new>
#include <utility>

#include "harness/base/check.h"
#include "harness/program/guest.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/parts.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {
namespace {

const check::Registration* the_registration = nullptr;
Subject the_subject = {};

class World final : public SourceObject {
 public:
  explicit World(ValueId owner)
      : SourceObject(owner), owner_(owner), world_(the_registration->make_world()) {}
  ~World() override { the_registration->end_world(world_); }

  void signal(std::size_t which) override {
    check::Digest seen;
    the_registration->events[which].run(world_, seen);
    recorder().record(EventKind::kCalled, owner_, 0, static_cast<std::int64_t>(seen.value()));
  }
  void* get() const { return world_; }

 private:
  ValueId owner_;
  void* world_;
};

// What the user's model of the values has made of what was done with one guest.
class ModelHandle {
 public:
  explicit ModelHandle(std::uint8_t argument)
      : model_(the_registration->make_model ? the_registration->make_model(argument) : nullptr) {}
  ModelHandle(ModelHandle&& other) noexcept : model_(std::exchange(other.model_, nullptr)) {}
  ModelHandle& operator=(ModelHandle&&) = delete;
  ~ModelHandle() {
    if (model_ != nullptr) the_registration->end_model(model_);
  }

  void* get() const { return model_; }

 private:
  void* model_;
};

struct Tag {
  ValueId owner;
  bool is_held;
  SourceHandle world;
  ModelHandle model;
};

std::size_t tag_offset() {
  constexpr std::size_t kAlign = alignof(Tag);
  return (the_registration->size + kAlign - 1) / kAlign * kAlign;
}
Tag& tag_of(void* at) {
  return *reinterpret_cast<Tag*>(static_cast<std::byte*>(at) + tag_offset());
}

void make(void* to, const Making& making) {
  const SourceHandle& world = *making.source;
  the_registration->make(to, world.as<World>().get(), making.kind.first.value);
  ::new (&tag_of(to)) Tag{making.owner, false, world.share(), ModelHandle(making.kind.first.value)};
}

void destroy(void* at) {
  the_registration->destroy(at);
  tag_of(at).~Tag();
}

void move(void* to, void* from) {
  the_registration->move(to, from);
  ::new (&tag_of(to)) Tag(std::move(tag_of(from)));
  destroy(from);
}

// What was in `to` is gone, in whatever way the type has for that.
void assign(void* to, void* from) {
  if (the_registration->assign == nullptr) {
    destroy(to);
    move(to, from);
    return;
  }
  the_registration->assign(to, from);
  tag_of(to).~Tag();
  ::new (&tag_of(to)) Tag(std::move(tag_of(from)));
  destroy(from);
}

void box(void* to, void* from) {
  void* const block = ::operator new(the_subject.size);
  move(block, from);
  ::new (to) void*(block);
}
void* box_target(void* at) { return *static_cast<void**>(at); }
void unbox(void* to, void* from) {
  void* const block = box_target(from);
  move(to, block);
  ::operator delete(block);
}
void move_box(void* to, void* from) { ::new (to) void*(box_target(from)); }
void destroy_box(void* at) {
  destroy(box_target(at));
  ::operator delete(box_target(at));
}

// The argument of the function lies in a place of its own.
void pass(void* to, void* from) {
  void* argument = nullptr;
  box(static_cast<void*>(&argument), from);
  unbox(to, static_cast<void*>(&argument));
}

}  // namespace

void lodge(const check::Registration& registration) {
  the_registration = &registration;
  the_subject = {};
  the_subject.size = tag_offset() + sizeof(Tag);
  the_subject.align = std::max(registration.align, alignof(Tag));
  // Side by side in a vector, each must be aligned.
  the_subject.size =
      (the_subject.size + the_subject.align - 1) / the_subject.align * the_subject.align;
  the_subject.unpin = registration.is_unpin;
  the_subject.make = make;
  the_subject.move = move;
  the_subject.destroy = destroy;
  the_subject.assign = assign;
  the_subject.pass = pass;
  the_subject.box = box;
  the_subject.unbox = unbox;
  the_subject.move_box = move_box;
  the_subject.destroy_box = destroy_box;
  the_subject.box_target = box_target;
}

const check::Registration* admitted() { return the_registration; }

const Subject* guest_subject() { return &the_subject; }

void add_guest(Catalogue& catalogue) {
  catalogue[shape_of(Combinator::kNone, Leaf::kGuest)] = guest_subject();
}

MadeSource make_world(ValueId owner) {
  PINPRICK_CHECK(the_registration != nullptr);
  auto* const world = new World(owner);
  return {SourceHandle(world), world->get(), the_registration->world_size};
}

void call_guest(void* at, std::size_t call, std::uint8_t argument) {
  Tag& tag = tag_of(at);
  const check::Registration& type = *the_registration;
  const check::CallRow& row = type.calls[call];
  if (guest()->calls[call].pins && !guest()->unpin) tag.is_held = !guest()->cancellable;
  check::Digest seen;
  check::Digest expected;
  row.run(at, tag.world.as<World>().get(), argument, seen);
  bool is_expected = true;
  if (tag.model.get() != nullptr && row.expect) {
    row.expect(tag.model.get(), argument, expected);
    is_expected = seen.value() == expected.value();
  }
  if (type.result) {
    check::Digest result;
    type.result(at, result);
    // Shifted, or where both gave the same number the one would take the other away.
    seen.add(result.value() >> 1);
    if (tag.model.get() != nullptr && type.expected_result) {
      check::Digest wanted;
      type.expected_result(tag.model.get(), wanted);
      is_expected = is_expected && result.value() == wanted.value();
    }
  }
  recorder().record(EventKind::kCalled, tag.owner, is_expected ? 0 : 1,
                    static_cast<std::int64_t>(seen.value()));
}

bool is_held(const void* at) { return tag_of(const_cast<void*>(at)).is_held; }

}  // namespace pinprick::harness
