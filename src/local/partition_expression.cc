#include "local/partition_expression.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "local/expression_tokens.h"
#include "local/faults.h"
#include "local/partition_value.h"

namespace lakemirror::local {

namespace {

using Test = PartitionExpression::Test;
using Values = std::vector<std::string>;

/// Hive's word for a missing value; no comparison with it is true.
constexpr std::string_view null_partition = "__HIVE_DEFAULT_PARTITION__";

struct Column {
  std::size_t position;
  KeyType type;
};

/// The test for one column: what `decide` says of the stored value, and false for a null.
Test column_test(Column column, std::function<bool(const KeyValue&)> decide) {
  return [column, decide = std::move(decide)](const Values& values) -> Result<bool> {
    const std::string& text = values[column.position];
    if (text == null_partition) return false;
    const Result<KeyValue> value = parse_key_value(column.type, text);
    if (!value) return fault("InvalidStateException", value.error().message);
    return decide(*value);
  };
}

Result<std::function<bool(int)>> comparison(std::string_view symbol) {
  using Decide = std::function<bool(int)>;
  if (symbol == "=") return Decide([](int order) { return order == 0; });
  if (symbol == "<>" || symbol == "!=") return Decide([](int order) { return order != 0; });
  if (symbol == "<") return Decide([](int order) { return order < 0; });
  if (symbol == "<=") return Decide([](int order) { return order <= 0; });
  if (symbol == ">") return Decide([](int order) { return order > 0; });
  if (symbol == ">=") return Decide([](int order) { return order >= 0; });
  return invalid_input("no comparison");
}

/// `5 < x` is `x > 5`.
std::string_view mirrored(std::string_view symbol) {
  if (symbol == "<") return ">";
  if (symbol == "<=") return ">=";
  if (symbol == ">") return "<";
  if (symbol == ">=") return "<=";
  return symbol;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens, const std::vector<PartitionKey>& keys)
      : text_(text), tokens_(std::move(tokens)), keys_(keys) {}

  Result<Test> run() {
    LM_TRY(Test test, any_of());
    if (peek().kind != Token::Kind::end) return unsupported();
    return test;
  }

 private:
  Result<Test> any_of() {
    LM_TRY(Test left, all_of());
    while (take_word("OR")) {
      LM_TRY(Test right, all_of());
      left = [left = std::move(left), right = std::move(right)](const Values& values) -> Result<bool> {
        LM_TRY(const bool first, left(values));
        return first ? Result<bool>(true) : right(values);
      };
    }
    return left;
  }

  Result<Test> all_of() {
    LM_TRY(Test left, negated());
    while (take_word("AND")) {
      LM_TRY(Test right, negated());
      left = [left = std::move(left), right = std::move(right)](const Values& values) -> Result<bool> {
        LM_TRY(const bool first, left(values));
        return first ? right(values) : Result<bool>(false);
      };
    }
    return left;
  }

  Result<Test> negated() {
    // The service's own limit on the text (2,048 characters) bounds the nesting; this bounds our stack for
    // certain.
    constexpr int deepest = 256;
    if (++depth_ > deepest) return unsupported();
    if (take_word("NOT")) {
      LM_TRY(Test inner, negated());
      --depth_;
      return opposite(std::move(inner));
    }
    if (take_symbol("(")) {
      LM_TRY(Test inner, any_of());
      if (!take_symbol(")")) return unsupported();
      --depth_;
      return inner;
    }
    --depth_;
    return predicate();
  }

  static Test opposite(Test inner) {
    return [inner = std::move(inner)](const Values& values) -> Result<bool> {
      LM_TRY(const bool result, inner(values));
      return !result;
    };
  }

  Result<Test> predicate() {
    if (is_literal()) return literal_first();
    LM_TRY(const Column column, take_column());
    const bool negate = take_word("NOT");
    if (take_word("IN")) return with_sign(negate, in_list(column));
    if (take_word("BETWEEN")) return with_sign(negate, between(column));
    if (take_word("LIKE")) return with_sign(negate, like_pattern(column));
    if (negate) return unsupported();
    if (take_word("IS")) {
      const bool is_not = take_word("NOT");
      return with_sign(is_not, is_null(column));
    }
    if (peek().kind != Token::Kind::symbol) return unsupported();
    const std::string symbol = take().text;
    LM_TRY(KeyValue literal, take_literal(column));
    return compared(column, symbol, std::move(literal));
  }

  Result<Test> literal_first() {
    const Token literal = take_literal_token();
    if (peek().kind != Token::Kind::symbol) return unsupported();
    const std::string symbol = take().text;
    LM_TRY(const Column column, take_column());
    LM_TRY(KeyValue value, parse_key_value(column.type, literal.text));
    return compared(column, mirrored(symbol), std::move(value));
  }

