//! Answering on a listener: each connection with a limit on how long its head may take, so that nobody keeps the program
//! busy by being slow, and a limit on how many there are.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// How long the head of a request may take to come, and how long a connection may lie still between two.
const HEAD: Duration = Duration::from_secs(20);
/// The most bytes the head of a request may have.
const HEAD_BYTES: usize = 64 * 1024;
/// How many connections there may be at once; a further one waits.
const CONNECTIONS: usize = 4_096;
/// How long requests under way get when the program is asked to stop.
const ENDING: Duration = Duration::from_secs(30);

/// Answers on the listener until `stop` ends; requests under way are finished first.
///
/// # Errors
/// When the listener fails for good.
pub(crate) async fn answer(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) -> std::io::Result<()> {
    answer_within(HEAD, listener, app, stop).await
}

async fn answer_within(
    head: Duration,
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let ending = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(problem) => {
                    // A visitor who went away, or no file left to open: the next one may be luckier.
                    tracing::warn!(%problem, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Without this the last part of a large page waits forty milliseconds for the browser to say it has the first.
        let _slower_without = stream.set_nodelay(true);
        let app = app
            .clone()
            .map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(ConnectInfo::<SocketAddr>(from));
                request.map(axum::body::Body::new)
            });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            if let Err(problem) = connection.await {
                tracing::debug!(%problem, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    let _some_were_cut_off = tokio::time::timeout(ENDING, ending.shutdown()).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    #[tokio::test]
    async fn a_slow_head_is_cut_off_and_a_quick_one_answered_with_its_address() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let from = async |ConnectInfo(from): ConnectInfo<SocketAddr>| from.ip().to_string();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let app = Router::new().route("/", get(from));
        let server = tokio::spawn(answer_within(Duration::from_millis(200), listener, app, async {
            let _told = ended.await;
        }));
        let mut quick = TcpStream::connect(address).await.unwrap();
        quick
            .write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut told = String::new();
        quick.read_to_string(&mut told).await.unwrap();
        assert!(
            told.starts_with("HTTP/1.1 200") && told.ends_with("127.0.0.1"),
            "{told}"
        );
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").await.unwrap();
        let mut told = Vec::new();
        // The head never comes to its end: the program ends the connection, not the visitor.
        let _cut_off = slow.read_to_end(&mut told).await;
        assert!(!String::from_utf8_lossy(&told).contains("200 OK"), "{told:?}");
        end.send(()).unwrap();
        server.await.unwrap().unwrap();
    }
}
