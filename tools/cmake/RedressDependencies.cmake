# What the suite is built with: Debian packages (tools/install lists them) and the google/*.proto files of the
# wheel googleapis-common-protos.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(HIREDIS REQUIRED IMPORTED_TARGET hiredis)
# hiredis.pc defines _FILE_OFFSET_BITS, a 64 that is so anyway here; with it no file could use the precompiled headers.
set_target_properties(PkgConfig::HIREDIS PROPERTIES INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(JWT REQUIRED IMPORTED_TARGET libjwt)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
<<<<<<< HEAD
# Intel's decimal floating point, with operands by value and the rounding mode as an argument (Debian's name of that variant).
find_library(REDRESS_BID bidgcc000 REQUIRED)
=======
pkg_check_modules(PUGIXML REQUIRED IMPORTED_TARGET pugixml)
>>>>>>> f39593a (dmn: models are read, checked, compiled and evaluated)
pkg_check_modules(OPENCC REQUIRED IMPORTED_TARGET opencc)
pkg_check_modules(FASTTEXT REQUIRED IMPORTED_TARGET fasttext)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(CURL REQUIRED)
if(REDRESS_WITH_RPC)
  find_package(gRPC CONFIG REQUIRED)
  find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
endif()
if(REDRESS_TESTS)
  find_package(Catch2 REQUIRED)
  include(Catch)
endif()

# The folder that holds google/api/*.proto and google/rpc/*.proto; `tools/install` puts it into the tools' venv.
if(NOT REDRESS_GOOGLEAPIS)
  set(tools_home "$ENV{REDRESS_TOOLS_HOME}")
  if(NOT tools_home)
    set(tools_home "$ENV{HOME}/.cache/redress/tools")
  endif()
  file(GLOB candidates ${tools_home}/venv/lib/python3*/site-packages)
  find_path(REDRESS_GOOGLEAPIS google/api/annotations.proto HINTS ${candidates} NO_DEFAULT_PATH)
endif()
if(NOT EXISTS "${REDRESS_GOOGLEAPIS}/google/api/annotations.proto")
  message(FATAL_ERROR "google/api/annotations.proto not found: run tools/install build, or set REDRESS_GOOGLEAPIS")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
