#include "lambda/administrator_id.h"

#include <vector>

#include "base/text.h"

namespace lakemirror::lambda {

namespace {

constexpr std::string_view admin_word = "admin", read_only_word = "read-only";
constexpr std::string_view added_word = "added", found_word = "found";
constexpr std::string_view nothing_word = "-";

std::string_view word_of(const Administrator& who) { return who.is_read_only ? read_only_word : admin_word; }

}  // namespace

std::string AdministratorId::text() const {
  return join({std::string(word_of(who)), who.region, std::string(is_ours ? added_word : found_word),
               replaced.empty() ? std::string(nothing_word) : replaced, who.principal},
              "/");
}

std::optional<AdministratorId> AdministratorId::parse(std::string_view text) {
  auto parts = split(text, '/');
  if (parts.size() < 5) return std::nullopt;
  const bool is_read_only = parts[0] == read_only_word, is_ours = parts[2] == added_word;
  if (!is_read_only && parts[0] != admin_word) return std::nullopt;
  if (!is_ours && parts[2] != found_word) return std::nullopt;
  // The ARN of a role has a path of its own.
  const std::string principal = join({parts.begin() + 4, parts.end()}, "/");
  if (parts[1].empty() || principal.empty()) return std::nullopt;
  return AdministratorId{.who = {.region = parts[1], .principal = principal, .is_read_only = is_read_only},
                         .is_ours = is_ours,
                         .replaced = parts[3] == nothing_word ? std::string() : parts[3]};
}

std::string AdministratorId::fingerprint(const Administrator& who) {
  return sha256_hex(join({std::string(word_of(who)), who.region, who.principal}, "/")).substr(0, 16);
}

}  // namespace lakemirror::lambda
