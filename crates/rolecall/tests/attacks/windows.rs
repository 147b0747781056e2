//! HTTP/2 clients that ask for large answers and do not take them.

use crate::kit::Server;
use crate::raw::{New, kind, setting, status};
use rolecall::gateway::limits::Limits;
use rolecall::services;
use std::time::Duration;

const STREAMS: usize = 20;

async fn server_with_object(limits: Limits) -> (Server, String) {
    let server = Server::limited(services::ALL, limits).await;
    for call in ["PUT /photos", "PUT /photos/large Body=(a*500000)"] {
        server.call("root", call).await.unwrap();
    }
    let path = server.presigned("root", "/photos/large");
    (server, path)
}

/// The files below the server's data that this process has open.
#[cfg(target_os = "linux")]
fn open_objects(server: &Server) -> usize {
    let below = server.data.path().join("objects");
    let files =
        std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    files.filter(|file| file.starts_with(&below)).count()
}

/// Streams whose window stays closed are reset in time, and hold no file meanwhile. Others of the connection go on.
#[tokio::test]
async fn a_closed_window_resets_its_stream() {
    let limits = Limits { write_stall_time: Duration::from_secs(1), ..Limits::default() };
    let (server, path) = server_with_object(limits).await;
    #[cfg(target_os = "linux")]
    let before = open_objects(&server);
    let mut client = New::connect(server.address, &[(setting::INITIAL_WINDOW_SIZE, 0)]).await;
    for _ in 0..STREAMS {
        client.ask("GET", &path, &[], true);
    }
    for _ in 0..STREAMS {
        assert_eq!(status(&client.find(kind::HEADERS).await.payload), 200);
    }
    #[cfg(target_os = "linux")]
    assert_eq!(open_objects(&server), before);
    for _ in 0..STREAMS {
        let frame = client.next().await.unwrap();
        assert_eq!(frame.kind, kind::RST_STREAM, "{frame:?}");
    }
    let next = client.ask("GET", "/", &[], true);
    let answer = client.find(kind::HEADERS).await;
    assert_eq!((answer.stream, status(&answer.payload)), (next, 403));
}

/// A client that takes its answer in small pieces gets all of it.
#[tokio::test]
async fn a_small_window_is_served() {
    let (server, path) = server_with_object(Limits::default()).await;
    let mut client = New::connect(server.address, &[(setting::INITIAL_WINDOW_SIZE, 0)]).await;
    let stream = client.ask("GET", &path, &[], true);
    assert_eq!(status(&client.find(kind::HEADERS).await.payload), 200);
    let mut taken = 0;
    while taken < 500_000 {
        client.window(stream, 5000);
        client.window(0, 5000);
        let data = client.find(kind::DATA).await;
        assert!(data.payload.iter().all(|byte| *byte == b'a'));
        taken += data.payload.len();
    }
    assert_eq!(taken, 500_000);
}
