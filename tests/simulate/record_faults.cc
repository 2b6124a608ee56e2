#include "simulate/record_faults.h"

#include <algorithm>
#include <cctype>

#include "base/json.h"

namespace lakemirror::simulate {
namespace {

/// CloudTrail writes the first letter small. Deeper members may be data, such as the keys of a map.
bool is_written_otherwise(const json::object& request) {
  return std::any_of(request.begin(), request.end(), [](const auto& member) {
    const std::string_view name = member.key();
    return !name.empty() && std::isupper(static_cast<unsigned char>(name.front())) != 0;
  });
}

}  // namespace

RecordFaults read_record_faults(std::string_view record) {
  RecordFaults out;
  const auto parsed = parse_json(record);
  if (!parsed || !parsed->is_object()) return out;
  const auto& members = parsed->get_object();
  out.refused = members.contains("errorCode");
  const auto* request = object_at(members, "requestParameters");
  if (request == nullptr) return out;
  if (text_or(*request, "omitted") == "true") {
    set(out.faults, Fault::cut);
    const auto* resources = array_at(members, "resources");
    if (resources == nullptr || resources->empty()) set(out.faults, Fault::nameless);
  } else if (is_written_otherwise(*request)) {
    set(out.faults, Fault::casing);
  }
  return out;
}

}  // namespace lakemirror::simulate
