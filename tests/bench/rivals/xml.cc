#include "tests/bench/rivals/xml.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "harness/base/check.h"

namespace pinprick::rivals {

std::string number(double value) {
  std::string text = absl::StrFormat("%.2f", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string xml_escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

void XmlWriter::start(absl::string_view element, Attributes attributes, absl::string_view end) {
  out_.append(2 * open_.size(), ' ');
  absl::StrAppend(&out_, "<", element);
  for (const Attribute& attribute : attributes) {
    absl::StrAppend(&out_, " ", attribute.name, "=\"", xml_escaped(attribute.value), "\"");
  }
  absl::StrAppend(&out_, end);
}

void XmlWriter::open(absl::string_view element, Attributes attributes) {
  start(element, attributes, ">\n");
  open_.emplace_back(element);
}

void XmlWriter::close() {
  PINPRICK_CHECK(!open_.empty());
  const std::string element = std::move(open_.back());
  open_.pop_back();
  out_.append(2 * open_.size(), ' ');
  absl::StrAppend(&out_, "</", element, ">\n");
}

void XmlWriter::leaf(absl::string_view element, Attributes attributes) {
  start(element, attributes, "/>\n");
}

void XmlWriter::text(absl::string_view element, Attributes attributes, absl::string_view content) {
  start(element, attributes, ">");
  absl::StrAppend(&out_, xml_escaped(content), "</", element, ">\n");
}

std::string XmlWriter::take() && {
  PINPRICK_CHECK(open_.empty());
  return std::move(out_);
}

}  // namespace pinprick::rivals
