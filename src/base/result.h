#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "base/error.h"

namespace lakemirror {

/// A value or an Error. The only way a failure crosses a module boundary: no exception does.
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

/// `return fail({.kind = ErrorKind::missing, ...});`
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

#define LM_CONCAT_INNER(a, b) a##b
#define LM_CONCAT(a, b) LM_CONCAT_INNER(a, b)

/// `LM_TRY(auto page, client.call(...));` declares page, or returns the error from the enclosing function.
#define LM_TRY(declaration, ...) LM_TRY_IMPL(LM_CONCAT(lm_try_, __LINE__), declaration, __VA_ARGS__)
#define LM_TRY_IMPL(temporary, declaration, ...)                           \
  auto temporary = (__VA_ARGS__);                                          \
  if (!temporary) return ::lakemirror::fail(std::move(temporary).error()); \
  declaration = std::move(*temporary)

/// `LM_CHECK(journal.settle(outcomes));` returns the error from the enclosing function, if there is one.
#define LM_CHECK(...)                                                                                     \
  do {                                                                                                    \
    if (auto lm_check = (__VA_ARGS__); !lm_check) return ::lakemirror::fail(std::move(lm_check).error()); \
  } while (false)

}  // namespace lakemirror
