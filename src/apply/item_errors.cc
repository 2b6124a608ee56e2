#include "apply/item_errors.h"

#include "aws/error.h"

namespace lakemirror::apply {

ItemErrors::ItemErrors(const json::object& answer, const std::string& operation,
                       const std::set<std::string>& asked, const NameOf& name_of, Members members) {
  const auto* list = answer.if_contains(members.list);
  if (list == nullptr || list->is_null()) return;
  const auto add = [&](const json::value& element) {
    if (!element.is_object()) return false;
    const auto& item = element.get_object();
    const auto name = name_of(item);
    const auto* detail = object_at(item, members.detail);
    if (!name || detail == nullptr || !asked.contains(*name)) return false;
    by_name_.emplace(*name, aws::make_error(operation, 200, text_or(*detail, "ErrorCode"),
                                            text_or(*detail, "ErrorMessage"), {}));
    return true;
  };
  bool all_matched = list->is_array();
  if (all_matched) {
    for (const auto& element : list->get_array()) all_matched = add(element) && all_matched;
  }
  if (all_matched) return;
  unmatched_ = Error{.kind = ErrorKind::retry,
                     .operation = operation,
                     .message = "the answer named errors that could not be matched to what was asked for"};
}

const Error* ItemErrors::of(const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return &found->second;
  return unmatched_ ? &*unmatched_ : nullptr;
}

}  // namespace lakemirror::apply
