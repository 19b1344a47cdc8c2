// What libFuzzer offers to a program that has a main of its own (libclang_rt.fuzzer_no_main). Only
// where that is linked: PINPRICK_LIBFUZZER in the build.
#pragma once

#include <cstddef>
#include <cstdint>

// Runs `callback` on one input after the other, as the command line says. Mostly it does not
// return.
extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv,
                                   int (*callback)(const std::uint8_t* data, std::size_t size));

// One of its own mutations of bytes, in place; the new size.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
