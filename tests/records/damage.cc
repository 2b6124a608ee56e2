#include "records/damage.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lakemirror::records {

namespace {

using model::Key;
using model::KeyKind;
using translate::Touch;

// ---- bytes

constexpr std::array<unsigned char, 4> flips = {0x01, 0x20, 0x80, 0xff};
constexpr std::array<unsigned char, 5> replacements = {'"', '{', '}', '\0', 0xff};

/// Sanitizers slow it down ten times, and what parses the records is fuzzed under them as well.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t byte_stride = 8;
#else
constexpr std::size_t byte_stride = 1;
#endif

char byte(int value) { return static_cast<char>(static_cast<unsigned char>(value)); }

// ---- members

json::value nested(int depth) {
  json::value value = "deep";
  for (int i = 0; i < depth; ++i) value = json::array{std::move(value)};
  return value;
}

/// By what they are called.
const json::object& odd_values() {
  static const json::object values = {
      {"null", nullptr},
      {"a text", "x"},
      {"an empty text", ""},
      {"hidden", "HIDDEN_DUE_TO_SECURITY_REASONS"},
      {"a number", 7},
      {"a huge number", 1e300},
      {"true", true},
      {"an empty list", json::array()},
      {"a list", json::array{nullptr, 1, "x", json::object()}},
      {"an empty object", json::object()},
      {"an object", json::object{{"x", 1}}},
      {"nested deep", nested(25)},
      {"a huge text", json::string(100'000, 'x')},
  };
  return values;
}

/// Walks over every member of `value`, which is a part of `root`, and changes it there and back.
class MemberDamage {
 public:
  MemberDamage(json::value& root, const std::function<void(const DamagedMember&)>& each)
      : root_(root), each_(each) {}

  void walk(json::value& value, const std::string& path) {
    if (auto* object = value.if_object()) {
      std::vector<std::string> names;
      for (const auto& member : *object) names.emplace_back(member.key());
      for (const auto& name : names) {
        remove(*object, name, path + name);
        replace(object->at(name), path + name);
        walk(object->at(name), path + name + ".");
      }
    } else if (auto* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        const auto here = path + std::to_string(i);
        replace(array->at(i), here);
        walk(array->at(i), here + ".");
      }
    }
  }

 private:
  void remove(json::object& object, const std::string& name, const std::string& path) {
    const json::object kept = object;
    object.erase(name);
    each_({.record = root_, .what = path + " is gone"});
    object = kept;
  }

  void replace(json::value& value, const std::string& path) {
    const json::value kept = value;
    for (const auto& member : odd_values()) {
      const std::string what(member.key());
      const auto& odd = member.value();
      value = odd;
      // A partition value may be empty; a name may not.
      const bool is_no_name =
          what == "hidden" || (what == "an empty text" && path.find("alue") == std::string::npos);
      const bool names_something = kept.is_string() && odd.is_string() && !is_no_name;
      each_({.record = root_, .what = path + " is " + what, .names_something = names_something});
    }
    value = kept;
  }

  json::value& root_;
  const std::function<void(const DamagedMember&)>& each_;
};

// ---- what must hold

void collect_texts(const json::value& value, std::vector<std::string>& texts) {
  if (const auto* text = value.if_string()) {
    texts.push_back(fold(std::string_view(*text)));
  } else if (const auto* object = value.if_object()) {
    for (const auto& member : *object) collect_texts(member.value(), texts);
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) collect_texts(element, texts);
  }
}

/// Whether a name stands in the record by itself, or as a part of an ARN.
bool stands_in(const std::vector<std::string>& texts, const std::string& name) {
  const std::string folded = fold(name);
  return std::ranges::any_of(texts, [&](const std::string& text) {
    return text == folded || text.find("/" + folded) != std::string::npos;
  });
}

std::vector<std::string> names_of(const Key& key) {
  std::vector<std::string> names = key.partition_values();
  for (const auto& name : {key.database_name(), key.table_name(), key.name()}) names.push_back(name);
  return names;
}

std::string strange_name(const json::value& record, const Touch& touched) {
  std::vector<std::string> texts;
  collect_texts(record, texts);
  // A row for whoever is allowed by IAM alone, and everything: names of the service's own.
  for (const auto* own : {"iam_allowed_principals", "all_tables"}) texts.emplace_back(own);
  for (const auto& scope : touched.scopes) {
    for (const auto& name : names_of(scope.key)) {
      if (!name.empty() && !stands_in(texts, name)) return scope.key.text() + " names " + name;
    }
  }
  return {};
}

/// Whether a text is made of letters, digits and these signs.
bool is_plain(std::string_view text, std::string_view signs) {
  return !text.empty() && text.size() < 256 && std::ranges::all_of(text, [&](char c) {
    const bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return is_letter || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
  });
}

/// An id that somebody may have written so: of an account, or of a catalog by its name.
bool is_readable_id(std::string_view text) {
  const auto account = text.substr(0, text.find(':'));
  const bool is_number = std::ranges::all_of(account, [](char c) { return c >= '0' && c <= '9'; });
  return is_plain(text, ":/_.-") && (is_number ? account.size() == 12 : text.front() > '9');
}

/// Any account or catalog that the record says it is about and that is not the followed one.
bool names_other_account(const json::value& value) {
  if (const auto* array = value.if_array()) return std::ranges::any_of(*array, names_other_account);
  const auto* object = value.if_object();
  if (object == nullptr) return false;
  return std::ranges::any_of(*object, [](const auto& member) {
    static constexpr std::array<std::string_view, 3> names = {"recipientAccountId", "catalogId",
                                                              "tableCatalogId"};
    const bool is_id = std::ranges::any_of(
        names, [&](auto name) { return equal_ignoring_case(name, std::string_view(member.key())); });
    const auto* text = member.value().if_string();
    if (!is_id || text == nullptr) return names_other_account(member.value());
    return *text != followed_account && is_readable_id(*text);
  });
}

/// Whether the record itself says that it changed nothing here.
bool says_so(const json::object& record) {
  const auto error = text_or(record, "errorCode"), region = text_or(record, "awsRegion");
  if (is_plain(error, "_.:-")) return true;
  const bool is_region = is_plain(region, "-") && region.size() > 6 && region[2] == '-';
  return (is_region && region != followed.source_region) || names_other_account(record);
}

}  // namespace

