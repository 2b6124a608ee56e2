#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace lakemirror::lambda {

/// What an invocation measured, for its document of metrics.
class Figures {
 public:
  struct Figure {
    std::string unit;
    std::vector<double> values;
  };

  void set(std::string_view name, double value, std::string_view unit = "Count") {
    figures_[std::string(name)] = {std::string(unit), {value}};
  }
  /// An event of that feed arrived so long after its time.
  void add_lateness(std::string_view feed, Milliseconds lateness);

  const std::map<std::string, Figure>& all() const { return figures_; }

 private:
  std::map<std::string, Figure> figures_;
};

}  // namespace lakemirror::lambda
