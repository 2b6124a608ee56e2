#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "translate/lake_record.h"

namespace lakemirror::translate {
namespace {

using model::Key;

const std::vector<LakeRecord>& whole_records() {
  static const std::string grant = R"("principal":{"dataLakePrincipalIdentifier":"p"},"resource":{"table":)"
                                   R"({"databaseName":"sales","name":"orders"}},"permissions":["SELECT"])";
  static const std::string assignment =
      R"({"resource":{"tableWithColumns":{"databaseName":"sales","name":"orders","columnNames":["id"]}},)"
      R"("lFTags":[{"tagKey":"level","tagValues":["public"]}]})";
  static const std::vector<LakeRecord> records = {
      {.name = "GrantPermissions", .request = "{" + grant + "}"},
      {.name = "BatchRevokePermissions",
       .request = R"({"entries":[{"id":"1",)" + grant + R"(},{"id":"2",)" + grant + "}]}",
       .response = R"({"failures":[{"requestEntry":{"id":"1"},"error":{"errorCode":"x"}}]})"},
      {.name = "AddLFTagsToResource",
       .request = assignment,
       .response = R"({"failures":[{"lFTag":{"tagKey":"owner"}}]})"},
      {.name = "UpdateLFTag", .request = R"({"tagKey":"level","tagValuesToDelete":["public"]})"},
      {.name = "UpdateDataCellsFilter",
       .request = R"({"tableData":{"databaseName":"sales","tableName":"orders","name":"EU"}})"},
      {.name = "CreateDataCellsFilter", .resources = resources_of({"table/sales/orders"})},
      {.name = "RegisterResource", .request = R"({"resourceArn":"arn:aws:s3:::lake"})"},
  };
  return records;
}

/// A value replaced, or a member gone or under another name, somewhere in the record.
void damage(json::value& value) {
  auto* object = value.if_object();
  auto* array = value.if_array();
  const std::size_t size = object != nullptr ? object->size() : array != nullptr ? array->size() : 0;
  if (size > 0 && *rc::gen::inRange(0, 5) > 0) {
    const auto at = *rc::gen::inRange<std::size_t>(0, size);
    if (array != nullptr) return damage(array->at(at));
    const std::string name = (object->begin() + static_cast<std::ptrdiff_t>(at))->key();
    if (*rc::gen::inRange(0, 4) > 0) return damage(object->at(name));
    const json::value moved = object->at(name);
    object->erase(name);
    if (*rc::gen::arbitrary<bool>()) object->emplace(*rc::gen::string<std::string>(), moved);
    return;
  }
  value = *rc::gen::element(json::value(nullptr), json::value(1), json::value(""), json::value(json::array()),
                            json::value(json::object()), json::value("HIDDEN_DUE_TO_SECURITY_REASONS"),
                            json::value(json::array{nullptr}), json::value("p"));
}

/// What holds of every answer, whatever the record.
void check(const Touch& touched) {
  RC_ASSERT(int(touched.touches()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value()) ==
            1);
  std::vector<Key> keys;
  for (const auto& scope : touched.scopes) {
    RC_ASSERT(Key::parse(scope.key.text()) == scope.key);
    keys.push_back(scope.key);
  }
  for (const auto& unnamed : touched.unnamed) RC_ASSERT(!unnamed.why.empty());
  for (const auto& recorded : touched.grants) {
    RC_ASSERT(std::ranges::find(keys, holder_of(recorded.request.grant)) != keys.end());
    RC_ASSERT(!recorded.is_proven || !recorded.request.grant.words.empty());
  }
}

RC_GTEST_PROP(DamagedRecord, OfLakeFormationIsReadOrIgnored, ()) {
  auto event = (*rc::gen::elementOf(whole_records())).event();
  auto record = *parse_json(event.record);
  for (int times = *rc::gen::inRange(1, 4); times > 0; --times) damage(record);
  event.record = json::serialize(record);
  check(touch(event, *rc::gen::element(lake_context, TouchContext{})));
}

RC_GTEST_PROP(DamagedRecord, WithAnyByteChangedIsReadOrIgnoredOrMalformed, ()) {
  static const std::vector<std::string> real = {
      recorded("real/lakeformation_GrantPermissions_InvalidInput.awsdocs.json"),
      recorded("real/lakeformation_GetDataAccess_redshift.awsbestpractices.json"),
      recorded("synthetic/lakeformation_add_lftags_to_resource.json"),
      recorded("synthetic/lakeformation_revoke_permissions.json")};
  auto text = *rc::gen::elementOf(real);
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  check(touch({.event_id = "e", .record = text}, {}));
}

// What is damaged may be found in more places, never in fewer: nothing that was touched goes unseen for the
// loss of a member's value alone.
RC_GTEST_PROP(DamagedRecord, WithARequestThatWasOmittedTouchesWhatTheWholeOneDid, ()) {
  auto record = *rc::gen::elementOf(whole_records());
  const auto whole = record.touched();
  record.request = omitted_request;
  const auto omitted = record.touched();
  for (const auto& scope : whole.scopes) {
    RC_ASSERT(std::ranges::any_of(omitted.unnamed, [&](const UnnamedKeys& keys) {
      return keys.kind == scope.key.kind() && keys.within.contains(scope.key);
    }));
  }
}

}  // namespace
}  // namespace lakemirror::translate
