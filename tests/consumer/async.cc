// Two coroutines, in one pool of tasks, that talk to one another through a channel.

#include <pinprick/async.h>
#include <pinprick/executor/local_pool.h>
#include <pinprick/future/yield_n.h>
#include <pinprick/sync/mpsc.h>

#include <cstdio>
#include <string>
#include <utility>

namespace shop {

pinprick::Co<int> produce(pinprick::mpsc::Sender<std::string> sender) {
  int sent = 0;
  for (const char* word : {"bolts", "nuts", "screws"}) {
    co_await pinprick::yield_n(1, 0);
    if ((co_await sender.send(word)).is_ok()) ++sent;
  }
  co_return sent;
}

pinprick::Co<std::string> consume(pinprick::mpsc::Receiver<std::string> receiver) {
  std::string all;
  while (auto word = co_await receiver.recv()) all += *word + ";";
  co_return all;
}

}  // namespace shop

void show_async() {
  auto [sender, receiver] = pinprick::mpsc::channel<std::string>(1);
  pinprick::LocalPool pool;
  auto sent = pool.spawn_with_handle(pinprick::async<4096>(shop::produce, std::move(sender)));
  auto received = pool.spawn_with_handle(pinprick::async<4096>(shop::consume, std::move(receiver)));
  pool.run();
  std::printf("async: %d sent, received %s\n", pool.run_until(std::move(sent)).value(),
              pool.run_until(std::move(received)).value().c_str());
}
