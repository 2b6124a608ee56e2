#pragma once

#include <rapidcheck.h>

#include <ostream>
#include <string>
#include <vector>

#include "permissions/atom.h"
#include "permissions/grant.h"
#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

inline const std::string test_account = "111122223333";

/// For RapidCheck, which prints what falsified a property.
inline void showValue(const Grant& grant, std::ostream& out) {
  out << json::serialize(to_json(grant, test_account));
}
inline void showValue(const Atom& atom, std::ostream& out) { out << explain(atom); }

/// Grants over so few names that they meet: of two principals, one database, two tables, three columns.
struct Generators {
  /// Of the kinds that AWS documents permissions for.
  static rc::Gen<Resource> resource() {
    return rc::gen::exec([] {
      const std::string table = *rc::gen::element<std::string>("t", "u");
      const auto columns = *some_of({"a", "b", "c"});
      const auto values = *some_of({"x", "y", "*"});
      const auto expression =
          TagExpression({{"k", *some_of({"x", "y"})}, {*rc::gen::element<std::string>("l", "m"), {"z"}}});
      return *rc::gen::weightedElement<Resource>({{1, Resource()},
                                                  {2, Resource::database("d")},
                                                  {6, Resource::table("d", table)},
                                                  {2, Resource::all_tables("d")},
                                                  {6, Resource::columns("d", table, columns)},
                                                  {3, Resource::columns_except("d", table, columns)},
                                                  {1, Resource::cells_filter("d", table, "f")},
                                                  {1, Resource::data_location("arn:aws:s3:::lake/sales")},
                                                  {4, Resource::tag("k", values)},
                                                  {1, Resource::databases_by_tags(expression)},
                                                  {2, Resource::tables_by_tags(expression)},
                                                  {1, Resource::tables_by_expression("e")}});
    });
  }

  /// Only such words and options as Lake Formation takes for the resource.
  static rc::Gen<Grant> grant() {
    return rc::gen::exec([] {
      const Resource on = *resource();
      std::vector<std::string> valid;
      for (const ValidPermission& permission : valid_permissions(on.kind())) {
        if (permission.word != super_user) valid.emplace_back(permission.word);
      }
      Words words;
      for (const std::string& word : *some_of(valid))
        words.add(word, on.kind() != ResourceKind::columns_except &&
                            *rc::gen::weightedElement<bool>({{3, false}, {1, true}}));
      const std::string principal =
          *rc::gen::element<std::string>("arn:aws:iam::111122223333:role/analyst", "IAM_ALLOWED_PRINCIPALS");
      const std::string condition = *rc::gen::weightedElement<std::string>({{9, ""}, {1, "context.x = 1"}});
      return Grant{principal, on, words, condition};
    });
  }

  /// Few enough to shrink well, and for every pair of names to matter.
  static rc::Gen<std::vector<Grant>> grants() {
    return rc::gen::scale(0.25, rc::gen::container<std::vector<Grant>>(grant()));
  }

  /// At least one of them.
  static rc::Gen<std::vector<std::string>> some_of(std::vector<std::string> names) {
    return rc::gen::exec([names = std::move(names)] {
      std::vector<std::string> some;
      for (const std::string& name : names) {
        if (*rc::gen::arbitrary<bool>()) some.push_back(name);
      }
      return some.empty() ? std::vector{*rc::gen::elementOf(names)} : some;
    });
  }

  template <class T>
  static std::vector<T> shuffled(std::vector<T> values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[*rc::gen::inRange<std::size_t>(0, i)]);
    return values;
  }
};

}  // namespace lakemirror::permissions
