// The library's virtual clock with its list of timers, and those that wait for a time: `sleep`.
//
// The list is a pairing heap, by the contract of its prose
// (futures/pinprick/internal/timer_heap.h): what each of its operations touches, in its order. A
// node's deadline is its value, and its number its count.
#include <algorithm>

#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

bool is_there(Link link) { return link.where != Link::Where::kNull; }

// What is linked has a place before it.
bool is_linked_timer(const NodeState& node) { return is_there(node.previous); }

void leave_behind_timer(NodeState& node) {
  node.previous = {};
  node.waker = {};
}

class Heap {
 public:
  Heap(Lists& lists, SourceId id, Surroundings& surroundings)
      : lists_(lists), head_(Lists::head_of(id)), surroundings_(surroundings) {}

  // The one with the earliest deadline, or null; the head is there as long as its timers are.
  Link first() { return lists_.at(head_, surroundings_)->child; }

  bool push(Link link, std::uint64_t number) {
    NodeState& node = *at(link);
    node.count = number;
    node.child = {};
    return add(link);
  }

  // Takes the node out from between its neighbours, its children with it.
  bool unlink(Link link) {
    NodeState* const node = at(link);
    if (node == nullptr) return false;
    const Link previous_link = std::exchange(node->previous, Link{});
    NodeState* const previous = at(previous_link);
    if (previous == nullptr) return false;
    (previous->child == link ? previous->child : previous->next) = node->next;
    if (is_there(node->next)) {
      NodeState* const next = at(node->next);
      if (next == nullptr) return false;
      next->previous = previous_link;
    }
    node->next = {};
    return true;
  }

  bool remove(Link link) {
    if (!unlink(link)) return false;
    Link rest = std::exchange(at(link)->child, Link{});
    return merge_all(rest) && add(rest);
  }

 private:
  NodeState* at(Link link) { return lists_.at(link, surroundings_); }

  // Makes one tree of two, in `a`: the root that comes later becomes the first child of the other.
  bool merge(Link& a_link, Link b_link) {
    NodeState* b = at(b_link);
    if (b == nullptr) return false;
    NodeState* a = at(a_link);
    if (a == nullptr) return false;
    if (b->value < a->value || (b->value == a->value && b->count < a->count)) {
      std::swap(a, b);
      std::swap(a_link, b_link);
    }
    b->previous = a_link;
    b->next = a->child;
    if (is_there(b->next)) {
      NodeState* const next = at(b->next);
      if (next == nullptr) return false;
      next->previous = b_link;
    }
    a->child = b_link;
    return true;
  }

  // Makes one tree of `all` and its siblings: by pairs from the left, then the pairs from the
  // right.
  bool merge_all(Link& all) {
    Link first = std::exchange(all, Link{});
    Link pairs;
    std::size_t left = longest_walk();
    while (is_there(first)) {
      if (left-- == 0) return loops();
      Link tree = first;
      NodeState* const node = at(first);
      if (node == nullptr) return false;
      const Link second_link = node->next;
      first = {};
      if (is_there(second_link)) {
        NodeState* const second = at(second_link);
        if (second == nullptr) return false;
        first = second->next;
        if (!merge(tree, second_link)) return false;
      }
      at(tree)->next = std::exchange(pairs, tree);
    }
    left = longest_walk();
    while (is_there(pairs)) {
      if (left-- == 0) return loops();
      const Link tree = pairs;
      NodeState* const node = at(tree);
      if (node == nullptr) return false;
      pairs = node->next;
      if (!is_there(all)) {
        all = tree;
      } else if (!merge(all, tree)) {
        return false;
      }
    }
    return true;
  }

  // Adds a tree to the heap, if there is one.
  bool add(Link tree) {
    if (!is_there(tree)) return true;
    if (is_there(first())) {
      Link all = first();
      if (!merge(all, tree)) return false;
      tree = all;
    }
    at(head_)->child = tree;
    NodeState& root = *at(tree);
    root.previous = head_;
    root.next = {};
    return true;
  }

  std::size_t longest_walk() const { return 2 * lists_.longest_walk(); }
  bool loops() {
    surroundings_.loops();
    return false;
  }

  Lists& lists_;
  Link head_;
  Surroundings& surroundings_;
};

void make_sleep(Lists& lists, NodeId id, Surroundings&) {
  NodeState& node = lists.node(id);
  node.value = lists.source(node.source).value + node.args.count;
}

PollResult poll_sleep(Lists& lists, NodeId id, HomeId home, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& clock = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kSleep));
  Heap heap(lists, node.source, surroundings);
  if (clock.value >= node.value) {
    if (is_linked_timer(node) && !heap.remove(Lists::link_to(home))) return faulted();
    node.is_done = true;
    return ready(0);
  }
  return wait(node, surroundings, [&] {
    return is_linked_timer(node) || heap.push(Lists::link_to(home), clock.count++);
  });
}

bool destroy_sleep(Lists& lists, NodeId id, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  if (!node.is_done && is_linked_timer(node) &&
      !Heap(lists, node.source, surroundings).remove(Lists::link_to(node))) {
    return false;
  }
  return destroy_node(node, surroundings);
}

// Takes out all that are due, in order, and then wakes them.
bool fire(Lists& lists, SourceId id, Surroundings& surroundings) {
  const std::int64_t now = lists.source(id).value;
  Heap heap(lists, id, surroundings);
  const Link due = lists.open_frame();
  lists.at(due, surroundings)->next = {};
  Link last = due;
  std::size_t left = 2 * lists.longest_walk();
  for (Link link = heap.first(); is_there(link); link = heap.first()) {
    if (left-- == 0) {
      surroundings.loops();
      return false;
    }
    NodeState* const node = lists.at(link, surroundings);
    if (node == nullptr) return false;
    if (node->value > now) break;
    if (!heap.remove(link)) return false;
    node->previous = last;
    NodeState* const before = lists.at(last, surroundings);
    if (before == nullptr) return false;
    before->next = link;
    last = link;
  }
  while (is_there(lists.at(due, surroundings)->next)) {
    const Link link = lists.at(due, surroundings)->next;
    if (!heap.unlink(link)) return false;
    if (!wake(*lists.at(link, surroundings), surroundings)) return false;
  }
  lists.close_frame(due);
  return true;
}

// From deadline to deadline until the target.
bool signal_timer(Lists& lists, SourceId id, std::size_t which, Surroundings& surroundings) {
  SourceState& clock = lists.source(id);
  const std::int64_t target = clock.value + (which == 0 ? 1 : 4);
  Heap heap(lists, id, surroundings);
  std::size_t left = 2 * lists.longest_walk();
  for (Link link = heap.first(); is_there(link); link = heap.first()) {
    const NodeState* const node = lists.at(link, surroundings);
    if (node == nullptr) return false;
    if (node->value > std::max(clock.value, target)) break;
    if (left-- == 0) {
      surroundings.loops();
      return false;
    }
    clock.value = std::max(clock.value, node->value);
    if (!fire(lists, id, surroundings)) return false;
  }
  clock.value = std::max(clock.value, target);
  return true;
}

}  // namespace

constinit const Policy kTimerPolicy = {.poll = poll_sleep,
                                       .destroy = destroy_sleep,
                                       .signal = signal_timer,
                                       .make_node = make_sleep,
                                       .leave_behind = leave_behind_timer};

}  // namespace pinprick::harness::model
