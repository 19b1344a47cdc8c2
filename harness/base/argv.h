// Words as the C calls want them that start a process.
#pragma once

#include <string>
#include <vector>

namespace pinprick::harness {

// Pointers into `words`, and a null at the end. They hold as long as `words` stays as it is.
inline std::vector<char*> null_terminated(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace pinprick::harness
