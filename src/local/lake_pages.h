#pragma once

#include "local/call.h"
#include "local/page_token.h"

namespace lakemirror::local {

/// Answers a listing from a shelf, MaxResults a page: {"<member>": [...], "NextToken": ...}. `describe` makes
/// an element of a name and a value, or null for what is left out.
template <class T, class Describe>
Answer list_pages(Call& call, const Shelf<T>& shelf, std::string_view member, Describe&& describe) {
  std::string after;
  if (const auto token = call.text("NextToken"); !token.empty()) {
    LM_TRY(const json::object position, read_token(token, call.now));
    after = text_or(position, "last");
  }
  const std::size_t limit = call.page_limit(100);
  json::array elements;
  bool more = false;
  shelf.scan(after, call.view, [&](const std::string& name, const T& value) {
    json::value element = describe(name, value);
    if (element.is_null()) return true;
    if (elements.size() == limit) return !(more = true);
    elements.push_back(std::move(element));
    after = name;
    return true;
  });
  json::object out;
  out[member] = std::move(elements);
  if (more) out["NextToken"] = make_token({{"last", after}}, call.now);
  return json::serialize(out);
}

}  // namespace lakemirror::local
