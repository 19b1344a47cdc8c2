#pragma once

// A future that may fail.
//
// What it is: the concept `TryFuture<F>`: a future whose Output is a Result.
//
// What it promises: nothing beyond that.
//
// What breaks it: nothing.

#include "pinprick/future.h"
#include "pinprick/result.h"

namespace pinprick::internal {

template <class F>
concept TryFuture = Future<F> && kIsResult<typename F::Output>;

}  // namespace pinprick::internal
