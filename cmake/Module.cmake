# lakemirror_module(<folder> USES <floors below...> LIBRARIES <third party...>)
#
# One library per folder of src/, named lakemirror_<folder>, from every *.cc in it. Every *_test.cc in it becomes
# part of the test program <folder>_test. USES names the folders it may include; cmake/edges.txt is the table of
# what may be used at all, and tests/layers holds both to it.
#
# lakemirror_test_files(<files...>) records test files that another target compiles, so that
# CheckTestsAreBuilt.cmake can refuse a *_test.cc that nobody builds.
function(lakemirror_test_files)
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    set_property(GLOBAL APPEND PROPERTY LAKEMIRROR_TEST_FILES ${file})
  endforeach()
endfunction()

# lakemirror_gtest(<program> <prefix>): each of its tests is one of ctest's. Under sanitizers a process takes longer to start
# than most tests to run: there the program runs them in a few parts, and says which of them failed. Properties are tried
# with fewer cases there, the first of which find nearly all.
function(lakemirror_gtest program prefix)
  if(NOT LAKEMIRROR_SANITIZE)
    gtest_discover_tests(${program} TEST_PREFIX ${prefix} DISCOVERY_MODE PRE_TEST WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    return()
  endif()
  set(parts 6)
  foreach(part RANGE 1 ${parts})
    math(EXPR index "${part} - 1")
    add_test(NAME ${prefix}part${part} COMMAND ${program} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${prefix}part${part} PROPERTIES TIMEOUT 600 COST 10
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${parts};GTEST_SHARD_INDEX=${index};RC_PARAMS=max_success=40;LAKEMIRROR_DRIFT_SEEDS=400"
      FAIL_REGULAR_EXPRESSION "\\[  SKIPPED \\]")  # which ctest could not tell from passed
  endforeach()
endfunction()

# One precompiled header for everybody: what nearly every file includes and what is slow to parse.
file(WRITE ${CMAKE_BINARY_DIR}/pch.cc "")
add_library(lakemirror_pch STATIC ${CMAKE_BINARY_DIR}/pch.cc)
target_link_libraries(lakemirror_pch PUBLIC Boost::json tl::expected fmt::fmt Threads::Threads)
set_target_properties(lakemirror_pch PROPERTIES UNITY_BUILD OFF)
target_precompile_headers(lakemirror_pch PRIVATE
  <string> <string_view> <vector> <map> <optional> <functional> <memory> <chrono> <boost/json.hpp> <tl/expected.hpp> <fmt/format.h>)

function(lakemirror_module folder)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES;PRIVATE_LIBRARIES;TEST_USES" ${ARGN})
  string(REPLACE "/" "_" name ${folder})  # of a folder in a folder, such as journal/dynamodb
  set(target lakemirror_${name})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  list(REMOVE_ITEM sources ${tests})
  list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/main.cc)

  if(NOT sources)
    return()
  endif()

  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_USES PREPEND lakemirror_ OUTPUT_VARIABLE uses)
  list(TRANSFORM uses REPLACE "/" "_")
  target_link_libraries(${target} PUBLIC ${uses} ${ARG_LIBRARIES} PRIVATE ${ARG_PRIVATE_LIBRARIES})
  # base is left out: spdlog's definitions there would not match the shared header.
  if(NOT folder STREQUAL "base")
    target_precompile_headers(${target} REUSE_FROM lakemirror_pch)
  endif()
  set_property(GLOBAL APPEND PROPERTY LAKEMIRROR_MODULES "${folder}:${ARG_USES}")

  if(LAKEMIRROR_TESTS AND tests)
    add_executable(${name}_test ${tests})
    list(TRANSFORM ARG_TEST_USES PREPEND lakemirror_ OUTPUT_VARIABLE test_uses)
    list(TRANSFORM test_uses REPLACE "/" "_")
    target_link_libraries(${name}_test PRIVATE ${target} ${test_uses} GTest::gmock GTest::gtest_main rapidcheck rapidcheck_gtest)
    if(LAKEMIRROR_TEST_OPTIONS)
      # GCC takes no header that was precompiled with other options.
      target_compile_options(${name}_test PRIVATE ${LAKEMIRROR_TEST_OPTIONS})
    else()
      target_precompile_headers(${name}_test REUSE_FROM lakemirror_pch)
    endif()
    if(LAKEMIRROR_UNITY_TESTS)
      set_target_properties(${name}_test PROPERTIES UNITY_BUILD ON)
    endif()
    lakemirror_test_files(${tests})
    lakemirror_gtest(${name}_test "${folder}.")
  endif()
endfunction()
