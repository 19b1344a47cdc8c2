//! Executors: one future on this thread, which sleeps where it has to, and many.

use crate::set::Tasks;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Acquire, Ordering::Release};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

struct Token {
    thread: Thread,
    is_set: AtomicBool,
}

impl Wake for Token {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_set.swap(true, Release) {
            self.thread.unpark();
        }
    }
}

thread_local! {
    static TOKEN: (Arc<Token>, Waker) = {
        let token = Arc::new(Token { thread: thread::current(), is_set: AtomicBool::new(false) });
        (token.clone(), token.into())
    };
    static IS_RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Polls `future` until it is ready. The waker is made once a thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    TOKEN.with(|(token, waker)| {
        assert!(!IS_RUNNING.replace(true), "block_on inside block_on");
        let mut cx = Context::from_waker(waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                IS_RUNNING.set(false);
                return output;
            }
            while !token.is_set.swap(false, Acquire) {
                thread::park();
            }
        }
    })
}

/// Tasks of all kinds on one thread. One allocation a task.
pub struct LocalPool {
    tasks: Tasks,
}

impl LocalPool {
    pub fn new() -> Self {
        LocalPool { tasks: Tasks::new() }
    }
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        self.tasks.push(future);
    }
    pub fn run_until_stalled(&self) {
        while self.tasks.poll_one().is_some() {}
    }
}
