//! Futures and combinators that std does not have, as small as they can be said in Rust.

use std::cell::Cell;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll};

/// Pending as long as the number that it looks at is not zero.
pub struct Leaf<'a>(pub &'a Cell<u64>);

impl Future for Leaf<'_> {
    type Output = u64;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        let left = self.0.get();
        if left == 0 {
            return Poll::Ready(1);
        }
        self.0.set(left - 1);
        Poll::Pending
    }
}

/// Pending `left` times, having woken itself, and then ready.
pub struct YieldN<T> {
    left: usize,
    value: Option<T>,
}

impl<T> YieldN<T> {
    pub fn new(left: usize, value: T) -> Self {
        YieldN { left, value: Some(value) }
    }
}

impl<T> Unpin for YieldN<T> {}

impl<T> Future for YieldN<T> {
    type Output = T;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        if self.value.is_none() {
            panic!("polled after ready");
        }
        if self.left > 0 {
            self.left -= 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.value.take().unwrap())
    }
}

pub enum Map<F, G> {
    Running { future: F, function: G },
    Done,
}

impl<F: Future, G: FnOnce(F::Output) -> T, T> Future for Map<F, G> {
    type Output = T;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let me = unsafe { self.get_unchecked_mut() };
        let Map::Running { future, function } = me else { panic!("polled after ready") };
        let Poll::Ready(output) = unsafe { Pin::new_unchecked(&mut *future) }.poll(cx) else {
            return Poll::Pending;
        };
        // The function is moved out, the future dropped in its place.
        let function = unsafe {
            let function = ptr::read(function);
            ptr::drop_in_place(future);
            ptr::write(me, Map::Done);
            function
        };
        Poll::Ready(function(output))
    }
}

pub fn map<F: Future, G: FnOnce(F::Output) -> T, T>(future: F, function: G) -> Map<F, G> {
    Map::Running { future, function }
}

#[allow(dead_code)] // for its size
pub enum Then<F, G, S> {
    First { future: F, function: G },
    Second { future: S },
    Done,
}

pub enum MaybeDone<F: Future> {
    Future(F),
    Done(F::Output),
    Gone,
}

impl<F: Future> MaybeDone<F> {
    fn poll_done(self: Pin<&mut Self>, cx: &mut Context<'_>) -> bool {
        let me = unsafe { self.get_unchecked_mut() };
        if let MaybeDone::Future(future) = me {
            match unsafe { Pin::new_unchecked(future) }.poll(cx) {
                // The assignment drops the future in its place.
                Poll::Ready(output) => *me = MaybeDone::Done(output),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn take(&mut self) -> F::Output {
        match mem::replace(self, MaybeDone::Gone) {
            MaybeDone::Done(output) => output,
            _ => panic!("polled after ready"),
        }
    }
}

fn poll_all<F: Future>(children: &mut [MaybeDone<F>], cx: &mut Context<'_>) -> bool {
    let mut all = true;
    for child in children {
        if !unsafe { Pin::new_unchecked(child) }.poll_done(cx) {
            all = false;
        }
    }
    all
}

pub struct JoinArray<F: Future, const N: usize>([MaybeDone<F>; N]);

impl<F: Future, const N: usize> JoinArray<F, N> {
    pub fn new(futures: [F; N]) -> Self {
        JoinArray(futures.map(MaybeDone::Future))
    }
}

impl<F: Future, const N: usize> Future for JoinArray<F, N> {
    type Output = [F::Output; N];
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<[F::Output; N]> {
        let children = unsafe { &mut self.get_unchecked_mut().0 };
        if !poll_all(children, cx) {
            return Poll::Pending;
        }
        Poll::Ready(std::array::from_fn(|i| children[i].take()))
    }
}

pub struct JoinAll<F: Future>(Pin<Box<[MaybeDone<F>]>>);

impl<F: Future> JoinAll<F> {
    pub fn new(futures: Vec<F>) -> Self {
        JoinAll(futures.into_iter().map(MaybeDone::Future).collect::<Box<[_]>>().into())
    }
}

impl<F: Future> Future for JoinAll<F> {
    type Output = Vec<F::Output>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Vec<F::Output>> {
        let children = unsafe { self.0.as_mut().get_unchecked_mut() };
        if !poll_all(children, cx) {
            return Poll::Pending;
        }
        Poll::Ready(children.iter_mut().map(MaybeDone::take).collect())
    }
}

#[allow(dead_code)] // for its size
pub struct Join<A: Future, B: Future>(MaybeDone<A>, MaybeDone<B>);

#[allow(dead_code)] // for its size
pub struct Select<A, B>(Option<(A, B)>);

#[allow(dead_code)] // for its size
pub enum Flatten<F: Future> {
    First(F),
    Second(F::Output),
    Done,
}

#[allow(dead_code)] // for its size
pub enum Either<A, B> {
    Left(A),
    Right(B),
}
