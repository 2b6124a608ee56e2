#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sweep/plan.h"
#include "sweep/shelf.h"

namespace lakemirror::sweep {

struct Arguments {
  std::vector<std::string> kinds = {};  ///< files; each is a scenario.json
  std::size_t jobs = 1;
  Sample sample = {};
  bool coverage = false;  ///< the whole table is printed
  /// One blow alone, told step by step: what reproduce() says.
  std::optional<Blow> blow = {};
  bool calm = false;  ///< no blow at all, told step by step
  /// The journal is in a table of DynamoDB, and the blows fall on the requests to it.
  bool dynamodb = false;

  Shelf::Kind shelf() const { return dynamodb ? Shelf::Kind::table : Shelf::Kind::memory; }
  std::string reproduce(const std::string& program, const std::string& kind, const Blow& blow) const;
};

Result<Arguments> parse_arguments(int argc, char** argv);

constexpr const char* kUsage =
    R"(usage: sweep [--dynamodb] [--jobs N] [--stride N [--sparse]] [--seed S] [--coverage] KIND...
       sweep [--dynamodb] --calm KIND                     one history without any trouble, told
       sweep [--dynamodb] --blow PLACE:NTH:MISHAP:LENGTH KIND   one blow alone, told
With --dynamodb the journal is in a table, and what goes wrong are the requests to it.
KIND is a scenario.json of tests/sweep/kinds.
)";

}  // namespace lakemirror::sweep
