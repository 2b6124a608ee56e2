#include "lambda/figures.h"

#include <algorithm>
#include <cctype>

namespace lakemirror::lambda {

void Figures::add_lateness(std::string_view feed, Milliseconds lateness) {
  std::string name(feed);
  if (!name.empty()) name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  auto& figure = figures_[name + "LatenessSeconds"];
  figure.unit = "Seconds";
  // A clock that runs ahead at the source is no negative lateness.
  figure.values.push_back(std::chrono::duration<double>(std::max(lateness, Milliseconds(0))).count());
}

}  // namespace lakemirror::lambda
