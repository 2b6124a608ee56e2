#include "simulate/history.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lakemirror::simulate {
namespace {

/// The value of `"requestID":"..."` in a record, whose names may be written in any casing.
std::string request_id_of(std::string_view record) {
  constexpr std::string_view kName = "\"requestid\":\"";
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  const auto at = std::search(record.begin(), record.end(), kName.begin(), kName.end(), same);
  if (at == record.end()) return {};
  const auto begin = at + kName.size();
  return std::string(begin, std::find(begin, record.end(), '"'));
}

std::string_view kind_of(std::string_view subject) { return subject.substr(0, subject.find('/')); }

/// Whether a change beside the catalog may have touched what is called so beside it.
bool concerns_beside(std::string_view changed, std::string_view object) {
  if (changed == object) return !changed.empty();
  // With a tag it is taken off whatever has it, and what is built on it changes its meaning.
  if (changed == "tag") return object == "tags" || object == "expression" || object == "policy";
  return changed == "expression" && object == "policy";
}

/// True when the change's subject and the object lie on one path of the tree.
bool is_on_path(const std::string& subject, const workload::Difference& object) {
  if (object.database.empty()) return false;
  const auto database = "database/" + percent_encode(object.database);
  if (subject == database) return true;
  if (!subject.starts_with(database + "/")) return false;
  return object.table.empty() || subject == database + "/table/" + percent_encode(object.table);
}

bool concerns(const workload::Step& step, const workload::Difference& object) {
  if (step.subject == "everything") return true;
  // A grant touches what its principal was granted, and nothing else.
  if (!step.principal.empty() && step.principal != object.principal) return false;
  return is_on_path(step.subject, object) || concerns_beside(kind_of(step.subject), kind_of(object.beside));
}

}  // namespace

void History::add(Made made) {
  for (const auto& request : made.requests) made_of_request_.emplace(request, made_.size());
  made_.push_back(std::move(made));
}

std::optional<std::size_t> History::cause_of(const model::Event& event) const {
  const auto found = made_of_request_.find(request_id_of(event.record));
  if (found == made_of_request_.end()) return std::nullopt;
  return found->second;
}

void History::arrived(const model::Event& event) {
  event_of_request_.emplace(request_id_of(event.record), event.event_id);
}

std::vector<const History::Made*> History::undelivered() const {
  std::vector<const Made*> out;
  for (const auto& made : made_) {
    if (!made.refused && !has_arrived(made)) out.push_back(&made);
  }
  return out;
}

bool History::has_arrived(const Made& made) const {
  return std::all_of(made.requests.begin(), made.requests.end(),
                     [&](const auto& request) { return event_of_request_.contains(request); });
}

bool History::knows_all_of(const workload::Difference& object) const {
  return std::all_of(made_.begin(), made_.end(),
                     [&](const Made& made) { return !concerns(made.step, object) || has_arrived(made); });
}

bool History::is_done(const Made& made, journal::Journal& journal) const {
  return std::all_of(made.requests.begin(), made.requests.end(), [&](const auto& request) {
    const auto event = event_of_request_.find(request);
    if (event == event_of_request_.end()) return false;
    const auto entry = journal.find(event->second);
    return entry && *entry && (*entry)->flag == model::ProcessedFlag::processed;
  });
}

bool History::claims_equal(const workload::Difference& difference, journal::Journal& journal) const {
  return std::all_of(made_.begin(), made_.end(), [&](const Made& made) {
    return !concerns(made.step, difference) || is_done(made, journal);
  });
}

}  // namespace lakemirror::simulate
