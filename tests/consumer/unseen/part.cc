void part() {}
