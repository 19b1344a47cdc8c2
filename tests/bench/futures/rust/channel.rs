//! Channels: a queue for many senders, for one thread and for several, and one value, likewise.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel, Ordering::Acquire};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

fn keep(place: &mut Option<Waker>, waker: &Waker) {
    match place {
        Some(old) if old.will_wake(waker) => {}
        _ => *place = Some(waker.clone()),
    }
}

struct Inner<T> {
    queue: VecDeque<T>,
    receiver: Option<Waker>,
    senders: usize,
}

impl<T> Inner<T> {
    fn new() -> Self {
        Inner { queue: VecDeque::new(), receiver: None, senders: 1 }
    }

    fn push(&mut self, message: T) -> Option<Waker> {
        self.queue.push_back(message);
        self.receiver.take()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(message) = self.queue.pop_front() {
            return Poll::Ready(Some(message));
        }
        if self.senders == 0 {
            return Poll::Ready(None);
        }
        keep(&mut self.receiver, cx.waker());
        Poll::Pending
    }
}

/// What both kinds of channel have in common, so that what uses them is written once.
pub trait Send<T> {
    fn send(&self, message: T);
}

pub trait Receive<T> {
    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>>;

    fn recv(&mut self) -> Recv<'_, T, Self>
    where
        Self: Sized,
    {
        Recv { receiver: self, message: std::marker::PhantomData }
    }
}

pub struct Recv<'a, T, R> {
    receiver: &'a mut R,
    message: std::marker::PhantomData<fn() -> T>,
}

impl<T, R: Receive<T>> Future for Recv<'_, T, R> {
    type Output = Option<T>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.receiver.poll_recv(cx)
    }
}

pub struct LocalSender<T>(Rc<RefCell<Inner<T>>>);
pub struct LocalReceiver<T>(Rc<RefCell<Inner<T>>>);

pub fn local_unbounded<T>() -> (LocalSender<T>, LocalReceiver<T>) {
    let inner = Rc::new(RefCell::new(Inner::new()));
    (LocalSender(inner.clone()), LocalReceiver(inner))
}

