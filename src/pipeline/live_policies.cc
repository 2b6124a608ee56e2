#include "pipeline/live_policies.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::pipeline {

using permissions::Resource;
using permissions::ResourceKind;
using permissions::TagExpression;
using permissions::TagPair;

namespace {

using Tags = std::map<std::string, std::set<std::string>>;  ///< folded, as AWS compares them

bool is_by_tags(const Resource& resource) {
  const bool is_policy =
      resource.kind() == ResourceKind::databases_by_tags || resource.kind() == ResourceKind::tables_by_tags;
  return is_policy && resource.catalog_id().empty() && !resource.expression().pairs().empty();
}

Result<Tags> tags_of(read::GovernanceReader& reader) {
  Tags tags;
  LM_CHECK(reader.list_tags([&](const model::Snapshot& page) -> Result<bool> {
    for (const auto& [key, state] : page.states) {
      auto& values = tags[fold(key.name())];
      const auto* listed = array_at(state.body, "TagValues");
      if (listed == nullptr) continue;
      for (const auto& value : *listed) {
        if (value.is_string()) values.insert(fold(std::string_view(value.get_string())));
      }
    }
    return true;
  }));
  return tags;
}

/// Absent where a tag has none of its values left.
std::optional<TagExpression> living(const TagExpression& expression, const Tags& tags) {
  std::vector<TagPair> pairs;
  for (TagPair pair : expression.pairs()) {
    const auto tag = tags.find(fold(pair.key));
    if (tag == tags.end()) return std::nullopt;
    std::erase_if(pair.values,
                  [&](const auto& value) { return value != "*" && !tag->second.contains(fold(value)); });
    if (pair.values.empty()) return std::nullopt;
    pairs.push_back(std::move(pair));
  }
  return TagExpression(std::move(pairs));
}

}  // namespace

Result<void> leave_out_dead_values(read::GovernanceReader& source_reader, GrantBook::Holders& source,
                                   const GrantBook::Holders& target) {
  std::vector<GrantBook::Holder> lacking;
  for (const auto& [holder, held] : source) {
    if (is_by_tags(holder.subject) && !target.contains(holder)) lacking.push_back(holder);
  }
  if (lacking.empty()) return {};
  LM_TRY(const Tags tags, tags_of(source_reader));
  for (const auto& holder : lacking) {
    const auto left = living(holder.subject.expression(), tags);
    if (left && *left == holder.subject.expression()) continue;
    const auto node = source.extract(holder);
    if (!left) continue;
    const bool of_tables = holder.subject.kind() == ResourceKind::tables_by_tags;
    const auto subject = of_tables ? Resource::tables_by_tags(*left) : Resource::databases_by_tags(*left);
    auto& held = source[{holder.principal, subject}];
    for (const auto& [key, words] : node.mapped().rows())
      held.add({.resource = subject, .condition = key.condition}, words);
  }
  return {};
}

}  // namespace lakemirror::pipeline