  Result<Test> compared(Column column, std::string_view symbol, KeyValue literal) {
    auto decide = comparison(symbol);
    if (!decide) return unsupported();
    return column_test(column, [decide = std::move(*decide), literal = std::move(literal)](
                                   const KeyValue& value) { return decide(compare(value, literal)); });
  }

  Result<Test> in_list(Column column) {
    if (!take_symbol("(")) return unsupported();
    std::vector<KeyValue> allowed;
    do {
      LM_TRY(KeyValue literal, take_literal(column));
      allowed.push_back(std::move(literal));
    } while (take_symbol(","));
    if (!take_symbol(")")) return unsupported();
    return column_test(column, [allowed = std::move(allowed)](const KeyValue& value) {
      return std::ranges::any_of(allowed, [&](const KeyValue& one) { return compare(value, one) == 0; });
    });
  }

  Result<Test> between(Column column) {
    LM_TRY(KeyValue low, take_literal(column));
    if (!take_word("AND")) return unsupported();
    LM_TRY(KeyValue high, take_literal(column));
    return column_test(column, [low = std::move(low), high = std::move(high)](const KeyValue& value) {
      return compare(value, low) >= 0 && compare(value, high) <= 0;
    });
  }

  Result<Test> like_pattern(Column column) {
    if (column.type != KeyType::string) {
      return invalid_input(fmt::format("{} data type doesn't support operation 'LIKE'", family(column.type)));
    }
    if (peek().kind != Token::Kind::text) return unsupported();
    const std::string pattern = take().text;
    return column_test(column, [pattern](const KeyValue& value) { return like(pattern, value.text); });
  }

  Result<Test> is_null(Column column) {
    if (!take_word("NULL")) return unsupported();
    return Test(
        [column](const Values& values) -> Result<bool> { return values[column.position] == null_partition; });
  }

  Result<Test> with_sign(bool negate, Result<Test> test) {
    if (!test || !negate) return test;
    return opposite(std::move(*test));
  }

  /// DATE '...' and TIMESTAMP '...' are literals too.
  bool is_literal() const {
    const Token& token = peek();
    if (token.kind == Token::Kind::text || token.kind == Token::Kind::number) return true;
    return is_typed_literal();
  }

  bool is_typed_literal() const {
    return (is_word("DATE") || is_word("TIMESTAMP")) && tokens_[at_ + 1].kind == Token::Kind::text;
  }

  Token take_literal_token() {
    if (is_typed_literal()) take();
    return take();
  }

  Result<KeyValue> take_literal(Column column) {
    if (!is_literal()) return unsupported();
    return parse_key_value(column.type, take_literal_token().text);
  }

  Result<Column> take_column() {
    if (peek().kind != Token::Kind::name) return unsupported();
    const std::string name = fold(take().text);
    const auto key = std::ranges::find(keys_, name, &PartitionKey::name);
    if (key == keys_.end()) return invalid_input("Invalid partition expression!");  // seen
    LM_TRY(const KeyType type, key_type(key->type));
    return Column{static_cast<std::size_t>(key - keys_.begin()), type};
  }

  bool is_word(std::string_view word) const {
    return peek().kind == Token::Kind::name && !peek().quoted && equal_ignoring_case(peek().text, word);
  }
  bool take_word(std::string_view word) {
    const bool here = is_word(word);
    if (here) ++at_;
    return here;
  }
  bool take_symbol(std::string_view symbol) {
    const bool here = peek().kind == Token::Kind::symbol && peek().text == symbol;
    if (here) ++at_;
    return here;
  }
  const Token& peek() const { return tokens_[at_]; }
  Token take() { return peek().kind == Token::Kind::end ? Token{} : tokens_[at_++]; }

  tl::unexpected<Error> unsupported() const {
    return invalid_input(fmt::format("Unsupported expression '{}'", text_));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const std::vector<PartitionKey>& keys_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<PartitionExpression> PartitionExpression::parse(std::string_view text,
                                                       const std::vector<PartitionKey>& keys) {
  if (trim(text).empty()) return PartitionExpression(Test());
  LM_TRY(std::vector<Token> tokens, tokenize(text));
  LM_TRY(Test test, Parser(text, std::move(tokens), keys).run());
  // A table may have got other keys since the partition was made: what is missing counts as null.
  return PartitionExpression([test = std::move(test), count = keys.size()](const Values& values) {
    if (values.size() >= count) return test(values);
    Values filled = values;
    filled.resize(count, std::string(null_partition));
    return test(filled);
  });
}

Result<bool> PartitionExpression::matches(const std::string& name) const {
  if (!test_) return true;
  LM_TRY(const json::value parsed, parse_json(name));
  Values values;
  for (const auto& value : parsed.get_array()) values.emplace_back(value.get_string());
  return test_(values);
}

}  // namespace lakemirror::local
