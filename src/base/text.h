#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lakemirror {

/// Lower case as Glue stores names: every Unicode code point by its simple lower-case mapping. Bytes that are
/// not UTF-8 stay as they are.
std::string fold(std::string_view name);

/// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

/// ASCII only, for protocol words that have no other letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string lower_ascii(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);

/// True when `name` matches `pattern`, in which `*` stands for any run of characters and `?` for one.
bool glob_match(std::string_view pattern, std::string_view name);

/// RFC 3986: everything but A-Z a-z 0-9 - . _ ~ (and characters of `keep`) becomes %XX in upper-case hex.
std::string percent_encode(std::string_view text, std::string_view keep = {});
std::string percent_decode(std::string_view text);

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);

/// Lower-case hex of the SHA-256 of `data`.
std::string sha256_hex(std::string_view data);

/// The same of SHA-1, for names that others made with it; not for security.
std::string sha1_hex(std::string_view data);

/// A 64-bit FNV-1a hash, stable across runs and machines; for fingerprints and spreading, not for security.
std::uint64_t hash64(std::string_view data, std::uint64_t seed = 14695981039346656037ull);

}  // namespace lakemirror
