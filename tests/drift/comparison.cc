#include "drift/comparison.h"

#include <gtest/gtest.h>

#include "apply/governance_applier.h"
#include "mapping/mapping.h"
#include "permissions/plan.h"
#include "pipeline/grant_book.h"

namespace lakemirror::drift {

using model::Change;
using model::ChangeKind;
using permissions::AtomSet;
using permissions::Grant;
using permissions::PermissionCall;

namespace {

mapping::Mapping mapping_between(const Terms& source, const Terms& target) {
  return mapping::Mapping(
      {.locations = mapping::LocationMapping::create({{source.bucket, target.bucket}}).value(),
       .source_account = source.account,
       .target_account = target.account});
}

}  // namespace

std::string Comparison::text() const {
  std::string out;
  for (const PermissionCall& call : plan) out += explain(call) + "\n";
  for (const PermissionCall& call : plan_back) out += "back: " + explain(call) + "\n";
  return out;
}

Comparison compare(Side& source, Side& target) {
  const auto mapping = mapping_between(source.terms(), target.terms());
  const pipeline::GrantTerms terms{
      .mapping = mapping, .source_account = source.terms().account, .target_account = target.terms().account};
  pipeline::GrantBook book(Milliseconds(0));
  const auto listed = book.list({.source = source.reader(), .target = target.reader(), .terms = terms},
                                target.clock().now(), true);
  EXPECT_TRUE(listed.has_value()) << listed.error().text();
  for (const Error& error : book.unreadable()) ADD_FAILURE() << error.text();
  Comparison out;
  for (const auto& holder : book.holders()) {
    if (holder.principal == target.caller()) continue;
    out.want.add(book.source(holder));
    out.have.add(book.target(holder));
  }
  out.plan = permissions::plan(out.have, out.want);
  out.plan_back = permissions::plan(out.want, out.have);
  return out;
}

void carry_out(const std::vector<PermissionCall>& plan, Side& target) {
  std::vector<Change> changes;
  for (const PermissionCall& call : plan) {
    const bool grants = call.action == PermissionCall::Action::grant;
    changes.push_back({.kind = grants ? ChangeKind::create : ChangeKind::remove,
                       .key = model::Key::grants(call.grant.principal, call.grant.resource.subject().text()),
                       .body = permissions::to_json(call.grant, target.terms().account),
                       .reason = call.reason});
  }
  apply::GovernanceApplier(target.client(), target.terms().account).apply(changes, 1);
}

}  // namespace lakemirror::drift
