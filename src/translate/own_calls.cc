#include "translate/own_calls.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::translate {

namespace {

/// Of a session the role behind it, which does not change from one session to the next.
std::string principal_of(const Record& record) {
  const auto* identity = record.identity();
  if (identity == nullptr) return {};
  const auto* session = object_in(*identity, "sessionContext");
  const auto* issuer = session == nullptr ? nullptr : object_in(*session, "sessionIssuer");
  return name_at(issuer != nullptr ? *issuer : *identity, "arn").value_or("");
}

bool is_sent_by(std::string_view agent, const OwnCalls& own) {
  if (own.product.empty() || own.copies_from_target.empty() || !agent.starts_with(own.product)) return false;
  const auto words = split(agent, ' ');
  return std::ranges::find(words, own.copies_from_target) != words.end();
}

}  // namespace

std::optional<std::string> reason_of_own_call(const Record& record, const OwnCalls& own) {
  if (!own.is_replicator || !is_sent_by(record.shown("userAgent"), own)) return std::nullopt;
  const std::string principal = principal_of(record);
  if (principal.empty() || !own.is_replicator(principal)) return std::nullopt;
  return "lakemirror copied it here from the target, as " + principal;
}

}  // namespace lakemirror::translate
