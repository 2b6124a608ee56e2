#include "translate/reasons.h"

#include <algorithm>
#include <array>

#include "translate/readable.h"

namespace lakemirror::translate {

namespace {

/// How the codes begin that say the service gave up in the middle. With and without "Exception" both are
/// seen.
constexpr std::array<std::string_view, 7> gave_up = {
    "OperationTimeout", "RequestTimeout",     "InternalService", "InternalServer",
    "InternalFailure",  "ServiceUnavailable", "InternalError"};

constexpr std::array<std::string_view, 6> read_prefixes = {"Get",    "BatchGet", "List",
                                                           "Search", "Query",    "Describe"};

bool begins_with_any(std::string_view text, const auto& beginnings) {
  return std::ranges::any_of(beginnings, [&](const auto beginning) { return text.starts_with(beginning); });
}

}  // namespace

bool is_read(std::string_view event_name) { return begins_with_any(event_name, read_prefixes); }

std::string reason_to_ignore_name(std::string_view event_name) {
  if (is_read(event_name)) return std::string(changes_nothing);
  return std::string(event_name) + " is not replicated by this version";
}

// A failed call changed nothing, unless the service gave up in the middle: then it may have taken effect. So
// may one whose code was damaged.
std::optional<std::string> reason_of_failure(const Record& record) {
  const auto code = record.text("errorCode");
  if (!can_be_error_code(code) || begins_with_any(code, gave_up)) return std::nullopt;
  return "the call failed at the source: " + std::string(code);
}

std::string_view followed_account(const Record& record, const TouchContext& context) {
  return context.source_account.empty() ? record.shown("recipientAccountId")
                                        : std::string_view(context.source_account);
}

bool is_followed(std::string_view catalog_id, std::string_view account, Nested nested) {
  if (catalog_id.empty() || account.empty() || catalog_id == account) return true;
  // A nested catalog's id is 111122223333:s3tablescatalog/bucket (seen).
  return nested == Nested::yes && catalog_id.starts_with(account) && catalog_id[account.size()] == ':';
}

std::string reason_of_catalog(std::string_view catalog_id) {
  return "catalog " + std::string(catalog_id) + " is not the one that is followed";
}

std::optional<Error> unreadable_place(const Record& record) {
  const auto wrong = [](std::string_view member, std::string_view text) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "its " + std::string(member) + " cannot be one: '" +
                            std::string(text.substr(0, 80)) + "'"};
  };
  const auto account = record.shown("recipientAccountId"), region = record.shown("awsRegion");
  const auto catalog = record.catalog_id();
  if (!account.empty() && !can_be_account(account)) return wrong("recipientAccountId", account);
  if (!region.empty() && !can_be_region(region)) return wrong("awsRegion", region);
  if (!catalog.empty() && !can_be_catalog(catalog)) return wrong("catalogId", catalog);
  return std::nullopt;
}

std::optional<std::string> reason_of_other_catalog(const Record& record, const TouchContext& context,
                                                   Nested nested) {
  const auto catalog = record.catalog_id();
  const auto account = followed_account(record, context);
  if (!is_followed(catalog, account, nested)) return reason_of_catalog(catalog);
  // A trail of a whole organisation holds the records of its other accounts too. One that names no catalog is
  // about its own account's (documented).
  const auto recipient = record.shown("recipientAccountId");
  if (catalog.empty() && !recipient.empty() && recipient != account) {
    return "account " + std::string(recipient) + " is not the one that is followed";
  }
  const auto region = record.shown("awsRegion");
  if (!region.empty() && !context.source_region.empty() && region != context.source_region) {
    return "Region " + std::string(region) + " is not the one that is followed";
  }
  return std::nullopt;
}

}  // namespace lakemirror::translate
