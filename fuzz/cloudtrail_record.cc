#include "translate/touch.h"

/// Whatever CloudTrail delivers is read, ignored or malformed; never nothing, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lakemirror::model::Event event{.event_id = "e",
                                       .record = std::string(reinterpret_cast<const char*>(data), size)};
  const auto touched = lakemirror::translate::touch(event, {});
  if (!touched.malformed && !touched.ignored && touched.scopes.empty()) __builtin_trap();
  return 0;
}
