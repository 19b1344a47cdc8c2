//! The works, by the names that they have in C++.

use crate::channel::{self, Receive, Send};
use crate::executor::{LocalPool, block_on};
use crate::futures::{JoinAll, JoinArray, Leaf, YieldN, map};
use crate::local_set::LocalFuturesUnordered;
use crate::lock::{Guard, Lock, Mutex, MutexGuard, OneThread, Semaphore, Threads};
use crate::measure::Runner;
use crate::set::FuturesUnordered;
use std::cell::{Cell, UnsafeCell};
use std::future::{Future, ready};
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

// --- A chain of 100 -----------------------------------------------------------------------------

fn plus_one<'a>(future: impl Future<Output = u64> + 'a) -> impl Future<Output = u64> + 'a {
    map(future, |value: u64| value + 1)
}

fn ten<'a>(future: impl Future<Output = u64> + 'a) -> impl Future<Output = u64> + 'a {
    let future = plus_one(plus_one(plus_one(plus_one(plus_one(future)))));
    plus_one(plus_one(plus_one(plus_one(plus_one(future)))))
}

fn hundred(left: &Cell<u64>) -> impl Future<Output = u64> + '_ {
    let future = ten(ten(ten(ten(ten(Leaf(left))))));
    ten(ten(ten(ten(ten(future)))))
}

macro_rules! levels {
    ($last:ident) => {
        async fn async_hundred(left: &Cell<u64>) -> u64 { $last(left).await }
    };
    ($lower:ident $upper:ident $($rest:ident)*) => {
        async fn $upper(left: &Cell<u64>) -> u64 { $lower(left).await + 1 }
        levels! { $upper $($rest)* }
    };
}

async fn a0(left: &Cell<u64>) -> u64 {
    Leaf(left).await
}
levels! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 a25
    a26 a27 a28 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38 a39 a40 a41 a42 a43 a44 a45 a46 a47 a48 a49
    a50 a51 a52 a53 a54 a55 a56 a57 a58 a59 a60 a61 a62 a63 a64 a65 a66 a67 a68 a69 a70 a71 a72 a73
    a74 a75 a76 a77 a78 a79 a80 a81 a82 a83 a84 a85 a86 a87 a88 a89 a90 a91 a92 a93 a94 a95 a96 a97
    a98 a99
}

fn boxed_level(n: u64, left: &Cell<u64>) -> Pin<Box<dyn Future<Output = u64> + '_>> {
    Box::pin(async move { if n == 0 { Leaf(left).await } else { boxed_level(n - 1, left).await + 1 } })
}

/// Polls to the end, which is one poll after `pending`. What it begins with is of unknown value.
fn run(left: &Cell<u64>, pending: u64, future: impl Future<Output = u64>) -> u64 {
    left.set(black_box(pending));
    let mut future = pin!(future);
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    loop {
        // As an executor would: what state the future is in cannot be known here.
        if let Poll::Ready(value) = black_box(&mut future).as_mut().poll(&mut cx) {
            return value;
        }
    }
}

fn measure_poll<'a>(runner: &Runner, work: &str, future: impl Future<Output = u64> + 'a) {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    runner.measure(work, 1, || {
        black_box(&mut future).as_mut().poll(&mut cx).is_pending().then_some(()).unwrap()
    });
}

fn chains(runner: &Runner) {
    let left = Cell::new(u64::MAX);
    measure_poll(runner, "chain_poll", hundred(&left));
    measure_poll(runner, "async_chain_poll", async_hundred(&left));
    measure_poll(runner, "boxed_async_chain_poll", boxed_level(99, &left));
    runner.measure("chain_run", 1, || {
        black_box(run(&left, 1, hundred(&left)));
    });
    runner.measure("async_chain_run", 1, || {
        black_box(run(&left, 1, async_hundred(&left)));
    });
    runner.measure("boxed_async_chain_run", 1, || {
        black_box(run(&left, 1, boxed_level(99, &left)));
    });
}

// --- A join of 1000 -----------------------------------------------------------------------------

const JOINED: usize = 1000;

fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    loop {
        if let Poll::Ready(output) = black_box(&mut future).as_mut().poll(&mut cx) {
            return output;
        }
    }
}

fn joins(runner: &Runner) {
    let yields = |i: usize| YieldN::new(black_box(1), i as u64);
    runner.measure("join_array", 1, || {
        let futures: [YieldN<u64>; JOINED] = std::array::from_fn(yields);
        black_box(&drive(JoinArray::new(futures)));
    });
    runner.measure("join_vector", 1, || {
        let futures: Vec<YieldN<u64>> = (0..JOINED).map(yields).collect();
        black_box(&drive(JoinAll::new(futures)));
    });
    runner.measure("join_boxed", 1, || {
        let futures: Vec<Pin<Box<dyn Future<Output = u64>>>> =
            (0..JOINED).map(|i| Box::pin(yields(i)) as Pin<Box<dyn Future<Output = u64>>>).collect();
        black_box(&drive(JoinAll::new(futures)));
    });
}

