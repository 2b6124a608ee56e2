#pragma once

#include <deque>
#include <string>

#include "apply/applier.h"
#include "pipeline/backlog.h"
#include "pipeline/breaker.h"
#include "pipeline/executor.h"
#include "pipeline/governance_refresh.h"
#include "pipeline/guards.h"
#include "pipeline/journal_pair.h"
#include "pipeline/left_in_flight.h"
#include "pipeline/made_anew.h"
#include "pipeline/open_excess.h"
#include "pipeline/owed.h"
#include "pipeline/recent_writes.h"
#include "pipeline/refresh_tools.h"
#include "pipeline/replicator.h"
#include "pipeline/tallies.h"
#include "pipeline/trouble.h"
#include "read/reader.h"

namespace lakemirror::pipeline {

/// What a replicator is made of, and the steps of a pass.
struct Replicator::Parts {
  Parts(aws::Client& source_client, aws::Client& target_client, journal::Journal& journal_in,
        const mapping::Mapping& mapping_in, Clock& clock_in, Settings settings_in, Tallies* tallies_in,
        Guards guards_in)
      : pair(journal_pair(settings_in.source_account, source_client.region(), target_client.region())),
        journal(journal_in),
        mapping(mapping_in),
        clock(clock_in),
        settings(std::move(settings_in)),
        source(source_client, clock, read::Reader::Keep::bodies),
        target(target_client, clock, read::Reader::Keep::fingerprints),
        explaining_target(target_client, clock, read::Reader::Keep::both),
        governed_source(source_client, clock, settings.source_account),
        governed_target(target_client, clock, settings.target_account),
        applier(target_client),
        governance_applier(target_client, settings.target_account),
        terms{.mapping = mapping,
              .source_account = settings.source_account,
              .target_account = settings.target_account,
              .park_unmapped = settings.park_unmapped,
              .cross_account = settings.cross_account_grants},
        book(settings.read_settle),
        unsettled_records(settings.read_settle),
        settings_book(journal, settings.read_settle),
        recent(clock, settings.read_settle),
        owed(journal),
        guards(guards_in),
        left(guards.in_flight, settings.read_settle),
        breaker(clock, {.share = settings.breaker_share,
                        .min = settings.breaker_min,
                        .window = settings.breaker_window}),
        tallies(tallies_in != nullptr ? *tallies_in : unread_tallies),
        filter(settings.include_databases, settings.exclude_databases, settings.protected_databases) {}

  translate::TouchContext touch_context() const;
  Result<void> restore();
  Result<void> check_pair();
  Result<void> load(Backlog& backlog, const Trouble& trouble, const OnProgress& on_progress);
  Result<void> hold_full_compare(Backlog& backlog);
  /// To be asked before entries are loaded: what is read later is not among them.
  Result<void> note_what_was_read();
  /// Runs the three refreshes over the tree, and over what lies behind its links; the Error is what ended the
  /// pass early.
  Result<void> refresh(ScopeTree& tree, RefreshTools& tools, GovernanceRefresh* governance,
                       std::deque<ScopeTree>& behind);
  Result<void> refresh_one(ScopeTree& tree, RefreshTools& tools, GovernanceRefresh* governance);
  /// Adds the keys that are owed a look at all below them, and lets go of those that had it.
  void add_owed(ScopeTree& tree);
  Result<void> settle_owed(const ScopeTree& tree, Time begun);
  void note_made_anew(const ScopeTree& tree);
  RefreshTools tools(Executor& executor, read::Reader& target_reader, Trouble& trouble,
                     const OnProgress& on_progress);
  GovernanceTools governance_tools(RefreshTools& tools, Milliseconds listing_every);
  Result<void> note_over_permission();
  Result<void> settle_items(Backlog& backlog, Time unsure_until, bool ended, PassReport& report);
  /// What failed is looked at again soon where new entries touched what it touches, or what holds that.
  Result<void> bring_forward(const FreshKeys& fresh);
  /// Keeps what the breaker needs between processes, and says whether it holds anything.
  Result<void> note_breaker();
  Result<void> reopen_held_entries();

  const std::string pair;  ///< what this journal is about
  journal::Journal& journal;
  const mapping::Mapping& mapping;
  Clock& clock;
  Settings settings;
  read::Reader source, target, explaining_target;
  read::GovernanceReader governed_source, governed_target;
  apply::Applier applier;
  apply::GovernanceApplier governance_applier;
  GrantTerms terms;
  GrantBook book;
  UnsettledRecords unsettled_records;
  SettingsBook settings_book;
  OverPermissionTally tally;
  RecentWrites recent;
  Owed owed;
  Time sure_from = {};                       ///< what the process before wrote may be missed by earlier reads
  Time died_until = {};                      ///< the same where it ended in the middle of a pass; else epoch
  std::set<model::Key> owed_once_more = {};  ///< looked at, but before that
  Guards guards;
  LeftInFlight left;
  MadeAnew made_anew;
  Breaker breaker;
  OpenExcess excess;
  Tallies unread_tallies;  ///< where nobody asked for any
  Tallies& tallies;
  DatabaseFilter filter;
  Time explained_until = {};  ///< all events that happened before then have been read
  bool restored = false;
  bool breaker_held = false;
  std::string breaker_says;  ///< of what it holds
};

}  // namespace lakemirror::pipeline
