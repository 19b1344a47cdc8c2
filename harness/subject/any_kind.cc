#include "harness/subject/any_kind.h"

#include "harness/subject/bind.h"

namespace pinprick::harness {

template <bool unpin, std::size_t room>
const Subject& any_kind_subject() {
  static constexpr Subject kAll = Bind<AnyKind<unpin, room>>::subject();
  return kAll;
}

template const Subject& any_kind_subject<true, kPairBytes>();
template const Subject& any_kind_subject<false, kPairBytes>();
template const Subject& any_kind_subject<true, kWideBytes>();
template const Subject& any_kind_subject<false, kWideBytes>();

}  // namespace pinprick::harness
