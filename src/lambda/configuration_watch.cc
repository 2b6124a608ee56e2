#include "lambda/configuration_watch.h"

#include "base/log.h"

namespace lakemirror::lambda {

namespace {

/// An operator who changed it waits no longer than this; a request a minute costs next to nothing.
constexpr Milliseconds asked_every = std::chrono::minutes(1);

}  // namespace

Result<std::shared_ptr<const config::Configuration>> ConfigurationWatch::current(std::stop_token stop) {
  const Time now = clock_.now();
  if (good_ && now >= asked_at_ && now - asked_at_ < asked_every) return good_;
  asked_at_ = now;
  Result<void> refreshed = refresh(std::move(stop));
  if (refreshed) return good_;
  ++faults_;
  if (!good_) return fail(std::move(refreshed).error());
  log::error("{}; going on with the configuration as it was", refreshed.error().text());
  return good_;
}

Result<void> ConfigurationWatch::refresh(std::stop_token stop) {
  LM_TRY(std::string version, place_.version(stop));
  if (good_ && version == version_) return {};
  LM_TRY(config::Configuration loaded, place_.load(std::move(stop)));
  for (const std::string& warning : loaded.warnings) log::warn("{}", warning);
  good_ = std::make_shared<const config::Configuration>(std::move(loaded));
  version_ = std::move(version);
  if (++generation_ > 1) log::info("{} has changed, and was read again", good_->origin);
  return {};
}

}  // namespace lakemirror::lambda
