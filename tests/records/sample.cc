#include "records/sample.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/clock.h"
#include "feed/lookup_record.h"
#include "local/aws.h"
#include "support/local_client.h"

namespace lakemirror::records {

namespace {

const Time now = *parse_time("2026-11-22T10:00:00Z");

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) return;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// What others recorded is read as if theirs were the account and Region that are followed. What was made for
/// these tests says itself whose it is.
json::object as_ours(const std::string& name, const json::object& record) {
  if (name.starts_with("derived/")) return record;
  std::string text = json::serialize(record);
  replace_all(text, std::string(text_or(record, "recipientAccountId")), followed_account);
  replace_all(text, std::string(text_or(record, "awsRegion")), followed.source_region);
  return parse_json(text)->as_object();
}

json::object record_named(const std::string& name) {
  return as_ours(name, read_json_file(samples_folder + "/" + name).as_object());
}

/// The element that the local AWS shows of a call with this input, in a database of that name.
json::object element_of_request(std::string_view operation, const json::object& input) {
  VirtualClock clock(now);
  local::Aws aws({.clock = &clock});
  test_support::LocalClient client(aws, followed_account, followed.source_region);
  const auto call = [&](api::Service service, std::string_view name, const json::object& with) {
    auto answer = client.call(service, name, with);
    if (!answer) throw std::runtime_error(answer.error().text());
    return std::move(*answer);
  };
  call(api::Service::glue, "CreateDatabase", {{"DatabaseInput", {{"Name", input.at("DatabaseName")}}}});
  call(api::Service::glue, operation, input);
  clock.advance(std::chrono::hours(1));
  const json::object by_name{{"AttributeKey", "EventName"}, {"AttributeValue", operation}};
  const auto page =
      call(api::Service::cloudtrail, "LookupEvents", {{"LookupAttributes", json::array{by_name}}});
  return page.at("Events").as_array().at(0).as_object();
}

json::object element_of(const std::string& name, const json::object& expected) {
  const auto content = read_json_file(samples_folder + "/" + name).as_object();
  const auto is = text_or(expected, "is", "record");
  if (is == "record") return envelope_of(as_ours(name, content));
  if (is == "element") return content;
  if (is == "page") return content.at("Events").as_array().at(0).as_object();
  if (is == "request") return element_of_request(text_or(expected, "event"), content);
  if (is != "parameters") throw std::runtime_error(name + " is " + std::string(is));
  auto record = record_named(std::string(text_or(expected, "in")));
  record["requestParameters"] = content;
  return envelope_of(record);
}

std::vector<Sample> read_samples() {
  std::vector<Sample> all;
  for (const auto& name : files_below(expected_folder)) {
    auto expected = read_json_file(expected_folder + "/" + name).as_object();
    if (text_or(expected, "is") == "answers") continue;
    auto element = element_of(name, expected);
    all.push_back({.name = name, .expected = std::move(expected), .element = std::move(element)});
  }
  return all;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

json::value read_json_file(const std::string& path) {
  auto value = parse_json(read_file(path));
  if (!value) throw std::runtime_error(path + ": " + value.error().text());
  return std::move(*value);
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json" && entry.path().filename() != "INDEX.json")
      names.push_back(std::filesystem::relative(entry.path(), folder).string());
  }
  std::ranges::sort(names);
  return names;
}

const std::vector<Sample>& samples() {
  static const auto all = read_samples();
  return all;
}

const Sample& sample(const std::string& name) {
  const auto found = std::ranges::find(samples(), name, &Sample::name);
  if (found == samples().end()) throw std::runtime_error("no sample " + name);
  return *found;
}

json::object envelope_of(const json::object& record) {
  const auto time = parse_time(text_or(record, "eventTime"));
  json::object element{{"EventId", text_or(record, "eventID")},
                       {"EventName", text_or(record, "eventName")},
                       {"EventSource", text_or(record, "eventSource")},
                       {"EventTime", time ? time->time_since_epoch().count() / 1000 : 0},
                       {"Username", "somebody"},
                       {"Resources", json::array()},
                       {"CloudTrailEvent", json::serialize(record)}};
  if (const auto* read_only = record.if_contains("readOnly"); read_only != nullptr && read_only->is_bool())
    element["ReadOnly"] = read_only->get_bool() ? "true" : "false";
  return element;
}

model::Event event_of(const json::object& element) {
  return feed::read_lookup_record(element, {}, now).event;
}

}  // namespace lakemirror::records
