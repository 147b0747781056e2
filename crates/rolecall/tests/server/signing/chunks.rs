//! Chunked uploads (R6.17–R6.22).

use super::request::{KEY, check_head, head, moment, read, signer};
use bytes::Bytes;
use http::request::Parts;
use rolecall::api::error::ApiError;
use rolecall::gateway::sigv4::payload::{PayloadDecoder, Trailer, anonymous_decoder};
use rolecall::gateway::sigv4::sign::Signing;

const SEED: &str = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

/// The example upload of the S3 API reference: 66,560 bytes in chunks of 64 KiB and 1 KiB.
fn published() -> (Parts, Vec<u8>) {
    let signed = "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
                  x-amz-decoded-content-length;x-amz-storage-class";
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={KEY}/20130524/us-east-1/s3/aws4_request, SignedHeaders={signed}, Signature={SEED}"
    );
    let parts = head(
        "PUT",
        "/examplebucket/chunkObject.txt",
        &[
            ("host", "s3.amazonaws.com"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("content-length", "66824"),
            ("authorization", &authorization),
        ],
    );
    let mut body = Vec::new();
    for (size, signature) in [
        (65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
        (1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
        (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
    ] {
        body.extend(format!("{size:x};chunk-signature={signature}\r\n").bytes());
        body.extend(vec![b'a'; size]);
        body.extend(b"\r\n");
    }
    (parts, body)
}

fn decoder(parts: &Parts) -> PayloadDecoder {
    check_head(parts, b"", "s3", moment()).unwrap().decoder(&parts.headers).unwrap()
}

/// Feeds the body in pieces of `size` bytes.
fn feed(decoder: &mut PayloadDecoder, body: &[u8], size: usize) -> Result<Vec<u8>, ApiError> {
    let mut data = Vec::new();
    for piece in body.chunks(size) {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(piece) = decoder.decode(&mut input)? {
            data.extend_from_slice(&piece);
        }
    }
    decoder.finish()?;
    Ok(data)
}

/// R6.18, R6.19: the published example decodes, however the network cuts it.
#[test]
fn the_published_example_decodes_in_pieces_of_any_size() {
    let (parts, body) = published();
    assert_eq!(body.len(), 66824);
    for size in [1, 7, 86, 4096, 65536, 1 << 20] {
        let data = feed(&mut decoder(&parts), &body, size).unwrap();
        assert_eq!(data, vec![b'a'; 66560], "in pieces of {size}");
    }
}

/// R6.22: any changed byte of the body, framing or data, is refused.
#[test]
fn a_changed_byte_anywhere_is_refused() {
    let (parts, body) = published();
    // The data is uniform, so a few places in it stand for all; each byte of the framing is tried.
    let framing = (0..90).chain([70, 40000, 65620]).chain(65622..65722).chain(66740..body.len());
    for place in framing {
        let mut changed = body.clone();
        changed[place] ^= 1;
        let result = feed(&mut decoder(&parts), &changed, 8192);
        // Line ends may vary (`\n` for `\r\n` at the very end); data may not.
        if let Ok(data) = result {
            assert!(place >= body.len() - 2, "byte {place} changed without notice");
            assert_eq!(data, vec![b'a'; 66560]);
        }
    }
}

/// R6.22: a body that ends early is incomplete, wherever it ends.
#[test]
fn a_body_that_ends_early_is_refused() {
    let (parts, body) = published();
    for end in [0, 1, 86, 87, 30000, 65623, 65624, 66600, 66735, 66820] {
        let error = feed(&mut decoder(&parts), &body[..end], 8192).unwrap_err();
        assert_eq!(error.status / 100, 4, "cut at {end}: {error}");
    }
}

/// R6.22 names the codes: a wrong chunk signature, a wrong length.
#[test]
fn faults_have_their_codes() {
    let (parts, body) = published();
    let mut changed = body.clone();
    changed[30000] = b'b';
    let error = feed(&mut decoder(&parts), &changed, 8192).unwrap_err();
    assert_eq!((&*error.code, error.status), ("SignatureDoesNotMatch", 403));
    let error = feed(&mut decoder(&parts), &body[..66000], 8192).unwrap_err();
    assert_eq!((&*error.code, error.status), ("IncompleteBody", 400));
    let mut more = body.clone();
    more.extend(b"x");
    let error = feed(&mut decoder(&parts), &more, 8192).unwrap_err();
    assert_eq!((&*error.code, error.status), ("InvalidRequest", 400));
}

/// An upload that our signer makes: head and body.
fn signed_upload(chunks: &[&[u8]], signing: Signing<'_>, trailer: &[(&str, &str)]) -> (Parts, Vec<u8>) {
    let length = chunks.iter().map(|chunk| chunk.len()).sum::<usize>().to_string();
    let names = trailer.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let mut headers = vec![
        ("host", "localhost:4600"),
        ("content-encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", &*length),
    ];
    if !names.is_empty() {
        headers.push(("x-amz-trailer", &names));
    }
    let mut parts = head("PUT", "/photos/a.bin", &headers);
    let mut writer = signer("s3").sign(&mut parts, &signing, moment()).unwrap();
    let mut body = Vec::new();
    for chunk in chunks {
        body.extend(writer.chunk(chunk));
    }
    body.extend(writer.end(trailer));
    (parts, body)
}

/// R6.20, R6.21: trailers, signed and unsigned, come out with the data.
#[test]
fn trailers_are_returned() {
    let data = vec![b'a'; 10_000];
    for signing in [Signing::SignedChunks { trailer: true }, Signing::UnsignedChunks] {
        let trailer = [("x-amz-checksum-crc32c", "sOO8/Q==")];
        let (parts, body) = signed_upload(&[&data, b"tail"], signing, &trailer);
        let mut decoder = decoder(&parts);
        assert_eq!(decoder.length(), Some(10_004));
        assert_eq!(feed(&mut decoder, &body, 100).unwrap().len(), 10_004);
        let expected = Trailer { name: "x-amz-checksum-crc32c".into(), value: "sOO8/Q==".into() };
        assert_eq!(decoder.trailers(), [expected]);
    }
}

/// The published upload with a signed trailer (R6.20).
#[test]
fn the_published_trailer_is_made() {
    let (first, second) = (vec![b'a'; 65536], vec![b'a'; 1024]);
    let mut parts = head(
        "PUT",
        "/examplebucket/chunkObject.txt",
        &[
            ("host", "s3.amazonaws.com"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("x-amz-trailer", "x-amz-checksum-crc32c"),
        ],
    );
    let signing = Signing::SignedChunks { trailer: true };
    let mut writer = signer("s3").sign(&mut parts, &signing, moment()).unwrap();
    let mut body = writer.chunk(&first);
    body.extend(writer.chunk(&second));
    body.extend(writer.end(&[("x-amz-checksum-crc32c", "sOO8/Q==")]));
    let text = String::from_utf8(body).unwrap();
    for signature in [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
    ] {
        assert!(text.contains(signature), "no {signature}");
    }
}

/// R6.20: a trailer that was changed, left out, added or never announced is refused.
#[test]
fn trailers_cannot_be_tampered_with() {
    let trailer = [("x-amz-checksum-crc32c", "sOO8/Q==")];
    let (parts, body) = signed_upload(&[b"data"], Signing::SignedChunks { trailer: true }, &trailer);
    let text = String::from_utf8(body).unwrap();
    let signature_line = text.lines().find(|line| line.starts_with("x-amz-trailer-signature")).unwrap();
    let cases = [
        ("changed", text.replace("sOO8/Q==", "sOO8/R=="), "SignatureDoesNotMatch"),
        ("left out", text.replace("x-amz-checksum-crc32c:sOO8/Q==\r\n", ""), "SignatureDoesNotMatch"),
        ("unsigned", text.replace(&format!("{signature_line}\r\n"), ""), "MalformedTrailerError"),
        ("added", text.replace(signature_line, &format!("x-amz-foo:1\r\n{signature_line}")), "MalformedTrailerError"),
        (
            "added later",
            text.replace(signature_line, &format!("{signature_line}\r\nx-amz-checksum-crc32c:1")),
            "MalformedTrailerError",
        ),
    ];
    assert_eq!(feed(&mut decoder(&parts), text.as_bytes(), 64).unwrap(), b"data");
    for (what, text, code) in cases {
        let error = feed(&mut decoder(&parts), text.as_bytes(), 64).unwrap_err();
        assert_eq!(error.code, code, "{what}: {error}");
    }
    let (parts, body) = signed_upload(&[b"data"], Signing::UnsignedChunks, &trailer);
    let without = String::from_utf8(body).unwrap().replace("x-amz-checksum-crc32c:sOO8/Q==\r\n", "");
    assert_eq!(feed(&mut decoder(&parts), without.as_bytes(), 64).unwrap_err().code, "MalformedTrailerError");
}

/// R6.18: a chunk below 8 KiB may only be the last.
#[test]
fn small_chunks_in_the_middle_are_refused() {
    for signing in [Signing::SignedChunks { trailer: false }, Signing::UnsignedChunks] {
        let (parts, body) = signed_upload(&[&[0; 8192], &[0; 8191]], signing, &[]);
        assert_eq!(feed(&mut decoder(&parts), &body, 1000).unwrap().len(), 16383);
        let (parts, body) = signed_upload(&[&[0; 8191], &[0; 8192]], signing, &[]);
        let error = feed(&mut decoder(&parts), &body, 1000).unwrap_err();
        assert_eq!((&*error.code, error.status), ("InvalidChunkSizeError", 403));
    }
}

/// R6.17: a chunked upload must say its decoded length, and chunk signatures need a signature to start from.
#[test]
fn chunked_uploads_need_their_headers() {
    let mut parts = head("PUT", "/photos/a.bin", &[("host", "localhost:4600")]);
    let _ = signer("s3").sign(&mut parts, &Signing::UnsignedChunks, moment()).unwrap();
    let verified = check_head(&parts, b"", "s3", moment()).unwrap();
    assert_eq!(read(&verified, &parts, b"0\r\n\r\n").unwrap_err().code, "MissingContentLength");

    let (parts, _) = published();
    assert_eq!(anonymous_decoder(&parts.headers).unwrap_err().code, "InvalidRequest");
}

/// Framing that is no framing gets an error, not a hang or a panic (R5.6).
#[test]
fn broken_framing_is_refused() {
    let (parts, _) = signed_upload(&[b"data"], Signing::UnsignedChunks, &[]);
    let long_line = "0".repeat(5000);
    for body in [
        "",
        "x\r\n",
        "\r\n",
        "-1\r\n",
        "+4\r\ndata\r\n0\r\n\r\n",
        "ffffffffffffffff\r\n",
        "00000000000000004\r\n",
        "5\r\ndata\r\n",
        "4\r\ndatadata\r\n0\r\n\r\n",
        "4\r\ndata0\r\n\r\n",
        "3\r\ndat\r\n0\r\n\r\n",
        "4\r\ndata\r\n0\r\nx:y\r\n\r\n",
        &long_line,
    ] {
        let error = feed(&mut decoder(&parts), body.as_bytes(), 3).unwrap_err();
        assert_eq!(error.status, 400, "{body:.40}: {error}");
    }
    assert_eq!(feed(&mut decoder(&parts), b"4\r\ndata\r\n0\r\n\r\n", 3).unwrap(), b"data");
}
