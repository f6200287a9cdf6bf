# The few functions with which every CMakeLists.txt of the tree states its targets.

add_library(redress_options INTERFACE)
# Clang builds the fuzzers only; its warnings are clang-tidy's.
set(gcc $<CXX_COMPILER_ID:GNU>)
target_compile_options(redress_options INTERFACE -Wall -Wextra $<${gcc}:-Werror> $<${gcc}:-Wshadow=local> -Wnon-virtual-dtor
                       -Wno-missing-field-initializers)
# clang-tidy reads the same command lines; gcc's own diagnostics only.
target_include_directories(redress_options INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(redress_options INTERFACE Threads::Threads)
if(REDRESS_SANITIZE)
  target_compile_options(redress_options INTERFACE -fsanitize=${REDRESS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # GCC 12 sees uninitialised members inside std::regex where its own instrumentation stands between (GCC bug 105562). The release
  # build keeps the warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(redress_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_link_options(redress_options INTERFACE -fsanitize=${REDRESS_SANITIZE})
endif()

# redress_library(NAME SOURCES … [DEPS …] [HEAVY])
#   A static library `redress_NAME`. DEPS are linked publicly: a forbidden include does not link.
#   HEAVY: the precompiled gRPC headers are used.
function(redress_library name)
  cmake_parse_arguments(ARG "HEAVY" "" "SOURCES;DEPS" ${ARGN})
  add_library(redress_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(redress_${name} PUBLIC redress_options ${ARG_DEPS})
  if(ARG_HEAVY AND REDRESS_PCH AND TARGET redress_pch)
    target_precompile_headers(redress_${name} REUSE_FROM redress_pch)
    target_link_libraries(redress_${name} PRIVATE redress_pch)
  endif()
endfunction()

# redress_binary(NAME SOURCES … [DEPS …] [HEAVY]) – an executable called NAME (dashes kept), with jemalloc for its heap
# (docs/decisions/0037); the sanitizers bring a heap of their own.
function(redress_binary name)
  cmake_parse_arguments(ARG "HEAVY" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE redress_options ${ARG_DEPS})
  if(NOT REDRESS_SANITIZE)
    target_link_libraries(${name} PRIVATE PkgConfig::JEMALLOC)
  endif()
  if(ARG_HEAVY AND REDRESS_PCH AND TARGET redress_pch)
    target_precompile_headers(${name} REUSE_FROM redress_pch)
    target_link_libraries(${name} PRIVATE redress_pch)
  endif()
endfunction()

# redress_test(NAME LABEL unit|component|e2e|torture SOURCES … [DEPS …] [HEAVY] [TIMEOUT s])
#   Unit tests are listed case by case; the others run as one process, because they start servers of their own.
function(redress_test name)
  if(NOT REDRESS_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "HEAVY" "LABEL;TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE redress_options redress_catch_main ${ARG_DEPS})
  if(ARG_HEAVY AND REDRESS_PCH AND TARGET redress_pch)
    target_precompile_headers(${name} REUSE_FROM redress_pch)
    target_link_libraries(${name} PRIVATE redress_pch)
  endif()
  if(ARG_LABEL STREQUAL "unit")
    catch_discover_tests(${name} TEST_PREFIX "${name}: " PROPERTIES LABELS unit TIMEOUT ${ARG_TIMEOUT})
  else()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
                         ENVIRONMENT "REDRESS_SOURCE_DIR=${CMAKE_SOURCE_DIR};REDRESS_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endif()
endfunction()

if(REDRESS_TESTS)
  # One main() for all test programs (compiling Catch2's costs seconds).
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/catch_main.cc CONTENT "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
  add_library(redress_catch_main STATIC ${CMAKE_BINARY_DIR}/catch_main.cc)
  target_link_libraries(redress_catch_main PUBLIC Catch2::Catch2)
  # Its own code is not what is proved: no sanitizer (a minute of compiling), no optimization.
  target_compile_options(redress_catch_main PRIVATE -O0 -g0)
endif()
