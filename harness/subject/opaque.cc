#include "harness/subject/coroutine.h"

namespace pinprick::harness {

void* opaque_pointer(void* pointer) { return pointer; }

}  // namespace pinprick::harness
