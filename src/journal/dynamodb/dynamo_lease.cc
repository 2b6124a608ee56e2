#include "journal/dynamodb/dynamo_lease.h"

#include <time.h>

#include <algorithm>
#include <set>

#include "base/log.h"
#include "base/text.h"
#include "journal/dynamodb/packing.h"
#include "journal/lease_errors.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr std::string_view own = "#Holder = :self AND #Token = :token";
constexpr std::size_t outbox_bytes = 256 * 1024;  ///< as JSON, of which an item takes a tenth when packed
constexpr int most_takes = 20;

Time time_of_ms(std::int64_t ms) { return Time(Milliseconds(ms)); }
std::int64_t ms_of(Time time) { return time.time_since_epoch().count(); }

/// Announced keys as they are stored, bounded.
std::string keys_in_flight(const std::vector<std::string>& keys) {
  std::set<std::string> told(keys.begin(), keys.end());
  if (told.size() > InFlight::most_keys) {
    std::set<std::string> wider;
    for (const auto& key : told) {
      const auto parts = split(key, '/');
      wider.insert(parts.front() == "database" && parts.size() > 1 ? "database/" + parts[1] : key);
    }
    told = std::move(wider);
  }
  if (told.size() > InFlight::most_keys) told = {"catalog"};
  return pack(join({told.begin(), told.end()}, "\n"));
}

json::object left_value(std::string_view packed_keys, Time until) {
  json::array one{{{"M", {{"Keys", bytes_value(packed_keys)}, {"Until", number_value(ms_of(until))}}}}};
  return {{"L", std::move(one)}};
}

Result<std::vector<InFlight::Left>> read_left(const Item& item) {
  std::vector<InFlight::Left> left;
  const auto* attribute = object_at(item, "Left");
  const auto* list = attribute == nullptr ? nullptr : array_at(*attribute, "L");
  if (list == nullptr) return left;
  for (const auto& element : *list) {
    const auto* one = element.is_object() ? object_at(element.get_object(), "M") : nullptr;
    if (one == nullptr) return fail(not_ours(DynamoLease::item_key, "Left holds something else than maps"));
    LM_TRY(const auto packed, bytes_in(*one, "Keys"));
    LM_TRY(const auto text, unpack(packed.value_or("")));
    left.push_back({.keys = split(text, '\n'), .until = time_of_ms(number_in(*one, "Until").value_or(0))});
  }
  return left;
}

}  // namespace

Milliseconds since_boot() {
  timespec now = {};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return Seconds(now.tv_sec) + Milliseconds(now.tv_nsec / 1'000'000);
}

DynamoLease::DynamoLease(DynamoJournal& journal, Clock& clock, Random& random, Options options)
    : journal_(journal), table_(journal.table()), clock_(clock), options_(std::move(options)) {
  self_ = options_.holder + ", " + random.uuid();
  journal_.settle_under(this);
}

DynamoLease::~DynamoLease() {
  stop_renewing();
  journal_.settle_under(nullptr);
}

Result<bool> DynamoLease::acquire() {
  const std::lock_guard lock(mutex_);
  if (standing_ == Standing::held && options_.uptime() < valid_until_.load() && !is_fenced_) return true;
  for (int attempt = 0; attempt < most_takes; ++attempt) {
    LM_TRY(const auto taken, try_to_take());
    if (taken) return *taken;
  }
  return fail({.kind = ErrorKind::retry,
               .operation = "dynamodb:UpdateItem",
               .subject = table_.name(),
               .message = "the lease changes hands all the time"});
}

Result<std::optional<bool>> DynamoLease::try_to_take() {
  LM_TRY(const auto item, table_.get(item_key));
  if (item) {
    if (const auto note = read_fence_note(text_in(*item, "Fence"))) return fail(fenced(note->says()));
    const auto holder = text_in(*item, "Holder");
    const Time expires = time_of_ms(number_in(*item, "ExpiresAt").value_or(0));
    const bool is_free = !holder || *holder == self_ || expires + options_.skew < clock_.now();
    if (!is_free) {
      other_ = *holder + ", until " + format_time(expires);
      LM_TRY(const bool asked, ask_for(*item));
      return asked ? std::optional(false) : std::nullopt;
    }
  }
  return take(item);
}

/// The holder will see it before it lets go. False: the lease is not that holder's any more.
Result<bool> DynamoLease::ask_for(const Item& item) {
  LM_TRY(const auto asked,
         table_.update({.key = std::string(item_key),
                        .expression = "ADD #Wanted :one",
                        .condition = std::string(own),
                        .values = {{":one", number_value(1)},
                                   {":self", text_value(text_in(item, "Holder").value_or(""))},
                                   {":token", number_value(number_in(item, "Token").value_or(0))}}}));
  return asked.has_value();
}

