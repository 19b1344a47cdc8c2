// Writes XML: elements that nest, indented, with everything escaped that comes from elsewhere.
//
//     XmlWriter xml;
//     xml.open("g", {{"class", "panel"}});
//     xml.text("text", {{"x", number(4.5)}}, "a < b");
//     xml.close();
//     std::string out = std::move(xml).take();
//
// The names of elements and attributes are the caller's own words and are written as they are.
// Text must be UTF-8 without control characters, which XML has no way to write.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pinprick::rivals {

// At most two places after the point, and no zeros at the end.
std::string number(double value);

std::string xml_escaped(absl::string_view text);

class XmlWriter {
 public:
  struct Attribute {
    absl::string_view name;
    std::string value;
  };
  using Attributes = std::initializer_list<Attribute>;

  void open(absl::string_view element, Attributes attributes);
  void close();
  void leaf(absl::string_view element, Attributes attributes);
  void text(absl::string_view element, Attributes attributes, absl::string_view content);

  // Every element must be closed.
  std::string take() &&;

 private:
  void start(absl::string_view element, Attributes attributes, absl::string_view end);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace pinprick::rivals
