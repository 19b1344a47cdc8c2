// Uses the library without being checked.

#include <pinprick/unpin.h>
#include <shop/checksum.h>

static_assert(pinprick::Unpin<int>);

int main() { return shop::checksum("ab") == 97 * 31 + 98 ? 0 : 1; }
