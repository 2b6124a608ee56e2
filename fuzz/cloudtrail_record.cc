#include <algorithm>

#include "promise.h"
#include "translate/touch.h"

using namespace lakemirror;

namespace {

bool reads_back(const model::Key& key) {
  const auto again = model::Key::parse(key.text());
  return again && *again == key;
}

/// Grants are named by their holders, and a request that would be made of one is read as the same.
void check_grants(const translate::Touch& touched) {
  for (const auto& [request, is_proven] : touched.grants) {
    const auto& grant = request.grant;
    const bool is_touched = std::ranges::any_of(
        touched.scopes, [&](const model::Scope& scope) { return scope.key == translate::holder_of(grant); });
    promise(is_touched, "the holder of a grant is touched");
    const auto again = permissions::read_grant(permissions::to_json(grant, {}), {});
    promise(again && again->principal == grant.principal && again->resource == grant.resource &&
                again->words == grant.words && again->condition == grant.condition,
            "a recorded grant can be asked for again");
  }
}

/// Whose catalog is followed decides which subjects are its own, but no other key.
bool same_keys(const std::vector<model::Scope>& a, const std::vector<model::Scope>& b) {
  const auto is_grants = [](const model::Scope& scope) { return scope.key.kind() == model::KeyKind::grants; };
  return a == b || (std::ranges::all_of(a, is_grants) && std::ranges::all_of(b, is_grants));
}

}  // namespace

/// Whatever CloudTrail delivers is read, ignored or malformed, exactly one of them, and what is read names
/// keys that the journal can keep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Event event{.event_id = "e", .record = std::string(reinterpret_cast<const char*>(data), size)};
  const auto touched = translate::touch(event, {});
  const int answers =
      int(touched.touches()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value());
  promise(answers == 1, "a record is read, ignored or malformed");
  for (const auto& scope : touched.scopes)
    promise(reads_back(scope.key), "a touched key's text reads as the same key");
  for (const auto& unnamed : touched.unnamed) {
    promise(reads_back(unnamed.within), "the key around unnamed ones reads as the same key");
    promise(!unnamed.why.empty(), "why keys are not named is said");
  }
  check_grants(touched);
  const auto elsewhere = translate::touch(event, {.source_account = "another", .source_region = "another"});
  promise(elsewhere.malformed.has_value() == touched.malformed.has_value(),
          "whose catalog is followed makes no record malformed");
  promise(elsewhere.scopes.empty() || touched.scopes.empty() || same_keys(elsewhere.scopes, touched.scopes),
          "whose catalog is followed changes no key");
  return 0;
}
