# Where the libFuzzer is that leaves main() to us. It comes with clang only; where it is missing the
# variable is empty. Used by this project, and by the projects of users, with their compiler.
function(pinprick_find_libfuzzer variable)
  set(archive "")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    execute_process(
      COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libclang_rt.fuzzer_no_main-x86_64.a
      OUTPUT_VARIABLE archive OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT EXISTS "${archive}")
      execute_process(
        COMMAND ${CMAKE_CXX_COMPILER} -print-runtime-dir
        OUTPUT_VARIABLE runtime_dir OUTPUT_STRIP_TRAILING_WHITESPACE)
      set(archive "${runtime_dir}/libclang_rt.fuzzer_no_main-x86_64.a")
    endif()
    if(NOT EXISTS "${archive}")
      set(archive "")
    endif()
  endif()
  set(${variable} "${archive}" PARENT_SCOPE)
endfunction()
