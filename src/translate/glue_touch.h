#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"
#include "translate/record.h"

namespace lakemirror::translate {

/// How one Glue event name is read.
struct GlueEvent {
  std::string_view name;
  /// What of the request names the keys; absent when the request does not say enough.
  std::optional<std::vector<model::Scope>> (*scopes)(const json::object& request);
  /// How far a record reaches when only its `resources` are left: the key named there, or everything below it
  /// too.
  bool subtree_of_resource;
};

/// nullptr when the event name is none that is replicated.
const GlueEvent* find_glue_event(std::string_view event_name);

std::span<const GlueEvent> glue_events();

/// Why a Glue event that touches nothing is ignored.
std::string reason_to_ignore_glue(std::string_view event_name);

}  // namespace lakemirror::translate
