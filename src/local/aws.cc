#include "local/aws.h"

#include "local/dump.h"
#include "local/faults.h"
#include "local/front.h"
#include "local/state.h"

namespace lakemirror::local {

Aws::State::State(Options given)
    : options(std::move(given)), clock(options.clock != nullptr ? *options.clock : system_clock()) {
  set_settings(options.knobs, true);
}

std::shared_ptr<const Settings> Aws::State::settings() const {
  const std::lock_guard lock(mutex_);
  return settings_;
}

void Aws::State::set_settings(Knobs knobs, bool restart_random) {
  const std::lock_guard lock(mutex_);
  auto random = restart_random ? std::make_shared<Random>(knobs.seed) : settings_->random;
  settings_ = std::make_shared<const Settings>(Settings{std::move(knobs), std::move(random)});
}

std::shared_ptr<Region> Aws::State::region(std::string_view account, std::string_view name) {
  std::pair<std::string, std::string> key(account.empty() ? options.account : account, name);
  const std::lock_guard lock(mutex_);
  auto& slot = regions_[key];
  if (!slot) slot = std::make_shared<Region>(std::move(key.first), std::move(key.second));
  return slot;
}

void Aws::State::forget_regions() {
  const std::lock_guard lock(mutex_);
  regions_.clear();
}

Aws::Aws(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Aws::~Aws() = default;

Reply Aws::invoke(const Invocation& invocation) {
  RawReply raw = dispatch(*state_, invocation);
  Reply reply{.status = raw.code.empty() ? 200 : status_of(raw.code),
              .code = std::move(raw.code),
              .message = std::move(raw.message),
              .request_id = std::move(raw.request_id),
              .age = raw.age};
  auto output = parse_json(raw.output);
  if (reply.ok() && output && output->is_object()) reply.output = std::move(output->get_object());
  return reply;
}

HttpResponse Aws::handle(const HttpRequest& request) { return serve(*this, *state_, request); }

std::string Aws::dump_text(std::string_view account, std::string_view region) const {
  const std::shared_ptr<Region> found = state_->region(account, region);
  const std::lock_guard lock(found->mutex);
  return local::dump_text(*found);
}

json::object Aws::dump(std::string_view account, std::string_view region) const {
  auto parsed = parse_json(dump_text(account, region));
  return parsed && parsed->is_object() ? std::move(parsed->get_object()) : json::object{};
}

void Aws::reset() {
  state_->forget_regions();
  state_->objects.clear();
  state_->credentials.clear();
  state_->set_settings(knobs(), true);
}

Result<void> Aws::set_knobs(const json::object& changes) {
  LM_TRY(Knobs changed, Knobs::parse(changes, knobs()));
  state_->set_settings(std::move(changed), changes.contains("seed"));
  return {};
}

Knobs Aws::knobs() const { return state_->settings()->knobs; }

}  // namespace lakemirror::local
