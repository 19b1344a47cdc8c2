//! What types and futures take, by the names that they have in C++. Those that std does not have are
//! as futures.rs and its neighbours define them.

use crate::channel::{LocalReceiver, Recv, local_oneshot};
use crate::futures::*;
use crate::lock::{Acquire, Lock, Mutex, OneThread, Semaphore, Threads};
use crate::set::FuturesUnordered;
use std::future::{Future, Pending, Ready};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

type F = YieldN<u64>;

fn print<T>(name: &str) {
    print_size(name, size_of::<T>());
}

fn print_size(name: &str, size: usize) {
    println!("{name},{size}");
}

fn size_of_future<T: Future>(_: fn() -> T) -> usize {
    size_of::<T>()
}

/// A function of no size, as closures without captures are.
struct Function;

macro_rules! nested {
    ($type:ty,) => { $type };
    ($type:ty, $one:tt $($rest:tt)*) => { nested!(Map<$type, Function>, $($rest)*) };
}
type Ten<T> = nested!(T, * * * * * * * * * *);
type Hundred<T> = Ten<Ten<Ten<Ten<Ten<Ten<Ten<Ten<Ten<Ten<T>>>>>>>>>>;

async fn awaits_one() -> u64 {
    YieldN::new(1, 1).await
}

async fn awaits_two() -> u64 {
    let first = YieldN::new(1, 1).await;
    first + YieldN::new(1, first).await
}

macro_rules! levels {
    ($last:ident) => { use $last as async_hundred; };
    ($lower:ident $upper:ident $($rest:ident)*) => {
        async fn $upper() -> u64 { 1 + $lower().await }
        levels! { $upper $($rest)* }
    };
}
async fn awaits_such() -> u64 {
    1 + awaits_one().await
}
levels! {
    awaits_such
    a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 a25 a26 a27
    a28 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38 a39 a40 a41 a42 a43 a44 a45 a46 a47 a48 a49 a50 a51
    a52 a53 a54 a55 a56 a57 a58 a59 a60 a61 a62 a63 a64 a65 a66 a67 a68 a69 a70 a71 a72 a73 a74 a75
    a76 a77 a78 a79 a80 a81 a82 a83 a84 a85 a86 a87 a88 a89 a90 a91 a92 a93 a94 a95 a96 a97 a98 a99
    a100
}

pub fn print_all() {
    print::<Waker>("Waker");
    print::<Context<'static>>("Context");
    print::<Poll<u64>>("Poll of a 64-bit number");
    print::<Ready<u64>>("Ready");
    print::<Pending<u64>>("Pending");
    print::<F>("YieldN (hand-written)");
    print::<Map<F, Function>>("Map");
    print::<Hundred<F>>("Map, 100 deep");
    print::<Then<F, Function, F>>("Then");
    print::<Map<F, Function>>("Inspect");
    print::<Flatten<Ready<F>>>("Flatten of Ready of YieldN");
    print::<Option<F>>("Fuse");
    print::<MaybeDone<F>>("MaybeDone");
    print::<Join<F, F>>("Join of two");
    print::<JoinArray<F, 1000>>("Join of an array of 1,000");
    print::<JoinAll<F>>("Join of a vector");
    print::<Select<F, F>>("Select of two");
    print::<Either<F, Ready<u64>>>("Either YieldN or Ready");
    print::<Option<F>>("OptionFuture");
    print::<Pin<Box<F>>>("Pin of a Box");
    print::<Pin<Box<dyn Future<Output = u64>>>>("BoxFuture");
    print::<FuturesUnordered<F>>("FuturesUnordered");
    print::<local_oneshot::Receiver<u64>>("oneshot receiver");
    print::<LocalReceiver<u64>>("mpsc receiver");
    print::<Recv<'static, u64, LocalReceiver<u64>>>("mpsc receive");
    print::<Mutex<u64, OneThread>>("Mutex of a 64-bit number, one thread");
    print::<Mutex<u64, Threads>>("Mutex of a 64-bit number, threads");
    print::<Lock<'static, u64, Threads>>("lock of a Mutex");
    print::<Semaphore<OneThread>>("Semaphore, one thread");
    print::<Semaphore<Threads>>("Semaphore, threads");
    print::<Acquire<'static, Threads>>("acquire of a Semaphore");
    print_size("async, awaits one YieldN", size_of_future(|| awaits_one()));
    print_size("async, awaits two YieldN in turn", size_of_future(|| awaits_two()));
    print_size("async, awaits such a one", size_of_future(|| awaits_such()));
    print_size("async, 100 deep", size_of_future(|| async_hundred()));
}
