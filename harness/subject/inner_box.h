// A box that belongs to a future and holds its child, in a place that the harness remembers.
//
// A type that moves its own parts must leave a place behind that says whose it was, or the misuse
// shows nothing: the old block is freed, and the log of homes knows who lived in it.
#pragma once

#include <memory>
#include <utility>

#include "harness/program/program.h"
#include "harness/subject/homes.h"
#include "pinprick/box.h"

namespace pinprick::harness {

template <class F>
class InnerBox {
 public:
  InnerBox(ValueId owner, F future) : owner_(owner), box_(Box<F>::make(std::move(future))) {
    homes().enter(std::addressof(*box_), sizeof(F), owner);
  }

  bool is_empty() const { return box_.is_empty(); }
  F& operator*() { return *box_; }

  // Moves the future to another box, through the plain reference, and frees the one it was in.
  void move_content() { *this = InnerBox(owner_, std::move(*box_)); }

 private:
  ValueId owner_;
  Box<F> box_;
};

}  // namespace pinprick::harness
