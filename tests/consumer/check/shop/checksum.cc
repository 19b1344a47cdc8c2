#include <shop/checksum.h>

namespace shop {

int checksum(const std::string& text) {
  int sum = 0;
  for (const char each : text) sum = (sum * 31 + each) % 65521;
  return sum;
}

}  // namespace shop
