#pragma once

// Why an executor did not take a future.
//
// What it is: `SpawnError`, the error of a `spawn` that can be refused.
//
// What it promises: the future that was refused has been dropped.
//
// What breaks it: nothing.
//
// Example:
//
//     #include "pinprick/executor/local_pool.h"
//     #include "pinprick/future/ready.h"
//
//     std::optional<LocalPool> pool(std::in_place);
//     const LocalSpawner spawner = pool->spawner();
//     pool.reset();
//     assert(spawner.spawn(ready(1)).error() == SpawnError::kShutdown);

#include <cstdint>

namespace pinprick {

enum class SpawnError : std::uint8_t {
  kShutdown,  // the executor is gone, or going
  kFull,      // it has as many tasks as it can hold
};

}  // namespace pinprick
