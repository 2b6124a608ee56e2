#include "apply/tag_change.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "apply/governance_call.h"
#include "base/text.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::ResultKind;

namespace {

constexpr std::size_t values_per_call = 50;  // API model

std::vector<std::string> values_of(const json::object& tag) {
  std::vector<std::string> out;
  const json::array* list = array_at(tag, "TagValues");
  if (list == nullptr) return out;
  for (const json::value& value : *list) {
    if (const json::string* text = value.if_string()) out.emplace_back(*text);
  }
  return out;
}

std::set<std::string> as_set(const std::vector<std::string>& values) {
  return {values.begin(), values.end()};
}

/// Of `values` those that `others` have in no case.
std::vector<std::string> without(const std::vector<std::string>& values,
                                 const std::vector<std::string>& others) {
  std::set<std::string> known;
  for (const auto& other : others) known.insert(fold(other));
  std::vector<std::string> out;
  for (const auto& value : values) {
    if (!known.contains(fold(value))) out.push_back(value);
  }
  return out;
}

class Tag {
 public:
  Tag(aws::Client& target, const Change& change)
      : target_(target), change_(change), wanted_(values_of(change.body)) {}

  ChangeResult put() {
    if (change_.kind != ChangeKind::create) return update(true);
    auto created = create();
    if (!may_exist(created) || created.look_again) return created;
    auto updated = after(created, update(false));
    // The look did not find it: then what was said of the input is what counts.
    return failed_as(updated, ErrorKind::missing) ? created : updated;
  }

  ChangeResult remove() {
    auto removed = call("DeleteLFTag", {{"TagKey", key()}}, ResultKind::deleted);
    if (!failed_as(removed, ErrorKind::missing)) return removed;
    const auto spelled = held_key();
    if (!spelled) return failed_change(spelled.error(), change_);
    if (spelled->empty()) return {.kind = ResultKind::unchanged};
    return call("DeleteLFTag", {{"TagKey", *spelled}}, ResultKind::deleted);
  }

 private:
  /// Its case counts where AWS keeps it; a removal has only the folded key.
  std::string key() const {
    const std::string_view named = text_or(change_.body, "TagKey");
    return named.empty() ? change_.key.name() : std::string(named);
  }

  /// The key as the target spells it, which matters where AWS keeps its case; empty when there is none.
  Result<std::string> held_key() {
    std::string found;
    const auto look = [&](json::object& page) -> Result<bool> {
      const json::array* tags = array_at(page, "LFTags");
      if (tags == nullptr) return true;
      for (const json::value& tag : *tags) {
        const json::object* object = tag.if_object();
        if (object != nullptr && fold(text_or(*object, "TagKey")) == change_.key.name())
          found = text_or(*object, "TagKey");
      }
      return found.empty();
    };
    LM_CHECK(aws::for_each_page(target_, api::Service::lakeformation, "ListLFTags", {{"MaxResults", 1'000}},
                                look));
    return found;
  }

  ChangeResult call(std::string_view operation, const json::object& input, ResultKind on_success) {
    return call_lake_formation(target_, operation, input, change_, on_success);
  }

  ChangeResult create() {
    const std::size_t at_once = std::min(wanted_.size(), values_per_call);
    const json::array first(wanted_.begin(), wanted_.begin() + static_cast<std::ptrdiff_t>(at_once));
    auto created = call("CreateLFTag", {{"TagKey", key()}, {"TagValues", first}}, ResultKind::created);
    if (created.kind == ResultKind::failed) return created;
    return send("TagValuesToAdd", {wanted_.begin() + static_cast<std::ptrdiff_t>(at_once), wanted_.end()},
                std::move(created));
  }

  /// Calls UpdateLFTag until all values went out, or one call fails: then only a part is done.
  ChangeResult send(std::string_view member, const std::vector<std::string>& values, ChangeResult so_far) {
    for (std::size_t first = 0; first < values.size(); first += values_per_call) {
      const std::size_t last = std::min(first + values_per_call, values.size());
      json::object input{{"TagKey", key()}};
      input[member] = json::array(values.begin() + static_cast<std::ptrdiff_t>(first),
                                  values.begin() + static_cast<std::ptrdiff_t>(last));
      auto sent = call("UpdateLFTag", input, ResultKind::updated);
      if (sent.kind == ResultKind::failed) {
        sent.look_again = so_far.kind != ResultKind::unchanged || first != 0;
        return sent;
      }
      if (so_far.kind == ResultKind::unchanged) so_far.kind = ResultKind::updated;
    }
    return so_far;
  }

  /// A tag has values: an answer without them is none, and says nothing of what is to go.
  Result<json::object> held_tag() {
    LM_TRY(auto held, target_.call(api::Service::lakeformation, "GetLFTag", {{"TagKey", key()}}));
    if (array_at(held, "TagValues") != nullptr) return held;
    return fail({.kind = ErrorKind::retry,
                 .operation = "lakeformation:GetLFTag",
                 .message = "the answer has no TagValues"});
  }

  ChangeResult update(bool may_create) {
    const auto held = held_tag();
    if (!held && held.error().kind == ErrorKind::missing && may_create) {
      auto created = create();
      created.made_anew = created.kind == ResultKind::created;
      return created;
    }
    if (!held) return failed_change(held.error(), change_);
    // A difference was found, and now there is none: one of the two readings is of the past.
    if (as_set(values_of(*held)) == as_set(wanted_))
      return {.kind = ResultKind::unchanged, .look_again = true};
    // First what comes, so that resources can be moved to it, and so that a tag is never without a value.
    auto result = send("TagValuesToAdd", without(wanted_, values_of(*held)), {.kind = ResultKind::unchanged});
    if (result.kind == ResultKind::failed) return result;
    return send("TagValuesToDelete", without(values_of(*held), wanted_), std::move(result));
  }

  aws::Client& target_;
  const Change& change_;
  std::vector<std::string> wanted_;
};

}  // namespace

ChangeResult apply_tag(aws::Client& target, const Change& change) {
  Tag tag(target, change);
  return change.kind == ChangeKind::remove ? tag.remove() : tag.put();
}

}  // namespace lakemirror::apply
