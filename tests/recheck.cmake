# The checker of certificates: its interval arithmetic, what it accepts, what it refuses.
file(GLOB recheck_test_files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/recheck/*.cpp")
add_executable(recheck_tests ${recheck_test_files})
target_link_libraries(recheck_tests PRIVATE doctest_main noiseproof_recheck_parts Boost::headers noiseproof_flags)
add_dependencies(recheck_tests noiseproof_recheck)
# What it takes where the environment names nothing else: the checker of this build, the committed certificates.
target_compile_definitions(recheck_tests PRIVATE TEST_RECHECK="$<TARGET_FILE:noiseproof_recheck>"
  TEST_CERTIFICATES="${CMAKE_CURRENT_SOURCE_DIR}/recheck/certificates")
set(NOISEPROOF_TEST_CERTIFICATES "${CMAKE_CURRENT_BINARY_DIR}/recheck_report")

# The committed certificates are small; the default instance's are written afresh.
add_test(NAME recheck_write COMMAND noiseproof_program verify --claims C01,C02,C03,C04,C05,C06,C07,C08,C09,C16,C18,C19,C20
  --report "${NOISEPROOF_TEST_CERTIFICATES}")
add_test(NAME recheck_tests COMMAND recheck_tests)
add_test(NAME recheck_command COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/recheck/command" $<TARGET_FILE:noiseproof_program>)
add_test(NAME recheck_schema COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/recheck/schema"
  "${CMAKE_SOURCE_DIR}/docs/certificate.schema.json" "${CMAKE_CURRENT_SOURCE_DIR}/recheck/certificates"
  "${NOISEPROOF_TEST_CERTIFICATES}/certificates")
add_test(NAME reference_report COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/reference_report"
  "${CMAKE_SOURCE_DIR}/reports/default/report.json" "${NOISEPROOF_TEST_CERTIFICATES}/report.json"
  "${CMAKE_CURRENT_SOURCE_DIR}/golden/list.json")
# Its exit code tells whether every claim reached the evidence the register wants, which is not the question here.
set_tests_properties(recheck_write PROPERTIES FIXTURES_SETUP written_certificates TIMEOUT 600 LABELS recheck
  PASS_REGULAR_EXPRESSION "report: ")
set_tests_properties(recheck_tests recheck_schema reference_report PROPERTIES FIXTURES_REQUIRED written_certificates)
set_tests_properties(recheck_schema PROPERTIES LABELS recheck)
set_tests_properties(recheck_tests recheck_command PROPERTIES LABELS recheck TIMEOUT 1200 ENVIRONMENT
  "NOISEPROOF_RECHECK=$<TARGET_FILE:noiseproof_recheck>;NOISEPROOF_CERTIFICATES=${CMAKE_CURRENT_SOURCE_DIR}/recheck/certificates:${NOISEPROOF_TEST_CERTIFICATES}/certificates")
