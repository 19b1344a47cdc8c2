// The curves of all trials as one SVG picture: a panel for each bug, a curve for each engine.
//
// Every panel has the same axes, so that bugs can be compared too: executions, logarithmic, and
// the probability that the bug is still undetected after them. An engine has the same colour (of
// Okabe and Ito, which colour-blind people can tell apart too) and the same dashes everywhere;
// ours is solid, the thickest, and lies below the others, so that all can be seen
// where they coincide. A small tick stands where trials were given up.
// The background is white, whatever the viewer's is.
//
// The same comparison gives the same bytes.
//
//   Okabe, Ito: Color universal design, 2008.
#pragma once

#include <string>

#include "tests/bench/rivals/comparison.h"

namespace pinprick::rivals {

std::string plot(const Comparison& comparison);

}  // namespace pinprick::rivals
