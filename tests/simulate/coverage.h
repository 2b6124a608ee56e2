#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/fault.h"
#include "simulate/order.h"

namespace lakemirror::simulate {

/// How often the events of each name met each fault while they came in each order. Counted are changes that
/// succeeded at the source; a change that met several faults, or came in several orders, counts in each of
/// their cells. fault.h and order.h say what they are, kinship.h which events concern the same object.
///
/// What cannot happen by nature is no cell:
/// - DeleteTableVersion and BatchDeleteTableVersion are journalled and ignored, since each Region keeps
///   versions by itself. No call is made for them that could be throttled, fail or be stale.
class Coverage {
 public:
  explicit Coverage(const std::vector<std::string>& event_names);

  void add(std::string_view event_name, Faults faults, Orders orders);
  void add(const Coverage& other);

  static bool is_cell(std::string_view event_name, Fault fault);
  /// "UpdateTable, stale, after a newer one" for each cell that counts nothing.
  std::vector<std::string> empty_cells() const;
  /// For people: a row an event name, a column a fault, in each cell the counts by order.
  std::string text() const;

 private:
  using Cell = std::array<std::size_t, kOrderNames.size()>;
  using Row = std::array<Cell, kFaultNames.size()>;

  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace lakemirror::simulate
