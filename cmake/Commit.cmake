# The commit that is built, in a header that changes with it only. cmake -D source=DIR -D header=FILE -P Commit.cmake
execute_process(COMMAND git -C "${source}" log -1 "--format=%h of %cs" OUTPUT_VARIABLE commit
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
else()
  execute_process(COMMAND git -C "${source}" status --porcelain --untracked-files=no -- src proofs_numeric proofs_formal recheck claims
    OUTPUT_VARIABLE changed ERROR_QUIET)
  if(changed)
    string(APPEND commit ", with changes")
  endif()
endif()
file(CONFIGURE OUTPUT "${header}" CONTENT "#define NOISEPROOF_COMMIT \"@commit@\"\n" @ONLY)
