# The LITE runtime on purpose: a full-runtime shared library aborts at dlopen in a host that compiled the same .proto.
function(slipway_proto_library TARGET)
  cmake_parse_arguments(ARG "" "ROOT" "FILES" ${ARGN})
  set(OUT ${PROJECT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${OUT})
  set(SOURCES)
  foreach(FILE ${ARG_FILES})
    string(REGEX REPLACE "\\.proto$" "" STEM ${FILE})
    add_custom_command(
      OUTPUT ${OUT}/${STEM}.pb.cc ${OUT}/${STEM}.pb.h
      COMMAND protobuf::protoc --cpp_out=lite:${OUT} -I${ARG_ROOT} ${ARG_ROOT}/${FILE}
      DEPENDS ${ARG_ROOT}/${FILE}
      COMMENT "protoc ${FILE}")
    list(APPEND SOURCES ${OUT}/${STEM}.pb.cc ${OUT}/${STEM}.pb.h)
  endforeach()
  add_library(${TARGET} STATIC ${SOURCES})
  target_include_directories(${TARGET} SYSTEM PUBLIC ${OUT})
  target_link_libraries(${TARGET} PUBLIC protobuf::libprotobuf-lite)
endfunction()

file(GLOB PUBLIC_PROTOS RELATIVE ${PROJECT_SOURCE_DIR}/include CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/include/slipway/v1/*.proto)
# options.proto extends descriptor.proto, which the lite runtime has not; only protoc and the plugin read it.
list(FILTER PUBLIC_PROTOS EXCLUDE REGEX "options\\.proto$|service\\.proto$")
slipway_proto_library(slipway_proto ROOT ${PROJECT_SOURCE_DIR}/include FILES ${PUBLIC_PROTOS})

# What host and runner say to each other: private, so it lives with the runner.
slipway_proto_library(slipway_runner_proto ROOT ${PROJECT_SOURCE_DIR}/lib FILES runner/wire.proto)
