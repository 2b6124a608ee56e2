#pragma once

#include <string_view>
#include <vector>

#include "base/log.h"
#include "model/change.h"
#include "pipeline/settle.h"

namespace lakemirror::pipeline {

/// One line of the log for each decision, in fields whose names are a contract (docs/operations.md).
struct DecisionLine {
  log::Level level;
  std::string_view message;
  std::vector<log::Field> fields;
};

/// What a change to the target came to.
DecisionLine line_of(const model::Change& change, const model::ChangeResult& result);
/// What became of an entry.
DecisionLine line_of(const EntryResult& entry, const model::Outcome& outcome);

/// Write these lines, and make them only where they are wanted: there are thousands a second.
void say_change(const model::Change& change, const model::ChangeResult& result);
void say_outcome(const EntryResult& entry, const model::Outcome& outcome);

}  // namespace lakemirror::pipeline
