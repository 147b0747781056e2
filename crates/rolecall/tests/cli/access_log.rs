//! `rolecall serve --log access`: a line for each request, beside what `ROLECALL_LOG` asks for.

use crate::program::rolecall;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// What a server logs to standard error of an unsigned request that it refuses, until it stops.
fn logged(level: &str, more: &[&str]) -> String {
    let data = tempfile::tempdir().unwrap();
    let mut serving = rolecall()
        .args(["serve", "--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()])
        .args(more)
        .env("ROLECALL_LOG", level)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(serving.stdout.take().unwrap()).lines();
    let ready = "rolecall is listening on http://";
    let address = said.find_map(|line| Some(line.unwrap().strip_prefix(ready)?.to_owned())).unwrap();
    let mut client = TcpStream::connect(address).unwrap();
    let body = "Action=ListUsers&Version=2010-05-08";
    let head = "POST / HTTP/1.1\r\nHost: iam.amazonaws.com\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded";
    write!(client, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    let pid = serving.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let output = serving.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// Lines about the request, of which each names the error.
fn lines(logged: &str) -> Vec<&str> {
    logged.lines().filter(|line| line.contains("MissingAuthenticationToken")).collect()
}

/// One line of each request whatever the level, and none without being asked for; a failure is not told twice.
#[test]
fn each_request_has_a_line() {
    for level in ["error", "info"] {
        let logged = logged(level, &["--log", "access"]);
        let lines = lines(&logged);
        assert_eq!(lines.len(), 1, "{logged}");
        let columns: Vec<&str> = lines[0].split_whitespace().collect();
        assert_eq!(columns.len(), 8, "{logged}");
        assert_eq!((columns[1], columns[3], columns[5]), ("INFO", "-", "403"), "{logged}");
        assert!(columns[0].ends_with('Z') && columns[6].ends_with("ms"), "{logged}");
        assert!(columns[2].len() == 36, "{logged}");
    }
    assert_eq!(lines(&logged("error", &[])), [""; 0]);
    let failures = logged("info", &[]);
    assert_eq!(lines(&failures).len(), 1, "{failures}");
    assert!(failures.contains(" by -"), "{failures}");
}
