#include <fmt/format.h>

#include <functional>

#include "api/api.h"
#include "aws/account.h"
#include "cli/commands.h"
#include "cli/setup.h"
#include "journal/replicator_lock.h"

namespace lakemirror::cli {

namespace {

/// One thing that was looked at: what it said, or the Error.
struct Finding {
  std::string name = {};
  bool ok = false;
  std::string text = {};
  std::string hint = {};
};

class Findings {
 public:
  Findings(const Context& context) : context_(context), paint_(context.paint()) {}

  /// Runs one check and tells what came of it at once: some take a while.
  bool check(const std::string& name, const std::function<Result<std::string>()>& look) {
    Result<std::string> found = look();
    Finding finding{.name = name, .ok = found.has_value()};
    if (found) {
      finding.text = std::move(*found);
    } else {
      finding.hint = std::exchange(found.error().hint, {});
      finding.text = found.error().text();
    }
    if (!context_.wants_json()) printed_ = tell(finding);
    findings_.push_back(std::move(finding));
    return findings_.back().ok;
  }

  /// What is left out because something before it failed is told too.
  void leave_out(const std::string& name, const std::string& because) {
    check(name, [&]() -> Result<std::string> { return fail({.message = "not looked at: " + because}); });
  }

  bool all_ok() const {
    for (const Finding& finding : findings_) {
      if (!finding.ok) return false;
    }
    return true;
  }

  Result<void> finish() {
    if (!context_.wants_json()) return std::move(printed_);
    json::array rows;
    for (const Finding& finding : findings_) {
      rows.push_back(
          {{"check", finding.name}, {"ok", finding.ok}, {"text", finding.text}, {"hint", finding.hint}});
    }
    return context_.print(json::object{{"ok", all_ok()}, {"checks", std::move(rows)}});
  }

 private:
  Result<void> tell(const Finding& finding) const {
    const std::string mark = finding.ok ? paint_.good("ok    ") : paint_.bad("FAILED");
    std::string text = fmt::format("{} {:<22} {}\n", mark, finding.name, finding.text);
    if (!finding.hint.empty()) text += fmt::format("{:29} do: {}\n", "", finding.hint);
    return context_.print(text);
  }

  const Context& context_;
  report::Paint paint_;
  std::vector<Finding> findings_ = {};
  Result<void> printed_ = {};
};

/// Credentials first, then one read of each kind that replication needs of the side.
void check_side(Context& context, Findings& findings, const std::string& name, const config::Side& side,
                bool is_source) {
  Result<std::unique_ptr<aws::HttpClient>> client = fail(Error{});
  const bool known = findings.check(name + " credentials", [&]() -> Result<std::string> {
    client = connect_side(context, side, 0);
    if (!client) return fail(client.error());
    LM_CHECK((*client)->credentials());
    LM_TRY(const aws::Identity identity, aws::identity_of(**client));
    return "account " + identity.account + ", Region " + std::string((*client)->region());
  });
  if (!known) {
    findings.leave_out(name + " catalog", "no credentials");
    if (is_source) findings.leave_out(name + " event history", "no credentials");
    return;
  }
  findings.check(name + " catalog", [&]() -> Result<std::string> {
    LM_TRY(const json::object page, (*client)->call(api::Service::glue, "GetDatabases", {{"MaxResults", 1}}));
    return std::string("GetDatabases answers");
  });
  if (!is_source) return;
  findings.check(name + " event history", [&]() -> Result<std::string> {
    LM_TRY(const json::object page,
           (*client)->call(api::Service::cloudtrail, "LookupEvents", {{"MaxResults", 1}}));
    return std::string("LookupEvents answers");
  });
}

void check_journal(Context& context, Findings& findings, const std::string& path) {
  const bool opened = findings.check("journal", [&]() -> Result<std::string> {
    LM_TRY(const auto journal, open_journal(context, path));
    LM_CHECK(journal->set_value("checked_at", format_time(context.clock().now())));
    LM_TRY(const model::Counts counts, journal->counts());
    return fmt::format("{} is writable: {} pending, {} parked, {} processed", path, counts.pending,
                       counts.parked, counts.processed);
  });
  if (!opened) return;
  // A daemon at work is as it should be; who wants to replicate beside it learns here who holds the lock.
  findings.check("replicator lock", [&]() -> Result<std::string> {
    const auto lock = journal::ReplicatorLock::acquire(path);
    return lock ? std::string("free: no other replicator works on this journal")
                : "held: " + lock.error().message;
  });
}

Result<ExitCode> check(Context& context) {
  Findings findings(context);
  Result<config::Configuration> configuration = fail(Error{});
  const bool loaded = findings.check("configuration", [&]() -> Result<std::string> {
    configuration = load_configuration(context);
    if (!configuration) return fail(configuration.error());
    return fmt::format("{}: {} to {}, {} location rules, {} warnings", configuration->origin,
                       configuration->source.region, configuration->target.region,
                       configuration->location_rules.size(), configuration->warnings.size());
  });
  if (!loaded) {
    LM_CHECK(findings.finish());
    return ExitCode::configuration;
  }
  check_journal(context, findings, journal_path(context, *configuration));
  check_side(context, findings, "source", configuration->source, true);
  check_side(context, findings, "target", configuration->target, false);
  LM_CHECK(findings.finish());
  return findings.all_ok() ? ExitCode::ok : ExitCode::error;
}

}  // namespace

void add_check(Command root, Context& context) {
  Command command =
      root.add("check", "Is everything in place: configuration, credentials, reachability, journal",
               "lakemirror check --config lakemirror.conf");
  context.add_common_options(command);
  command.runs([&context] { return check(context); });
}

}  // namespace lakemirror::cli
