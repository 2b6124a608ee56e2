#include "pipeline/backlog.h"

namespace lakemirror::pipeline {

using model::KeyKind;

void Backlog::add(const model::Entry& entry, Time now) {
  Item item;
  item.result = {.event_id = entry.event.event_id,
                 .event_time = entry.event.event_time,
                 .attempts = entry.attempts,
                 .was_replicated = entry.outcome == model::OutcomeKind::replicated};
  auto touched = translate::touch(entry.event, context_);
  item.result.ignored = std::move(touched.ignored);
  item.result.malformed = std::move(touched.malformed);
  add_scopes(entry, touched.scopes, now, item);
  items_.push_back(std::move(item));
}

void Backlog::add_scopes(const model::Entry& entry, const std::vector<model::Scope>& scopes, Time now,
                         Item& item) {
  const bool alive = entry.event.event_name.find("Delete") == std::string::npos;
  std::string left_alone;
  item.refs.reserve(scopes.size());
  for (const auto& scope : scopes) {
    if (item.result.keys.size() < max_keys_told) item.result.keys.push_back(scope.key.text());
    if (scope.key.kind() == KeyKind::catalog && whole_catalog_from_ > now) {
      item.waits_until = whole_catalog_from_;
      continue;
    }
    if (scope.key.kind() != KeyKind::catalog) {
      if (auto reason = filter_.reason_to_leave(scope.key.database_name())) {
        left_alone = std::move(*reason);
        continue;
      }
    }
    item.refs.push_back(tree_.add(scope, entry.event.event_time, alive));
  }
  if (scopes.size() > max_keys_told)
    item.result.keys.push_back("and " + std::to_string(scopes.size() - max_keys_told) + " more");
  if (item.refs.empty() && !item.waits_until && !left_alone.empty())
    item.result.ignored = std::move(left_alone);
}

}  // namespace lakemirror::pipeline
