#pragma once

#include <string>
#include <string_view>

namespace lakemirror::aws {

/// "lakemirror/0.1.0".
std::string_view user_agent();
/// How every one of ours begins, of whatever version: "lakemirror/".
std::string_view product();
/// What a client adds to its user agent that copies from there, so that what it did can be told from what
/// others did: "from/123456789012.us-west-2".
std::string copies_from(std::string_view account, std::string_view region);

}  // namespace lakemirror::aws
