// The page of the benchmark, as Markdown: what was measured, the goals, tables, and the picture.
//
// Names come from the data and are escaped; numbers and limits come from it too, the goals from
// comparison.h. The same comparison gives the same bytes.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "tests/bench/rivals/comparison.h"

namespace pinprick::rivals {

// `picture` is the path of the plot, from the page.
std::string results_page(const Comparison& comparison, absl::string_view picture);

}  // namespace pinprick::rivals
