#include "mapping/mapping.h"

#include "mapping/rewriter.h"

namespace lakemirror::mapping {

json::object Mapping::database(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.location(input.if_contains("LocationUri"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.default_permissions(input.if_contains("CreateTableDefaultPermissions"));
  rewriter.link_target(input.if_contains("TargetDatabase"));
  return input;
}

json::object Mapping::table(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.link_target(input.if_contains("TargetTable"));
  rewriter.view_definition(input.if_contains("ViewDefinition"));
  return input;
}

json::object Mapping::partition(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  return input;
}

}  // namespace lakemirror::mapping
