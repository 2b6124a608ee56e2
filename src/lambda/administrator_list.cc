#include "lambda/administrator_list.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace lakemirror::lambda {

namespace {

constexpr auto lake_formation = api::Service::lakeformation;
constexpr std::string_view principal_member = "DataLakePrincipalIdentifier";
constexpr std::string_view principal_lists[] = {"DataLakeAdmins", "ReadOnlyAdmins",
                                                "ExternalDataFilteringAllowList"};
constexpr std::size_t most_administrators = 30;  // of AWS's model

/// Another writer reads and puts within this; a read that is answered from before our Put does not either.
constexpr Milliseconds settles_within = Seconds(2);
/// IAM says of a role that was made just now that there is none.
constexpr Milliseconds propagates_within = std::chrono::minutes(2);
constexpr Milliseconds first_pause = Milliseconds(500), longest_pause = Seconds(8);

std::vector<std::string> principals_in(const json::object& settings, std::string_view list) {
  std::vector<std::string> found;
  const json::array* elements = array_at(settings, list);
  if (elements == nullptr) return found;
  for (const auto& element : *elements) {
    const auto* object = element.if_object();
    if (object != nullptr) found.emplace_back(text_or(*object, principal_member));
  }
  return found;
}

bool holds(const std::vector<std::string>& list, const std::string& principal) {
  return std::ranges::find(list, principal) != list.end();
}

void take_out(json::object& settings, std::string_view list, const std::string& principal) {
  json::value* elements = settings.if_contains(list);
  if (elements == nullptr || !elements->is_array()) return;
  json::array left;
  for (const auto& element : elements->get_array()) {
    const auto* object = element.if_object();
    if (object == nullptr || text_or(*object, principal_member) != principal) left.push_back(element);
  }
  *elements = std::move(left);
}

bool refuses_principal(const Error& error) {
  return error.kind == ErrorKind::invalid &&
         lower_ascii(error.message).find("invalid principal") != std::string::npos;
}

std::set<std::string> all_in(const json::object& settings) {
  std::set<std::string> all;
  for (const std::string_view list : principal_lists) {
    for (auto& one : principals_in(settings, list)) all.insert(std::move(one));
  }
  return all;
}

/// Those of the document whom the refusal names: "Invalid principal, arn: <arn>". Compared word by word, for
/// one name may begin with another.
std::set<std::string> named_by(const Error& refusal, const json::object& settings) {
  const std::set<std::string> there = all_in(settings);
  std::set<std::string> words;
  for (std::string_view word : split(refusal.message, ' ')) {
    words.emplace(word);
    constexpr std::string_view marks = "\"'()[].,;:";
    while (!word.empty() && marks.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
    while (!word.empty() && marks.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    words.emplace(word);
  }
  std::erase_if(words, [&](const std::string& word) { return !there.contains(word); });
  return words;
}

std::string in_words(const std::set<std::string>& names) { return join({names.begin(), names.end()}, ", "); }

}  // namespace

Error AdministratorList::of_list(Error error) const {
  error.subject = std::string(client_.region()) + "/" + std::string(member_);
  return error;
}

void AdministratorList::pause(int attempt) {
  const Milliseconds longest = std::min(first_pause * (1 << std::min(attempt, 8)), longest_pause);
  const auto spread = static_cast<std::uint64_t>(longest.count() / 2);
  const Milliseconds wait = longest / 2 + Milliseconds(options_.random.below(spread));
  options_.clock.sleep_for(std::min(wait, options_.until - options_.clock.now()), options_.stop);
}

Result<json::object> AdministratorList::read() {
  LM_TRY(const auto answer, client_.call(lake_formation, "GetDataLakeSettings", {}));
  const json::object* settings = object_at(answer, "DataLakeSettings");
  if (settings != nullptr) return *settings;
  // Putting what was not understood would clear every list.
  return fail(
      {.operation = "lakeformation:GetDataLakeSettings", .message = "the answer has no DataLakeSettings"});
}

Result<void> AdministratorList::check_room(const json::object& settings) const {
  const auto there = principals_in(settings, member_);
  if (there.size() < most_administrators) return {};
  return fail({.operation = "add administrator",
               .message = "AWS allows " + std::to_string(most_administrators) + " " + std::string(member_) +
                          " in a Region, and so many are there; take one out and deploy again. There are: " +
                          join(there, ", ")});
}

Result<void> AdministratorList::put(json::object settings, const std::string& principal, bool present) {
  for (const auto& dead : dropped_) {
    for (const std::string_view list : principal_lists) take_out(settings, list, dead);
  }
  if (present) {
    LM_CHECK(check_room(settings));
    json::value& list = settings[member_];
    if (!list.is_array()) list = json::array();
    list.get_array().push_back(json::object{{principal_member, principal}});
  } else {
    take_out(settings, member_, principal);
  }
  const auto answer = client_.call(lake_formation, "PutDataLakeSettings", {{"DataLakeSettings", settings}});
  // One that was not answered may have been made.
  if (answer || answer.error().kind == ErrorKind::retry) has_written_ = true;
  if (answer) return {};
  if (!refuses_principal(answer.error())) return fail(answer.error());
  LM_CHECK(weigh(answer.error(), settings, principal, present));
  return fail({.kind = ErrorKind::retry,
               .operation = answer.error().operation,
               .code = answer.error().code,
               .message = answer.error().message});
}

Result<void> AdministratorList::weigh(const Error& refusal, const json::object& settings,
                                      const std::string& principal, bool present) {
  std::set<std::string> dead = named_by(refusal, settings);
  const bool may_be_us = present && (dead.empty() || dead.contains(principal));
  if (may_be_us && options_.clock.now() < began_ + propagates_within) return {};
  if (present && dead.contains(principal))
    return fail({.operation = refusal.operation, .message = principal + " does not exist"});
  if (!dead.empty() && options_.may_drop_dead) {
    log::warn("data lake settings of {}: taking out {}, who does not exist any more", client_.region(),
              in_words(dead));
    dropped_.merge(dead);
    return {};
  }
  Error error{.operation = refusal.operation, .message = in_words(dead)};
  if (dead.empty()) error.message = "one of " + in_words(all_in(settings));
  error.message +=
      " does not exist any more, and AWS refuses every change of the data lake settings until "
      "they are without it: take it out, ";
  error.message += dead.empty() ? "and try again" : "or deploy with --context dead_admins=drop";
  return fail(std::move(error));
}

Result<void> AdministratorList::make(const std::string& principal, bool present) {
  began_ = options_.clock.now();
  Error last;
  for (int attempt = 0;; ++attempt) {
    auto settings = read();
    if (settings && holds(principals_in(*settings, member_), principal) == present) return {};
    const bool is_over = options_.stop.stop_requested() || options_.clock.now() >= options_.until;
    if (attempt > 0 && is_over) break;
    auto done =
        settings ? put(std::move(*settings), principal, present) : Result<void>(fail(settings.error()));
    if (done) {
      last = {.kind = ErrorKind::retry,
              .operation = "change administrators",
              .message = "somebody else keeps replacing the list"};
      options_.clock.sleep_for(settles_within, options_.stop);
    } else {
      last = std::move(done).error();
      if (last.kind != ErrorKind::retry) return fail(of_list(std::move(last)));
      pause(attempt);
    }
  }
  last.message += "; given up, for the time is up";
  return fail(of_list(std::move(last)));
}

}  // namespace lakemirror::lambda
