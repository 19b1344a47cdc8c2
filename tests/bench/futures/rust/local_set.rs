//! The same for one thread: no atomics, and wakers that count in a plain number. (Such a waker must
//! not leave the thread, which std's Waker cannot say.)

use std::cell::{Cell, UnsafeCell};
use std::future::Future;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::ptr;
use std::rc::Rc;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

#[repr(C)]
struct Header {
    next_ready: Cell<*mut Header>,
    is_queued: Cell<bool>,
    has_left: Cell<bool>,
    owners: Cell<usize>,
    free: unsafe fn(*mut Header),
    queue: Rc<Queue>,
    previous: Cell<*mut Header>,
    next: Cell<*mut Header>,
}

struct Queue {
    first: Cell<*mut Header>,
    last: Cell<*mut Header>,
    parent: UnsafeCell<Option<Waker>>,
}

impl Queue {
    unsafe fn push(&self, task: *mut Header) {
        unsafe {
            (*task).next_ready.set(ptr::null_mut());
            let last = self.last.replace(task);
            if last.is_null() {
                self.first.set(task);
            } else {
                (*last).next_ready.set(task);
            }
        }
    }

    unsafe fn pop(&self) -> *mut Header {
        unsafe {
            let task = self.first.get();
            if !task.is_null() {
                let next = (*task).next_ready.get();
                self.first.set(next);
                if next.is_null() {
                    self.last.set(next);
                }
            }
            task
        }
    }
}

unsafe fn acquire(task: *mut Header) {
    unsafe { (*task).owners.set((*task).owners.get() + 1) }
}

unsafe fn release(task: *mut Header) {
    unsafe {
        let owners = (*task).owners.get() - 1;
        (*task).owners.set(owners);
        if owners == 0 {
            ((*task).free)(task);
        }
    }
}

static WAKER: RawWakerVTable = RawWakerVTable::new(
    |data| unsafe {
        acquire(data as *mut Header);
        RawWaker::new(data, &WAKER)
    },
    |data| unsafe {
        wake(data as *mut Header);
        release(data as *mut Header);
    },
    |data| unsafe { wake(data as *mut Header) },
    |data| unsafe { release(data as *mut Header) },
);

unsafe fn wake(task: *mut Header) {
    unsafe {
        if (*task).is_queued.replace(true) {
            return;
        }
        acquire(task);
        let queue = &(*task).queue;
        queue.push(task);
        if let Some(parent) = (*queue.parent.get()).take() {
            parent.wake();
        }
    }
}

#[repr(C)]
struct Task<F> {
    header: Header,
    future: UnsafeCell<Option<F>>,
}

pub struct LocalFuturesUnordered<F: Future> {
    queue: Rc<Queue>,
    first: Cell<*mut Header>,
    size: Cell<usize>,
    future: std::marker::PhantomData<F>,
}

impl<F: Future> LocalFuturesUnordered<F> {
    pub fn new() -> Self {
        LocalFuturesUnordered {
            queue: Rc::new(Queue {
                first: Cell::new(ptr::null_mut()),
                last: Cell::new(ptr::null_mut()),
                parent: UnsafeCell::new(None),
            }),
            first: Cell::new(ptr::null_mut()),
            size: Cell::new(0),
            future: std::marker::PhantomData,
        }
    }

    pub fn push(&self, future: F) {
        let task = Box::into_raw(Box::new(Task {
            header: Header {
                next_ready: Cell::new(ptr::null_mut()),
                is_queued: Cell::new(true),
                has_left: Cell::new(false),
                owners: Cell::new(2), // of the set and of the queue
                free: |task| unsafe { drop(Box::from_raw(task as *mut Task<F>)) },
                queue: self.queue.clone(),
                previous: Cell::new(ptr::null_mut()),
                next: Cell::new(self.first.get()),
            },
            future: UnsafeCell::new(Some(future)),
        })) as *mut Header;
        unsafe {
            let first = self.first.replace(task);
            if !first.is_null() {
                (*first).previous.set(task);
            }
            self.size.set(self.size.get() + 1);
            self.queue.push(task);
        }
    }

    unsafe fn remove(&self, task: *mut Header) {
        unsafe {
            let (previous, next) = ((*task).previous.get(), (*task).next.get());
            if previous.is_null() {
                self.first.set(next);
            } else {
                (*previous).next.set(next);
            }
            if !next.is_null() {
                (*next).previous.set(previous);
            }
            self.size.set(self.size.get() - 1);
            (*task).has_left.set(true);
            release(task);
        }
    }

    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        unsafe {
            if self.size.get() == 0 {
                return Poll::Ready(None);
            }
            let parent = cx.waker();
            let mut turns = self.size.get();
            loop {
                let task = self.queue.pop();
                if task.is_null() {
                    let kept = &mut *self.queue.parent.get();
                    match kept {
                        Some(old) if old.will_wake(parent) => {}
                        _ => *kept = Some(parent.clone()),
                    }
                    return Poll::Pending;
                }
                if (*task).has_left.get() {
                    release(task);
                    continue;
                }
                (*task).is_queued.set(false);
                let waker =
                    ManuallyDrop::new(Waker::from_raw(RawWaker::new(task as *const (), &WAKER)));
                let mut cx = Context::from_waker(&waker);
                let future = &mut *(*(task as *mut Task<F>)).future.get();
                let pinned = Pin::new_unchecked(future.as_mut().unwrap_unchecked());
                if let Poll::Ready(output) = pinned.poll(&mut cx) {
                    *future = None;
                    self.remove(task);
                    release(task);
                    return Poll::Ready(Some(output));
                }
                release(task);
                // Tasks that wake one another for ever must not keep the parent from its other work.
                turns -= 1;
                if turns == 0 {
                    parent.wake_by_ref();
                    return Poll::Pending;
                }
            }
        }
    }
}

impl<F: Future> Drop for LocalFuturesUnordered<F> {
    fn drop(&mut self) {
        unsafe {
            while !self.first.get().is_null() {
                let task = self.first.get();
                (*task).is_queued.set(true);
                *(*(task as *mut Task<F>)).future.get() = None;
                self.remove(task);
            }
            loop {
                let task = self.queue.pop();
                if task.is_null() {
                    break;
                }
                release(task);
            }
        }
    }
}
