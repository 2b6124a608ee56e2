#include "model/key.h"

#include "base/text.h"
#include "promise.h"

using lakemirror::model::Key;
using lakemirror::model::KeyKind;

namespace {

/// A key gives a text that reads as the same key, and stands below its parent.
void check(const Key& key) {
  const auto again = Key::parse(key.text());
  promise(again && *again == key, "a key's text reads as the same key");
  promise((key <=> *again) == std::strong_ordering::equal, "equal keys are in no order");
  if (key.kind() == KeyKind::catalog) return;
  promise(key.parent().contains(key) && !key.contains(key.parent()), "a parent contains its child only");
  promise(key.parent() < key, "a parent comes before its child");
}

/// The same, of names as they are before they are folded and escaped: any bytes at all.
void check_names(std::string_view text) {
  const auto names = lakemirror::split(text, '\n');
  if (names.size() < 3 || names[0].empty() || names[1].empty()) return;
  const std::vector<std::string> values(names.begin() + 2, names.end());
  const auto key = Key::partition(names[0], names[1], values);
  check(key);
  promise(key.partition_values() == values, "partition values keep every byte");
  promise(key.parent() == Key::table(names[0], names[1]), "a partition lies below its table");
  promise(key.parent().parent() == Key::database(names[0]), "a table lies below its database");
  promise(Key::table(key.database_name(), key.table_name()) == key.parent(), "folded names stay folded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = Key::parse(text)) check(*key);
  check_names(text);
  return 0;
}