// What the last holder said it was changing goes over into what is left to look at in the same write that
// takes the lease from it.
Result<std::optional<bool>> DynamoLease::take(const std::optional<Item>& item) {
  const Milliseconds asked_at = options_.uptime();
  const Time now = clock_.now();
  const std::int64_t token = item ? number_in(*item, "Token").value_or(0) : 0;
  std::string sets =
      "SET #Holder = :self, #Token = :next, #ExpiresAt = :expires, #Wanted = if_not_exists(#Wanted, :zero)";
  std::string condition = "attribute_not_exists(#Token)";
  json::object values{{":self", text_value(self_)},
                      {":next", number_value(token + 1)},
                      {":expires", number_value(ms_of(now + options_.length))},
                      {":zero", number_value(0)}};
  if (item && item->contains("Token")) {
    condition = "#Token = :token";
    values[":token"] = number_value(token);
    if (const auto expires = number_in(*item, "ExpiresAt")) {
      condition += " AND #ExpiresAt = :was";
      values[":was"] = number_value(*expires);
    } else {
      condition += " AND attribute_not_exists(#ExpiresAt)";
    }
  }
  LM_TRY(const auto in_flight, item ? bytes_in(*item, "InFlight") : std::optional<std::string>());
  if (in_flight) {
    condition += " AND #InFlight = :in_flight";
    values[":in_flight"] = bytes_value(*in_flight);
    sets += ", #Left = list_append(if_not_exists(#Left, :none), :left)";
    values[":none"] = json::object{{"L", json::array()}};
    values[":left"] = left_value(*in_flight, now + options_.signature_lasts + options_.skew);
  } else {
    condition += " AND attribute_not_exists(#InFlight)";
  }
  condition += " AND attribute_not_exists(#Fence)";
  LM_TRY(const auto taken, table_.update({.key = std::string(item_key),
                                          .expression = sets + " REMOVE #InFlight",
                                          .condition = std::move(condition),
                                          .values = std::move(values)}));
  if (!taken) return std::nullopt;
  LM_CHECK(took(*taken, asked_at));
  return std::optional(true);
}

Result<void> DynamoLease::took(const Item& item, Milliseconds asked_at) {
  standing_ = Standing::held;
  token_ = number_in(item, "Token").value_or(0);
  valid_until_ = asked_at + options_.length;
  announced_.clear();
  is_announced_ = false;
  journal_.forget_what_was_read();
  LM_CHECK(note(item));
  wanted_is_new_ = true;
  auto emptied = empty_outbox(item).map([](const Processed&) {});
  if (emptied && outbox_is_full_) emptied = clear_outbox();
  if (!emptied) {
    // Nobody may work before these outcomes are written.
    (void)drop("", {});
    return fail(emptied.error());
  }
  start_renewing();
  return {};
}

Result<Processed> DynamoLease::empty_outbox(const Item& item) {
  LM_TRY(const auto packed, bytes_in(item, "Outbox"));
  outbox_is_full_ = packed.has_value();
  if (!packed) return Processed();
  LM_TRY(const auto text, unpack(*packed));
  LM_TRY(const auto decisions, read_decisions(text));
  return journal_.settlement().apply(decisions);
}

Result<void> DynamoLease::note(const Item& item) {
  wanted_ = number_in(item, "Wanted").value_or(0);
  is_fenced_ = item.contains("Fence");
  left_settled_ = number_in(item, "LeftSettled").value_or(0);
  LM_TRY(left_, read_left(item));
  return {};
}

Error DynamoLease::lost() {
  auto held = Standing::held;
  if (standing_.compare_exchange_strong(held, Standing::lost))
    log::write(log::Level::warn, "lease lost", {{"table", table_.name()}});
  return lease_lost("another replicator has the lease of " + table_.name());
}

Result<Item> DynamoLease::update_own(std::string expression, json::object values) {
  if (standing_ != Standing::held) return fail(lost());
  values[":self"] = text_value(self_);
  values[":token"] = number_value(token_);
  LM_TRY(auto item, table_.update({.key = std::string(item_key),
                                   .expression = std::move(expression),
                                   .condition = std::string(own),
                                   .values = std::move(values)}));
  if (!item) return fail(lost());
  LM_CHECK(note(*item));
  return *std::move(item);
}

Result<void> DynamoLease::check(Milliseconds needed) {
  if (standing_ != Standing::held) return fail(lost());
  if (is_fenced_) return fail(fenced("it was raised while this one was at work"));
  if (options_.uptime() + needed > valid_until_.load())
    return fail(lease_lost("too little is left of the lease to begin a call"));
  return {};
}

Result<void> DynamoLease::renew() {
  const std::lock_guard lock(mutex_);
  return renew_locked();
}

