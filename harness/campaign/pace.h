// How often long work shows how it does.
#pragma once

#include <chrono>

namespace pinprick::harness {

inline constexpr std::chrono::milliseconds kRedraw(500);  // a line on a terminal
inline constexpr std::chrono::seconds kReportLine(10);    // where there is none to redraw

}  // namespace pinprick::harness
