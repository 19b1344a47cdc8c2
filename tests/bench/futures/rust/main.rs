//! The works of tests/bench/futures, done with Rust's futures.
//!
//! futures_rust [--min_time=SECONDS] [WORK]   measures all whose name begins so
//! futures_rust --sizes                       what the types take, a line each: NAME,BYTES

#![recursion_limit = "512"]

mod channel;
mod executor;
mod futures;
mod local_set;
mod lock;
mod measure;
mod set;
mod sizes;
mod works;

fn main() {
    let mut runner = measure::Runner { min_time: 100_000_000, filter: String::new() };
    for argument in std::env::args().skip(1) {
        if argument == "--sizes" {
            sizes::print_all();
            return;
        } else if let Some(seconds) = argument.strip_prefix("--min_time=") {
            runner.min_time = (seconds.parse::<f64>().expect("a number of seconds") * 1e9) as u64;
        } else {
            runner.filter = argument;
        }
    }
    works::measure(&runner);
}
