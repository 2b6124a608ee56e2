#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "translate/record.h"
#include "translate/touch.h"

namespace lakemirror::translate {

constexpr std::string_view changes_nothing = "a read changes nothing";
/// Of a batch of which nothing came about.
constexpr std::string_view every_item_failed = "every item of the call failed at the source";

bool is_read(std::string_view event_name);
/// That it changes nothing, or that this version does not replicate it.
std::string reason_to_ignore_name(std::string_view event_name);

/// Why a failed call is ignored; absent when it succeeded, or may have.
std::optional<std::string> reason_of_failure(const Record& record);

/// The account whose catalog is followed; empty when neither the context nor the record says it.
std::string_view followed_account(const Record& record, const TouchContext& context);

/// Whether a catalog is the followed account's own one, or else one that is nested in it.
enum class Nested { no, yes };
bool is_followed(std::string_view catalog_id, std::string_view account, Nested nested = Nested::no);
std::string reason_of_catalog(std::string_view catalog_id);

/// What of account, Region and catalog the record shows and nothing could be: it was damaged, and which
/// catalog it is about cannot be told. Absent when there is nothing of the kind.
std::optional<Error> unreadable_place(const Record& record);

/// Absent when the record speaks of the followed account, catalog and Region.
std::optional<std::string> reason_of_other_catalog(const Record& record, const TouchContext& context,
                                                   Nested nested);

}  // namespace lakemirror::translate
