//! A set of futures that polls only those that were woken, for wakes from any thread: tasks that
//! count their owners, an intrusive queue with many writers and one reader, and one waker for the
//! parent behind an atomic state.

use std::cell::{Cell, UnsafeCell};
use std::future::Future;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::ptr;
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
    fence,
};
use std::sync::Arc;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

/// One waker: one thread registers it, any thread takes it out and wakes.
pub struct AtomicWaker {
    state: AtomicUsize,
    waker: UnsafeCell<Option<Waker>>,
}

const REGISTERING: usize = 1;
const WAKING: usize = 2;

unsafe impl Sync for AtomicWaker {}
unsafe impl Send for AtomicWaker {}

impl AtomicWaker {
    pub const fn new() -> Self {
        AtomicWaker { state: AtomicUsize::new(0), waker: UnsafeCell::new(None) }
    }

    pub fn register(&self, waker: &Waker) {
        match self.state.compare_exchange(0, REGISTERING, Acquire, Acquire) {
            Ok(_) => unsafe {
                match &*self.waker.get() {
                    Some(old) if old.will_wake(waker) => {}
                    _ => *self.waker.get() = Some(waker.clone()),
                }
                if self.state.compare_exchange(REGISTERING, 0, AcqRel, Acquire).is_err() {
                    // A wake came meanwhile and left it to us.
                    let waker = (*self.waker.get()).take();
                    self.state.swap(0, AcqRel);
                    if let Some(waker) = waker {
                        waker.wake();
                    }
                }
            },
            Err(_) => waker.wake_by_ref(),
        }
    }

