// The interpreter: runs a program on the real futures, under the sanitizers, and says what it saw.
//
// It executes what it is told and judges nothing. Every move, swap included, lands in fresh
// storage, a vacated place is poisoned at once, and a sanitizer's report comes back as part of the
// observation. It asks the model nothing.
//
// What breaks it: a program that is not valid (see Typestate). One interpreter at a time may be
// running in a process: recorder and ledger serve all.
#pragma once

#include <cstdint>
#include <memory>

#include "harness/interpreter/observation.h"
#include "harness/interpreter/vacated_place.h"
#include "harness/program/program.h"
#include "harness/subject/catalogue.h"

namespace pinprick::harness {

struct InterpreterOptions {
  const Catalogue* subjects = &catalogue();
  Interception interception = Interception::kOn;
  // What becomes of a place that somebody has left.
  VacatedPlace vacated = VacatedPlace::kPoisoned;
  // A planted fault for the fire drill: a vacated place is handed out again.
  bool reuse_places = false;
  // Whether to look for self-pointers after each operation.
  bool scan = false;
  // Where to leave the number of the operation under way, for someone who outlives this process.
  volatile std::uint16_t* progress = nullptr;
};

class Interpreter {
 public:
  explicit Interpreter(const InterpreterOptions& options = {});
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  // The answer holds until the next call. Frees whatever the program leaves behind.
  const Observation& observe(const Program& program);

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

// The same for one program.
Observation observe(const Program& program, const InterpreterOptions& options = {});

}  // namespace pinprick::harness
