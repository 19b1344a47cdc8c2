# pinprick_add_check(NAME SOURCES FILE... [LINK LIBRARY...] [CORPUS DIR] [SECONDS N])
#
# Makes the executable NAME, which checks the types that its sources register (pinprick/check.h): it is
# `pinprick` with those types in it, so `NAME --help` tells what else it can do. And a test of that name
# and the label `pinprick`, for ctest: every program up to a bound, the programs stored in DIR, and a
# campaign of N seconds.
#
#   LINK     what the sources need. A library that is built without the sanitizers is warned of: link it
#            to pinprick::sanitized, which is the flags, and nothing else
#   CORPUS   where programs and findings are kept, taken from the directory of the CMakeLists.txt; a
#            directory of the build if not given. What is to be tried again on every machine lies beside
#            the sources
#   SECONDS  for the campaign; if not given, `check` chooses
#
# The types are compiled with AddressSanitizer and UBSan, and steer the campaign. The flags come after
# the project's own, whichever its build type; a warning is no error of ours.
function(pinprick_add_check name)
  set(who "pinprick_add_check(${name})")
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORPUS;SECONDS" "SOURCES;LINK")
  if(DEFINED arg_UNPARSED_ARGUMENTS)
    list(GET arg_UNPARSED_ARGUMENTS 0 word)
    message(FATAL_ERROR "${who}: unknown argument `${word}`; it takes SOURCES, LINK, CORPUS and SECONDS")
  endif()
  if(DEFINED arg_KEYWORDS_MISSING_VALUES)
    list(GET arg_KEYWORDS_MISSING_VALUES 0 word)
    message(FATAL_ERROR "${who}: ${word} needs a value")
  endif()
  if(NOT DEFINED arg_SOURCES)
    message(FATAL_ERROR "${who}: needs SOURCES")
  endif()
  if(DEFINED arg_SECONDS AND NOT arg_SECONDS MATCHES "^[1-9][0-9]*$")
    message(FATAL_ERROR "${who}: SECONDS must be a number of at least 1, and is `${arg_SECONDS}`")
  endif()
  pinprick_require_for_checks("${who}")

  add_executable(${name} ${arg_SOURCES})
  # The user's own comes before the harness: of an inline function that both have the linker keeps the
  # first, and some of the harness is built without the sanitizers.
  target_link_libraries(${name} PRIVATE ${arg_LINK} pinprick::check pinprick::pinprick)
  # The sanitizers' functions are replaced where they are linked, so there must be something to link.
  set_target_properties(${name} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
  pinprick_warn_of_unseen(${name} ${arg_LINK})

  set(corpus ${CMAKE_CURRENT_BINARY_DIR}/${name}-campaign)
  if(DEFINED arg_CORPUS)
    get_filename_component(corpus "${arg_CORPUS}" ABSOLUTE)
  endif()
  set(options --corpus=${corpus})
  if(DEFINED arg_SECONDS)
    list(APPEND options --seconds=${arg_SECONDS})
  endif()
  add_test(NAME ${name} COMMAND ${name} check ${options})
  set_tests_properties(${name} PROPERTIES LABELS pinprick)
endfunction()
