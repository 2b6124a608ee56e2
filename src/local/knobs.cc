#include "local/knobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "base/text.h"

namespace lakemirror::local {

namespace {

using Place = std::variant<double Knobs::*, Milliseconds Knobs::*, bool Knobs::*, std::uint64_t Knobs::*,
                           std::string Knobs::*, std::vector<std::string> Knobs::*>;

struct Knob {
  std::string_view name;
  Place place;
  double max = 0;               ///< largest value of a number; probabilities end at 1
  std::string_view words = {};  ///< what a text may be, with commas between; empty: anything
};

constexpr double probability = 1;
constexpr double rate = 1e6;
constexpr double longest_ms = 24.0 * 3600 * 1000;  // a day: LookupEvents tokens do not live longer

const Knob knobs[] = {
    {"delivery_delay_min", &Knobs::delivery_delay_min, longest_ms},
    {"delivery_delay_max", &Knobs::delivery_delay_max, longest_ms},
    {"shuffle", &Knobs::shuffle, probability},
    {"duplicate", &Knobs::duplicate, probability},
    {"omit_parameters", &Knobs::omit_parameters, probability},
    {"omit_resources", &Knobs::omit_resources, probability},
    {"casing_variant", &Knobs::casing_variant, probability},
    {"lookup_rate", &Knobs::lookup_rate, rate},
    {"stale_read", &Knobs::stale_read, probability},
    {"stale_for", &Knobs::stale_for, longest_ms},
    {"short_pages", &Knobs::short_pages, probability},
    {"throttle", &Knobs::throttle, probability},
    {"call_rate", &Knobs::call_rate, rate},
    {"inject_error", &Knobs::inject_error, probability},
    {"inject_operations", &Knobs::inject_operations, 0},
    {"deny_operations", &Knobs::deny_operations},
    {"latency", &Knobs::latency, longest_ms},
    {"update_partition_renames", &Knobs::update_partition_renames, 0},
    {"update_table_keeps_omitted", &Knobs::update_table_keeps_omitted, 0},
    {"update_database_keeps_permissions", &Knobs::update_database_keeps_permissions, 0},
    {"missing_principals", &Knobs::missing_principals},
    {"act_as", &Knobs::act_as},
    {"open_without_admins", &Knobs::open_without_admins},
    {"iam_throttle", &Knobs::iam_throttle, probability},
    {"omit_cell_filter_data", &Knobs::omit_cell_filter_data},
    {"tag_case_folds", &Knobs::tag_case_folds},
    {"grant_repeat_refused", &Knobs::grant_repeat_refused},
    {"column_select_excludes_table_select", &Knobs::column_select_excludes_table_select},
    {"merge_column_lists", &Knobs::merge_column_lists},
    {"list_all", &Knobs::list_all, 0, "expanded,select_apart,as_granted"},
    {"list_creators", &Knobs::list_creators, 0, "none,tags,all"},
    {"list_single_filter_computed", &Knobs::list_single_filter_computed},
    {"resource_type_filter_incomplete", &Knobs::resource_type_filter_incomplete},
    {"revoke_splits_all", &Knobs::revoke_splits_all},
    {"revoke_all_takes_parts", &Knobs::revoke_all_takes_parts},
    {"revoke_named_option_only", &Knobs::revoke_named_option_only},
    {"missing_resource_denied", &Knobs::missing_resource_denied},
    {"filters_listed_by_table", &Knobs::filters_listed_by_table},
    {"deregister_drops_grants", &Knobs::deregister_drops_grants},
    {"tags_outlive_table", &Knobs::tags_outlive_table},
    {"filters_outlive_table", &Knobs::filters_outlive_table},
    {"seed", &Knobs::seed, 0},
};

Error bad(std::string_view name, std::string_view why) {
  return {.kind = ErrorKind::invalid,
          .operation = "set knobs",
          .subject = std::string(name),
          .message = std::string(why)};
}

struct Setter {
  Knobs& out;
  const Knob& knob;
  const json::value& value;