    pub fn wake(&self) {
        if self.state.fetch_or(WAKING, AcqRel) == 0 {
            let waker = unsafe { (*self.waker.get()).take() };
            self.state.fetch_and(!WAKING, Release);
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

/// What is known of a task whatever its future is.
#[repr(C)]
pub struct Header {
    next_ready: AtomicPtr<Header>,
    is_queued: AtomicBool,
    owners: AtomicUsize,
    // Null in the stub of a queue.
    functions: *const Functions,
    queue: Option<Arc<Queue>>,
    previous: Cell<*mut Header>,
    next: Cell<*mut Header>,
    has_left: Cell<bool>,
}

struct Functions {
    // Whether the future is ready, and gone.
    poll: unsafe fn(*mut Header, &mut Context<'_>) -> bool,
    drop_future: unsafe fn(*mut Header),
    free: unsafe fn(*mut Header),
}

impl Header {
    fn new(functions: *const Functions, queue: Option<Arc<Queue>>) -> Self {
        Header {
            next_ready: AtomicPtr::new(ptr::null_mut()),
            is_queued: AtomicBool::new(true),
            owners: AtomicUsize::new(1),
            functions,
            queue,
            previous: Cell::new(ptr::null_mut()),
            next: Cell::new(ptr::null_mut()),
            has_left: Cell::new(false),
        }
    }
}

unsafe fn release(task: *mut Header) {
    unsafe {
        if (*task).owners.fetch_sub(1, Release) == 1 {
            fence(Acquire);
            ((*(*task).functions).free)(task);
        }
    }
}

static WAKER: RawWakerVTable = RawWakerVTable::new(
    |data| unsafe {
        (*(data as *const Header)).owners.fetch_add(1, Relaxed);
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
        if !(*task).is_queued.swap(true, AcqRel) {
            // The queue outlives its task by the task's share of it.
            let queue = (*task).queue.as_ref().unwrap_unchecked();
            (*task).owners.fetch_add(1, Relaxed);
            queue.push(task);
            queue.parent.wake();
        }
    }
}

/// Dmitry Vyukov's queue of linked nodes, which holds a share of each task in it.
pub struct Queue {
    head: AtomicPtr<Header>,
    tail: Cell<*mut Header>,
    stub: Box<Header>,
    parent: AtomicWaker,
}

unsafe impl Sync for Queue {}
unsafe impl Send for Queue {}

impl Queue {
    fn new() -> Self {
        let mut stub = Box::new(Header::new(ptr::null(), None));
        let place: *mut Header = &mut *stub;
        Queue {
            head: AtomicPtr::new(place),
            tail: Cell::new(place),
            stub,
            parent: AtomicWaker::new(),
        }
    }

    fn stub(&self) -> *mut Header {
        &*self.stub as *const Header as *mut Header
    }

    unsafe fn push(&self, task: *mut Header) {
        unsafe {
            (*task).next_ready.store(ptr::null_mut(), Relaxed);
            let before = self.head.swap(task, AcqRel);
            (*before).next_ready.store(task, Release);
        }
    }

    /// The first; null if there is none, or if the one who pushes is not through yet.
    unsafe fn pop(&self) -> *mut Header {
        unsafe {
            let mut tail = self.tail.get();
            let mut next = (*tail).next_ready.load(Acquire);
            if tail == self.stub() {
                if next.is_null() {
                    return next;
                }
                self.tail.set(next);
                tail = next;
                next = (*next).next_ready.load(Acquire);
            }
            if !next.is_null() {
                self.tail.set(next);
                return tail;
            }
            if self.head.load(Acquire) != tail {
                return ptr::null_mut();
            }
            self.push(self.stub());
            next = (*tail).next_ready.load(Acquire);
            if !next.is_null() {
                self.tail.set(next);
                return tail;
            }
            ptr::null_mut()
        }
    }
}

#[repr(C)]
struct Task<F> {
    header: Header,
    future: UnsafeCell<Option<F>>,
}

impl<F: Future> Task<F> {
    const FUNCTIONS: Functions = Functions {
        poll: |task, cx| unsafe {
            let future = &mut *(*(task as *mut Task<F>)).future.get();
            let pinned = Pin::new_unchecked(future.as_mut().unwrap_unchecked());
            if pinned.poll(cx).is_pending() {
                return false;
            }
            *future = None;
            true
        },
        drop_future: |task| unsafe { *(*(task as *mut Task<F>)).future.get() = None },
        free: |task| unsafe { drop(Box::from_raw(task as *mut Task<F>)) },
    };

    fn make(future: F, queue: Arc<Queue>) -> *mut Header {
        Box::into_raw(Box::new(Task {
            header: Header::new(&Self::FUNCTIONS, Some(queue)),
            future: UnsafeCell::new(Some(future)),
        })) as *mut Header
    }
}

/// What a set and a pool have in common: tasks in a list and in a queue.
pub struct Tasks {
    queue: Arc<Queue>,
    first: Cell<*mut Header>,
    size: Cell<usize>,
}

impl Tasks {
    pub fn new() -> Self {
        Tasks { queue: Arc::new(Queue::new()), first: Cell::new(ptr::null_mut()), size: Cell::new(0) }
    }

    pub fn len(&self) -> usize {
        self.size.get()
    }

    pub fn push<F: Future>(&self, future: F) {
        unsafe {
            let task = Task::make(future, self.queue.clone());
            let first = self.first.replace(task);
            (*task).next.set(first);
            if !first.is_null() {
                (*first).previous.set(task);
            }
            self.size.set(self.size.get() + 1);
            // The queue's share.
            (*task).owners.fetch_add(1, Relaxed);
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

    /// The next woken task, with the share that the queue had.
    unsafe fn next_woken(&self) -> *mut Header {
        unsafe {
            loop {
                let task = self.queue.pop();
                if task.is_null() {
                    return task;
                }
                if (*task).has_left.get() {
                    release(task);
                    continue;
                }
                (*task).is_queued.swap(false, AcqRel);
                return task;
            }
        }
    }

    /// Polls one that is woken. Says whether it was ready, or nothing if there is none.
    pub fn poll_one(&self) -> Option<bool> {
        unsafe {
            let task = self.next_woken();
            if task.is_null() {
                return None;
            }
            let waker = ManuallyDrop::new(Waker::from_raw(RawWaker::new(task as *const (), &WAKER)));
            let mut cx = Context::from_waker(&waker);
            let is_ready = ((*(*task).functions).poll)(task, &mut cx);
            if is_ready {
                self.remove(task);
            }
            release(task);
            Some(is_ready)
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        unsafe {
            while !self.first.get().is_null() {
                let task = self.first.get();
                // So that no wake queues it any more.
                let was_queued = (*task).is_queued.swap(true, AcqRel);
                ((*(*task).functions).drop_future)(task);
                self.remove(task);
                let _ = was_queued;
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

/// The set: a stream of outputs.
pub struct FuturesUnordered<F: Future> {
    tasks: Tasks,
    future: std::marker::PhantomData<F>,
}

impl<F: Future> FuturesUnordered<F> {
    pub fn new() -> Self {
        FuturesUnordered { tasks: Tasks::new(), future: std::marker::PhantomData }
    }

    pub fn push(&self, future: F) {
        self.tasks.push(future);
    }

    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        if self.tasks.len() == 0 {
            return Poll::Ready(None);
        }
        // First of all, so that no wake is lost.
        self.tasks.queue.parent.register(cx.waker());
        let parent = cx.waker();
        let mut turns = self.tasks.len();
        unsafe {
            loop {
                let task = self.tasks.next_woken();
                if task.is_null() {
                    return Poll::Pending;
                }
                let waker =
                    ManuallyDrop::new(Waker::from_raw(RawWaker::new(task as *const (), &WAKER)));
                let mut cx = Context::from_waker(&waker);
                let future = &mut *(*(task as *mut Task<F>)).future.get();
                let pinned = Pin::new_unchecked(future.as_mut().unwrap_unchecked());
                if let Poll::Ready(output) = pinned.poll(&mut cx) {
                    *future = None;
                    self.tasks.remove(task);
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
