# The package: library, headers, protos, runner; found by find_package(slipway CONFIG) and by pkg-config.
include(CMakePackageConfigHelpers)

install(TARGETS slipway EXPORT slipwayTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS slipway-runner slipway-server-task RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/slipway)
install(FILES include/slipway/slipway.h include/slipway/slipway.hpp include/slipway/export.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/slipway)
install(DIRECTORY include/slipway/v1 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/slipway FILES_MATCHING PATTERN "*.proto")
install(EXPORT slipwayTargets NAMESPACE slipway:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway)

configure_package_config_file(cmake/slipwayConfig.cmake.in ${PROJECT_BINARY_DIR}/slipwayConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/slipwayConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/slipwayConfig.cmake ${PROJECT_BINARY_DIR}/slipwayConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway)

configure_file(cmake/slipway.pc.in ${PROJECT_BINARY_DIR}/slipway.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/slipway.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
