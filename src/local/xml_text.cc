#include "local/xml_text.h"

#include "base/clock.h"

namespace lakemirror::local {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#xD;";
        break;
      default:
        // XML 1.0 has no other control characters, not even escaped: the replacement character stands for
        // them.
        out += static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' ? std::string_view(&c, 1)
                                                                               : "\xEF\xBF\xBD";
    }
  }
}

void append_value(std::string& out, std::string_view name, const json::value& value,
                  const api::Shape& shape) {
  if (value.is_object()) {
    out.append("<").append(name).append(">");
    append_xml(out, value.get_object(), shape);
    out.append("</").append(name).append(">");
  } else if (value.is_array()) {
    out.append("<").append(name).append(">");
    for (const auto& element : value.get_array()) append_value(out, "member", element, *shape.element);
    out.append("</").append(name).append(">");
  } else if (shape.type == api::Type::timestamp) {
    append_element(out, name, format_time(Time(Seconds(value.to_number<std::int64_t>()))));
  } else {
    append_element(out, name, value.is_string() ? std::string(value.get_string()) : json::serialize(value));
  }
}

}  // namespace

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_escaped(out, text);
  out.append("</").append(name).append(">");
}

void append_xml(std::string& out, const json::object& value, const api::Shape& shape) {
  for (const auto& member : shape.members) {
    if (const json::value* given = value.if_contains(member.name))
      append_value(out, member.name, *given, *member.shape);
  }
}

}  // namespace lakemirror::local
