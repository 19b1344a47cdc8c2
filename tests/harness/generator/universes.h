// Universes of leaves, for tests.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/generator/enumerator.h"
#include "harness/program/kind.h"

namespace pinprick::harness {

inline Universe universe_of(std::size_t ops, std::size_t futures, const std::vector<Leaf>& leaves,
                            bool reduced) {
  Universe all;
  all.ops = ops;
  all.futures = futures;
  for (const Leaf leaf : leaves) all.kinds.push_back(kind_of(leaf));
  all.reduced = reduced;
  return all;
}

}  // namespace pinprick::harness
