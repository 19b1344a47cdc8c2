// What a machine does when polled, moved and destroyed: its body, carried out on a model.
//
// Every pointer is modelled by what it points at and by the home in which it was formed; a pointer
// to the heap has no home and survives every move. Never an address.
#pragma once

#include <array>
#include <cstdint>

#include "harness/model/surroundings.h"
#include "harness/program/body.h"

namespace pinprick::harness::model {

// The two ways in which a value can move.
enum class Way : std::uint8_t {
  kConstruct,  // each local by its own move constructor; a std::string mends its pointer
  kBytes,      // nobody is asked, nothing is mended
};

// A link of a list node: to which local, and in which home that was. kNoLocal: to nobody.
struct LinkModel {
  std::uint8_t to = kNoLocal;
  HomeId formed_in = kNoHome;
};

struct LocalModel {
  LocalType type = LocalType::kNone;
  bool alive = false;
  bool to_heap = false;        // a reference to what a local holds on the heap
  bool to_content = false;     // a reference to what a local holds, wherever
  std::uint8_t target = 0;     // references and guards
  std::uint8_t remaining = 0;  // yield_n: polls that answer Pending
  std::int64_t value = 0;      // what a read gives
  // A reference or a guard, a nested future that was polled: where it points. A short text: where
  // its pointer finds its characters.
  HomeId formed_in = kNoHome;
  BlockId block = kNoBlock;  // on the heap
  LinkModel previous;
  LinkModel next;
};

struct MachineModel {
  std::array<LocalModel, kMaxLocals> locals;
  std::uint8_t made = 0;       // locals
  std::uint8_t statement = 0;  // the next one
  bool awaiting = false;       // that one is an `await` which has answered Pending
  bool done = false;
  std::int64_t output = 0;
};

// One poll of the machine of `owner` in `home`, which is not done. Never kPanicked.
PollResult poll(MachineModel& machine, const Body& body, ValueId owner, HomeId home,
                Surroundings& surroundings);

// Ends the locals, the last first. Returns false if that touched a stale place.
bool destroy(MachineModel& machine, ValueId owner, HomeId home, Surroundings& surroundings);

// Every reference of its locals to its own locals is taken to point into `home`.
void mend(MachineModel& machine, HomeId home);

// It has moved between two homes.
void move(MachineModel& machine, HomeId from, HomeId to, Way way);

}  // namespace pinprick::harness::model
