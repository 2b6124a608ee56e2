#include "scenarios/scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/api.h"
#include "aws/account.h"
#include "feed/lookup_record.h"

namespace lakemirror::scenarios {

namespace {

const Time start = *parse_time("2026-11-22T10:00:00Z");
constexpr std::string_view account = "123456789012";

const json::object& object_or_empty(const json::object& object, std::string_view name) {
  static const json::object empty;
  const auto* found = object_at(object, name);
  return found == nullptr ? empty : *found;
}

workload::BucketPairs buckets_of(const json::object& file) {
  workload::BucketPairs pairs;
  for (const auto& member : object_or_empty(file, "buckets"))
    pairs.emplace_back(member.key(), member.value().as_string());
  return pairs;
}

std::string target_account_of(const json::object& file) {
  return std::string(text_or(object_or_empty(file, "settings"), "target_account", account));
}

mapping::Mapping mapping_of(const workload::BucketPairs& buckets, const std::string& target_account) {
  mapping::MappingSettings settings;
  settings.locations = *mapping::LocationMapping::create(buckets);
  if (target_account != account) {
    settings.source_account = account;
    settings.target_account = target_account;
  }
  return mapping::Mapping(std::move(settings));
}

std::vector<std::string> globs(const json::value& list) {
  std::vector<std::string> texts;
  for (const auto& value : list.as_array()) texts.emplace_back(std::string_view(value.as_string()));
  return texts;
}

/// Turns "it failed as it should" into success, and the two other ways into an Error.
Result<void> as_expected(Result<void> result, const json::object& step) {
  const auto wanted = text_or(step, "fails");
  if (wanted.empty()) return result;
  if (result) return fail(unmet("expected " + std::string(wanted) + ", but it succeeded"));
  if (result.error().code == wanted) return {};
  return fail(unmet("expected " + std::string(wanted) + ", found " + result.error().text()));
}

}  // namespace

Result<void> read_settings(const json::object& file, pipeline::Settings& settings) {
  settings.threads = 1;
  settings.source_account = account;
  settings.target_account = target_account_of(file);
  settings.source_region = "us-east-1";
  for (const auto& member : object_or_empty(file, "settings")) {
    const auto& value = member.value();
    if (member.key() == "read_settle_seconds") {
      settings.read_settle = Seconds(value.to_number<int>());
    } else if (member.key() == "apply_removals") {
      settings.apply_removals = value.as_bool();
    } else if (member.key() == "adopt_target") {
      settings.adopt_target = value.as_bool();
    } else if (member.key() == "park_unmapped") {
      settings.park_unmapped = value.as_bool();
    } else if (member.key() == "breaker_min") {
      settings.breaker_min = value.to_number<std::size_t>();
    } else if (member.key() == "breaker_share") {
      settings.breaker_share = value.to_number<double>();
    } else if (member.key() == "exclude_databases") {
      settings.exclude_databases = globs(value);
    } else if (member.key() == "target_account") {
      continue;  // above
    } else if (member.key() == "protected_databases") {
      settings.protected_databases = globs(value);
    } else {
      return fail(broken("no such setting: " + std::string(member.key())));
    }
  }
  return {};
}

Result<std::unique_ptr<Scenario>> Scenario::create(const json::object& file) {
  Result<void> made;
  auto scenario = std::unique_ptr<Scenario>(new Scenario(file, made));
  if (!made) return fail(made.error());
  return scenario;
}

Scenario::Scenario(const json::object& file, Result<void>& made)
    : clock_(start),
      aws_({.clock = &clock_}),
      source_(aws_, std::string(account), "us-east-1"),
      target_(aws_, target_account_of(file), "us-west-2"),
      buckets_(buckets_of(file)),
      mapping_(mapping_of(buckets_, target_account_of(file))) {
  made = read_settings(file, settings_);
  if (made) made = set_knobs(object_or_empty(file, "knobs"));
  if (!made) return;
  auto journal = journal::SqliteJournal::open(":memory:");
  if (!journal) {
    made = fail(journal.error());
    return;
  }
  journal_ = std::move(*journal);
  source_.before_call = [this](std::string_view operation) { interject(operation); };
  build();
}

void Scenario::build() {
  if (const auto identity = aws::identity_of(source_))
    settings_.own_source_principals = identity->principals();
  if (const auto identity = aws::identity_of(target_))
    settings_.own_target_principals = identity->principals();
  intake_ = std::make_unique<pipeline::JournalIntake>(*journal_);
  feed_ = std::make_unique<feed::LookupFeed>(source_, *intake_, clock_);
  replicator_ =
      std::make_unique<pipeline::Replicator>(source_, target_, *journal_, mapping_, clock_, settings_);
}

Result<void> Scenario::run(const json::object& step) {
  if (step.contains("before")) {
    interjections_.push_back(step);
    return {};
  }
  LM_CHECK(run_now(step));
  if (!interjected_) return fail(interjected_.error());
  if (!interjections_.empty() && step.contains("expect"))
    return fail(broken("there was no " + std::string(text_or(interjections_.front(), "before"))));
  return {};
}

/// Makes the changes that are to come right before this call of lakemirror's.
void Scenario::interject(std::string_view operation) {
  const auto is_now = [&](const json::object& step) { return text_or(step, "before") == operation; };
  const auto first = std::stable_partition(interjections_.begin(), interjections_.end(),
                                           [&](const auto& step) { return !is_now(step); });
  const std::vector<json::object> now(first, interjections_.end());
  interjections_.erase(first, interjections_.end());
  for (const auto& step : now) {
    if (auto ran = run_now(step); !ran) interjected_ = std::move(ran);
  }
}

Result<void> Scenario::run_now(const json::object& step) {
  if (const auto name = text_or(step, "source"); !name.empty()) return call(source_, name, step);
  if (const auto name = text_or(step, "target"); !name.empty()) return call(target_, name, step);
  if (const auto* seconds = step.if_contains("advance_seconds")) {
    clock_.advance(Seconds(seconds->to_number<int>()));
    return {};
  }
  if (const auto* knobs = object_at(step, "knobs")) return set_knobs(*knobs);
  if (const auto* element = step.if_contains("deliver")) return deliver(*element, step.contains("dropped"));
  if (step.contains("pull")) return as_expected(pull(), step);
  if (const auto* options = object_at(step, "replicate")) return as_expected(replicate(*options), step);
  if (step.contains("sync")) return as_expected(sync(step), step);
  if (step.contains("check_target")) return as_expected(replicator_->check_target(), step);
  if (const auto* rounds = step.if_contains("follow")) return follow(rounds->to_number<std::int64_t>());
  if (step.contains("restart")) {
    build();
    return {};
  }
  if (step.contains("retry_parked")) {
    LM_CHECK(journal_->retry_all_parked());
    return {};
  }
  if (const auto* wanted = object_at(step, "expect")) return expect(*wanted);
  return fail(broken("no such step: " + json::serialize(step)));
}

Result<void> Scenario::set_knobs(const json::object& knobs) {
  if (const auto set = aws_.set_knobs(knobs); !set) return fail(broken(set.error().text()));
  return {};
}

Result<void> Scenario::call(aws::Client& client, std::string_view operation, const json::object& step) {
  Result<void> called;
  const auto* named = api::find_operation(api::Service::glue, operation);
  const auto service = named != nullptr ? api::Service::glue : api::Service::lakeformation;
  if (auto answer = client.call(service, operation, object_or_empty(step, "input")); !answer)
    called = fail(answer.error());
  if (!called && !step.contains("fails")) return fail(broken(called.error().text()));
  return as_expected(std::move(called), step);
}

Result<void> Scenario::pull() {
  LM_TRY(const auto pass, feed_->pull());
  if (pass.error) return fail(*pass.error);
  return {};
}

Result<void> Scenario::deliver(const json::value& element, bool dropped) {
  const auto record = feed::read_lookup_record(element, {}, clock_.now());
  if (record.keep == dropped) return fail(unmet(dropped ? "the feed keeps it" : "the feed drops it"));
  if (dropped) return {};
  LM_CHECK(journal_->append({&record.event, 1}, clock_.now()));
  return {};
}

Result<void> Scenario::replicate(const json::object& options) {
  const auto* allow = options.if_contains("allow_removals");
  LM_CHECK(replicator_->replicate({}, {}, allow != nullptr && allow->as_bool()));
  return {};
}

Result<void> Scenario::sync(const json::object& step) {
  const auto& options = object_or_empty(step, "sync");
  const auto is_set = [&](std::string_view name) {
    return options.contains(name) && options.at(name).as_bool();
  };
  LM_TRY(const auto report,
         replicator_->sync({.dry_run = is_set("dry_run"), .removals = is_set("removals")}));
  const auto as_wanted = [&](std::string_view name, std::size_t found) {
    const auto* wanted = step.if_contains(name);
    return wanted == nullptr || wanted->to_number<std::size_t>() == found;
  };
  if (as_wanted("differences", report.difference_count) && as_wanted("failed", report.failed)) return {};
  std::string what =
      fmt::format("found {} differences, of which {} failed:", report.difference_count, report.failed);
  for (const auto& difference : report.differences)
    what += fmt::format("\n  {} {}: {}", to_string(difference.kind), difference.key, difference.reason);
  return fail(unmet(std::move(what)));
}

Result<void> Scenario::follow(std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    LM_CHECK(pull());
    LM_CHECK(replicate({}));
    clock_.advance(Seconds(90));
  }
  return {};
}

Result<void> Scenario::expect(const json::object& wanted) {
  LM_CHECK(expect_counts(*journal_, wanted));
  LM_CHECK(expect_lake(aws_, settings_.target_account, wanted));
  return expect_catalogs(aws_, settings_.target_account, buckets_, settings_.own_target_principals.names(),
                         wanted);
}

}  // namespace lakemirror::scenarios
