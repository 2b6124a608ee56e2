#pragma once

#include <cstdio>

/// Ends the run when a promise is broken; libFuzzer then keeps the input that broke it.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  __builtin_trap();
}
