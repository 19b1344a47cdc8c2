//! A semaphore that is fair, and a mutex that is one with a value: who waits is linked through its
//! own pinned future, and what is given up is handed to the one that has waited longest. Once for
//! threads, once for one thread; the two differ in what guards the list.

use std::cell::{Cell, UnsafeCell};
use std::future::Future;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::ptr;
use std::sync::Mutex as StdMutex;
use std::task::{Context, Poll, Waker};

/// What guards a list.
pub trait Guard {
    fn new() -> Self;
    fn with<T>(&self, run: impl FnOnce() -> T) -> T;
}

pub struct Threads(StdMutex<()>);
pub struct OneThread;

impl Guard for Threads {
    fn new() -> Self {
        Threads(StdMutex::new(()))
    }
    fn with<T>(&self, run: impl FnOnce() -> T) -> T {
        let _guard = self.0.lock().unwrap();
        run()
    }
}

impl Guard for OneThread {
    fn new() -> Self {
        OneThread
    }
    fn with<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }
}

struct Node {
    previous: Cell<*const Node>,
    next: Cell<*const Node>,
    is_linked: Cell<bool>,
    is_granted: Cell<bool>,
    wanted: usize,
    waker: UnsafeCell<Option<Waker>>,
}

pub struct Semaphore<G: Guard> {
    guard: G,
    permits: Cell<usize>,
    first: Cell<*const Node>,
    last: Cell<*const Node>,
}

impl<G: Guard> Semaphore<G> {
    pub fn new(permits: usize) -> Self {
        Semaphore {
            guard: G::new(),
            permits: Cell::new(permits),
            first: Cell::new(ptr::null()),
            last: Cell::new(ptr::null()),
        }
    }

    pub fn acquire(&self, wanted: usize) -> Acquire<'_, G> {
        Acquire {
            semaphore: Some(self),
            node: Node {
                previous: Cell::new(ptr::null()),
                next: Cell::new(ptr::null()),
                is_linked: Cell::new(false),
                is_granted: Cell::new(false),
                wanted,
                waker: UnsafeCell::new(None),
            },
            _pinned: PhantomPinned,
        }
    }

    fn release(&self, permits: usize) {
        let waker = self.guard.with(|| unsafe {
            self.permits.set(self.permits.get() + permits);
            self.grant_first()
        });
        let Some(waker) = waker else { return };
        waker.wake();
        // Rarely are there more to be granted.
        while let Some(waker) = self.guard.with(|| unsafe { self.grant_first() }) {
            waker.wake();
        }
    }

    /// Under the guard.
    unsafe fn grant_first(&self) -> Option<Waker> {
        unsafe {
            let node = self.first.get();
            if node.is_null() || self.permits.get() < (*node).wanted {
                return None;
            }
            self.permits.set(self.permits.get() - (*node).wanted);
            (*node).is_granted.set(true);
            self.unlink(node);
            (*(*node).waker.get()).take()
        }
    }

    /// Under the guard.
    unsafe fn link(&self, node: *const Node) {
        unsafe {
            let last = self.last.replace(node);
            (*node).previous.set(last);
            if last.is_null() {
                self.first.set(node);
            } else {
                (*last).next.set(node);
            }
            (*node).is_linked.set(true);
        }
    }

    /// Under the guard.
    unsafe fn unlink(&self, node: *const Node) {
        unsafe {
            let (previous, next) = ((*node).previous.get(), (*node).next.get());
            if previous.is_null() {
                self.first.set(next);
            } else {
                (*previous).next.set(next);
            }
            if next.is_null() {
                self.last.set(previous);
            } else {
                (*next).previous.set(previous);
            }
            (*node).is_linked.set(false);
        }
    }
}

pub struct Acquire<'a, G: Guard> {
    semaphore: Option<&'a Semaphore<G>>,
    node: Node,
    _pinned: PhantomPinned,
}

pub struct Permit<'a, G: Guard> {
    semaphore: &'a Semaphore<G>,
    permits: usize,
}

impl<G: Guard> Drop for Permit<'_, G> {
    fn drop(&mut self) {
        self.semaphore.release(self.permits);
    }
}

impl<'a, G: Guard> Future for Acquire<'a, G> {
    type Output = Permit<'a, G>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Permit<'a, G>> {
        let me = unsafe { self.get_unchecked_mut() };
        let semaphore = me.semaphore.expect("polled after ready");
        let node = &me.node;
        let is_ready = semaphore.guard.with(|| unsafe {
            if node.is_granted.get() {
                return true;
            }
            if !node.is_linked.get() {
                if semaphore.first.get().is_null() && semaphore.permits.get() >= node.wanted {
                    semaphore.permits.set(semaphore.permits.get() - node.wanted);
                    return true;
                }
                semaphore.link(node);
            }
            let waker = &mut *node.waker.get();
            match waker {
                Some(old) if old.will_wake(cx.waker()) => {}
                _ => *waker = Some(cx.waker().clone()),
            }
            false
        });
        if !is_ready {
            return Poll::Pending;
        }
        me.semaphore = None;
        Poll::Ready(Permit { semaphore, permits: node.wanted })
    }
}

impl<G: Guard> Drop for Acquire<'_, G> {
    fn drop(&mut self) {
        let Some(semaphore) = self.semaphore else { return };
        let node = &self.node;
        semaphore.guard.with(|| unsafe {
            if node.is_linked.get() {
                semaphore.unlink(node);
            }
        });
        if node.is_granted.get() {
            semaphore.release(node.wanted);
        }
    }
}

pub struct Mutex<T, G: Guard> {
    semaphore: Semaphore<G>,
    value: UnsafeCell<T>,
}

pub struct MutexGuard<'a, T, G: Guard> {
    mutex: &'a Mutex<T, G>,
    _permit: Permit<'a, G>,
}

pub struct Lock<'a, T, G: Guard> {
    mutex: &'a Mutex<T, G>,
    acquire: Acquire<'a, G>,
}

impl<T, G: Guard> Mutex<T, G> {
    pub fn new(value: T) -> Self {
        Mutex { semaphore: Semaphore::new(1), value: UnsafeCell::new(value) }
    }
    pub fn lock(&self) -> Lock<'_, T, G> {
        Lock { mutex: self, acquire: self.semaphore.acquire(1) }
    }
}

impl<T, G: Guard> std::ops::DerefMut for MutexGuard<'_, T, G> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.mutex.value.get() }
    }
}
impl<T, G: Guard> std::ops::Deref for MutexGuard<'_, T, G> {
    type Target = T;
    fn deref(&self) -> &T {
        unsafe { &*self.mutex.value.get() }
    }
}

impl<'a, T, G: Guard> Future for Lock<'a, T, G> {
    type Output = MutexGuard<'a, T, G>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mutex = self.mutex;
        let acquire = unsafe { self.map_unchecked_mut(|me| &mut me.acquire) };
        acquire.poll(cx).map(|permit| MutexGuard { mutex, _permit: permit })
    }
}
