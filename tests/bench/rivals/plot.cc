#include "tests/bench/rivals/plot.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/bench/rivals/xml.h"

namespace pinprick::rivals {
namespace {

// Lengths in pixels of the picture's natural size.
constexpr std::size_t kColumns = 4;
constexpr double kMargin = 20;
constexpr double kLabelWidth = 46;  // left of the first column
constexpr double kHeadHeight = 62;
constexpr double kLegendRow = 24;
constexpr double kPanelWidth = 236;
constexpr double kPanelHeight = 118;
constexpr double kGapX = 22;
constexpr double kGapY = 58;
constexpr double kFootHeight = 34;
constexpr double kWidthMin = 620;  // what the title takes
// Of a letter, in units of its size, on average.
constexpr double kGlyphWidth = 0.58;
constexpr double kBoldGlyphWidth = 0.68;

constexpr const char* kInk = "#222222";
constexpr const char* kGrey = "#666666";
constexpr const char* kGridLine = "#e4e4e4";
constexpr const char* kFrame = "#999999";

struct Style {
  const char* colour;
  const char* dashes;
};

// Of Okabe and Ito; without their yellow, which is lost on white.
constexpr const char* kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                    "#e69f00", "#56b4e9", "#000000"};
constexpr const char* kDashes[] = {"none", "7 3",  "2 2", "8 3 2 3",
                                   "4 2",  "10 2", "1 3", "6 2 1 2 1 2"};

// Both together repeat after 56 engines.
Style style_of(std::size_t engine) {
  return {kColours[engine % std::size(kColours)], kDashes[engine % std::size(kDashes)]};
}

double text_width(absl::string_view text, double size, double glyph = kGlyphWidth) {
  return glyph * size * static_cast<double>(text.size());
}

// The powers of ten between which everything lies.
struct Decades {
  int first = 0;
  int last = 1;

  // From 0 at the first to 1 at the last.
  double place_of(double time) const {
    const double decade = std::log10(std::max(time, 1.0));
    return (decade - first) / (last - first);
  }
};

Decades decades_of(const Comparison& comparison) {
  double smallest = std::numeric_limits<double>::infinity();
  double largest = 1;
  for (const auto& row : comparison.measured) {
    for (const std::optional<Measured>& measured : row) {
      if (!measured) continue;
      const Curve& curve = measured->curve;
      if (!curve.steps.empty()) smallest = std::min(smallest, curve.steps.front().time);
      if (!curve.marks.empty()) smallest = std::min(smallest, curve.marks.front().time);
      largest = std::max(largest, curve.last);
    }
  }
  smallest = std::clamp(smallest, 1.0, largest);
  Decades decades;
  decades.first = static_cast<int>(std::floor(std::log10(smallest)));
  decades.last = static_cast<int>(std::ceil(std::log10(largest)));
  decades.last = std::max(decades.last, decades.first + 1);
  return decades;
}

std::string decade_label(int decade) {
  constexpr const char* kUnits[] = {"", "k", "M", "G", "T"};
  const char* digits[] = {"1", "10", "100"};
  return absl::StrCat(digits[decade % 3], kUnits[decade / 3]);
}

class Picture {
 public:
  explicit Picture(const Comparison& comparison)
      : comparison_(comparison),
        engines_(comparison.experiment.engines),
        decades_(decades_of(comparison)) {
    const std::size_t bugs = comparison.experiment.bugs.size();
    columns_ = std::min(kColumns, bugs);
    rows_ = (bugs + columns_ - 1) / columns_;
    width_ = std::max(kWidthMin, 2 * kMargin + kLabelWidth +
                                     static_cast<double>(columns_) * (kPanelWidth + kGapX) - kGapX);
    lay_out_legend();
    height_ = panel_top(rows_) - kGapY + kFootHeight + 2 * kMargin;
  }

