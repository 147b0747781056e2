//! Deliveries that end at any of their steps: the server is killed, or the disk is full. And clocks that are set.

use super::*;
use futures_util::future::BoxFuture;
use rolecall::delivery::{Step, Steps, deliver_by_steps};
use std::sync::Mutex;
use tokio::sync::Notify;

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mishap {
    /// The process is killed.
    Killed,
    /// The store takes no changes any more.
    StoreFull,
    /// There is no room for objects any more.
    DiskFull,
}

/// Lets a mishap happen when a delivery comes to a step for the first time.
struct At<'s> {
    server: &'s Server,
    step: Step,
    mishap: Mishap,
    reached: Notify,
    has_happened: Mutex<bool>,
}

impl Steps for At<'_> {
    fn done(&self, step: Step) -> BoxFuture<'_, ()> {
        let mut has_happened = self.has_happened.lock().unwrap();
        if step != self.step || std::mem::replace(&mut *has_happened, true) {
            return Box::pin(std::future::ready(()));
        }
        self.reached.notify_one();
        match self.mishap {
            Mishap::Killed => return Box::pin(std::future::pending()),
            Mishap::StoreFull => self.server.store.set_full(true),
            Mishap::DiskFull => self.server.node.reserve.give_up(),
        }
        Box::pin(std::future::ready(()))
    }
}

