// expect: select_ok needs Unpin futures
//
// When one has failed, those behind it move up.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/select_ok.h"

using namespace pinprick;

using Found = Result<std::int64_t, int>;
using Search = Map<Example, Found (*)(std::int64_t)>;

#ifdef FIXED
using F = Pin<Box<Search>>;
#else
using F = Search;
#endif

void run(std::vector<F> futures) { (void)select_ok(std::move(futures)); }
