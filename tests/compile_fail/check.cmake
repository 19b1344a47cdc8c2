# Compiles one file twice. With FIXED defined it must compile, so that a file which fails for a
# silly reason is noticed. Without, it must not, and the first line of the diagnostic that says
# "error:" must hold what the file's first line promises:
#   // expect: SUBSTRING
# Expects SOURCE, COMPILER, INCLUDE and FLAGS (words).
file(STRINGS ${SOURCE} first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// expect: (.+)$")
  message(FATAL_ERROR "${SOURCE}:1: the first line must be '// expect: SUBSTRING'")
endif()
# file(STRINGS) gives a list, in which a semicolon of the line is escaped.
string(REPLACE "\\;" ";" expected "${CMAKE_MATCH_1}")

separate_arguments(flags UNIX_COMMAND "${FLAGS}")
set(command ${COMPILER} ${flags} -fsyntax-only -I${INCLUDE})

execute_process(COMMAND ${command} -DFIXED ${SOURCE}
  RESULT_VARIABLE status ERROR_VARIABLE diagnostic OUTPUT_VARIABLE diagnostic)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SOURCE}: must compile with -DFIXED, but:\n${diagnostic}")
endif()

execute_process(COMMAND ${command} ${SOURCE}
  RESULT_VARIABLE status ERROR_VARIABLE diagnostic OUTPUT_VARIABLE diagnostic)
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE}: compiles, but must be refused with '${expected}'")
endif()
if(NOT diagnostic MATCHES "[^\n]*error:[^\n]*")
  message(FATAL_ERROR "${SOURCE}: no line says 'error:':\n${diagnostic}")
endif()
set(first_error "${CMAKE_MATCH_0}")
string(FIND "${first_error}" "${expected}" found)
if(found EQUAL -1)
  message(FATAL_ERROR
    "${SOURCE}: expected '${expected}' in the first error, which is\n${first_error}\n${diagnostic}")
endif()
