#include "local/describe.h"

#include <fmt/format.h>

#include <cctype>

#include "base/clock.h"
#include "local/json_text.h"

namespace lakemirror::local {

namespace {

using api::Shape;
using api::Type;

class Describer {
 public:
  Describer(std::string& out, Casing casing, Random& random) : out_(out), casing_(casing), random_(random) {}

  void structure(const json::object& value, const Shape& shape) {
    ObjectText object(out_);
    for (const auto& member : shape.members) {
      const json::value* given = value.if_contains(member.name);
      if (given != nullptr && !given->is_null()) {
        key(object, member.name);
        any(*given, *member.shape);
      } else if (const std::string_view filled_in = primitive_default(*member.shape); !filled_in.empty()) {
        key(object, member.name) += filled_in;
      }
    }
    // Seen in real records, in no public model.
    if (shape.name == "TableInput") key(object, "IsRowFilteringEnabled") += "false";
    if (shape.name == "GetDatabaseRequest") key(object, "FederateToSource") += "false";
    object.close();
  }

 private:
  /// Seen: retention, numberOfBuckets, compressed, storedAsSubDirectories appear though nobody sent them.
  /// These are the members the service's own Java classes hold as primitives; derived: every member of the
  /// same model shapes is.
  static std::string_view primitive_default(const Shape& shape) {
    if (shape.name == "Boolean") return "false";
    if (shape.name == "Integer" || shape.name == "NonNegativeInteger") return "0";
    return {};
  }

  std::string& key(ObjectText& object, std::string_view name) {
    const bool verbatim = casing_ == Casing::api || (casing_ == Casing::mixed && random_.chance(0.5));
    std::string& out = object.key(name);
    if (!verbatim) {
      char& first =
          out[out.size() - name.size() - 2];  // behind it stand the rest of the name, a quote and a colon
      first = static_cast<char>(std::tolower(static_cast<unsigned char>(first)));
    }
    return out;
  }

  void any(const json::value& value, const Shape& shape) {
    if (value.is_object() && shape.type == Type::structure) return structure(value.get_object(), shape);
    if (value.is_array() && shape.type == Type::list) {
      out_ += '[';
      bool first = true;
      for (const auto& element : value.get_array()) {
        if (!std::exchange(first, false)) out_ += ',';
        any(element, *shape.element);
      }
      out_ += ']';
      return;
    }
    if (value.is_object() && shape.type == Type::map) {
      ObjectText object(out_);  // keys of maps are data: seen verbatim in real records
      for (const auto& member : value.get_object()) {
        object.key(member.key());
        any(member.value(), *shape.element);
      }
      return object.close();
    }
    if (value.is_number() && shape.type == Type::timestamp) {
      // Refused requests are described too, and one may be refused for this very value.
      const double seconds = value.to_number<double>();
      if (const auto time = time_of_seconds(seconds)) return timestamp(*time, seconds);
    }
    append_json(out_, value);
  }

  /// Three spellings were seen in records of other services, none yet in Glue's.
  /// The casing chooses one, so that a reader meets them all.
  void timestamp(Time time, double seconds) {
    if (casing_ == Casing::api) {
      out_ += fmt::format("{:.3f}", seconds);
      return;
    }
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<Seconds>(time - day));
    const auto hour = clock.hours().count();
    append_string(
        out_,
        fmt::format("{} {}, {}{} {}:{:02}:{:02} {}", months[unsigned(date.month()) - 1], unsigned(date.day()),
                    int(date.year()), casing_ == Casing::mixed ? "" : ",", hour % 12 == 0 ? 12 : hour % 12,
                    clock.minutes().count(), clock.seconds().count(), hour < 12 ? "AM" : "PM"));
  }

  std::string& out_;
  Casing casing_;
  Random& random_;
};

}  // namespace

void append_described(std::string& out, const json::object& value, const api::Shape& shape, Casing casing,
                      Random& random) {
  Describer(out, casing, random).structure(value, shape);
}

}  // namespace lakemirror::local