impl<T> Send<T> for LocalSender<T> {
    fn send(&self, message: T) {
        let waker = self.0.borrow_mut().push(message);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Receive<T> for LocalReceiver<T> {
    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.borrow_mut().poll(cx)
    }
}

impl<T> Drop for LocalSender<T> {
    fn drop(&mut self) {
        let mut inner = self.0.borrow_mut();
        inner.senders -= 1;
        let waker = inner.receiver.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

pub struct Sender<T>(Arc<Mutex<Inner<T>>>);
pub struct Receiver<T>(Arc<Mutex<Inner<T>>>);

pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    let inner = Arc::new(Mutex::new(Inner::new()));
    (Sender(inner.clone()), Receiver(inner))
}

impl<T> Send<T> for Sender<T> {
    fn send(&self, message: T) {
        let waker = self.0.lock().unwrap().push(message);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Receive<T> for Receiver<T> {
    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.lock().unwrap().poll(cx)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut inner = self.0.lock().unwrap();
        inner.senders -= 1;
        let waker = inner.receiver.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// One value, between threads: a state of three bits, and no lock.
pub mod oneshot {
    use super::*;

    const HAS_WAKER: usize = 1;
    const COMPLETE: usize = 2;
    const CLOSED: usize = 4;

    struct Inner<T> {
        state: AtomicUsize,
        value: UnsafeCell<Option<T>>,
        waker: UnsafeCell<Option<Waker>>,
    }

    unsafe impl<T: std::marker::Send> Sync for Inner<T> {}

    pub struct Sender<T>(Option<Arc<Inner<T>>>);
    pub struct Receiver<T>(Arc<Inner<T>>);

    pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
        let inner = Arc::new(Inner {
            state: AtomicUsize::new(0),
            value: UnsafeCell::new(None),
            waker: UnsafeCell::new(None),
        });
        (Sender(Some(inner.clone())), Receiver(inner))
    }

    impl<T> Inner<T> {
        fn complete(&self) -> bool {
            let before = self.state.fetch_or(COMPLETE, AcqRel);
            if before & CLOSED != 0 {
                return false;
            }
            if before & HAS_WAKER != 0 {
                unsafe { (*self.waker.get()).as_ref().unwrap_unchecked().wake_by_ref() }
            }
            true
        }
    }

    impl<T> Sender<T> {
        pub fn send(mut self, value: T) -> Result<(), T> {
            let inner = self.0.take().unwrap();
            unsafe { *inner.value.get() = Some(value) };
            if inner.complete() { Ok(()) } else { Err(unsafe { (*inner.value.get()).take() }.unwrap()) }
        }
    }

    impl<T> Drop for Sender<T> {
        fn drop(&mut self) {
            if let Some(inner) = &self.0 {
                inner.complete();
            }
        }
    }

    impl<T> Future for Receiver<T> {
        type Output = Option<T>;
        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
            let inner = &*self.0;
            let take = || Poll::Ready(unsafe { (*inner.value.get()).take() });
            let mut state = inner.state.load(Acquire);
            if state & COMPLETE != 0 {
                return take();
            }
            unsafe {
                if state & HAS_WAKER != 0 {
                    if (*inner.waker.get()).as_ref().unwrap_unchecked().will_wake(cx.waker()) {
                        return Poll::Pending;
                    }
                    state = inner.state.fetch_and(!HAS_WAKER, AcqRel);
                    if state & COMPLETE != 0 {
                        return take();
                    }
                }
                *inner.waker.get() = Some(cx.waker().clone());
            }
            if inner.state.fetch_or(HAS_WAKER, AcqRel) & COMPLETE != 0 {
                return take();
            }
            Poll::Pending
        }
    }

    impl<T> Drop for Receiver<T> {
        fn drop(&mut self) {
            // If there is a value that nobody took, it goes here and not with the sender.
            if self.0.state.fetch_or(CLOSED, AcqRel) & COMPLETE != 0 {
                unsafe { (*self.0.value.get()).take() };
            }
        }
    }
}

/// One value, on one thread.
pub mod local_oneshot {
    use super::*;

    struct Inner<T> {
        value: Cell<Option<T>>,
        is_complete: Cell<bool>,
        is_closed: Cell<bool>,
        waker: Cell<Option<Waker>>,
    }

    pub struct Sender<T>(Rc<Inner<T>>);
    pub struct Receiver<T>(Rc<Inner<T>>);

    pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
        let inner = Rc::new(Inner {
            value: Cell::new(None),
            is_complete: Cell::new(false),
            is_closed: Cell::new(false),
            waker: Cell::new(None),
        });
        (Sender(inner.clone()), Receiver(inner))
    }

    impl<T> Sender<T> {
        pub fn send(self, value: T) -> Result<(), T> {
            if self.0.is_closed.get() {
                return Err(value);
            }
            self.0.value.set(Some(value));
            Ok(())
        }
    }

    impl<T> Drop for Sender<T> {
        fn drop(&mut self) {
            self.0.is_complete.set(true);
            if let Some(waker) = self.0.waker.take() {
                waker.wake();
            }
        }
    }

    impl<T> Future for Receiver<T> {
        type Output = Option<T>;
        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
            let inner = &*self.0;
            if inner.is_complete.get() {
                return Poll::Ready(inner.value.take());
            }
            let waker = match inner.waker.take() {
                Some(old) if old.will_wake(cx.waker()) => old,
                _ => cx.waker().clone(),
            };
            inner.waker.set(Some(waker));
            Poll::Pending
        }
    }

    impl<T> Drop for Receiver<T> {
        fn drop(&mut self) {
            self.0.is_closed.set(true);
            self.0.value.take();
            self.0.waker.take();
        }
    }
}