  Result<double> number() const {
    json::error_code failure;
    const double given = value.is_number() ? value.to_number<double>(failure) : -1;
    if (failure || given < 0 || given > knob.max) {
      return fail(bad(knob.name, fmt::format("must be a number from 0 to {}", knob.max)));
    }
    return given;
  }

  Result<void> operator()(double Knobs::*place) const {
    LM_TRY(out.*place, number());
    return {};
  }
  Result<void> operator()(Milliseconds Knobs::*place) const {
    LM_TRY(const double given, number());
    out.*place = Milliseconds(static_cast<Milliseconds::rep>(given));
    return {};
  }
  Result<void> operator()(bool Knobs::*place) const {
    if (!value.is_bool()) return fail(bad(knob.name, "must be true or false"));
    out.*place = value.get_bool();
    return {};
  }
  Result<void> operator()(std::uint64_t Knobs::*place) const {
    json::error_code failure;
    const auto given = value.is_number() ? value.to_number<std::uint64_t>(failure) : 0;
    if (failure || !value.is_number()) return fail(bad(knob.name, "must be a whole number, 0 or more"));
    out.*place = given;
    return {};
  }
  Result<void> operator()(std::string Knobs::*place) const {
    if (!value.is_string()) return fail(bad(knob.name, "must be a text"));
    const std::string given(value.get_string());
    const auto allowed = split(knob.words, ',');
    if (!knob.words.empty() && std::ranges::find(allowed, given) == allowed.end())
      return fail(bad(knob.name, "must be one of " + join(allowed, ", ")));
    out.*place = given;
    return {};
  }
  Result<void> operator()(std::vector<std::string> Knobs::*place) const {
    if (!value.is_array()) return fail(bad(knob.name, "must be a list of texts"));
    std::vector<std::string> given;
    for (const auto& element : value.get_array()) {
      if (!element.is_string()) return fail(bad(knob.name, "must be a list of texts"));
      given.emplace_back(element.get_string());
    }
    out.*place = std::move(given);
    return {};
  }
};

struct Getter {
  const Knobs& in;
  json::value operator()(double Knobs::*place) const { return in.*place; }
  json::value operator()(Milliseconds Knobs::*place) const { return (in.*place).count(); }
  json::value operator()(bool Knobs::*place) const { return in.*place; }
  json::value operator()(std::uint64_t Knobs::*place) const { return in.*place; }
  json::value operator()(std::string Knobs::*place) const { return json::value(in.*place); }
  json::value operator()(std::vector<std::string> Knobs::*place) const {
    json::array out;
    for (const auto& name : in.*place) out.emplace_back(name);
    return out;
  }
};

}  // namespace

Knobs Knobs::for_server() {
  Knobs out;
  out.lookup_rate = 2;  // a second, per account and Region, not raisable: CloudTrail's documented limit
  return out;
}

Result<Knobs> Knobs::parse(const json::object& changes, const Knobs& base) {
  Knobs out = base;
  for (const auto& member : changes) {
    const auto* knob = std::ranges::find(knobs, std::string_view(member.key()), &Knob::name);
    if (knob == std::end(knobs)) return fail(bad(member.key(), "there is no such knob"));
    LM_CHECK(std::visit(Setter{out, *knob, member.value()}, knob->place));
  }
  if (out.delivery_delay_min > out.delivery_delay_max) {
    // Naming one of the two is enough to set a fixed delay.
    (changes.contains("delivery_delay_max") ? out.delivery_delay_min : out.delivery_delay_max) =
        changes.contains("delivery_delay_max") ? out.delivery_delay_max : out.delivery_delay_min;
  }
  return out;
}

json::object Knobs::to_json() const {
  json::object out;
  for (const auto& knob : knobs) out[knob.name] = std::visit(Getter{*this}, knob.place);
  return out;
}

}  // namespace lakemirror::local
