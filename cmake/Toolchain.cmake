# Compiler, warnings, ccache and the linker: what every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Without these ccache refuses to cache files that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

add_compile_options(-Wall -Wextra -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps and overruns in std::string that are not there (GCC bugs 105329, 105651, 107852).
  add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess)
endif()
if(LAKEMIRROR_WERROR)
  add_compile_options(-Werror)
endif()
# The presets asan, tsan and fuzz set CMAKE_UNITY_BUILD: several files of a target are compiled as one, which parses their
# headers once. release sets LAKEMIRROR_UNITY_TESTS, which does so with the tests alone:
# there each file of the program still proves that it compiles by itself. dev does neither: one change is one file.
if(LAKEMIRROR_SANITIZE)
  add_compile_options(-fsanitize=${LAKEMIRROR_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LAKEMIRROR_SANITIZE})
endif()