void damage_each_byte(const std::string& whole,
                      const std::function<void(const std::string& damaged, const std::string& what)>& each) {
  for (std::size_t at = whole.size() % byte_stride; at < whole.size(); at += byte_stride) {
    const std::string where = " at byte " + std::to_string(at);
    std::string damaged = whole;
    damaged.erase(at, 1);
    each(damaged, "gone" + where);
    each(whole.substr(0, at), "cut" + where);
    damaged = whole;
    for (const auto flip : flips) {
      damaged[at] = byte(whole[at] ^ flip);
      each(damaged, "flipped by " + std::to_string(flip) + where);
    }
    for (const auto replacement : replacements) {
      damaged[at] = byte(replacement);
      each(damaged, "replaced by " + std::to_string(replacement) + where);
    }
  }
}

void damage_each_member(const json::object& whole, const std::function<void(const DamagedMember&)>& each) {
  json::value root = whole;
  MemberDamage(root, each).walk(root, "");
}

std::string broken_promise(const model::Event& damaged, const Touch& whole, const Touch& touched) {
  const int answers =
      int(touched.touches()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value());
  if (answers != 1) return "it is " + std::to_string(answers) + " of read, ignored and malformed";
  const auto record = parse_json(damaged.record);
  const auto* object = record ? record->if_object() : nullptr;
  if (object == nullptr) return touched.malformed ? "" : "it is no record, and is not told malformed";
  if (touched.malformed) return touched.malformed->hint.empty() ? "it is parked without a hint" : "";
  if (touched.ignored && whole.touches() && !says_so(*object)) return "it is ignored: " + *touched.ignored;
  if (touched.scopes == whole.scopes) return {};
  return strange_name(*record, touched);
}

bool covers(const Touch& touched, const Touch& whole) {
  const auto is_covered = [&](const model::Scope& wanted) {
    const bool by_scope = std::ranges::any_of(touched.scopes, [&](const model::Scope& scope) {
      if (scope.key == wanted.key) return scope.subtree || !wanted.subtree;
      return scope.subtree && scope.key.contains(wanted.key);
    });
    return by_scope || std::ranges::any_of(touched.unnamed, [&](const translate::UnnamedKeys& unnamed) {
             return unnamed.kind == wanted.key.kind() && unnamed.within.contains(wanted.key);
           });
  };
  const auto is_covered_kind = [&](const translate::UnnamedKeys& wanted) {
    return std::ranges::any_of(touched.unnamed, [&](const translate::UnnamedKeys& unnamed) {
      return unnamed.kind == wanted.kind && unnamed.within.contains(wanted.within);
    });
  };
  // Where the damage took away what could not be understood, the rest may name the key.
  const bool is_named_now = whole.scopes.empty() && !touched.scopes.empty();
  return std::ranges::all_of(whole.scopes, is_covered) &&
         (is_named_now || std::ranges::all_of(whole.unnamed, is_covered_kind));
}

}  // namespace lakemirror::records