// --- A set with random wakes --------------------------------------------------------------------

type Wakers = Rc<Vec<UnsafeCell<Waker>>>;

/// Leaves its waker in its place, and is never ready.
struct Sleeper {
    wakers: Wakers,
    place: usize,
}

impl Future for Sleeper {
    type Output = u64;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
        let waker = unsafe { &mut *self.wakers[self.place].get() };
        if !waker.will_wake(cx.waker()) {
            *waker = cx.waker().clone();
        }
        Poll::Pending
    }
}

/// The same numbers as in C++.
fn random_places(size: usize) -> Vec<usize> {
    let mut state: u64 = 1;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) % size as u64) as usize
    };
    (0..65536).map(|_| next()).collect()
}

trait Set<F: Future> {
    fn add(&mut self, future: F);
    fn poll_set(&mut self, cx: &mut Context<'_>) -> Poll<Option<F::Output>>;
}
impl<F: Future> Set<F> for FuturesUnordered<F> {
    fn add(&mut self, future: F) {
        self.push(future);
    }
    fn poll_set(&mut self, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        self.poll_next(cx)
    }
}
impl<F: Future> Set<F> for LocalFuturesUnordered<F> {
    fn add(&mut self, future: F) {
        self.push(future);
    }
    fn poll_set(&mut self, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        self.poll_next(cx)
    }
}

fn set(runner: &Runner, work: &str, mut set: impl Set<Sleeper>, size: usize) {
    let wakers: Wakers = Rc::new((0..size).map(|_| UnsafeCell::new(Waker::noop().clone())).collect());
    for place in 0..size {
        set.add(Sleeper { wakers: wakers.clone(), place });
    }
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    assert!(set.poll_set(&mut cx).is_pending());
    let places = random_places(size);
    let mut at = 0;
    for (suffix, burst) in [("", 1), ("_burst", 32)] {
        runner.measure(&format!("{work}_{size}{suffix}"), burst, || {
            for _ in 0..burst {
                at = (at + 1) % 65536;
                let place = places[at];
                unsafe { &*wakers[place].get() }.wake_by_ref();
            }
            assert!(set.poll_set(&mut cx).is_pending());
        });
    }
}

fn sets(runner: &Runner) {
    for size in [100, 10_000] {
        set(runner, "set_local", LocalFuturesUnordered::new(), size);
        set(runner, "set_threads", FuturesUnordered::new(), size);
    }
}

// --- Channels -----------------------------------------------------------------------------------

const MESSAGES: u64 = 1000;

/// Receives and sends on, as often as it is told.
struct Player<S, R> {
    sender: S,
    receiver: R,
    left: u64,
}

impl<S: Send<u64> + Unpin, R: Receive<u64> + Unpin> Future for Player<S, R> {
    type Output = u64;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
        let me = self.get_mut();
        loop {
            match me.receiver.poll_recv(cx) {
                Poll::Ready(Some(ball)) => {
                    me.left -= 1;
                    me.sender.send(ball + 1);
                    if me.left == 0 {
                        return Poll::Ready(ball);
                    }
                }
                Poll::Ready(None) => return Poll::Ready(0),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

async fn play<S: Send<u64>, R: Receive<u64>>(sender: S, mut receiver: R, left: u64) -> u64 {
    let mut ball = 0;
    for _ in 0..left {
        match receiver.recv().await {
            Some(received) => ball = received,
            None => return 0,
        }
        sender.send(ball + 1);
    }
    ball
}

fn ping_pong<F: Future<Output = u64>, S: Send<u64>, R, T: Set<F>>(
    channel: impl Fn() -> (S, R),
    player: impl Fn(S, R, u64) -> F,
    mut set: T,
) {
    let (a, to_a) = channel();
    let (b, to_b) = channel();
    a.send(0);
    set.add(player(b, to_a, MESSAGES / 2));
    set.add(player(a, to_b, MESSAGES / 2));
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    while !matches!(set.poll_set(&mut cx), Poll::Ready(None)) {}
}

fn player<S, R>(sender: S, receiver: R, left: u64) -> Player<S, R> {
    Player { sender, receiver, left }
}

fn channels(runner: &Runner) {
    runner.measure("ping_pong_local", MESSAGES, || {
        ping_pong(channel::local_unbounded, player, LocalFuturesUnordered::new());
    });
    runner.measure("ping_pong_threads", MESSAGES, || {
        ping_pong(channel::unbounded, player, FuturesUnordered::new());
    });
    runner.measure("async_ping_pong_local", MESSAGES, || {
        ping_pong(channel::local_unbounded, play, LocalFuturesUnordered::new());
    });
    runner.measure("async_ping_pong_threads", MESSAGES, || {
        ping_pong(channel::unbounded, play, FuturesUnordered::new());
    });

    let mut cx = Context::from_waker(black_box(Waker::noop()));
    runner.measure("oneshot_local", 1, || {
        let (sender, receiver) = channel::local_oneshot::channel::<u64>();
        let mut receiver = pin!(receiver);
        assert!(receiver.as_mut().poll(&mut cx).is_pending());
        let _ = black_box(sender).send(1);
        let _ = black_box(receiver.as_mut().poll(&mut cx));
    });
    runner.measure("oneshot_threads", 1, || {
        let (sender, receiver) = channel::oneshot::channel::<u64>();
        let mut receiver = pin!(receiver);
        assert!(receiver.as_mut().poll(&mut cx).is_pending());
        let _ = black_box(sender).send(1);
        let _ = black_box(receiver.as_mut().poll(&mut cx));
    });
}

// --- Locks --------------------------------------------------------------------------------------

const WORKERS: u64 = 8;
const TURNS: u64 = 1000;

/// Takes the lock, yields once while it has it, and again, `left` times.
struct Worker<'a, G: Guard> {
    mutex: &'a Mutex<u64, G>,
    lock: Option<Lock<'a, u64, G>>,
    guard: Option<MutexGuard<'a, u64, G>>,
    left: u64,
}

impl<G: Guard> Future for Worker<'_, G> {
    type Output = u64;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
        let me = unsafe { self.get_unchecked_mut() };
        loop {
            if me.guard.take().is_some() {
                me.left -= 1;
            }
            if me.left == 0 {
                return Poll::Ready(0);
            }
            let mutex = me.mutex;
            let lock = me.lock.get_or_insert_with(|| mutex.lock());
            match unsafe { Pin::new_unchecked(lock) }.poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(mut guard) => {
                    *guard += 1;
                    me.guard = Some(guard);
                    me.lock = None;
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }
    }
}

fn contend<'a, G: Guard>(mutex: &'a Mutex<u64, G>, mut set: impl Set<Worker<'a, G>>) {
    for _ in 0..WORKERS {
        set.add(Worker { mutex, lock: None, guard: None, left: TURNS / WORKERS });
    }
    let mut cx = Context::from_waker(black_box(Waker::noop()));
    while !matches!(set.poll_set(&mut cx), Poll::Ready(None)) {}
}

fn locks(runner: &Runner) {
    let local = Mutex::<u64, OneThread>::new(0);
    runner.measure("mutex_local", TURNS, || contend(&local, LocalFuturesUnordered::new()));
    let threads = Mutex::<u64, Threads>::new(0);
    runner.measure("mutex_threads", TURNS, || contend(&threads, FuturesUnordered::new()));

    fn acquire<G: Guard>(semaphore: &Semaphore<G>) {
        let mut cx = Context::from_waker(black_box(Waker::noop()));
        let mut future = pin!(semaphore.acquire(1));
        let _ = black_box(future.as_mut().poll(&mut cx));
    }
    let local = Semaphore::<OneThread>::new(2);
    runner.measure("semaphore_local", 1, || acquire(black_box(&local)));
    let threads = Semaphore::<Threads>::new(2);
    runner.measure("semaphore_threads", 1, || acquire(black_box(&threads)));

    // Two who wait for a permit that a third gives back.
    fn hand_on<G: Guard>(semaphore: &Semaphore<G>) {
        let mut cx = Context::from_waker(black_box(Waker::noop()));
        let Poll::Ready(permit) = pin!(semaphore.acquire(2)).as_mut().poll(&mut cx) else { panic!() };
        let mut first = pin!(semaphore.acquire(2));
        let mut second = pin!(semaphore.acquire(2));
        assert!(first.as_mut().poll(&mut cx).is_pending());
        assert!(second.as_mut().poll(&mut cx).is_pending());
        drop(permit);
        let Poll::Ready(permit) = first.as_mut().poll(&mut cx) else { panic!() };
        drop(permit);
        let Poll::Ready(permit) = second.as_mut().poll(&mut cx) else { panic!() };
        drop(permit);
    }
    runner.measure("semaphore_wait_local", 3, || hand_on(black_box(&local)));
    runner.measure("semaphore_wait_threads", 3, || hand_on(black_box(&threads)));
}

// --- Executors ----------------------------------------------------------------------------------

struct Counter;

impl Wake for Counter {
    fn wake(self: Arc<Self>) {}
}

fn executors(runner: &Runner) {
    let pool = LocalPool::new();
    runner.measure("spawn_complete", 1, || {
        pool.spawn(async {
            black_box(ready(1).await);
        });
        pool.run_until_stalled();
    });
    runner.measure("spawn_complete_100", 100, || {
        for _ in 0..100 {
            pool.spawn(async {
                black_box(ready(1).await);
            });
        }
        pool.run_until_stalled();
    });
    for work in ["block_on", "park_on"] {
        runner.measure(work, 1, || {
            black_box(block_on(ready(black_box(1))));
        });
    }
    let waker: Waker = Arc::new(Counter).into();
    runner.measure("waker_clone", 1, || {
        black_box(&black_box(&waker).clone());
    });
}

pub fn measure(runner: &Runner) {
    chains(runner);
    joins(runner);
    sets(runner);
    channels(runner);
    locks(runner);
    executors(runner);
}
