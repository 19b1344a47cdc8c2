// Of the user's library.
#pragma once

#include <string>

namespace shop {

int checksum(const std::string& text);

}  // namespace shop
