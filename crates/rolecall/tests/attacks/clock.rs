//! A clock that was wrong for a while: credentials that were issued meanwhile, and those of before.

use crate::kit::Server;

/// Seconds of 400 days.
const FAR: i64 = 400 * 86_400;

/// Credentials that were issued while the clock was ahead are refused once it is right: they would live on for as long as
/// it was ahead, and no revocation by `aws:TokenIssueTime` (R3.59) would reach them. Credentials of before stay valid.
#[tokio::test]
async fn sessions_from_the_future() {
    let mut server = Server::new().await;
    // Older keys than the one that seals now.
    for _ in 0..4 {
        server.wait(86_400).await;
    }
    server.call_as("root", "GetSessionToken", "before").await;
    server.wait(FAR).await;
    server.wait(3_600).await;
    server.call_as("root", "GetSessionToken", "ahead").await;
    server.wait(-FAR - 3_600).await;
    server.call("before", "GetCallerIdentity").await.unwrap();
    for caller in ["ahead", "ahead/presigned"] {
        let refused = server.answer(caller, "GetCallerIdentity").await;
        assert_eq!(refused.told(), "403 InvalidClientTokenId The security token included in the request is invalid.");
        assert_eq!(server.answer(caller, "GET /").await.code(), "400 InvalidToken");
    }
    server.call_as("root", "GetSessionToken", "after").await;
    server.call("after", "GetCallerIdentity").await.unwrap();
}

/// The permitted difference of clocks is 15 minutes, as it is for signatures (R6.4).
#[tokio::test]
async fn the_edge_of_the_permitted_difference() {
    for (ahead, told) in [(900, "200"), (901, "403 InvalidClientTokenId")] {
        let mut server = Server::new().await;
        server.wait(ahead).await;
        server.call_as("root", "GetSessionToken", "ahead").await;
        server.wait(-ahead).await;
        assert_eq!(server.answer("ahead", "GetCallerIdentity").await.code(), told, "{ahead}");
    }
}
