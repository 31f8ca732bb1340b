# The package: library, headers, protos, runner; found by find_package(slipway CONFIG) and by pkg-config. Components are the .deb packages.
include(CMakePackageConfigHelpers)

install(TARGETS slipway EXPORT slipwayTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT lib NAMELINK_COMPONENT dev)
install(TARGETS slipway-runner slipway-server-task RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/slipway COMPONENT cli)
install(DIRECTORY lib/adapters/windows/ DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/slipway COMPONENT cli FILES_MATCHING PATTERN "slipway_windows_*")
install(FILES include/slipway/slipway.h include/slipway/slipway.hpp include/slipway/export.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/slipway COMPONENT dev)
install(DIRECTORY include/slipway/v1 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/slipway COMPONENT dev FILES_MATCHING PATTERN "*.proto")
install(EXPORT slipwayTargets NAMESPACE slipway:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway COMPONENT dev)

configure_package_config_file(cmake/slipwayConfig.cmake.in ${PROJECT_BINARY_DIR}/slipwayConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/slipwayConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/slipwayConfig.cmake ${PROJECT_BINARY_DIR}/slipwayConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/slipway COMPONENT dev)

# From where the .pc file lies to the prefix, so that it is right wherever the package is put.
file(RELATIVE_PATH SLIPWAY_PC_TO_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/slipway.pc.in ${PROJECT_BINARY_DIR}/slipway.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/slipway.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

# Into Debian's folder for modules: of the .deb only, since any other prefix has its own.
install(DIRECTORY bindings/python/slipway DESTINATION lib/python3/dist-packages COMPONENT python EXCLUDE_FROM_ALL
  FILES_MATCHING PATTERN "*.py" PATTERN "py.typed" PATTERN "__pycache__" EXCLUDE)

include(SlipwayDeb)
