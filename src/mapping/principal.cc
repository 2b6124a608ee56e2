#include "mapping/principal.h"

#include <vector>

#include "base/text.h"

namespace lakemirror::mapping {

namespace {

bool maps_accounts(const MappingSettings& settings) {
  return !settings.source_account.empty() && !settings.target_account.empty();
}

bool maps_regions(const MappingSettings& settings) {
  return !settings.source_region.empty() && !settings.target_region.empty();
}

/// Fields of "arn:partition:service:region:account:resource", in which the resource may have colons too.
std::string map_arn(const MappingSettings& settings, std::string_view arn) {
  std::vector<std::string> fields = split(arn, ':');
  const bool of_source = fields.size() >= 6 && fields[4] == settings.source_account;
  if (!of_source || settings.source_account.empty()) return std::string(arn);
  if (maps_accounts(settings)) fields[4] = settings.target_account;
  if (maps_regions(settings) && fields[3] == settings.source_region && fields[2] != "quicksight")
    fields[3] = settings.target_region;
  return join(fields, ":");
}

}  // namespace

std::string map_principal(const MappingSettings& settings, std::string_view principal) {
  if (principal.starts_with("arn:")) return map_arn(settings, principal);
  constexpr std::string_view everybody_of_account = ":IAMPrincipals";
  const bool group = principal.ends_with(everybody_of_account);
  const std::string_view account =
      group ? principal.substr(0, principal.size() - everybody_of_account.size()) : principal;
  if (!maps_accounts(settings) || account != settings.source_account) return std::string(principal);
  return settings.target_account + std::string(group ? everybody_of_account : std::string_view());
}

std::string map_catalog_id(const MappingSettings& settings, std::string_view id) {
  const std::string_view account = id.substr(0, id.find(':'));
  if (!maps_accounts(settings) || account != settings.source_account) return std::string(id);
  return settings.target_account + std::string(id.substr(account.size()));
}

}  // namespace lakemirror::mapping