Result<void> DynamoLease::renew_locked() {
  const Milliseconds asked_at = options_.uptime();
  LM_CHECK(update_own("SET #ExpiresAt = :expires",
                      {{":expires", number_value(ms_of(clock_.now() + options_.length))}}));
  valid_until_ = asked_at + options_.length;
  return {};
}

// Taken with an old number of those who asked, a lease is only given back later than it might be: so the
// number that came with the lease itself serves for the first look.
Result<void> DynamoLease::begin_look() {
  const std::lock_guard lock(mutex_);
  if (!wanted_is_new_) LM_CHECK(renew_locked());
  wanted_is_new_ = false;
  wanted_before_ = wanted_;
  return {};
}

/// Takes our name off. False where the condition that is added did not hold.
Result<bool> DynamoLease::drop(std::string condition, json::object values) {
  values[":self"] = text_value(self_);
  values[":token"] = number_value(token_);
  LM_TRY(const auto dropped, table_.update({.key = std::string(item_key),
                                            .expression = "REMOVE #Holder, #ExpiresAt, #InFlight",
                                            .condition = std::string(own) + condition,
                                            .values = std::move(values)}));
  if (dropped) standing_ = Standing::none;
  return dropped.has_value();
}

Result<bool> DynamoLease::release_if_unwanted() {
  std::unique_lock lock(mutex_);
  if (standing_ != Standing::held) return fail(lost());
  LM_TRY(bool is_dropped, drop(" AND #Wanted = :seen", {{":seen", number_value(wanted_before_)}}));
  if (!is_dropped) {
    LM_TRY(const auto item, table_.get(item_key));
    const auto holder = item ? text_in(*item, "Holder") : std::nullopt;
    if (holder == self_) return false;
    // The first answer may have been lost: then nobody has it, and the token is ours.
    is_dropped = item && !holder && number_in(*item, "Token") == token_;
    if (!is_dropped) return fail(lost());
    standing_ = Standing::none;
  }
  lock.unlock();
  stop_renewing();
  return true;
}

Result<void> DynamoLease::release() {
  stop_renewing();
  const std::lock_guard lock(mutex_);
  if (standing_ != Standing::held) {
    standing_ = Standing::none;
    return {};
  }
  LM_CHECK(drop("", {}));
  standing_ = Standing::none;
  return {};
}

Result<void> DynamoLease::announce(const std::vector<std::string>& keys) {
  const std::lock_guard lock(mutex_);
  LM_CHECK(update_own("SET #InFlight = :keys", {{":keys", bytes_value(keys_in_flight(keys))}}));
  announced_ = keys;
  is_announced_ = true;
  return {};
}

Result<void> DynamoLease::ended() {
  const std::lock_guard lock(mutex_);
  return ended_locked();
}

Result<void> DynamoLease::ended_locked() {
  if (announced_.empty()) return {};
  if (standing_ == Standing::held && options_.uptime() > valid_until_.load()) {
    // Nobody may have noticed: then it is ours again.
    if (const auto renewed = renew_locked(); !renewed && standing_ == Standing::held) return renewed;
  }
  if (standing_ == Standing::lost) {
    LM_CHECK(table_.update(
        {.key = std::string(item_key),
         .expression = "SET #Left = list_append(if_not_exists(#Left, :none), :left) ADD #Wanted :one",
         .values = {{":none", {{"L", json::array()}}},
                    {":left", left_value(keys_in_flight(announced_), clock_.now())},
                    {":one", number_value(1)}}}));
  }
  announced_.clear();
  return {};
}

std::vector<InFlight::Left> DynamoLease::left() {
  const std::lock_guard lock(mutex_);
  return left_;
}

Result<void> DynamoLease::settle_left(std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (count == 0) return {};
  if (standing_ != Standing::held) return fail(lost());
  // Others only ever add at the end. The number keeps a request that is sent again, because its answer was
  // lost, from taking out what came after.
  std::string expression = "SET #LeftSettled = :after REMOVE ";
  for (std::size_t i = 0; i < count; ++i) expression += fmt::format("{}#Left[{}]", i == 0 ? "" : ", ", i);
  const auto after = left_settled_ + static_cast<std::int64_t>(count);
  json::object values{
      {":self", text_value(self_)}, {":token", number_value(token_)}, {":after", number_value(after)}};
  std::string condition = std::string(own) + " AND attribute_not_exists(#LeftSettled)";
  if (left_settled_ > 0) {
    condition = std::string(own) + " AND #LeftSettled = :before";
    values[":before"] = number_value(left_settled_);
  }
  LM_TRY(auto item, table_.update({.key = std::string(item_key),
                                   .expression = std::move(expression),
                                   .condition = std::move(condition),
                                   .values = std::move(values)}));
  if (!item) {
    LM_TRY(item, table_.get(item_key));
    const bool is_done = item && text_in(*item, "Holder") == self_ && number_in(*item, "Token") == token_ &&
                         number_in(*item, "LeftSettled") == after;
    if (!is_done) return fail(lost());
  }
  return note(*item);
}

