# Configure fails on a *_test.cc that no target compiles: a test nobody builds proves nothing.
if(LAKEMIRROR_TESTS)
  file(GLOB_RECURSE on_disk CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/*_test.cc ${PROJECT_SOURCE_DIR}/tests/*_test.cc ${PROJECT_SOURCE_DIR}/bench/*_test.cc)
  list(FILTER on_disk EXCLUDE REGEX /node_modules/)  # what npm installed has tests of its own
  get_property(built GLOBAL PROPERTY LAKEMIRROR_TEST_FILES)
  foreach(file IN LISTS on_disk)
    if(NOT file IN_LIST built)
      message(FATAL_ERROR "${file} is in no target: name it in a lakemirror_module or lakemirror_test_files")
    endif()
  endforeach()
endif()
