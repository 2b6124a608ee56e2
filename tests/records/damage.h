#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "records/sample.h"

namespace lakemirror::records {

/// How many broken promises a test tells of, so that a fault that shows everywhere can be read.
inline constexpr int most_told = 5;

/// Calls `each` with every text that is `whole` with one byte gone, changed, or the last one left, and with
/// what was done to it. In builds with sanitizers, of every fourth byte.
void damage_each_byte(const std::string& whole,
                      const std::function<void(const std::string& damaged, const std::string& what)>& each);

/// What became of a member of a record.
struct DamagedMember {
  json::value record = {};
  std::string what = {};         ///< "requestParameters.databaseName is null"
  bool names_something = false;  ///< a text stands where a text stood: it may be the name of something else
};

/// Calls `each` with every value that is `whole` with one member, at any depth, gone or something else.
void damage_each_member(const json::object& whole, const std::function<void(const DamagedMember&)>& each);

/// What a damaged record breaks of what it must keep; empty when nothing.
/// - It is read, ignored or malformed, exactly one of them.
/// - It names no key that it does not name: each name stands in it.
/// - It is not ignored where the whole one was not, unless it says so itself: by an error code, an account, a
///   catalog or a Region that can be read as one.
std::string broken_promise(const model::Event& damaged, const translate::Touch& whole,
                           const translate::Touch& touched);

/// Whether everything that `whole` touches is touched, be it with all around it.
bool covers(const translate::Touch& touched, const translate::Touch& whole);

}  // namespace lakemirror::records