/// A server whose trail delivers digests, too, with a disk that can be full.
async fn server() -> Server {
    let server = Server::with_reserve(1 << 16).await;
    trail_of(&server, r#", "EnableLogFileValidation": true"#).await;
    server
}

/// The chain of digests as AWS's client follows it: from the newest back. A digest that was put and not noted when the server
/// was killed is in no chain.
async fn chain(server: &Server) -> Vec<File> {
    let mut all = digests(server).await;
    let mut chain = Vec::new();
    let mut next = all.last().map(|digest| digest.key.clone());
    while let Some(key) = next {
        let at = all.iter().position(|digest| digest.key == key).unwrap();
        let digest = all.remove(at);
        next = digest.json["previousDigestS3Object"].as_str().map(str::to_owned);
        chain.insert(0, digest);
    }
    chain
}

/// The users whose creation is in a log file that the chain names, once for each file.
async fn proved_users(server: &Server, chain: &[File]) -> Vec<String> {
    let logs = files(server, "/CloudTrail/").await;
    let named = chain.iter().flat_map(|digest| digest.json["logFiles"].as_array().unwrap());
    let named: BTreeSet<_> = named.map(|file| file["s3Object"].as_str().unwrap()).collect();
    let events = logs.iter().filter(|file| named.contains(&*file.key));
    let events = events.flat_map(|file| file.json["Records"].as_array().unwrap());
    let created = events.filter(|event| event["eventName"] == "CreateUser");
    created.map(|event| event["requestParameters"]["userName"].as_str().unwrap().to_owned()).collect()
}

async fn status(server: &Server) -> Value {
    call(server, "root", &format!("cloudtrail:GetTrailStatus {TRAIL}")).await
}

/// R8.17, R8.25: wherever a delivery ends, no event is lost, each is in a file that a digest names, and the chain holds; the
/// status tells the error until a delivery succeeds.
#[tokio::test]
async fn a_delivery_that_ends_at_any_step() {
    let mut server = server().await;
    let mut users = Vec::new();
    for mishap in [Mishap::Killed, Mishap::StoreFull, Mishap::DiskFull] {
        for step in Step::ALL {
            let user = format!("{mishap:?}-{step:?}");
            call(&server, "root", &format!("CreateUser UserName={user}")).await;
            users.push(user);
            server.pass(3_600);
            let at = At { server: &server, step, mishap, reached: Notify::new(), has_happened: Mutex::new(false) };
            if mishap == Mishap::Killed {
                tokio::select! {
                    () = deliver_by_steps(&server.node, DIGEST_INTERVAL, &at) => panic!("{step:?} is never reached"),
                    () = at.reached.notified() => {}
                }
                server = server.restarted().await;
            } else {
                deliver_by_steps(&server.node, DIGEST_INTERVAL, &at).await;
                assert!(*at.has_happened.lock().unwrap(), "{step:?} is never reached");
                server.store.set_full(false);
                if mishap == Mishap::DiskFull {
                    tells_of_a_full_disk(&server, step).await;
                    make_room(&server);
                }
            }
            server.wait(600).await;
            let now = status(&server).await;
            assert!(now.get("LatestDeliveryError").is_none(), "{mishap:?} {step:?}: {now}");
            assert!(now.get("LatestDigestDeliveryError").is_none(), "{mishap:?} {step:?}: {now}");
        }
    }
    server.wait(3_600).await;
    let chain = chain(&server).await;
    assert!(chain.len() >= users.len(), "{} digests", chain.len());
    check_chain(&server, &chain).await;
    let proved = proved_users(&server, &chain).await;
    assert!(users.iter().all(|user| proved.contains(user)), "{users:?} {proved:?}");
    // What the digests name is there once.
    assert_eq!(proved.len(), users.len(), "{proved:?}");
}

/// What was still to be put could not be.
async fn tells_of_a_full_disk(server: &Server, step: Step) {
    let now = status(server).await;
    if step == Step::EventsRead {
        assert_eq!(now["LatestDeliveryError"], "ServiceUnavailable", "{now}");
    }
    if matches!(step, Step::ChainsSet | Step::DigestSigned) {
        assert_eq!(now["LatestDigestDeliveryError"], "ServiceUnavailable", "{now}");
    }
}

fn make_room(server: &Server) {
    server.node.reserve.refill();
}

/// Clocks that are set, forward by days and back by hours, while a trail logs, while it does not, and between the change of its
/// selectors and the delivery: nothing is lost, and the chain holds.
#[tokio::test]
async fn clocks_that_are_set() {
    let server = server().await;
    let mut users = Vec::new();
    let mut create = async |user: &str, is_logged: bool| {
        call(&server, "root", &format!("CreateUser UserName={user}")).await;
        if is_logged {
            users.push(user.to_owned());
        }
    };
    create("before", true).await;
    server.pass(3 * 86_400);
    create("three-days-later", true).await;
    server.wait(1).await;
    create("not-delivered-yet", true).await;
    server.pass(-3 * 86_400 - 7_200);
    create("two-hours-before-logging-began", true).await;
    server.wait(1).await;
    create("stops", true).await;
    server.pass(7_200);
    call(&server, "root", &format!("cloudtrail:StopLogging {TRAIL}")).await;
    server.pass(-7_200);
    create("while-it-stands-still", false).await;
    server.pass(3_600);
    call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
    server.pass(-7_200);
    create("again", true).await;
    server.wait(300).await;
    for _ in 0..2 {
        server.wait(4 * 86_400).await;
    }
    let now = status(&server).await;
    assert!(now.get("LatestDeliveryError").is_none() && now.get("LatestDigestDeliveryError").is_none(), "{now}");
    let chain = chain(&server).await;
    check_chain(&server, &chain).await;
    let mut proved = proved_users(&server, &chain).await;
    users.sort_unstable();
    proved.sort_unstable();
    assert_eq!(proved, users);
    // Whoever stops a trail is logged by it.
    assert!(names(&logged(&server).await).contains(&"StopLogging"));
}

/// Which steps a delivery comes to.
#[derive(Default)]
struct Seen(Mutex<Vec<Step>>);

impl Steps for Seen {
    fn done(&self, step: Step) -> BoxFuture<'_, ()> {
        self.0.lock().unwrap().push(step);
        Box::pin(std::future::ready(()))
    }
}

