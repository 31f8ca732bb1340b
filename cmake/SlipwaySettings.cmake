# Compiler, warnings, third-party packages: everything that holds for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(SLIPWAY_CCACHE ccache)
if(SLIPWAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${SLIPWAY_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SLIPWAY_CCACHE})
endif()

set(SLIPWAY_SANITIZE "" CACHE STRING "Sanitizers, as given to -fsanitize=")
if(SLIPWAY_SANITIZE)
  add_compile_options(-fsanitize=${SLIPWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SLIPWAY_SANITIZE})
endif()

# Warnings are for our own code only: generated files do not link this target.
add_library(slipway_warnings INTERFACE)
# Errors under g++ only: clang, which the fuzz preset uses, has other opinions from version to version.
target_compile_options(slipway_warnings INTERFACE -Wall -Wextra $<$<CXX_COMPILER_ID:GNU>:-Werror>
  # -Wrestrict has false positives on std::string in g++ 12 (GCC bug 105651).
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers> $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)  # checksums that sources of artifacts state
if(SLIPWAY_SANITIZE MATCHES "thread")
  # See cmake/tsan/absl_mutex.cc.
  # Shared: --wrap redirects what Abseil's own libraries ask for too, in every link. Made before the options below, so
  # that it is not wrapped itself.
  add_library(slipway_tsan_mutex SHARED cmake/tsan/absl_mutex.cc)
  set_target_properties(slipway_tsan_mutex PROPERTIES CXX_VISIBILITY_PRESET default)
  target_link_libraries(slipway_tsan_mutex PRIVATE absl::synchronization)
  foreach(NAME _ZN4absl7debian35Mutex4LockEv _ZN4absl7debian35Mutex6UnlockEv _ZN4absl7debian35Mutex10ReaderLockEv
      _ZN4absl7debian35Mutex12ReaderUnlockEv _ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE
      _ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE
      _ZN4absl7debian37CondVar4WaitEPNS0_5MutexE _ZN4absl7debian312Notification6NotifyEv
      _ZNK4absl7debian312Notification19WaitForNotificationEv)
    add_link_options(-Wl,--wrap=${NAME})
  endforeach()
  link_libraries(slipway_tsan_mutex)
endif()
find_package(Protobuf REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
add_library(sodium::sodium ALIAS PkgConfig::sodium)
find_package(LibArchive REQUIRED)
find_package(EXPAT REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
add_library(re2::re2 ALIAS PkgConfig::re2)
