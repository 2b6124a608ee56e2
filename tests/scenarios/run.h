#pragma once

#include <string>
#include <string_view>

namespace lakemirror::scenarios {

/// What came of a scenario.
enum class Verdict {
  holds,
  unmet,   ///< something is not as it was expected to be
  broken,  ///< the file cannot be understood, or what it sets up fails: it says nothing
};

struct Outcome {
  Verdict verdict = Verdict::holds;
  std::string why = {};
};

/// Runs the text of a scenario.json.
Outcome run_text(std::string_view text);
Outcome run_file(const std::string& path);

}  // namespace lakemirror::scenarios
