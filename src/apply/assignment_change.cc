#include "apply/assignment_change.h"

#include <set>

#include "apply/assignment_plan.h"
#include "apply/governance_call.h"
#include "apply/item_errors.h"
#include "aws/denied_or_missing.h"
#include "base/text.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::KeyKind;
using model::ResultKind;

namespace {

constexpr auto lake_formation = api::Service::lakeformation;

ResultKind success_of(ChangeKind kind) {
  if (kind == ChangeKind::create) return ResultKind::created;
  return kind == ChangeKind::remove ? ResultKind::deleted : ResultKind::updated;
}

class Assigner {
 public:
  Assigner(aws::Client& target, const Change& change)
      : target_(target), change_(change), object_(change.key.parent()) {}

  ChangeResult apply() {
    const bool removal = change_.kind == ChangeKind::remove;
    const auto answer = target_.call(lake_formation, "GetResourceLFTags",
                                     {{"Resource", resource({})}, {"ShowAssignedLFTags", true}});
    if (!answer) return unreadable(answer.error());
    const auto held = read_answer(*answer, object_.kind() == KeyKind::table);
    const auto wanted = removal ? AssignedTags() : read_body(change_.body);
    // A difference was found, and now there is none: one of the two readings is of the past.
    if (held == wanted) return {.kind = ResultKind::unchanged, .look_again = true};
    const auto calls = plan_assignment(held, wanted);
    for (const AssignmentCall& call : calls) send(call);
    if (!first_error_) return {.kind = any_done_ ? success_of(change_.kind) : ResultKind::unchanged};
    ChangeResult failed = failed_change(*first_error_, change_);
    failed.look_again = any_done_;
    return failed;
  }

 private:
  ChangeResult unreadable(const Error& error) {
    Error told = aws::denied_or_missing(target_, error, object_.database_name(), object_.table_name());
    // With a table or database that is gone its LF-tags are.
    if (change_.kind == ChangeKind::remove && told.kind == ErrorKind::missing)
      return {.kind = ResultKind::unchanged};
    return failed_change(std::move(told), change_);
  }

  json::object resource(const std::vector<std::string>& columns) const {
    if (object_.kind() == KeyKind::database) return {{"Database", {{"Name", object_.database_name()}}}};
    json::object table{{"DatabaseName", object_.database_name()}, {"Name", object_.table_name()}};
    if (columns.empty()) return {{"Table", std::move(table)}};
    table["ColumnNames"] = json::array(columns.begin(), columns.end());
    return {{"TableWithColumns", std::move(table)}};
  }

  void send(const AssignmentCall& call) {
    const char* operation = call.adds ? "AddLFTagsToResource" : "RemoveLFTagsFromResource";
    const json::object input{{"Resource", resource(call.columns)}, {"LFTags", to_json(call.tags)}};
    const auto answer = target_.call(lake_formation, operation, input);
    if (!answer) {
      const auto failed = failed_change(answer.error(), change_);
      any_done_ = any_done_ || may_be_done(failed);
      if (!first_error_) first_error_ = answer.error();
      return;
    }
    std::set<std::string> asked;
    for (const auto& [key, value] : call.tags) asked.insert(fold(key));
    const ItemErrors errors(
        *answer, std::string("lakeformation:") + operation, asked,
        [](const json::object& item) -> std::optional<std::string> {
          const json::object* tag = object_at(item, "LFTag");
          return tag == nullptr ? std::nullopt : std::optional(fold(text_or(*tag, "TagKey")));
        },
        ItemErrors::lake_formation);
    for (const std::string& key : asked) judge(key, errors.of(key), call.adds);
  }

  void judge(const std::string& key, const Error* error, bool adds) {
    if (error == nullptr) {
      any_done_ = true;
    } else if (!adds && error->kind == ErrorKind::missing) {
      any_done_ = true;  // gone since it was read: with the tag itself, or by another hand
    } else if (!first_error_) {
      first_error_ = *error;
      first_error_->message = "LF-tag " + key + ": " + error->message;
    }
  }

  aws::Client& target_;
  const Change& change_;
  Key object_;
  bool any_done_ = false;  ///< or may be
  std::optional<Error> first_error_ = {};
};

}  // namespace

ChangeResult apply_assignment(aws::Client& target, const Change& change) {
  return Assigner(target, change).apply();
}

}  // namespace lakemirror::apply
