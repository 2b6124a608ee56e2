#include "config/interpolation.h"

#include <algorithm>

#include "base/text.h"
#include "config/complaint.h"
#include "config/excerpt.h"

namespace lakemirror::config {

namespace {

constexpr int deepest = 10;  // configparser.MAX_INTERPOLATION_DEPTH
constexpr std::size_t longest_value =
    16 * 1024 * 1024;  // ten levels of ten references each would make ten billion

struct Interpolator {
  const RawLookup& lookup;
  std::string out = {};

  Result<void> append(std::string_view rest, int depth) {
    if (depth > deepest) {
      return fail(complaint("references go deeper than " + std::to_string(deepest) +
                            " levels; does a value refer to itself?"));
    }
    while (!rest.empty()) {
      if (out.size() > longest_value) return fail(complaint("the value grows beyond 16 MiB"));
      const std::size_t percent = std::min(rest.find('%'), rest.size());
      out += rest.substr(0, percent);
      rest.remove_prefix(percent);
      if (rest.empty()) break;
      if (rest.starts_with("%%")) {
        out += '%';
        rest.remove_prefix(2);
      } else {
        LM_TRY(const std::size_t used, reference(rest, depth));
        rest.remove_prefix(used);
      }
    }
    return {};
  }

  /// Appends what the reference at the beginning of `rest` stands for; gives the reference's own length.
  Result<std::size_t> reference(std::string_view rest, int depth) {
    if (!rest.starts_with("%(")) {
      return fail(complaint("'%' must be followed by '%' or '(', found " + excerpt(rest) +
                            "; write %% for a percent sign"));
    }
    const std::size_t close = rest.find(')');
    if (close == std::string_view::npos || close == 2 || rest.substr(close + 1, 1) != "s") {
      return fail(complaint("a reference is written %(key)s, found " + excerpt(rest)));
    }
    const std::string key = fold(rest.substr(2, close - 2));
    const std::string* value = lookup(key);
    if (value == nullptr)
      return fail(complaint("refers to " + excerpt(key) + ", which is in neither the section nor [DEFAULT]"));
    LM_CHECK(append(*value, value->find('%') == std::string::npos ? 1 : depth + 1));
    return close + 2;
  }
};

}  // namespace

Result<std::string> interpolate(std::string_view raw, const RawLookup& lookup) {
  Interpolator interpolator{.lookup = lookup};
  LM_CHECK(interpolator.append(raw, 1));
  return std::move(interpolator.out);
}

}  // namespace lakemirror::config
