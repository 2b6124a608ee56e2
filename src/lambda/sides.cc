#include "lambda/sides.h"

#include <array>

#include "aws/user_agent.h"
#include "lambda/deadline.h"
#include "pipeline/executor.h"
#include "pipeline/journal_values.h"
#include "pipeline/owed.h"
#include "setup/change_under.h"
#include "setup/stage_settings.h"

namespace lakemirror::lambda {

namespace {

/// An invocation is short, and its work comes again: a side that is away is not tried for long.
constexpr int attempts = 4;

/// Everything a replicator remembers from one pass to the next and others may have changed meanwhile.
constexpr std::array remembered = {pipeline::Executor::mark,
                                   pipeline::Owed::value_name,
                                   pipeline::journal_value::pair,
                                   pipeline::journal_value::breaker_window,
                                   pipeline::journal_value::over_permission,
                                   pipeline::journal_value::administrators_gone};

}  // namespace

Sides::Sides(std::shared_ptr<const config::Configuration> configuration, journal::Journal& journal,
             pipeline::Guards guards, Clock& clock, Random& random, std::stop_token stop)
    : configuration_(std::move(configuration)),
      journal_(journal),
      guards_(guards),
      clock_(clock),
      random_(random),
      stop_(std::move(stop)) {}

Sides::~Sides() = default;

aws::ClientOptions Sides::options_of(const config::Side& side) {
  return {.clock = clock_,
          .random = random_,
          .region = side.region,
          .profile = side.profile,
          .role_arn = side.role_arn,
          .endpoint = side.endpoint,
          .ca_bundle = side.ca_bundle,
          .max_attempts = attempts,
          .stop = stop_,
          .stop_grace = call_grace};
}

Result<aws::HttpClient*> Sides::source() {
  if (!source_) {
    aws::ClientOptions options = options_of(configuration_->source);
    options.lookup_rate = configuration_->lookup_requests_per_second;
    LM_TRY(source_, aws::connect(options));
  }
  return source_.get();
}

Result<aws::HttpClient*> Sides::target() {
  if (!target_) {
    aws::ClientOptions options = options_of(configuration_->target);
    options.lookup_rate = 0;
    options.agent_adds = aws::copies_from(at_source_.account, configuration_->source.region);
    setup::change_under(*guards_.lease, configuration_->lease / 3, options);
    LM_TRY(target_, aws::connect(options));
  }
  return target_.get();
}

Result<void> Sides::identify() {
  if (!at_target_.account.empty()) return {};
  LM_TRY(aws::HttpClient* const at_source, source());
  LM_TRY(at_source_, aws::identity_of(*at_source));
  LM_TRY(aws::HttpClient* const at_target, target());
  LM_TRY(aws::Identity found, aws::identity_of(*at_target));
  const bool is_one_place = at_source_.account == found.account &&
                            configuration_->source.region == configuration_->target.region &&
                            configuration_->source.endpoint == configuration_->target.endpoint;
  if (is_one_place) {
    return fail({.operation = "compare source and target",
                 .subject = configuration_->origin,
                 .code = "OnePlace",
                 .message = "both are account " + found.account + " in " + configuration_->source.region,
                 .hint = "name another Region, or credentials of another account, for one of them"});
  }
  mapping_ = mapping::Mapping(setup::mapping_settings(*configuration_, at_source_.account, found.account));
  at_target_ = std::move(found);
  return {};
}

Result<Sides::Memory> Sides::memory() {
  Memory texts;
  for (const std::string_view name : remembered) {
    LM_TRY(std::optional<std::string> text, journal_.value(name));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<void> Sides::make_replicator() {
  LM_CHECK(identify());
  replicator_ = std::make_unique<pipeline::Replicator>(
      *source_, *target_, journal_, mapping_, clock_,
      setup::pipeline_settings(*configuration_, at_source_, at_target_), nullptr, guards_);
  return replicator_->check_target();
}

Result<pipeline::PassReport> Sides::replicate(std::stop_token stop) {
  LM_TRY(const Memory found, memory());
  if (!replicator_ || left_ != found) LM_CHECK(make_replicator());
  left_.reset();
  LM_TRY(pipeline::PassReport report, replicator_->replicate(std::move(stop)));
  LM_TRY(left_, memory());
  return report;
}

aws::Statistics Sides::source_calls() const { return source_ ? source_->statistics() : aws::Statistics(); }
aws::Statistics Sides::target_calls() const { return target_ ? target_->statistics() : aws::Statistics(); }

}  // namespace lakemirror::lambda
