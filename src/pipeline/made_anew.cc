#include "pipeline/made_anew.h"

namespace lakemirror::pipeline {

bool MadeAnew::is(const model::Key& key, const model::ObjectState& source,
                  const model::ObjectState& target) const {
  if (!source.is_present() || !target.is_present() || !source.create_time || !target.create_time)
    return false;
  if (*source.create_time <= *target.create_time) return false;
  const std::lock_guard lock(mutex_);
  const auto found = looked_at_.find(key);
  return found == looked_at_.end() || found->second != *source.create_time;
}

void MadeAnew::looked_at(const model::Key& key, double source_create_time) {
  const std::lock_guard lock(mutex_);
  if (looked_at_.size() >= max_keys) looked_at_.clear();
  looked_at_.insert_or_assign(key, source_create_time);
}

}  // namespace lakemirror::pipeline
