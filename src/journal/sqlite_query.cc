#include "journal/sqlite_query.h"

namespace lakemirror::journal {

void SqliteQuery::put(int index, const std::optional<Time>& value) {
  if (value) {
    put(index, *value);
  } else {
    statement_.bind(index);
  }
}

}  // namespace lakemirror::journal
