#pragma once

// A poll that does not throw.
//
// What it is: a poll that takes an exception for an output.
//
// What it promises: the handler has been left when it returns, so that the future may be destroyed
// then. What throws beside the poll itself is a move of the output.
//
// What breaks it: polling the future again after an exception, if the future minds.

#include <exception>

#include "pinprick/future.h"
#include "pinprick/result.h"

namespace pinprick::internal {

template <class F>
using Caught = Result<typename F::Output, std::exception_ptr>;

// Polls `future`: what it gives as ok, what it throws as err.
template <class F>
constexpr Poll<Caught<F>> try_poll(Pin<F&> future, Context& cx) {
  try {
    return F::poll(future, cx).map(&Caught<F>::ok);
  } catch (...) {
    return Poll<Caught<F>>::ready(Caught<F>::err(std::current_exception()));
  }
}

}  // namespace pinprick::internal
