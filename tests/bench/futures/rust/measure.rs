//! Time and allocations of an operation, in lines that scripts/bench reads: `WORK/rust,NS,ALLOCATIONS`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Counts what is asked of the system's allocator.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

fn count() {
    // There is one thread: no locked instruction, as on the other side.
    ALLOCATIONS.store(ALLOCATIONS.load(Relaxed) + 1, Relaxed);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The processor time of this process, in nanoseconds. google-benchmark measures the same.
fn cpu_time() -> u64 {
    #[repr(C)]
    struct Timespec {
        seconds: i64,
        nanoseconds: i64,
    }
    unsafe extern "C" {
        fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    }
    const PROCESS_CPUTIME: i32 = 2;
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    assert_eq!(unsafe { clock_gettime(PROCESS_CPUTIME, &mut time) }, 0);
    time.seconds as u64 * 1_000_000_000 + time.nanoseconds as u64
}

pub struct Runner {
    /// How long a measurement takes at least.
    pub min_time: u64,
    /// What the names have to begin with.
    pub filter: String,
}

impl Runner {
    /// Measures `run`, each call of which does `operations` operations.
    pub fn measure(&self, work: &str, operations: u64, mut run: impl FnMut()) {
        if !work.starts_with(&self.filter) {
            return;
        }
        run();
        let mut calls = 1;
        loop {
            let allocations = ALLOCATIONS.load(Relaxed);
            let start = cpu_time();
            for _ in 0..calls {
                run();
            }
            let passed = cpu_time() - start;
            if passed >= self.min_time {
                let done = (calls * operations) as f64;
                let allocated = (ALLOCATIONS.load(Relaxed) - allocations) as f64;
                println!("{work}/rust,{},{}", passed as f64 / done, allocated / done);
                return;
            }
            // As google-benchmark does it: what would take a little longer than is needed.
            let factor = self.min_time as f64 * 1.4 / (passed.max(1) as f64);
            calls = (calls as f64 * factor.clamp(1.5, 10.0)).ceil() as u64;
        }
    }
}
