// Which types of the standard library may be moved by copying their bytes? Each claims that it may,
// and scripts/relocation writes down what came of it (relocation.md).
//
// Calls fill a type with little and with much, because libraries keep little in the object itself,
// and results read all of it, because a stale pointer that nobody follows does no harm.

#include <any>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "pinprick/check.h"

namespace pinprick::check::relocation {
namespace {

// Where something that is no number goes into one.
class Sum {
 public:
  void add(std::size_t number) { value_ = value_ * 31 + number; }
  void add(std::string_view text) {
    for (const char letter : text) add(static_cast<std::size_t>(letter));
  }
  template <class A, class B>
  void add(const std::pair<A, B>& both) {
    add(both.first);
    add(both.second);
  }
  std::size_t value() const { return value_; }

 private:
  std::size_t value_ = 0;
};

template <class T>
std::size_t sum_of_all(const T& many) {
  Sum sum;
  for (const auto& each : many) sum.add(each);
  return sum.value();
}

template <class T>
Type<T> claimed(const char* name) {
  Type<T> type(name);
  type.claims(Unpin(), Relocatable(), Cancellable());
  return type;
}

template <class T>
void add_sequence(const char* name) {
  claimed<T>(name)
      .call("push_back", [](T& many, std::uint8_t number) { many.push_back(number); })
      .call("clear", [](T& many) { many.clear(); })
      .result(sum_of_all<T>);
}

template <class T>
void add_map(const char* name) {
  claimed<T>(name)
      .call("insert", [](T& map, std::uint8_t key) { map.emplace(key, key); })
      .call("erase", [](T& map, std::uint8_t key) { map.erase(key); })
      .call("clear", [](T& map) { map.clear(); })
      .result(sum_of_all<T>);
}

// More than any library keeps in the object.
struct Much {
  std::size_t numbers[16] = {};
};

void add_sequences() {
  add_sequence<std::vector<int>>("vector");
  add_sequence<std::deque<int>>("deque");
  add_sequence<std::list<int>>("list");
  using List = std::forward_list<int>;
  claimed<List>("forward_list")
      .call("push_front", [](List& list, std::uint8_t number) { list.push_front(number); })
      .call("clear", [](List& list) { list.clear(); })
      .result(sum_of_all<List>);
  claimed<std::string>("string")
      .call("assign", [](std::string& text, std::string other) { text = std::move(other); })
      .call("push_back", [](std::string& text,
                            std::uint8_t letter) { text.push_back(static_cast<char>(letter)); })
      .result(sum_of_all<std::string>);
}

void add_associative() {
  add_map<std::map<int, int>>("map");
  add_map<std::unordered_map<int, int>>("unordered_map");
  using Set = std::set<int>;
  claimed<Set>("set")
      .call("insert", [](Set& set, std::uint8_t key) { set.insert(key); })
      .call("erase", [](Set& set, std::uint8_t key) { set.erase(key); })
      .result(sum_of_all<Set>);
}

void add_pointers() {
  using Unique = std::unique_ptr<int>;
  claimed<Unique>("unique_ptr")
      .call("make",
            [](Unique& pointer, std::uint8_t number) { pointer = std::make_unique<int>(number); })
      .call("reset", [](Unique& pointer) { pointer.reset(); })
      .result([](const Unique& pointer) { return pointer == nullptr ? -1 : *pointer; });

  using Shared = std::shared_ptr<int>;
  claimed<Shared>("shared_ptr")
      .call("make",
            [](Shared& pointer, std::uint8_t number) { pointer = std::make_shared<int>(number); })
      .call("adopt", [](Shared& pointer, std::uint8_t number) { pointer.reset(new int(number)); })
      .call("share_and_return",
            [](Shared& pointer) {
              const Shared share = std::exchange(pointer, nullptr);
              pointer = share;
            })
      .result([](const Shared& pointer) { return pointer == nullptr ? -1 : *pointer; });
}

void add_erased() {
  using Function = std::function<std::size_t()>;
  claimed<Function>("function")
      .call("little",
            [](Function& function, std::uint8_t number) {
              function = [number] { return std::size_t{number}; };
            })
      .call("much",
            [](Function& function, std::uint8_t number) {
              function = [much = Much{{number}}] { return much.numbers[0]; };
            })
      .call("text",
            [](Function& function, std::string text) {
              function = [text = std::move(text)] { return text.size(); };
            })
      .result([](const Function& function) { return function ? function() : 0; });

  using Any = std::any;
  claimed<Any>("any")
      .call("little", [](Any& any, std::uint8_t number) { any = int{number}; })
      .call("pointer", [](Any& any, std::uint8_t number) { any = std::make_shared<int>(number); })
      .call("much", [](Any& any, std::uint8_t number) { any = Much{{number}}; })
      .call("text", [](Any& any, std::string text) { any = std::move(text); })
      .result([](const Any& any) {
        Sum sum;
        if (const int* little = std::any_cast<int>(&any))
          sum.add(static_cast<std::size_t>(*little));
        if (const auto* pointer = std::any_cast<std::shared_ptr<int>>(&any)) {
          sum.add(static_cast<std::size_t>(**pointer));
        }
        if (const Much* much = std::any_cast<Much>(&any)) sum.add(much->numbers[0]);
        if (const std::string* text = std::any_cast<std::string>(&any)) sum.add(*text);
        return sum.value();
      });
}

void add_sums() {
  using Optional = std::optional<std::string>;
  claimed<Optional>("optional<string>")
      .call("emplace", [](Optional& text, std::string other) { text.emplace(std::move(other)); })
      .call("reset", [](Optional& text) { text.reset(); })
      .result([](const Optional& text) { return text.has_value() ? sum_of_all(*text) : 0; });

  using Number = std::optional<int>;
  claimed<Number>("optional<int>")
      .call("emplace", [](Number& number, std::uint8_t other) { number.emplace(other); })
      .call("reset", [](Number& number) { number.reset(); })
      .result([](const Number& number) { return number.value_or(-1); });

  using Variant = std::variant<std::string, int>;
  claimed<Variant>("variant<string, int>")
      .call("number", [](Variant& either, std::uint8_t number) { either = int{number}; })
      .call("text", [](Variant& either, std::string text) { either = std::move(text); })
      .result([](const Variant& either) {
        const std::string* const text = std::get_if<std::string>(&either);
        return text == nullptr ? static_cast<std::size_t>(std::get<int>(either))
                               : sum_of_all(*text);
      });
}

[[maybe_unused]] const bool all_added =
    (add_sequences(), add_associative(), add_pointers(), add_erased(), add_sums(), true);

}  // namespace
}  // namespace pinprick::check::relocation
