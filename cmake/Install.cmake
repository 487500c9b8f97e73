# `cmake --install` and `find_package(noiseproof)`: noiseproof::noiseproof, and noiseproof::noiseproof_verify for
# programs that run claims.
include(CMakePackageConfigHelpers)
install(TARGETS noiseproof EXPORT noiseproof_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(layer IN LISTS NOISEPROOF_LAYERS ITEMS report verify)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/src/${layer}")
    install(DIRECTORY "src/${layer}/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/noiseproof/${layer}
      FILES_MATCHING PATTERN "*.hpp")
  endif()
endforeach()
if(TARGET noiseproof_program)
  install(TARGETS noiseproof_report noiseproof_verify EXPORT noiseproof_targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(TARGETS noiseproof_program noiseproof_recheck RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY recheck/ DESTINATION ${CMAKE_INSTALL_DATADIR}/noiseproof/recheck
  FILES_MATCHING PATTERN "*.cpp" PATTERN "*.hpp" PATTERN "CMakeLists.txt")
# Pure Python, for every version of it: the folder is to be in PYTHONPATH (docs/python.md).
install(DIRECTORY python/noiseproof DESTINATION ${CMAKE_INSTALL_DATADIR}/noiseproof/python
  FILES_MATCHING PATTERN "*.py" PATTERN "__pycache__" EXCLUDE)
install(FILES docs/certificate.md docs/certificate.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/noiseproof/docs)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/noiseproof)
install(EXPORT noiseproof_targets NAMESPACE noiseproof:: DESTINATION ${package_dir} FILE noiseproof-targets.cmake)
install(FILES cmake/Dependencies.cmake DESTINATION ${package_dir})
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/noiseproof-config.cmake" [=[
include("${CMAKE_CURRENT_LIST_DIR}/Dependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/noiseproof-targets.cmake")
]=])
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/noiseproof-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/noiseproof-config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/noiseproof-config-version.cmake" DESTINATION ${package_dir})
