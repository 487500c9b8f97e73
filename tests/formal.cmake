# The Coq part: the theories with their audit, what the audit must refuse, and the register against both.
add_test(NAME check_claims COMMAND "${CMAKE_SOURCE_DIR}/tools/check_claims")
add_test(NAME formal COMMAND "${CMAKE_SOURCE_DIR}/scripts/formal" --coqchk)
add_test(NAME formal_refuses COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/formal/refuses")
add_test(NAME formal_numbers COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/formal/numbers" $<TARGET_FILE:noiseproof_program>)
add_test(NAME formal_fakes COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/formal/fakes" $<TARGET_FILE:noiseproof_program>)
set_tests_properties(formal formal_refuses formal_numbers PROPERTIES LABELS formal SKIP_RETURN_CODE 77 TIMEOUT 900)
# One compiles what the others read; the chain is the longest, so it starts first.
set_tests_properties(formal PROPERTIES COST 200)
set_tests_properties(formal PROPERTIES FIXTURES_SETUP compiled_theories)
set_tests_properties(formal_refuses formal_numbers PROPERTIES FIXTURES_REQUIRED compiled_theories)
