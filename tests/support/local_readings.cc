#include "support/local_readings.h"

namespace lakemirror::test_support {

namespace {

const char* one_of(Random& random, std::initializer_list<const char*> words) {
  return *std::next(words.begin(), static_cast<std::ptrdiff_t>(random.below(words.size())));
}

}  // namespace

void draw_readings(Random& random, local::Knobs& knobs) {
  for (bool* knob :
       {&knobs.tag_case_folds, &knobs.grant_repeat_refused, &knobs.column_select_excludes_table_select,
        &knobs.merge_column_lists, &knobs.list_single_filter_computed, &knobs.resource_type_filter_incomplete,
        &knobs.revoke_splits_all, &knobs.revoke_all_takes_parts, &knobs.revoke_named_option_only,
        &knobs.missing_resource_denied, &knobs.deregister_drops_grants, &knobs.tags_outlive_table,
        &knobs.filters_outlive_table, &knobs.omit_cell_filter_data}) {
    *knob = random.chance(0.5);
  }
  knobs.list_all = one_of(random, {"expanded", "select_apart", "as_granted"});
  knobs.list_creators = one_of(random, {"tags", "all", "none"});
}

}  // namespace lakemirror::test_support
