// What operators do to entries, and the small things kept beside them.

#include "base/text.h"
#include "journal/dynamodb/dynamo_journal.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/dynamodb/entry_item.h"
#include "journal/dynamodb/packing.h"
#include "journal/journal_errors.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr int most_times_passed = 20;
constexpr std::size_t largest_plain_value = 64 * 1024;

Error busy(std::string_view operation, std::string_view event_id) {
  return {.kind = ErrorKind::retry,
          .operation = "dynamodb:UpdateItem",
          .subject = std::string(event_id),
          .message = std::string(operation) + ": somebody else changes this entry all the time"};
}

std::string value_key(std::string_view name) { return "#value/" + storable(name); }

bool is_plain(std::string_view text) { return text.size() <= largest_plain_value && is_utf8(text); }

Item value_item(std::string_view name, std::string_view text) {
  Item item{{key_name, text_value(value_key(name))}};
  if (is_plain(text)) {
    item["Text"] = text_value(text);
  } else {
    item["TextGzip"] = bytes_value(pack(text));
  }
  return item;
}

Result<std::string> text_of_value(const Item& item) {
  if (auto text = text_in(item, "Text")) return *std::move(text);
  LM_TRY(const auto packed, bytes_in(item, "TextGzip"));
  if (!packed) return fail(not_ours(text_in(item, key_name).value_or(""), "a value without its text"));
  return unpack(*packed);
}

Table::Update make_due(const Item& item) {
  const bool is_parked = text_in(item, "Processed_Flag") == "F";
  return {.expression = std::string("SET #Processed_Flag = :pending REMOVE #NextAttemptAt, #FailedSince, "
                                    "#MissingSince, #SettledAt") +
                        (is_parked ? ", #Outcome" : ""),
          .values = {{":pending", text_value("N")}}};
}

}  // namespace

Result<std::optional<Item>> DynamoJournal::change(std::string_view operation, std::string_view event_id,
                                                  const Change& change) {
  for (int attempt = 0; attempt < most_times_passed; ++attempt) {
    LM_TRY(const auto item, table_.get(entry_key(event_id)));
    if (!item) return fail(no_such_entry(operation, event_id));
    const auto flag = text_in(*item, "Processed_Flag").value_or("");
    if (flag == "Y")
      return fail(processed_already(operation, event_id, text_in(*item, "Outcome").value_or("")));
    auto update = change(*item);
    update.key = entry_key(event_id);
    update.condition = "#Processed_Flag = :flag AND #Attempts = :read";
    update.values[":flag"] = text_value(flag);
    update.values[":read"] = number_value(number_in(*item, "Attempts").value_or(0));
    LM_TRY(auto changed, table_.update(update));
    if (changed) return changed;
  }
  return fail(busy(operation, event_id));
}

Result<void> DynamoJournal::retry(std::string_view event_id) {
  LM_CHECK(change("retry", event_id, make_due));
  return {};
}

Result<std::size_t> DynamoJournal::retry_all_parked() {
  LM_TRY(const auto parked, list({.flag = model::ProcessedFlag::parked, .limit = SIZE_MAX / 4}));
  std::size_t retried = 0;
  for (const auto& entry : parked) {
    auto changed = change("retry", entry.event.event_id, make_due);
    // Processed or gone since it was listed: nothing is left to retry.
    if (!changed && changed.error().kind != ErrorKind::invalid && changed.error().kind != ErrorKind::missing)
      return fail(changed.error());
    retried += changed ? 1 : 0;
  }
  return retried;
}

Result<void> DynamoJournal::skip(std::string_view event_id, std::string_view why, Time now) {
  LM_CHECK(change("skip", event_id, [&](const Item&) -> Table::Update {
    return {.expression =
                "SET #Processed_Flag = :done, #Outcome = :skipped, #Reason = :why, #SettledAt = :now, "
                "#TimeToLive = :leaves REMOVE #NextAttemptAt, #FailedSince, #MissingSince",
            .values = {{":done", text_value("Y")},
                       {":skipped", text_value(to_string(model::OutcomeKind::skipped))},
                       {":why", text_value(why)},
                       {":now", time_value(now)},
                       {":leaves", number_value(settlement_.leaves_at(now, now))}}};
  }));
  return count_processed({{model::OutcomeKind::skipped, 1}});
}

Result<std::optional<std::string>> DynamoJournal::value(std::string_view name) {
  LM_TRY(const auto item, table_.get(value_key(name)));
  if (!item) return std::nullopt;
  return text_of_value(*item);
}

Result<void> DynamoJournal::set_value(std::string_view name, std::string_view text) {
  LM_CHECK(table_.put(value_item(name, text), ""));
  return {};
}

// The condition is on what the item holds: of a packed text nobody knows how another one would have packed
// it.
Result<bool> DynamoJournal::replace_value(std::string_view name, const std::optional<std::string>& was,
                                          std::string_view text) {
  if (!was) return table_.put(value_item(name, text), "attribute_not_exists(#EventId)");
  if (is_plain(*was)) return table_.put(value_item(name, text), "#Text = :was", {{":was", text_value(*was)}});
  LM_TRY(const auto item, table_.get(value_key(name)));
  if (!item || !item->contains("TextGzip")) return false;
  LM_TRY(const auto stored, text_of_value(*item));
  if (stored != *was) return false;
  return table_.put(value_item(name, text), "#TextGzip = :was", {{":was", item->at("TextGzip")}});
}

// Where the lease is, so that nobody takes the one without having seen the other.
Result<std::optional<FenceNote>> DynamoJournal::fence() {
  LM_TRY(const auto item, table_.get(DynamoLease::item_key));
  return item ? read_fence_note(text_in(*item, "Fence")) : std::optional<FenceNote>();
}

Result<void> DynamoJournal::remember_keys(std::span<const std::string> keys) { return known_.remember(keys); }
Result<std::vector<bool>> DynamoJournal::knows_keys(std::span<const std::string> keys) {
  return known_.knows(keys);
}
Result<void> DynamoJournal::forget_keys(std::span<const std::string> keys) { return known_.forget(keys); }
Result<std::uint64_t> DynamoJournal::count_known(model::KeyKind kind, std::string_view prefix) {
  return known_.count(kind, prefix);
}

}  // namespace lakemirror::journal::dynamodb
