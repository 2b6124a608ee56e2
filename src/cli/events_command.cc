#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/explanation_output.h"
#include "cli/setup.h"
#include "report/entry_json.h"
#include "report/entry_text.h"

namespace lakemirror::cli {

namespace {

struct ListOptions {
  std::string flag;
  std::string outcome;
  std::string name;
  std::string key;
  std::string since;
  int limit = 50;
};

struct EntryOptions {
  std::string event_id;
  bool all_parked = false;
  std::string reason;
};

/// "2026-11-22T10:00:00Z", or how long ago: "90s", "15m", "2h", "3d".
Result<Time> parse_since(const std::string& text, Time now) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  // Nine digits of days overflow nothing.
  if (digits != std::string::npos && digits > 0 && digits <= 9 && digits + 1 == text.size()) {
    const std::chrono::seconds::rep count = std::stol(text);
    switch (text.back()) {
      case 's':
        return now - Seconds(count);
      case 'm':
        return now - Seconds(count * 60);
      case 'h':
        return now - Seconds(count * 3600);
      case 'd':
        return now - Seconds(count * 86400);
      default:
        break;
    }
  }
  return parse_time(text);
}

Result<ExitCode> list(Context& context, const ListOptions& options) {
  journal::Journal::Filter filter{.event_name = options.name,
                                  .key_prefix = options.key,
                                  .limit = static_cast<std::size_t>(options.limit)};
  if (!options.flag.empty()) filter.flag = static_cast<model::ProcessedFlag>(options.flag[0]);
  if (!options.outcome.empty()) filter.outcome = model::parse_outcome_kind(options.outcome);
  if (!options.since.empty()) {
    Result<Time> since = parse_since(options.since, context.clock().now());
    if (!since) {
      since.error().operation = "read --since";
      since.error().hint = "give a time, or how long ago: 90s, 15m, 2h, 3d";
      return context.refuse(ExitCode::usage, "lakemirror events list --help", since.error());
    }
    filter.since = *since;
  }
  LM_TRY(const auto journal, open_to_look(context));
  LM_TRY(const std::vector<model::Entry> entries, journal->list(filter));
  if (context.wants_json()) {
    json::array rows;
    for (const model::Entry& entry : entries) rows.push_back(report::entry_json(entry));
    LM_CHECK(context.print(rows));
  } else {
    LM_CHECK(context.print(report::entries_text(entries, context.paint())));
  }
  return ExitCode::ok;
}

Result<model::Entry> find_entry(Context& context, journal::Journal& journal, std::string_view operation,
                                const std::string& event_id) {
  LM_TRY(std::optional<model::Entry> entry, journal.find(event_id));
  if (entry) return *std::move(entry);
  return context.refuse(ExitCode::error, "lakemirror events list",
                        {.kind = ErrorKind::missing,
                         .operation = std::string(operation),
                         .subject = event_id,
                         .message = "the journal has no entry of that id"});
}

Result<ExitCode> show(Context& context, const EntryOptions& options) {
  LM_TRY(const auto journal, open_to_look(context));
  LM_TRY(const model::Entry entry, find_entry(context, *journal, "events show", options.event_id));
  if (context.wants_json()) {
    LM_CHECK(context.print(report::entry_json(entry)));
  } else {
    LM_CHECK(context.print(report::entry_text(entry, context.paint())));
  }
  return ExitCode::ok;
}

/// With --journal alone it explains by the defaults, since no configuration is asked for.
Result<ExplanationRules> explanation_rules(Context& context) {
  if (!context.options.journal.empty() && context.options.config.empty()) return ExplanationRules{};
  LM_TRY(const config::Configuration configuration, load_configuration(context));
  return ExplanationRules{.context = {.source_region = configuration.source.region},
                          .filter = {configuration.include_databases, configuration.exclude_databases,
                                     configuration.protected_databases},
                          .lake_formation = configuration.replicates_lake_formation(),
                          .read_settle = configuration.read_settle,
                          .permissions_listed_every = configuration.permissions_listed_every};
}

Result<ExitCode> explain_entry(Context& context, const EntryOptions& options) {
  LM_TRY(const auto journal, open_to_look(context));
  LM_TRY(model::Entry entry, find_entry(context, *journal, "events explain", options.event_id));
  LM_TRY(const ExplanationRules rules, explanation_rules(context));
  const Explanation explanation = explain(std::move(entry), rules);
  if (context.wants_json()) {
    LM_CHECK(context.print(explanation_json(explanation)));
  } else {
    LM_CHECK(context.print(explanation_text(explanation, context.paint())));
  }
  return ExitCode::ok;
}

Result<void> done_to(Context& context, Result<void> done) {
  if (done) return {};
  return context.refuse(ExitCode::error, "lakemirror events list", std::move(done).error());
}

Result<void> report_count(const Context& context, std::string_view verb, std::size_t count) {
  if (context.wants_json()) return context.print(json::object{{verb, count}});
  return context.print(fmt::format("{} {} entries\n", verb, count));
}

Result<ExitCode> retry(Context& context, const EntryOptions& options) {
  if (options.event_id.empty() != options.all_parked) {
    return context.refuse(ExitCode::usage, "lakemirror events retry --help",
                          {.operation = "events retry", .message = "name one event id, or --all-parked"});
  }
  LM_TRY(const auto journal, open_to_look(context));
  std::size_t count = 1;
  if (options.all_parked) {
    LM_TRY(count, journal->retry_all_parked());
  } else {
    LM_CHECK(done_to(context, journal->retry(options.event_id)));
  }
  LM_CHECK(report_count(context, "retried", count));
  return ExitCode::ok;
}

Result<ExitCode> skip(Context& context, const EntryOptions& options) {
  LM_TRY(const auto journal, open_to_look(context));
  LM_CHECK(done_to(context, journal->skip(options.event_id, options.reason, context.clock().now())));
  LM_CHECK(report_count(context, "skipped", 1));
  return ExitCode::ok;
}

void add_list(Command& events, Context& context) {
  auto options = std::make_shared<ListOptions>();
  Command command = events.add("list", "Entries of the journal, newest first",
                               "lakemirror events list --flag F --since 2h");
  command.choice("--flag", options->flag, {"N", "F", "Y"},
                 "Only pending (N), parked (F) or processed (Y) ones");
  command.choice("--outcome", options->outcome,
                 {"replicated", "unchanged", "superseded", "ignored", "parked", "skipped"},
                 "Only those with this outcome");
  command.option("--name", options->name, "EVENT", "Only events of this name, such as CreateTable");
  command.option("--key", options->key, "KEY",
                 "Only those that touched this key or one below it, such as database/sales");
  command.option("--since", options->since, "TIME",
                 "Only events since 2026-11-22T10:00:00Z, or 15m, 2h, 3d ago");
  command.number("-n,--limit", options->limit, 1, 100000, "At most so many");
  context.add_common_options(command);
  command.runs([&context, options] { return list(context, *options); });
}

void add_show(Command& events, Context& context) {
  auto options = std::make_shared<EntryOptions>();
  Command command = events.add("show", "All that is known of one entry, with its CloudTrail record",
                               "lakemirror events show 3b6e4a8e-8f0b-4c39-9d5c-2f1a7c0e9b11");
  command.positional("event_id", options->event_id, true, "Its EventId");
  context.add_common_options(command);
  command.runs([&context, options] { return show(context, *options); });
}

void add_explain(Command& events, Context& context) {
  auto options = std::make_shared<EntryOptions>();
  Command command =
      events.add("explain", "What an entry's record touches, and what decides what becomes of it",
                 "lakemirror events explain 3b6e4a8e-8f0b-4c39-9d5c-2f1a7c0e9b11");
  command.positional("event_id", options->event_id, true, "Its EventId");
  context.add_common_options(command);
  command.runs([&context, options] { return explain_entry(context, *options); });
}

void add_retry(Command& events, Context& context) {
  auto options = std::make_shared<EntryOptions>();
  Command command = events.add("retry", "Make parked or waiting entries due at once",
                               "lakemirror events retry --all-parked");
  command.positional("event_id", options->event_id, false, "Its EventId");
  command.flag("--all-parked", options->all_parked, "Every parked entry");
  context.add_common_options(command);
  command.runs([&context, options] { return retry(context, *options); });
}

void add_skip(Command& events, Context& context) {
  auto options = std::make_shared<EntryOptions>();
  options->reason = "an operator skipped it";
  Command command =
      events.add("skip", "Say that an entry is not to be replicated",
                 "lakemirror events skip 3b6e4a8e-8f0b-4c39-9d5c-2f1a7c0e9b11 --reason 'test table'");
  command.positional("event_id", options->event_id, true, "Its EventId");
  command.option("--reason", options->reason, "TEXT", "Why; kept in the journal");
  context.add_common_options(command);
  command.runs([&context, options] { return skip(context, *options); });
}

}  // namespace

void add_events(Command root, Context& context) {
  Command events = root.add("events", "Look at the journal's entries, try them again, skip them",
                            "lakemirror events list --flag F");
  add_list(events, context);
  add_show(events, context);
  add_explain(events, context);
  add_retry(events, context);
  add_skip(events, context);
}

}  // namespace lakemirror::cli
