#include "promise.h"
#include "translate/touch.h"

using namespace lakemirror;

/// Whatever CloudTrail delivers is read, ignored or malformed, exactly one of them, and what is read names
/// keys that the journal can keep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const model::Event event{.event_id = "e", .record = std::string(reinterpret_cast<const char*>(data), size)};
  const auto touched = translate::touch(event, {});
  const int answers =
      int(!touched.scopes.empty()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value());
  promise(answers == 1, "a record is read, ignored or malformed");
  for (const auto& scope : touched.scopes) {
    const auto key = model::Key::parse(scope.key.text());
    promise(key && *key == scope.key, "a touched key's text reads as the same key");
  }
  const auto elsewhere = translate::touch(event, {.source_account = "another", .source_region = "another"});
  promise(elsewhere.malformed.has_value() == touched.malformed.has_value(),
          "whose catalog is followed makes no record malformed");
  promise(elsewhere.scopes.empty() || elsewhere.scopes == touched.scopes,
          "whose catalog is followed changes no key");
  return 0;
}
