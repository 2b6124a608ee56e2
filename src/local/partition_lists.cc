#include "base/text.h"
#include "local/actions.h"
#include "local/json_text.h"
#include "local/page_token.h"
#include "local/partition_expression.h"
#include "local/partition_text.h"

namespace lakemirror::local {

namespace {

/// One of TotalSegments disjoint shares of a table's partitions.
struct Segment {
  std::uint64_t number = 0;
  std::uint64_t total = 1;

  bool holds(std::string_view name) const { return total == 1 || hash64(name) % total == number; }
};

Result<Segment> read_segment(const Call& call) {
  const json::object* given = object_at(call.from.input, "Segment");
  if (given == nullptr) return Segment{};
  const Segment segment{static_cast<std::uint64_t>(given->at("SegmentNumber").to_number<std::int64_t>()),
                        static_cast<std::uint64_t>(given->at("TotalSegments").to_number<std::int64_t>())};
  if (segment.number >= segment.total) return invalid_input("SegmentNumber must be less than TotalSegments.");
  return segment;
}

/// A page that holds anything carries a NextToken, even when nothing is left: the page after it is then empty
/// and has none. Seen at AWS, with a default page of 500.
Answer get_partitions(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table(call, call.view));
  LM_TRY(const Segment segment, read_segment(call));
  static const std::vector<PartitionKey> no_keys;
  LM_TRY(
      const PartitionExpression expression,
      PartitionExpression::parse(call.text("Expression"), place.table->keys ? *place.table->keys : no_keys));
  std::string after;
  if (const auto token = call.text("NextToken"); !token.empty()) {
    LM_TRY(const json::object position, read_token(token, call.now));
    after = text_or(position, "last");
  }
  const std::size_t limit = call.page_limit(500);
  const bool with_columns = !call.flag("ExcludeColumnSchema");
  std::string out = "{\"Partitions\":[";
  std::size_t count = 0;
  Result<void> failure;
  const auto visit = [&](const std::string& name, const Partition& partition) {
    if (count == limit) return false;
    if (!segment.holds(name)) return true;
    const Result<bool> wanted = expression.matches(name);
    if (!wanted) {
      failure = lakemirror::fail(wanted.error());
      return false;
    }
    if (!*wanted) return true;
    if (count++ > 0) out += ',';
    append_partition(out, call, place, name, partition, with_columns);
    after = name;
    return true;
  };
  if (place.links <= 1) place.table->contents->partitions.scan(after, call.view, visit);
  LM_CHECK(std::move(failure));
  out += ']';
  if (count > 0) {
    out += ",\"NextToken\":";
    append_string(out, make_token({{"last", after}, {"pageSize", limit}}, call.now));
  }
  out += '}';
  return out;
}

constexpr Action all_partition_list_actions[] = {{"GetPartitions", get_partitions, true}};

}  // namespace

std::span<const Action> partition_list_actions() { return all_partition_list_actions; }

}  // namespace lakemirror::local
