#pragma once

#include <span>
#include <string>
#include <string_view>

#include "translate/reasons.h"
#include "translate/record.h"
#include "translate/touch.h"

namespace lakemirror::translate {

/// A call of Lake Formation that came about, or may have, in the catalog that is followed.
struct LakeCall {
  const Record& record;
  std::string_view name;     ///< of the event
  std::string_view account;  ///< whose catalog is followed; empty when nobody says it
};

/// How one Lake Formation event name is read.
struct LakeEvent {
  std::string_view name;
  Touch (*touch)(const LakeCall& call);
  /// Grants in nested catalogs are listed with the others; nothing else there is followed.
  Nested nested = Nested::no;
};

std::span<const LakeEvent> lake_events();
/// nullptr when the event name is none that is replicated.
const LakeEvent* find_lake_event(std::string_view event_name);
/// Why a Lake Formation event that touches nothing is ignored.
std::string reason_to_ignore_lake(std::string_view event_name);

/// The families, each in a file of its own.
Touch touch_grants(const LakeCall& call);
Touch touch_assignment(const LakeCall& call);
Touch touch_filter(const LakeCall& call);
Touch touch_location(const LakeCall& call);
Touch touch_settings(const LakeCall& call);
Touch touch_tag(const LakeCall& call);
Touch touch_expression(const LakeCall& call);

}  // namespace lakemirror::translate