/// Trails share one pass over the records, also one that began to log later, and one whose bucket refused for a while.
#[tokio::test]
async fn trails_share_a_pass() {
    let server = Server::new().await;
    trail_of(&server, "").await;
    let passes = async || {
        server.pass(300);
        let seen = Seen::default();
        deliver_by_steps(&server.node, DIGEST_INTERVAL, &seen).await;
        let steps = seen.0.into_inner().unwrap();
        steps.iter().filter(|step| **step == Step::EventsRead).count()
    };
    assert_eq!(passes().await, 1);
    for number in 0..3 {
        let created = format!(r#"{{"Name": "more-{number}", "S3BucketName": "logs"}}"#);
        let policy = POLICY.replace("trail/audit", "trail/*").replace("StringEquals", "StringLike");
        call(&server, "prod", &format!("PUT /logs?policy Body={policy}")).await;
        call(&server, "root", &format!("cloudtrail:CreateTrail {created}")).await;
        call(&server, "root", &format!(r#"cloudtrail:StartLogging {{"Name": "more-{number}"}}"#)).await;
    }
    call(&server, "root", "CreateUser UserName=bob").await;
    assert!(passes().await > 1);
    assert_eq!(passes().await, 1, "all are equally far");
    let count = async || names(&logged(&server).await).iter().filter(|name| **name == "CreateUser").count();
    assert_eq!(count().await, 4, "each trail has it once");

    let only_first = POLICY.replace("trail/audit", "trail/more-0");
    call(&server, "prod", &format!("PUT /logs?policy Body={only_first}")).await;
    call(&server, "root", "CreateUser UserName=eve").await;
    assert_eq!(passes().await, 1);
    assert_eq!(count().await, 5);
    allow_all(&server).await;
    assert_eq!((passes().await, passes().await), (2, 1));
    assert_eq!(count().await, 8);
}

async fn allow_all(server: &Server) {
    let policy = POLICY.replace("trail/audit", "trail/*").replace("StringEquals", "StringLike");
    call(server, "prod", &format!("PUT /logs?policy Body={policy}")).await;
}

/// R8.32: a change of selectors or of settings counts for the events that follow it, whenever they are delivered, and the event
/// of the request that changes them is logged by both.
#[tokio::test]
async fn changes_count_for_what_follows() {
    let server = server().await;
    let select = async |kind: &str| {
        let selectors = format!(r#"[{{"ReadWriteType": "{kind}"}}]"#);
        let put = format!(r#"{{"TrailName": "audit", "EventSelectors": {selectors}}}"#);
        call(&server, "root", &format!("cloudtrail:PutEventSelectors {put}")).await;
    };
    let act = async |user: &str| {
        call(&server, "root", &format!("CreateUser UserName={user}")).await;
        call(&server, "root", &format!("GetUser UserName={user}")).await;
    };
    act("both").await;
    select("ReadOnly").await;
    act("reads").await;
    select("WriteOnly").await;
    act("writes").await;
    call(&server, "root", &format!("cloudtrail:StopLogging {TRAIL}")).await;
    act("nothing").await;
    // After the end, for what comes then.
    select("All").await;
    server.wait(300).await;
    let events = logged(&server).await;
    let told = |name: &str| -> Vec<&str> {
        let of = events.iter().filter(|event| event["eventName"] == name);
        of.filter_map(|event| event["requestParameters"]["userName"].as_str()).collect()
    };
    assert_eq!(told("CreateUser"), ["both", "writes"]);
    assert_eq!(told("GetUser"), ["both", "reads"]);
    let changes = names(&events).into_iter().filter(|name| matches!(*name, "PutEventSelectors" | "StopLogging"));
    assert_eq!(changes.collect::<Vec<_>>(), ["PutEventSelectors", "PutEventSelectors", "StopLogging"]);
    call(&server, "root", &format!("cloudtrail:StartLogging {TRAIL}")).await;
    act("again").await;
    server.wait(300).await;
    let events = logged(&server).await;
    let again = events.iter().filter(|event| event["requestParameters"]["userName"] == "again");
    assert_eq!(names(&again.cloned().collect::<Vec<_>>()), ["CreateUser", "GetUser"]);
}

/// Settings that change faster than they are delivered are remembered up to a limit, and then refused: none is forgotten.
#[tokio::test]
async fn too_many_changes_before_a_delivery() {
    let server = Server::new().await;
    trail_of(&server, "").await;
    let select = async |kind: &str| {
        let selectors = format!(r#"[{{"ReadWriteType": "{kind}"}}]"#);
        let put = format!(r#"{{"TrailName": "audit", "EventSelectors": {selectors}}}"#);
        server.answer("root", &format!("cloudtrail:PutEventSelectors {put}")).await.code()
    };
    // One period is there.
    for number in 1..100 {
        assert_eq!(select(["ReadOnly", "WriteOnly"][number % 2]).await, "200", "{number}");
    }
    assert_eq!(select("All").await, "400 ThrottlingException");
    assert_eq!(select("WriteOnly").await, "200", "it changes nothing");
    server.wait(300).await;
    assert_eq!(select("All").await, "200");
}
