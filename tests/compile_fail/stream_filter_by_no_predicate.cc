// expect: stream::filter needs a predicate
//
// A predicate looks at an item; one that takes it away, or says nothing, is none.

#include <memory>

#include "pinprick/stream/filter.h"
#include "pinprick/stream/once.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  const auto keep = [](const std::unique_ptr<int>& number) { return *number > 0; };
#else
  const auto keep = [](std::unique_ptr<int> number) { return *number > 0; };
#endif
  (void)stream::filter(stream::once(std::make_unique<int>(1)), keep);
}
