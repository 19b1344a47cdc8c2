// What a campaign or an enumeration says of its findings.
#pragma once

#include <string>
#include <vector>

namespace pinprick::harness {

// Where each was stored and how to see it, the one that shows itself with the fewest operations
// first, and that one's program. "findings: none" if there are none. Each line ended.
std::string findings_text(const std::vector<std::string>& paths);

}  // namespace pinprick::harness
