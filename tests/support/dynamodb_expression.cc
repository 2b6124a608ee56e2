#include "support/dynamodb_expression.h"

#include <cctype>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace lakemirror::testing {

namespace {

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ') {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    const auto is_word = [](char d) { return std::isalnum(static_cast<unsigned char>(d)) != 0 || d == '_'; };
    if (is_word(c) || c == '#' || c == ':') {
      while (end < text.size() && is_word(text[end])) ++end;
    } else if ((c == '<' || c == '>') && end < text.size() && (text[end] == '=' || text[end] == '>')) {
      ++end;
    }
    tokens.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return tokens;
}

class Reader {
 public:
  Reader(std::string_view text, const ExpressionContext& context)
      : tokens_(tokens_of(text)), context_(context) {}

  bool at_end() const { return at_ == tokens_.size(); }
  const std::string& peek() const {
    static const std::string nothing;
    return at_end() ? nothing : tokens_[at_];
  }
  std::string next() {
    if (at_end()) throw std::runtime_error("the expression ends too soon");
    return tokens_[at_++];
  }
  bool take(std::string_view token) {
    if (peek() != token) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view token) {
    if (!take(token)) throw std::runtime_error("expected " + std::string(token) + " at " + peek());
  }
  std::string name() {
    const auto token = next();
    const auto* found = context_.names.if_contains(token);
    if (token[0] != '#' || found == nullptr) throw std::runtime_error("no name: " + token);
    return std::string(found->as_string());
  }
  const json::object& value(const std::string& token) {
    const auto* found = context_.values.if_contains(token);
    if (found == nullptr) throw std::runtime_error("no value: " + token);
    return found->as_object();
  }

 private:
  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  const ExpressionContext& context_;
};

/// -1, 0, 1; nothing for what cannot be compared.
std::optional<int> compare(const json::object& a, const json::object& b) {
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : (y < x ? 1 : 0); };
  for (const char* type : {"S", "B"}) {
    if (a.contains(type) && b.contains(type)) return sign(a.at(type).as_string(), b.at(type).as_string());
  }
  if (a.contains("N") && b.contains("N"))
    return sign(std::stoll(std::string(a.at("N").as_string())),
                std::stoll(std::string(b.at("N").as_string())));
  return std::nullopt;
}

class Condition {
 public:
  Condition(std::string_view text, const ExpressionContext& context, const json::object& item)
      : reader_(text, context), item_(item) {}

  bool whole() {
    const bool result = any();
    if (!reader_.at_end()) throw std::runtime_error("left over: " + reader_.peek());
    return result;
  }

 private:
  bool any() {
    bool result = all();
    while (reader_.take("OR")) result = all() || result;
    return result;
  }
  bool all() {
    bool result = one();
    while (reader_.take("AND")) result = one() && result;
    return result;
  }
  bool one() {
    if (reader_.take("NOT")) return !one();
    if (reader_.take("(")) {
      const bool result = any();
      reader_.expect(")");
      return result;
    }
    for (const bool wanted : {true, false}) {
      if (!reader_.take(wanted ? "attribute_exists" : "attribute_not_exists")) continue;
      reader_.expect("(");
      const bool is_there = item_.contains(reader_.name());
      reader_.expect(")");
      return is_there == wanted;
    }
    return comparison();
  }
  bool comparison() {
    const auto* attribute = item_.if_contains(reader_.name());
    const auto sign = reader_.next();
    const auto& value = reader_.value(reader_.next());
    if (attribute == nullptr) return sign == "<>";
    const auto order = compare(attribute->as_object(), value);
    if (sign == "<>") return order != 0;
    if (!order) return false;
    static const std::map<std::string, std::set<int>> wanted = {
        {"=", {0}}, {"<", {-1}}, {"<=", {-1, 0}}, {">", {1}}, {">=", {0, 1}}};
    return wanted.at(sign).contains(*order);
  }

  Reader reader_;
  const json::object& item_;
};

class UpdateReader {
 public:
  UpdateReader(std::string_view text, const ExpressionContext& context, json::object& item)
      : reader_(text, context), item_(item), before_(item) {}

  void run() {
    while (!reader_.at_end()) {
      const auto clause = reader_.next();
      do {
        if (clause == "SET") {
          set();
        } else if (clause == "REMOVE") {
          remove();
        } else if (clause == "ADD") {
          add();
        } else {
          throw std::runtime_error("no clause: " + clause);
        }
      } while (reader_.take(","));
    }
    for (auto at = removed_.rbegin(); at != removed_.rend(); ++at) {
      if (auto* list = item_.if_contains(at->first)) {
        auto& elements = list->as_object().at("L").as_array();
        if (at->second < elements.size())
          elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(at->second));
      }
    }
  }

 private:
  json::object operand() {
    if (reader_.take("if_not_exists")) {
      reader_.expect("(");
      const auto name = reader_.name();
      reader_.expect(",");
      auto otherwise = operand();
      reader_.expect(")");
      return before_.contains(name) ? before_.at(name).as_object() : otherwise;
    }
    if (reader_.take("list_append")) {
      reader_.expect("(");
      auto first = operand();
      reader_.expect(",");
      const auto second = operand();
      reader_.expect(")");
      for (const auto& element : second.at("L").as_array()) first.at("L").as_array().push_back(element);
      return first;
    }
    if (reader_.peek().starts_with('#')) return before_.at(reader_.name()).as_object();
    return reader_.value(reader_.next());
  }
  void set() {
    const auto name = reader_.name();
    reader_.expect("=");
    item_[name] = operand();
  }
  void remove() {
    const auto name = reader_.name();
    if (!reader_.take("[")) {
      item_.erase(name);
      return;
    }
    removed_.insert({name, std::stoul(reader_.next())});
    reader_.expect("]");
  }
  void add() {
    const auto name = reader_.name();
    const auto& value = reader_.value(reader_.next());
    const auto number = [](const json::object& attribute) {
      return std::stoll(std::string(attribute.at("N").as_string()));
    };
    const long long was = before_.contains(name) ? number(before_.at(name).as_object()) : 0;
    item_[name] = json::object{{"N", std::to_string(was + number(value))}};
  }

  Reader reader_;
  json::object& item_;
  json::object before_;
  std::set<std::pair<std::string, std::size_t>> removed_;
};

}  // namespace

bool holds(std::string_view condition, const ExpressionContext& context, const json::object& item) {
  return condition.empty() || Condition(condition, context, item).whole();
}

void apply_update(std::string_view expression, const ExpressionContext& context, json::object& item) {
  UpdateReader(expression, context, item).run();
}

std::size_t attribute_bytes(const json::object& value) {
  if (const auto* text = value.if_contains("S")) return text->as_string().size();
  if (const auto* bytes = value.if_contains("B")) return bytes->as_string().size() / 4 * 3;
  if (const auto* number = value.if_contains("N")) return number->as_string().size() / 2 + 2;
  std::size_t size = 3;
  if (const auto* list = value.if_contains("L")) {
    for (const auto& element : list->as_array()) size += 1 + attribute_bytes(element.as_object());
  }
  if (const auto* map = value.if_contains("M")) size += 1 + item_bytes(map->as_object());
  return size;
}

std::size_t item_bytes(const json::object& item) {
  std::size_t size = 0;
  for (const auto& [name, value] : item) size += name.size() + attribute_bytes(value.as_object());
  return size;
}

}  // namespace lakemirror::testing
