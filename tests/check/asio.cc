// Example: Boost.Asio. A session receives from a channel. What completes the reception belongs to
// the session: its state is shared with the handler, so that it may move and go at any time; or the
// handler has its address, which is the commonest mistake that is made with Asio.

#define BOOST_ASIO_DISABLE_THREADS  // one thread, as programs are

#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <memory>

#include "pinprick/check.h"

namespace pinprick::check::asio_example {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Runs what was posted when it is told to.
class Loop : public asio::execution_context {
 public:
  // As Asio wants it.
  class Executor {
   public:
    explicit Executor(Loop& loop) : loop_(&loop) {}

    Loop& query(asio::execution::context_t /*what*/) const { return *loop_; }
    static constexpr auto query(asio::execution::blocking_t /*what*/) {
      return asio::execution::blocking_t(asio::execution::blocking.never);
    }
    template <class F>
    void execute(F f) const {
      loop_->posted_.push_back(std::make_unique<Work<F>>(std::move(f)));
    }
    bool operator==(const Executor& other) const = default;

   private:
    Loop* loop_;
  };

  ~Loop() {
    posted_.clear();
    shutdown();
  }

  void run() {
    for (const auto& work : std::exchange(posted_, {})) work->run();
  }

 private:
  struct AnyWork {
    AnyWork() = default;
    AnyWork(const AnyWork&) = delete;
    AnyWork& operator=(const AnyWork&) = delete;
    virtual ~AnyWork() = default;
    virtual void run() = 0;
  };
  template <class F>
  struct Work final : AnyWork {
    explicit Work(F given) : f(std::move(given)) {}
    void run() override { std::move(f)(); }
    F f;
  };

  std::vector<std::unique_ptr<AnyWork>> posted_;
};

using Channel =
    asio::experimental::basic_channel<Loop::Executor, asio::experimental::channel_traits<>,
                                      void(error_code, int)>;

// What is around: the loop, and the other end.
struct World {
  void send() { channel.try_send(error_code(), 1); }
  void run() { loop.run(); }

  Loop loop;
  Channel channel{Loop::Executor(loop), 4};
};

class Session {
 public:
  explicit Session(World& world) : world_(&world) {}

  void receive() {
    world_->channel.async_receive([sum = sum_](error_code error, int number) {
      if (!error) *sum += number;
    });
  }
  int sum() const { return *sum_; }

 private:
  World* world_;
  std::shared_ptr<int> sum_ = std::make_shared<int>(0);
};

class Lying {
 public:
  explicit Lying(World& world) : world_(&world) {}

  void receive() {
    world_->channel.async_receive([this](error_code error, int number) {
      if (!error) sum_ += number;
    });
  }
  int sum() const { return sum_; }

 private:
  World* world_;
  int sum_ = 0;
};

template <class Tested>
void add(const char* name) {
  type<Tested, World>(name)
      .call("receive", &Tested::receive)
      .event("send", &World::send)
      .event("run", &World::run)
      .result(&Tested::sum)
      .claims(Unpin(), Cancellable());
}

[[maybe_unused]] const bool all_added = (add<Session>("asio"), add<Lying>("asio.lying"), true);

}  // namespace
}  // namespace pinprick::check::asio_example
