#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "sweep/storm.h"

namespace lakemirror::sweep {

/// How often each mishap fell on each operation, kind by kind.
class Tally {
 public:
  /// Each operation that a kind uses has a cell for each mishap it can meet.
  void uses(const std::string& kind, const std::vector<Step>& steps);
  void add(const std::string& kind, const Step& victim, Mishap mishap);

  /// "tables, target glue:CreateTable, lost" for each cell that counts nothing.
  std::vector<std::string> empty_cells() const;
  std::size_t cells() const;
  /// For people: a row an operation, a column a mishap.
  std::string text() const;

 private:
  /// -1 where the mishap cannot be.
  using Row = std::array<int, kMishapNames.size()>;

  std::map<std::string, std::map<std::string, Row>> rows_;
};

}  // namespace lakemirror::sweep
