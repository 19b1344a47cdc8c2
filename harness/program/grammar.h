// The parts of the grammar page (corpus/README.md) that are made from the tables.
//
// The page says in prose what a program may look like; what operations and kinds there are stands
// in kOps, kLeaves, kCombinators and kSources alone, and is printed from there. A test demands that
// the page holds these tables word for word.
#pragma once

#include <string>

namespace pinprick::harness {

// One row an operation: how it is written, what it takes and gives, whether it is unsafe, what it
// demands, and what it does. Markdown, each line ended.
std::string op_table_markdown();

// One row a leaf and a combinator: how it is written, its numbers with range and standard, what it
// claims, and what it does. Markdown, each line ended.
std::string kind_table_markdown();

// One row a source and one a signal: how it is written, which leaf waits for it, and what it does.
// Markdown, each line ended.
std::string source_table_markdown();

// One row a statement of a machine's body: how it is written, and what it does. Markdown, each line
// ended.
std::string statement_table_markdown();

// One row a coroutine: its shape and its body. Markdown, each line ended.
std::string coroutine_table_markdown();

}  // namespace pinprick::harness
