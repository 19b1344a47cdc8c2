// The library's streams, each driven to its end by a future.
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "harness/subject/any_kind.h"
#include "harness/subject/counted.h"
#include "harness/subject/parts.h"
#include "pinprick/future/map.h"
#include "pinprick/stream/buffer_unordered.h"
#include "pinprick/stream/buffered.h"
#include "pinprick/stream/chunks.h"
#include "pinprick/stream/collect.h"
#include "pinprick/stream/empty.h"
#include "pinprick/stream/filter.h"
#include "pinprick/stream/for_each.h"
#include "pinprick/stream/from_future.h"
#include "pinprick/stream/iter.h"
#include "pinprick/stream/map.h"
#include "pinprick/stream/merge.h"
#include "pinprick/stream/once.h"
#include "pinprick/stream/take.h"

namespace pinprick::harness {
namespace {

template <class Child>
Child make_first(const Making& making) {
  return Child(making);
}
template <class Child>
Child make_second(const Making& making) {
  return Child(making.kind.second, making.owner);
}

// Both leaves, as streams of one item each, in one.
template <class Child>
using Both = stream::Merge<stream::FromFuture<Child>, stream::FromFuture<Child>>;

template <class Child>
Both<Child> both(const Making& making) {
  return stream::merge(stream::from_future(make_first<Child>(making)),
                       stream::from_future(make_second<Child>(making)));
}

struct Twice {
  std::int64_t operator()(std::int64_t item) const { return 2 * item; }
};

struct IsEven {
  bool operator()(std::int64_t item) const { return item % 2 == 0; }
};

template <bool unpin>
struct StreamMapOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::Map<Both<Child>, Twice>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::map(both<Child>(making), Twice{}));
  }
};

template <bool unpin>
struct StreamFilterOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::Filter<Both<Child>, IsEven>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::filter(both<Child>(making), IsEven{}));
  }
};

template <bool unpin>
struct StreamTakeOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::Take<Both<Child>>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::take(both<Child>(making), making.kind.number));
  }
};

template <bool unpin>
struct StreamChunksOf {
  using Child = AnyLeaf<unpin>;
  using Type = Counted<stream::Chunks<Both<Child>>>;

  static Type construct(const Making& making) {
    return Type(stream::chunks(both<Child>(making), making.kind.number));
  }
};

// With a third stream, that has its item at once, so that there is somebody to be fair to.
template <bool unpin>
struct StreamMergeOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::Merge<Both<Child>, stream::Once<std::int64_t>>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::merge(both<Child>(making), stream::once(kOnceItem)));
  }
};

// The first leaf is in the stream, the second one is what the function gives for each item. Which
// items those were is added up outside, where both closures find it.
template <bool unpin>
struct StreamForEachOf {
  using Child = AnyLeaf<unpin>;
  using Sum = std::shared_ptr<std::int64_t>;

  struct Work {
    Sum sum;
    LeafArgs args;
    ValueId owner;
    Child operator()(std::int64_t item) const {
      *sum += item;
      return Child(args, owner);
    }
  };
  struct Read {
    Sum sum;
    std::int64_t operator()(Unit) const { return *sum; }
  };
  using Rest = stream::Merge<stream::Once<std::int64_t>, stream::Empty<std::int64_t>>;
  using Type = Map<stream::ForEach<stream::Merge<stream::FromFuture<Child>, Rest>, Work>, Read>;

  static Type construct(const Making& making) {
    const auto sum = std::make_shared<std::int64_t>(0);
    auto items =
        stream::merge(stream::from_future(make_first<Child>(making)),
                      stream::merge(stream::once(kOnceItem), stream::empty<std::int64_t>()));
    Work work{sum, making.kind.second, making.owner};
    return map(stream::for_each(std::move(items), std::move(work)), Read{sum});
  }
};

template <class Child>
stream::Iter<std::vector<Child>> one_by_one(const Making& making) {
  std::vector<Child> futures;
  futures.reserve(2);
  futures.push_back(make_first<Child>(making));
  futures.push_back(make_second<Child>(making));
  return stream::iter(std::move(futures));
}

template <bool unpin>
struct BufferedOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::Buffered<stream::Iter<std::vector<Child>>>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::buffered(one_by_one<Child>(making), making.kind.number));
  }
};

template <bool unpin>
struct BufferUnorderedOf {
  using Child = AnyLeaf<unpin>;
  using Type = stream::Collect<stream::BufferUnordered<stream::Iter<std::vector<Child>>>>;

  static Type construct(const Making& making) {
    return stream::collect(stream::buffer_unordered(one_by_one<Child>(making), making.kind.number));
  }
};

}  // namespace

void add_streams(Catalogue& catalogue) {
  add_shapes<Combinator::kStreamMap, StreamMapOf>(catalogue);
  add_shapes<Combinator::kStreamFilter, StreamFilterOf>(catalogue);
  add_shapes<Combinator::kStreamTake, StreamTakeOf>(catalogue);
  add_shapes<Combinator::kStreamChunks, StreamChunksOf>(catalogue);
  add_shapes<Combinator::kStreamMerge, StreamMergeOf>(catalogue);
  add_shapes<Combinator::kStreamForEach, StreamForEachOf>(catalogue);
  add_shapes<Combinator::kBuffered, BufferedOf>(catalogue);
  add_shapes<Combinator::kBufferUnordered, BufferUnorderedOf>(catalogue);
}

}  // namespace pinprick::harness
