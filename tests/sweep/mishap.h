#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "api/api.h"

namespace lakemirror::sweep {

/// What may befall one request, or one write to the journal.
enum class Mishap {
  // Before AWS has done what it was asked to.
  throttled,
  iam_throttled,  ///< "Rate exceeded" in an InvalidInputException: IAM behind Lake Formation
  conflict,
  internal,
  timeout,
  reset,  ///< the connection goes before an answer comes
  denied,
  // After AWS has done it.
  late_internal,
  late_timeout,
  lost,     ///< the connection goes, and the answer with it
  cut,      ///< half of the answer comes
  garbled,  ///< an answer that says 200 and is half a document
  empty,    ///< an answer that says 200 and is nothing at all
  partly,   ///< of a batch all is done but its first element, which failed in passing
  hollow,   ///< an answer that says 200 and is a document that says nothing
  // To the journal.
  disk_full,
  io_error,
  // To the process.
  dies_before,
  dies_after,
};

constexpr std::array<std::string_view, 19> kMishapNames = {
    "throttled",     "iam_throttled", "conflict", "internal",    "timeout",   "reset", "denied",
    "late_internal", "late_timeout",  "lost",     "cut",         "garbled",   "empty", "partly",
    "hollow",        "disk_full",     "io_error", "dies_before", "dies_after"};

std::string_view to_string(Mishap mishap);
std::optional<Mishap> parse_mishap(std::string_view name);

/// Where a mishap strikes: a request to either side, a write to a journal in memory, a request to the table
/// that a journal is in.
enum class Place { request, journal, table };

constexpr std::array<std::string_view, 3> kPlaceNames = {"request", "journal", "table"};

/// Whether AWS, or the journal, has done what it was asked to when the mishap comes.
bool takes_effect(Mishap mishap);

/// Whether the operation changes something, by its name.
bool changes_something(std::string_view operation);

/// Whether a request of the operation may meet the mishap. Where the answer matters to nobody, or reads as
/// another mishap, it is not asked twice.
bool can_meet(Mishap mishap, api::Service service, std::string_view operation);
/// Whether a write to the journal may.
bool can_meet_journal(Mishap mishap);

}  // namespace lakemirror::sweep