  std::string draw() && {
    xml_.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                      {"viewBox", absl::StrCat("0 0 ", number(width_), " ", number(height_))},
                      {"width", number(width_)},
                      {"height", number(height_)},
                      {"font-family", "sans-serif"},
                      {"fill", kInk},
                      {"role", "img"}});
    xml_.text("title", {}, kTitle);
    xml_.leaf("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", "#ffffff"}});
    draw_head();
    draw_legend();
    for (std::size_t bug = 0; bug < comparison_.experiment.bugs.size(); ++bug) draw_panel(bug);
    xml_.text("text",
              {{"x", number(panel_left(0) + grid_width() / 2)},
               {"y", number(height_ - kMargin)},
               {"font-size", "12"},
               {"text-anchor", "middle"}},
              "executions (programs run), logarithmic");
    xml_.close();
    return std::move(xml_).take();
  }

 private:
  static constexpr const char* kTitle = "How long each planted bug stays undetected";

  double panel_left(std::size_t column) const {
    return kMargin + kLabelWidth + static_cast<double>(column) * (kPanelWidth + kGapX);
  }
  double panel_top(std::size_t row) const {
    return kMargin + kHeadHeight + legend_height_ + 30 +
           static_cast<double>(row) * (kPanelHeight + kGapY);
  }
  double grid_width() const {
    return static_cast<double>(columns_) * (kPanelWidth + kGapX) - kGapX;
  }
  // A little air at both ends, so that neither a fall at 1 nor a tick at the end lies on the frame.
  double x_of(double time) const {
    constexpr double kAir = 0.03;
    return kPanelWidth * (kAir + (1 - 2 * kAir) * decades_.place_of(time));
  }
  static double y_of(double survival) {
    constexpr double kAir = 0.05;
    return kPanelHeight * (kAir + (1 - 2 * kAir) * (1 - survival));
  }

  void lay_out_legend() {
    double x = 0;
    legend_height_ = kLegendRow;
    for (const std::string& engine : engines_) {
      const double needed = 46 + text_width(engine, 13) + 24;
      if (x > 0 && x + needed > width_ - 2 * kMargin) {
        x = 0;
        legend_height_ += kLegendRow;
      }
      legend_places_.push_back({x, legend_height_ - kLegendRow});
      x += needed;
    }
  }

  void draw_head() {
    xml_.text("text",
              {{"x", number(kMargin)},
               {"y", number(kMargin + 16)},
               {"font-size", "18"},
               {"font-weight", "bold"}},
              kTitle);
    xml_.text(
        "text",
        {{"x", number(kMargin)}, {"y", number(kMargin + 38)}, {"font-size", "12"}, {"fill", kGrey}},
        "Probability that the bug is still undetected (Kaplan-Meier); lower is better. A tick: "
        "trials given up.");
  }

  void draw_legend() {
    xml_.open("g", {{"transform", absl::StrCat("translate(", number(kMargin), " ",
                                               number(kMargin + kHeadHeight), ")")},
                    {"font-size", "13"}});
    for (std::size_t engine = 0; engine < engines_.size(); ++engine) {
      const auto& [x, y] = legend_places_[engine];
      draw_line(engine, absl::StrCat("M", number(x), " ", number(y), "H", number(x + 38)));
      draw_tick(engine, x + 38, y);
      xml_.text("text", {{"x", number(x + 46)}, {"y", number(y + 4.5)}}, engines_[engine]);
    }
    xml_.close();
  }

  void draw_line(std::size_t engine, const std::string& path) {
    const Style style = style_of(engine);
    xml_.leaf("path", {{"d", path},
                       {"fill", "none"},
                       {"stroke", style.colour},
                       {"stroke-width", engine == 0 ? "3.6" : "1.6"},
                       {"stroke-dasharray", style.dashes}});
  }

  void draw_tick(std::size_t engine, double x, double y) {
    xml_.leaf("path", {{"d", absl::StrCat("M", number(x), " ", number(y - 4), "v8")},
                       {"stroke", style_of(engine).colour},
                       {"stroke-width", "1.6"}});
  }

  void draw_curve(std::size_t engine, const Curve& curve) {
    std::string path = absl::StrCat("M0 ", number(y_of(1)));
    std::string last;
    for (const Step& step : curve.steps) {
      std::string move =
          absl::StrCat("H", number(x_of(step.time)), "V", number(y_of(step.survival)));
      // Of very many steps those that nobody can tell apart are one.
      if (move == last) continue;
      path += move;
      last = std::move(move);
    }
    if (curve.steps.empty() || curve.steps.back().survival > 0) {
      absl::StrAppend(&path, "H", number(x_of(curve.last)));
    }
    draw_line(engine, path);
    for (const CensoringMark& mark : curve.marks) {
      draw_tick(engine, x_of(mark.time), y_of(mark.survival));
    }
  }

  void draw_axes(bool is_first_column) {
    xml_.leaf("rect", {{"width", number(kPanelWidth)},
                       {"height", number(kPanelHeight)},
                       {"fill", "none"},
                       {"stroke", kFrame}});
    // At most five labels have room.
    const int every = (decades_.last - decades_.first + 4) / 5;
    for (int decade = decades_.first; decade <= decades_.last; ++decade) {
      const double x = x_of(std::pow(10.0, decade));
      draw_grid_line(absl::StrCat("M", number(x), " 0V", number(kPanelHeight)));
      if ((decade - decades_.first) % every != 0) continue;
      xml_.text("text",
                {{"x", number(x)},
                 {"y", number(kPanelHeight + 14)},
                 {"font-size", "10"},
                 {"fill", kGrey},
                 {"text-anchor", "middle"}},
                decade_label(decade));
    }
    for (const double survival : {0.0, 0.5, 1.0}) {
      const double y = y_of(survival);
      draw_grid_line(absl::StrCat("M0 ", number(y), "H", number(kPanelWidth)));
      if (!is_first_column) continue;
      xml_.text("text",
                {{"x", "-6"},
                 {"y", number(y + 3.5)},
                 {"font-size", "10"},
                 {"fill", kGrey},
                 {"text-anchor", "end"}},
                number(survival));
    }
    if (!is_first_column) return;
    xml_.text(
        "text",
        {{"transform", absl::StrCat("translate(-30 ", number(kPanelHeight / 2), ") rotate(-90)")},
         {"font-size", "11"},
         {"text-anchor", "middle"}},
        "undetected");
  }

  void draw_grid_line(const std::string& path) {
    xml_.leaf("path", {{"d", path}, {"stroke", kGridLine}});
  }

  void draw_panel(std::size_t bug) {
    const std::string& name = comparison_.experiment.bugs[bug];
    const std::vector<std::optional<Measured>>& measured = comparison_.measured[bug];
    const std::size_t column = bug % columns_;
    xml_.open("g", {{"transform", absl::StrCat("translate(", number(panel_left(column)), " ",
                                               number(panel_top(bug / columns_)), ")")}});
    // A long name in smaller letters, but all of it.
    const double size =
        std::min(12.5, 12.5 * kPanelWidth / text_width(name, 12.5, kBoldGlyphWidth));
    xml_.text("text", {{"y", "-8"}, {"font-size", number(size)}, {"font-weight", "bold"}}, name);
    draw_axes(column == 0);
    std::string missing;
    for (std::size_t i = 0; i < engines_.size(); ++i) {
      if (measured[i]) {
        draw_curve(i, measured[i]->curve);
      } else {
        absl::StrAppend(&missing, missing.empty() ? "" : ", ", engines_[i]);
      }
    }
    if (!missing.empty()) {
      const std::string note = absl::StrCat("not measured: ", missing);
      const double note_size = std::min(10.0, 10 * kPanelWidth / text_width(note, 10));
      xml_.text(
          "text",
          {{"y", number(kPanelHeight + 28)}, {"font-size", number(note_size)}, {"fill", kGrey}},
          note);
    }
    xml_.close();
  }

  const Comparison& comparison_;
  const std::vector<std::string>& engines_;
  Decades decades_;
  std::size_t columns_ = 1;
  std::size_t rows_ = 1;
  double width_ = 0;
  double height_ = 0;
  double legend_height_ = 0;
  std::vector<std::pair<double, double>> legend_places_;
  XmlWriter xml_;
};

}  // namespace

std::string plot(const Comparison& comparison) { return Picture(comparison).draw(); }

}  // namespace pinprick::rivals
