#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <string_view>

#include "scenarios/run.h"

using lakemirror::scenarios::Verdict;

/// scenarios FILE...: runs each; exit 0 when all hold, 1 when an expectation is not met, 2 when a file says
/// nothing. scenarios --unmet FILE...: exit 0 when each has an expectation that is not met.
int main(int argc, char** argv) {
  std::span<char*> files(argv + 1, static_cast<std::size_t>(argc - 1));
  const bool wants_unmet = !files.empty() && files.front() == std::string_view("--unmet");
  if (wants_unmet) files = files.subspan(1);
  bool any_broken = files.empty(), any_other = false;
  for (const auto* file : files) {
    const auto outcome = lakemirror::scenarios::run_file(file);
    const auto* word = outcome.verdict == Verdict::holds   ? "passed"
                       : outcome.verdict == Verdict::unmet ? "FAILED"
                                                           : "BROKEN";
    fmt::print("{} {}{}{}\n", word, file, outcome.why.empty() ? "" : "\n  ", outcome.why);
    any_broken |= outcome.verdict == Verdict::broken;
    any_other |= outcome.verdict != (wants_unmet ? Verdict::unmet : Verdict::holds);
  }
  return any_broken ? 2 : any_other ? 1 : 0;
}
