#include "aws/query_protocol.h"

#include <charconv>
#include <cmath>
#include <pugixml.hpp>

#include "aws/error.h"
#include "aws/uri.h"
#include "base/clock.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

std::string scalar_text(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return json::serialize(value);  // numbers and booleans look the same in both protocols
}

void flatten(Form& form, const std::string& prefix, const json::value& value, const api::Shape& shape) {
  const std::string dot = prefix.empty() ? "" : prefix + ".";
  if (const auto* array = value.if_array()) {
    int number = 0;
    for (const json::value& element : *array) {
      flatten(form, dot + "member." + std::to_string(++number), element, *shape.element);
    }
  } else if (const auto* object = value.if_object(); object && shape.type == api::Type::map) {
    int number = 0;
    for (const auto& [key, element] : *object) {
      const std::string entry = dot + "entry." + std::to_string(++number);
      form.emplace_back(entry + ".key", std::string(key));
      flatten(form, entry + ".value", element, *shape.element);
    }
  } else if (object) {
    for (const auto& [key, element] : *object) {
      if (const api::Member* member = shape.find(key))
        flatten(form, dot + std::string(key), element, *member->shape);
    }
  } else if (!value.is_null()) {
    form.emplace_back(prefix, scalar_text(value));
  }
}

/// A reference such as &#xD800; stands for half a character: such a text is none.
std::string_view text_of(std::string_view text) { return is_utf8(text) ? text : std::string_view(); }

json::value read_number(std::string_view text) {
  std::int64_t integer = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (failure == std::errc() && end == text.data() + text.size()) return integer;
  double floating = 0;
  const auto [last, wrong] = std::from_chars(text.data(), text.data() + text.size(), floating);
  // What is no number, or none that JSON has, stays the text it is.
  const bool is_number = wrong == std::errc() && last == text.data() + text.size() && std::isfinite(floating);
  return is_number ? json::value(floating) : json::value(json::string(text));
}

json::value read_timestamp(std::string_view text) {
  const Result<Time> time = parse_time(text);
  if (!time) return json::string(text);
  const auto ms = time->time_since_epoch().count();
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000;
}

json::value read_node(const pugi::xml_node& node, const api::Shape& shape) {
  switch (shape.type) {
    case api::Type::structure: {
      json::object object;
      for (const api::Member& member : shape.members) {
        if (const auto child = node.child(std::string(member.name).c_str())) {
          object[member.name] = read_node(child, *member.shape);
        }
      }
      return object;
    }
    case api::Type::list: {
      json::array array;
      for (const auto& child : node.children("member")) array.push_back(read_node(child, *shape.element));
      return array;
    }
    case api::Type::map: {
      json::object object;
      for (const auto& entry : node.children("entry")) {
        object[text_of(entry.child_value("key"))] = read_node(entry.child("value"), *shape.element);
      }
      return object;
    }
    case api::Type::integer:
    case api::Type::floating:
      return read_number(text_of(node.child_value()));
    case api::Type::boolean:
      return std::string_view(node.child_value()) == "true";
    case api::Type::timestamp:
      return read_timestamp(text_of(node.child_value()));
    case api::Type::string:
    case api::Type::blob:
      break;
  }
  return json::string(text_of(node.child_value()));
}

}  // namespace

HttpRequest encode_query_request(const api::Operation& operation, const json::object& input) {
  Form form;
  flatten(form, "", input, *operation.input);
  form.emplace_back("Action", std::string(operation.name));
  form.emplace_back("Version", std::string(api::info(operation.service).api_version));
  return {.headers = {"Content-Type: application/x-www-form-urlencoded; charset=utf-8"},
          .body = canonical_query(std::move(form))};
}

Result<json::object> decode_query_output(const api::Operation& operation, const HttpResponse& response) {
  const auto wrong = [](std::string message) {
    return fail({.kind = ErrorKind::invalid, .operation = "parse XML", .message = std::move(message)});
  };
  // pugixml takes any bytes; as JSON they could not be written.
  if (!is_utf8(response.body)) return wrong("it is not UTF-8");
  pugi::xml_document document;
  const auto parsed = document.load_buffer(response.body.data(), response.body.size());
  if (!parsed) return wrong(std::string(parsed.description()) + " at byte " + std::to_string(parsed.offset));
  const std::string name(operation.name);
  const auto answer = document.child((name + "Response").c_str());
  if (!answer) return wrong("no " + name + "Response");
  json::value output = read_node(answer.child((name + "Result").c_str()), *operation.output);
  return std::move(output.as_object());
}

Error decode_xml_error(std::string_view name, const HttpResponse& response) {
  pugi::xml_document document;
  if (is_utf8(response.body)) document.load_buffer(response.body.data(), response.body.size());
  const auto wrapper = document.child("ErrorResponse");
  const auto error = wrapper ? wrapper.child("Error") : document.child("Error");
  std::string_view request_id = response.header("x-amzn-requestid");
  if (request_id.empty()) request_id = response.header("x-amz-request-id");
  if (request_id.empty()) request_id = (wrapper ? wrapper : error).child_value("RequestId");
  return make_error(name, response.status, text_of(error.child_value("Code")),
                    text_of(error.child_value("Message")), text_of(request_id));
}

}  // namespace lakemirror::aws