Result<void> DynamoLease::write_outbox(std::span<const Decision> decisions) {
  outbox_is_full_ = true;
  const std::lock_guard lock(mutex_);
  LM_CHECK(update_own("SET #Outbox = :outbox", {{":outbox", bytes_value(pack(decisions_text(decisions)))}}));
  return {};
}

Result<void> DynamoLease::clear_outbox() {
  // All calls of the pass have returned: what it was changing is written with its outcomes.
  const bool is_over = is_announced_ && announced_.empty();
  LM_CHECK(update_own(is_over ? "REMOVE #Outbox, #InFlight" : "REMOVE #Outbox", {}));
  if (is_over) is_announced_ = false;
  outbox_is_full_ = false;
  return {};
}

// The entries are written while nothing is locked: the lease is renewed meanwhile.
Result<Processed> DynamoLease::commit(std::span<const Decision> decisions) {
  const std::lock_guard lock(commit_mutex_);
  if (standing_ != Standing::held) return fail(lost());
  Processed all;
  const auto add = [&](const Processed& processed) {
    for (const auto& [kind, number] : processed) all[kind] += number;
  };
  if (outbox_is_full_) {
    // An earlier write came to no end. What it decided counts, and comes first.
    LM_TRY(const auto item, table_.get(item_key));
    if (!item || number_in(*item, "Token") != token_) return fail(lost());
    LM_TRY(const auto processed, empty_outbox(*item));
    add(processed);
    const std::lock_guard state(mutex_);
    LM_CHECK(clear_outbox());
  }
  while (!decisions.empty()) {
    std::size_t count = 0, bytes = 0;
    while (count < decisions.size() && (count == 0 || bytes < outbox_bytes))
      bytes += decisions_text(decisions.subspan(count++, 1)).size();
    const auto part = decisions.first(count);
    LM_CHECK(write_outbox(part));
    LM_TRY(const auto processed, journal_.settlement().apply(part));
    add(processed);
    const std::lock_guard state(mutex_);
    LM_CHECK(clear_outbox());
    decisions = decisions.subspan(count);
  }
  return all;
}

Result<Fence::Raised> DynamoLease::raise(const FenceNote& note) {
  LM_TRY(const auto item, table_.update({.key = std::string(item_key),
                                         .expression = "SET #Fence = if_not_exists(#Fence, :note)",
                                         .values = {{":note", text_value(note.text())}}}));
  const auto stands = item ? read_fence_note(text_in(*item, "Fence")) : std::nullopt;
  return Raised{.note = stands.value_or(note), .is_new = !stands || *stands == note};
}

Result<void> DynamoLease::lift() {
  LM_CHECK(table_.update({.key = std::string(item_key), .expression = "REMOVE #Fence"}));
  return {};
}

Result<std::optional<FenceNote>> DynamoLease::standing() { return journal_.fence(); }

// Nobody begins a call with less left of the lease than the call may take: when it is over, so are they.
Result<std::optional<std::string>> DynamoLease::at_work() {
  LM_TRY(const auto item, table_.get(item_key));
  const auto holder = item ? text_in(*item, "Holder") : std::nullopt;
  if (!holder) return std::nullopt;
  const Time expires = time_of_ms(number_in(*item, "ExpiresAt").value_or(0));
  if (expires + options_.skew < clock_.now()) return std::nullopt;
  return *holder + ", until " + format_time(expires);
}

Result<std::optional<std::string>> DynamoLease::holder() {
  LM_TRY(const auto item, table_.get(item_key));
  const auto holder = item ? text_in(*item, "Holder") : std::nullopt;
  if (!holder) return std::nullopt;
  return *holder + ", until " + format_time(time_of_ms(number_in(*item, "ExpiresAt").value_or(0)));
}

std::string DynamoLease::other_holder() const {
  const std::lock_guard lock(mutex_);
  return other_;
}

void DynamoLease::start_renewing() {
  if (!options_.renews_itself || renewing_.joinable()) return;
  renewing_ = std::jthread([this](const std::stop_token& stop) { keep_renewing(stop); });
}

void DynamoLease::stop_renewing() {
  if (!renewing_.joinable()) return;
  renewing_.request_stop();
  wake_.notify_all();
  renewing_.join();
}

void DynamoLease::keep_renewing(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, options_.length / 3, [] { return false; });
    if (stop.stop_requested() || standing_ != Standing::held) continue;
    if (is_fenced_) continue;  // whoever raised the fence waits for its end
    if (const auto renewed = renew_locked(); !renewed && standing_ == Standing::held)
      log::warn("the lease could not be renewed: {}", renewed.error().text());
  }
}

}  // namespace lakemirror::journal::dynamodb
