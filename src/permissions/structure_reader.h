#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace lakemirror::permissions {

/// One structure of a request, record or answer. Its members are found whatever their case, for CloudTrail
/// writes the first letter of a member's name small (`lFTag`); a member that is null counts as absent.
class StructureReader {
 public:
  /// Every Error names the member by its path from `path` on. `value` must outlive the reader.
  static Result<StructureReader> open(const json::value& value, std::string path,
                                      std::span<const std::string_view> known_members);

  /// nullptr when it is absent.
  const json::value* find(std::string_view member) const;
  bool has(std::string_view member) const { return find(member) != nullptr; }
  /// Names of the members that are there, in the API's spelling.
  std::vector<std::string_view> members() const;
  /// Empty when it is absent.
  Result<std::string> text(std::string_view member) const;
  Result<std::string> required_text(std::string_view member) const;
  Result<std::vector<std::string>> texts(std::string_view member) const;
  Result<StructureReader> structure(std::string_view member,
                                    std::span<const std::string_view> known_members) const;

  std::string path_of(std::string_view member) const;
  tl::unexpected<Error> wrong(std::string_view member, std::string message) const;

 private:
  using Member = std::pair<std::string_view, const json::value*>;

  Result<std::string> plain_text(const json::value& value, std::string_view member) const;

  std::string path_;
  std::vector<Member> members_;  ///< by their names in the API's spelling; never many
};

}  // namespace lakemirror::permissions
