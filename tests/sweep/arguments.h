#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sweep/plan.h"

namespace lakemirror::sweep {

struct Arguments {
  std::vector<std::string> kinds = {};  ///< files; each is a scenario.json
  std::size_t jobs = 1;
  Sample sample = {};
  bool coverage = false;  ///< the whole table is printed
  /// One blow alone, told step by step: what reproduce() says.
  std::optional<Blow> blow = {};
  bool calm = false;  ///< no blow at all, told step by step

  static std::string reproduce(const std::string& program, const std::string& kind, const Blow& blow);
};

Result<Arguments> parse_arguments(int argc, char** argv);

constexpr const char* kUsage =
    R"(usage: sweep [--jobs N] [--stride N [--sparse]] [--seed S] [--coverage] KIND...
       sweep --calm KIND                     one history without any trouble, told
       sweep --blow PLACE:NTH:MISHAP:LENGTH KIND   one blow alone, told
KIND is a scenario.json of tests/sweep/kinds.
)";

}  // namespace lakemirror::sweep
