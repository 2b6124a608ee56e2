#pragma once

#include <map>
#include <mutex>

#include "model/snapshot.h"

namespace lakemirror::pipeline {

/// Tells which objects the source removed and made again since they were copied: their source is younger than
/// the copy. What lay below the old one went without a record, so all of it has to be looked at, but once: a
/// copy that was changed in place stays the older one for ever. Remembers what was looked at as long as the
/// process lives. Safe for concurrent use.
class MadeAnew {
 public:
  bool is(const model::Key& key, const model::ObjectState& source, const model::ObjectState& target) const;
  /// All that lies below the key, as the source's object of that time has it, has been looked at.
  void looked_at(const model::Key& key, double source_create_time);

  static constexpr std::size_t max_keys =
      50'000;  ///< beyond it is forgotten: looking once more is only slower

 private:
  mutable std::mutex mutex_;
  std::map<model::Key, double> looked_at_;
};

}  // namespace lakemirror::pipeline
