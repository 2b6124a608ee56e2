#include "lambda/admin.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace lakemirror::lambda {

namespace {

/// What is left of an invocation for the answer, where it has so much.
constexpr Milliseconds kept_for_answer = Seconds(30);
/// Of an answer under way when the function ends nothing would be known.
constexpr Milliseconds kept_at_end = Seconds(2);
/// Where nobody says when an invocation ends.
constexpr Milliseconds otherwise_ends_in = std::chrono::minutes(1);

std::string named(const Administrator& who) {
  return who.principal + " among the " + (who.is_read_only ? "read-only " : "") + "data lake admins of " +
         who.region;
}

AdministratorAnswer success(std::string reason, std::string id) {
  return {.is_success = true, .reason = std::move(reason), .physical_id = std::move(id)};
}

AdministratorAnswer failure(const Error& error, std::string id) {
  return {.is_success = false, .reason = error.text(), .physical_id = std::move(id)};
}

}  // namespace

/// One request.
class Admin::Serving {
 public:
  Serving(Admin& admin, const Work& work, const AdministratorRequest& request, Time until)
      : admin_(admin), work_(work), request_(request), until_(until), began_(work.clock.now()) {}

  AdministratorAnswer answer() {
    auto properties = read_administrator_properties(request_.properties);
    if (request_.type == AdministratorRequest::Type::remove)
      return remove(properties ? &*properties : nullptr);
    const bool is_new = request_.type == AdministratorRequest::Type::create;
    if (!properties)
      return failure(properties.error(), is_new ? "none/" + request_.request_id : request_.physical_id);
    return is_new ? create(*properties) : update(*properties);
  }

 private:
  /// What came of adding somebody.
  struct Added {
    Result<void> done = {};
    bool is_ours = false;
    std::string about = {};
  };

  AdministratorAnswer create(const AdministratorProperties& wanted) {
    const Added added = add(wanted, until_);
    // Also of one that failed: by this id it is deleted then.
    const std::string id = AdministratorId{.who = wanted.who, .is_ours = added.is_ours}.text();
    return added.done ? success(added.about, id) : failure(added.done.error(), id);
  }

  AdministratorAnswer update(const AdministratorProperties& wanted) {
    const auto before = AdministratorId::parse(request_.physical_id);
    if (before && before->who == wanted.who) return keep(*before, wanted);
    // What is left of the time is for taking it back.
    const Added added = add(wanted, began_ + (until_ - began_) * 3 / 4);
    if (!added.done) return failure(take_back(wanted, added), request_.physical_id);
    AdministratorId id{.who = wanted.who, .is_ours = added.is_ours};
    if (before) {
      id.is_ours = id.is_ours || before->replaced == AdministratorId::fingerprint(wanted.who);
      if (before->is_ours) id.replaced = AdministratorId::fingerprint(before->who);
    }
    return success(added.about, id.text());
  }

  /// The one who is there has to stay. So it is as well when an update is rolled back that failed: then
  /// nothing but this request tells of the one who was to come.
  AdministratorAnswer keep(AdministratorId id, const AdministratorProperties& wanted) {
    const Added added = add(wanted, until_);
    if (!added.done) return failure(added.done.error(), request_.physical_id);
    std::string about = added.about;
    const auto tried = read_administrator_properties(request_.old_properties);
    if (tried && tried->is_made_by_stack && tried->who != wanted.who) {
      const auto removed = remove(tried->who, tried->may_drop_dead, until_);
      about += removed ? "; " + *removed : "; " + removed.error().text();
    }
    // An id that says another thing makes CloudFormation delete the one before, which is nobody's then.
    if (id.is_ours || !added.is_ours) return success(about, request_.physical_id);
    id.is_ours = true;
    return success(about, id.text());
  }

  AdministratorAnswer remove(const AdministratorProperties* properties) {
    auto id = AdministratorId::parse(request_.physical_id);
    const bool is_made_by_stack = properties != nullptr && properties->is_made_by_stack;
    // A request without an answer left no id of ours.
    if (!id && is_made_by_stack) id = AdministratorId{.who = properties->who, .is_ours = true};
    if (!id) return success("nobody was added: nothing to remove", request_.physical_id);
    if (!id->is_ours)
      return success("left alone " + named(id->who) + ": it was not added here", request_.physical_id);
    const auto done = remove(id->who, properties != nullptr && properties->may_drop_dead, until_);
    if (done) return success(*done, request_.physical_id);
    if (done.error().kind != ErrorKind::denied) return failure(done.error(), request_.physical_id);
    const std::string left = "left " + named(id->who) + ", for we may not remove it: remove it by hand: ";
    log::error("{}{}", left, done.error().text());
    return success(left + done.error().text(), request_.physical_id);
  }

  Added add(const AdministratorProperties& wanted, Time until) {
    Added added{.is_ours = wanted.is_made_by_stack || admin_.added_for_.contains(request_.request_id)};
    const auto client = admin_.connect_(wanted.who.region, work_.stop);
    if (!client) {
      added.done = fail(client.error());
      return added;
    }
    AdministratorList list(**client, wanted.who.is_read_only, options(until, wanted.may_drop_dead));
    added.done = list.add(wanted.who.principal);
    if (list.has_written()) admin_.added_for_.insert(request_.request_id);
    added.is_ours = added.is_ours || list.has_written();
    added.about = (list.has_written() ? "put " : "found ") + named(wanted.who) + without(list);
    return added;
  }

  Result<std::string> remove(const Administrator& who, bool may_drop_dead, Time until) {
    LM_TRY(const auto client, admin_.connect_(who.region, work_.stop));
    AdministratorList list(*client, who.is_read_only, options(until, may_drop_dead));
    LM_CHECK(list.remove(who.principal));
    return (list.has_written() ? "removed " : "did not find ") + named(who) + without(list);
  }

  /// An update that failed leaves no id by which it would be deleted.
  Error take_back(const AdministratorProperties& wanted, const Added& added) {
    Error error = added.done.error();
    if (!added.is_ours) return error;
    const auto removed = remove(wanted.who, wanted.may_drop_dead, until_);
    error.message += removed ? "; " + *removed : "; left there is " + named(wanted.who);
    return error;
  }

  AdministratorList::Options options(Time until, bool may_drop_dead) const {
    return {.clock = work_.clock,
            .random = admin_.random_,
            .stop = work_.stop,
            .until = until,
            .may_drop_dead = may_drop_dead};
  }

  static std::string without(const AdministratorList& list) {
    const auto& dropped = list.dropped();
    if (dropped.empty()) return "";
    return "; took out, since they do not exist any more: " + join({dropped.begin(), dropped.end()}, ", ");
  }

  Admin& admin_;
  const Work& work_;
  const AdministratorRequest& request_;
  Time until_, began_;
};

Milliseconds Admin::margin_of(Milliseconds left) {
  return std::clamp(left / 4, Milliseconds(0), kept_for_answer);
}

Result<json::value> Admin::serve(const Work& work, aws::Transport& answers) {
  const Time now = work.clock.now();
  const Time end = work.invocation.deadline.value_or(now + otherwise_ends_in);
  LM_TRY(const auto request, AdministratorRequest::read(work.invocation.payload));
  const AdministratorAnswer answer = Serving(*this, work, request, end - margin_of(end - now)).answer();
  log::write(answer.is_success ? log::Level::info : log::Level::error, answer.reason,
             {{"resource", request.logical_id}, {"stack", request.stack_id}});
  LM_CHECK(deliver(answer, request, answers, work.clock, random_, end - kept_at_end));
  return json::value(answer.to_json(request));
}

}  // namespace lakemirror::lambda
