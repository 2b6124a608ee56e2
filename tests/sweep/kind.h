#pragma once

#include <string>

#include "local/knobs.h"
#include "mapping/mapping.h"
#include "pipeline/settings.h"
#include "workload/comparison.h"

namespace lakemirror::sweep {

/// One folder of kinds: a history that uses every operation of one kind of object. Its words are those of
/// tests/scenarios, but for expectations and single passes: the sweep itself knows what must hold.
struct Kind {
  std::string name = {};
  json::object knobs = {};
  workload::BucketPairs buckets = {};
  mapping::Mapping mapping;
  pipeline::Settings settings = {};
  json::array steps = {};

  /// The Error says what of the file could not be understood.
  static Result<Kind> read(const std::string& file);
};

}  // namespace lakemirror::sweep
