#include "simulate/kinship.h"

#include "simulate/noun.h"

namespace lakemirror::simulate {
namespace {

bool holds(std::string_view holder, std::string_view subject) {
  return subject.starts_with(holder) && (subject.size() == holder.size() || subject[holder.size()] == '/');
}

/// Changes of the object itself, and not of something that is kept beside it.
bool is_of_whole(Noun noun) {
  return noun == Noun::database || noun == Noun::table || noun == Noun::tag || noun == Noun::expression ||
         noun == Noun::location;
}

bool is_same_principal(const workload::Step& one, const workload::Step& other) {
  return one.principal.empty() || other.principal.empty() || one.principal == other.principal;
}

bool contains(std::string_view name, std::string_view word) {
  return name.find(word) != std::string_view::npos;
}

/// A call that leaves nothing of an object, or one where there was none.
bool begins_or_ends(std::string_view name) {
  return contains(name, "Create") || contains(name, "Delete") || name == "RegisterResource" ||
         name == "DeregisterResource";
}

/// Batches whose parts have not one subject; they are all about grants.
bool is_about_several(const workload::Step& step) { return step.subject == "everything"; }

/// Several tables that went in one call are named only by their database, which did not go.
bool names_its_object(const workload::Step& step) {
  return step.event_name != "BatchDeleteTable" || contains(step.subject, "/table/");
}

}  // namespace

bool are_kin(const workload::Step& one, const workload::Step& other) {
  const auto noun = noun_of(one.event_name), other_noun = noun_of(other.event_name);
  if (is_about_several(one) || is_about_several(other)) return noun == other_noun;
  if (!holds(one.subject, other.subject) && !holds(other.subject, one.subject)) return false;
  if (!is_same_principal(one, other)) return false;
  return noun == other_noun || is_of_whole(noun) || is_of_whole(other_noun);
}

bool ends(const workload::Step& later, const workload::Step& earlier) {
  if (!are_kin(later, earlier)) return false;
  const auto noun = noun_of(later.event_name);
  if (noun == Noun::settings) return true;
  if (noun == Noun::grants && noun_of(earlier.event_name) == Noun::grants)
    return contains(later.event_name, "Revoke") != contains(earlier.event_name, "Revoke");
  if (noun == Noun::assignment && noun_of(earlier.event_name) == Noun::assignment)
    return contains(later.event_name, "Remove") != contains(earlier.event_name, "Remove");
  if (!is_of_whole(noun) && noun != Noun::filter) return false;
  if (noun == Noun::filter && noun_of(earlier.event_name) != Noun::filter) return false;
  return begins_or_ends(later.event_name) && names_its_object(later) && holds(later.subject, earlier.subject);
}

}  // namespace lakemirror::simulate
