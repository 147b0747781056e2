use super::*;
use crate::api::ids;
use crate::directory::entities::{Account, Link};
use crate::environment::clock::ManualClock;
use crate::environment::entropy::SeededEntropy;
use crate::node::NodeConfig;
use crate::store::{BoxFuture, Entry, EntryRef, MemoryStore, Revision, Store, StoreError, Transaction, Watch};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const WORLD: &str = r#"
    [[account]]
    id = "111111111111"
    name = "dev"

    [[account]]
    id = "222222222222"
    name = "prod"
    root_access_key = { id = "AKIAIOSFODNN7EXAMPLE", secret = "of-222222222222" }
"#;

/// A store that can be told to take no writes.
#[derive(Default)]
struct Disk {
    store: MemoryStore,
    full: AtomicBool,
}

impl Store for Disk {
    fn load(&self, visit: &mut dyn FnMut(EntryRef<'_>)) -> Result<Revision, StoreError> {
        self.store.load(visit)
    }

    fn get(&self, key: &str) -> Result<Option<Entry>, StoreError> {
        self.store.get(key)
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'static, Result<Revision, StoreError>> {
        if self.full.load(Ordering::Relaxed) {
            return Box::pin(async { Err(StoreError::Unavailable("disk full".to_owned())) });
        }
        self.store.commit(transaction)
    }

    fn watch(&self, from: Revision) -> Watch {
        self.store.watch(from)
    }
}

struct Bench {
    node: Node,
    disk: Arc<Disk>,
    _data: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = NodeConfig { data: data.path().to_owned(), home_region: "us-east-1".to_owned() };
        let disk = Arc::new(Disk::default());
        let store: Arc<dyn Store> = Arc::<Disk>::clone(&disk);
        let clock = Arc::new(ManualClock::new("2026-11-22T10:00:00Z".parse().unwrap()));
        let node = Node::on_store(config, store, clock, Arc::new(SeededEntropy::new(7))).await.unwrap();
        Self { node, disk, _data: data }
    }

    async fn apply(&self, text: &str) -> Result<Vec<NewAccount>, WorldError> {
        World::parse(text)?.apply(&self.node).await
    }

    fn revision(&self) -> Revision {
        self.disk.load(&mut |_| {}).unwrap()
    }

    /// Ids of the root user's access keys, sorted.
    fn root_keys(&self, account: &str) -> Vec<String> {
        let account = account.parse().unwrap();
        let snapshot = self.node.directory.snapshot();
        snapshot.linked::<AccessKey>(account, Link::User, "").map(|key| key.id.clone()).collect()
    }

    /// Deletes a key, as `DeleteAccessKey` does.
    async fn delete(&self, key: &str) {
        let plan = |snapshot: &Snapshot, edit: &mut Edit| {
            edit.delete(snapshot.find_by_id::<AccessKey>(key).unwrap());
            Ok(())
        };
        self.node.directory.change(plan).await.unwrap();
    }

    /// Gives the root user of 111111111111 a key, as `CreateAccessKey` does.
    async fn add_root_key(&self, key: &str) {
        let secret = Secret::new("s".to_owned());
        let key = self.node.seal_access_key(DEV.parse().unwrap(), key, None, &secret).unwrap();
        self.node.directory.change(|_, edit| edit.create(&key)).await.unwrap();
    }

    fn secret(&self, key: &str) -> Secret {
        let snapshot = self.node.directory.snapshot();
        let key = snapshot.find_by_id::<AccessKey>(key).unwrap();
        self.node.open_sealed(key.entity(), &key.sealed_secret).unwrap()
    }
}

/// Keys that cannot be shown are not saved; the next start makes others and shows them.
#[tokio::test]
async fn what_cannot_be_shown_is_not_saved() {
    let bench = Bench::new().await;
    let before = bench.revision();
    let closed = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    let world = World::parse(WORLD).unwrap();
    let refused = world.apply_telling(&bench.node, |_| Err(closed())).await.unwrap_err();
    assert!(matches!(refused, WorldError::Tell(_)), "{refused}");
    assert!(matches!(first_account(&bench.node, |_| Err(closed())).await, Err(WorldError::Tell(_))));
    assert_eq!(bench.revision(), before);
    let made = world.apply(&bench.node).await.unwrap();
    assert_eq!(made.iter().filter(|account| account.generated.is_some()).count(), 1);
}

/// What is wrong with a world file.
fn problem(text: &str) -> String {
    World::parse(text).unwrap_err().to_string()
}

fn account(fields: &str) -> String {
    format!("[[account]]\n{fields}\n")
}

/// The accounts are made; a key that the file does not give is generated and told, one that it gives is not.
#[tokio::test]
async fn the_first_time() {
    let bench = Bench::new().await;
    let made = bench.apply(WORLD).await.unwrap();
    let [dev, prod] = &made[..] else { panic!("{made:?}") };
    assert_eq!((dev.id.to_string(), &*dev.name), ("111111111111".to_owned(), "dev"));
    let (key, secret) = dev.generated.as_ref().unwrap();
    assert_eq!(ids::account_of(key), Some(dev.id), "R3.45");
    assert_eq!(bench.root_keys("111111111111"), std::slice::from_ref(key));
    assert!(bench.secret(key) == *secret);
    assert_eq!((prod.id.to_string(), prod.generated.is_none()), ("222222222222".to_owned(), true));
    assert_eq!(bench.root_keys("222222222222"), ["AKIAIOSFODNN7EXAMPLE"]);
    assert!(bench.secret("AKIAIOSFODNN7EXAMPLE") == Secret::new("of-222222222222".to_owned()));
    let snapshot = bench.node.directory.snapshot();
    let mut canonical: Vec<_> = snapshot.all::<Account>().map(|account| account.canonical_id.clone()).collect();
    assert!(canonical.iter().all(|id| id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit())), "{canonical:?}");
    canonical.dedup();
    assert_eq!(canonical.len(), 2);
}

/// The same file again writes nothing and tells nothing.
#[tokio::test]
async fn again() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let (revision, keys) = (bench.revision(), bench.root_keys("111111111111"));
    assert!(bench.apply(WORLD).await.unwrap().is_empty());
    assert_eq!((bench.revision(), bench.root_keys("111111111111")), (revision, keys));
}

/// A world file with the account `id`, whose root user has this key.
fn with_key(id: &str, key: &str, secret: &str) -> String {
    account(&format!("id = '{id}'\nname = 'x'\nroot_access_key = {{ id = '{key}', secret = '{secret}' }}"))
}

const ONE: &str = "AKIAONEONEONEONEONE7";
const TWO: &str = "AKIATWOTWOTWOTWOTWO7";
const DEV: &str = "111111111111";

/// A key of the file that was deleted through IAM stays deleted, however often the file is applied and whatever secret
/// it gives.
#[tokio::test]
async fn a_deleted_key_stays_deleted() {
    let bench = Bench::new().await;
    bench.apply(&with_key(DEV, ONE, "s")).await.unwrap();
    bench.delete(ONE).await;
    let revision = bench.revision();
    for secret in ["s", "other", "s"] {
        bench.apply(&with_key(DEV, ONE, secret)).await.unwrap();
        assert!(bench.root_keys(DEV).is_empty());
    }
    assert_eq!(bench.revision(), revision);
}

/// A key that the file replaces, or leaves out, goes; so does one whose account the file leaves out. Keys that did not
/// come from the file stay.
#[tokio::test]
async fn a_key_goes_with_its_place_in_the_file() {
    for (later, keys) in [
        (with_key(DEV, TWO, "s"), vec![TWO]),
        (account("id = '111111111111'\nname = 'x'"), vec![]),
        (account("id = '222222222222'\nname = 'y'"), vec![]),
        (String::new(), vec![]),
    ] {
        let bench = Bench::new().await;
        bench.apply(&with_key(DEV, ONE, "s")).await.unwrap();
        bench.add_root_key("AKIABYIAMBYIAMBYIAM7").await;
        bench.apply(&later).await.unwrap();
        let expected: Vec<_> = std::iter::once("AKIABYIAMBYIAMBYIAM7").chain(keys).collect();
        assert_eq!(bench.root_keys(DEV), expected, "{later}");
        let revision = bench.revision();
        bench.apply(&later).await.unwrap();
        assert_eq!((bench.revision(), bench.root_keys(DEV).len()), (revision, expected.len()), "{later}");
    }
}

/// A generated key is not the file's, and stays when the file names a key and when it names none again.
#[tokio::test]
async fn generated_keys_stay() {
    let bench = Bench::new().await;
    let none = account("id = '111111111111'\nname = 'x'");
    bench.apply(&none).await.unwrap();
    let generated = bench.root_keys(DEV);
    bench.apply(&with_key(DEV, ONE, "s")).await.unwrap();
    assert_eq!(bench.root_keys(DEV).len(), 2);
    bench.apply(&none).await.unwrap();
    assert_eq!(bench.root_keys(DEV), generated);
}

/// A key moves from one account of the file to another.
#[tokio::test]
async fn a_key_moves_to_another_account() {
    let bench = Bench::new().await;
    bench.apply(&with_key(DEV, ONE, "s")).await.unwrap();
    let moved = account("id = '111111111111'\nname = 'x'") + &with_key("222222222222", ONE, "s");
    bench.apply(&moved).await.unwrap();
    assert_eq!((bench.root_keys(DEV), bench.root_keys("222222222222")), (vec![], vec![ONE.to_owned()]));
}

/// R4.5: a root user has two access keys at most, whoever makes them. The file's old key makes room for its new one.
#[tokio::test]
async fn the_quota_of_root_keys() {
    let bench = Bench::new().await;
    bench.apply(&with_key(DEV, ONE, "s")).await.unwrap();
    bench.add_root_key("AKIABYIAMBYIAMBYIAM7").await;
    bench.apply(&with_key(DEV, TWO, "s")).await.unwrap();
    bench.delete(TWO).await;
    bench.add_root_key("AKIABYIAMBYIAMBYIAM6").await;
    bench.apply(&with_key(DEV, TWO, "s")).await.unwrap();
    let error = bench.apply(&with_key(DEV, ONE, "s")).await.unwrap_err();
    let told = "the world file's account `111111111111`: its root user already has 2 access keys, \
                which is the limit; delete one before you add `root_access_key`";
    assert_eq!(error.to_string(), told);
    assert_eq!(bench.root_keys(DEV), ["AKIABYIAMBYIAMBYIAM6", "AKIABYIAMBYIAMBYIAM7"]);
}

/// An account that the file names later is made beside the others, which stay as they are.
#[tokio::test]
async fn a_later_account() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let before = bench.node.directory.snapshot();
    let later = format!("{WORLD}\n{}", account("id = '333333333333'\nname = 'test'"));
    let made = bench.apply(&later).await.unwrap();
    assert_eq!(made.iter().map(|account| account.id.to_string()).collect::<Vec<_>>(), ["333333333333"]);
    assert!(made.iter().all(|account| account.generated.is_some()));
    let after = bench.node.directory.snapshot();
    assert_eq!(after.all::<Account>().count(), 3);
    for old in before.all::<Account>() {
        assert_eq!(after.account(old.id).unwrap().modified(), old.modified());
    }
}

/// A key that the file names later is added; a new secret replaces the old one. Other keys stay.
#[tokio::test]
async fn a_later_key() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let generated = bench.root_keys("111111111111");
    let with = |secret: &str| {
        let key = format!("root_access_key = {{ id = 'AKIAJOSFODNN7EXAMPLE', secret = '{secret}' }}");
        account(&format!("id = '111111111111'\nname = 'dev'\n{key}"))
    };
    assert!(bench.apply(&with("one")).await.unwrap().is_empty());
    let mut keys = [&generated[..], &["AKIAJOSFODNN7EXAMPLE".to_owned()]].concat();
    keys.sort();
    assert_eq!(bench.root_keys("111111111111"), keys);
    assert!(bench.secret("AKIAJOSFODNN7EXAMPLE") == Secret::new("one".to_owned()));
    bench.apply(&with("two")).await.unwrap();
    assert_eq!(bench.root_keys("111111111111"), keys);
    assert!(bench.secret("AKIAJOSFODNN7EXAMPLE") == Secret::new("two".to_owned()));
    let revision = bench.revision();
    bench.apply(&with("two")).await.unwrap();
    assert_eq!(bench.revision(), revision);
}

/// A key that was made inactive stays so.
#[tokio::test]
async fn an_inactive_key_stays_inactive() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    let inactive = |snapshot: &Snapshot, edit: &mut Edit| {
        let key = snapshot.find_by_id::<AccessKey>("AKIAIOSFODNN7EXAMPLE").unwrap();
        edit.update(key, &AccessKey { active: false, ..key.entity().clone() })
    };
    bench.node.directory.change(inactive).await.unwrap();
    for file in [WORLD.to_owned(), WORLD.replace("of-222222222222", "another")] {
        bench.apply(&file).await.unwrap();
        assert!(!bench.node.directory.snapshot().find_by_id::<AccessKey>("AKIAIOSFODNN7EXAMPLE").unwrap().active);
    }
}

/// The id of a given key may encode another account, or none.
#[tokio::test]
async fn a_key_whose_id_encodes_another_account() {
    let bench = Bench::new().await;
    let other = ids::new_id(IdKind::AccessKey, "999999999999".parse().unwrap(), &SeededEntropy::new(1)).unwrap();
    let key = format!("root_access_key = {{ id = '{other}', secret = 's' }}");
    bench.apply(&account(&format!("id = '111111111111'\nname = 'dev'\n{key}"))).await.unwrap();
    let snapshot = bench.node.directory.snapshot();
    assert_eq!(snapshot.find_by_id::<AccessKey>(&other).unwrap().account.to_string(), "111111111111");
}

/// A key of another account, or of a user, is not taken over; nothing is made, and nothing is taken away.
#[tokio::test]
async fn a_key_of_somebody_else() {
    let bench = Bench::new().await;
    bench.apply(WORLD).await.unwrap();
    bench.add_root_key(ONE).await;
    let revision = bench.revision();
    let key = "root_access_key = { id = 'AKIAONEONEONEONEONE7', secret = 's' }";
    for id in ["222222222222", "333333333333"] {
        let error = bench.apply(&with_key(id, ONE, "s")).await.unwrap_err();
        let told = format!(
            "the world file's account `{id}`: somebody else already has the access key id in `root_access_key.id`"
        );
        assert_eq!(error.to_string(), told);
    }
    assert_eq!(bench.revision(), revision);
    let account_id = "111111111111".parse().unwrap();
    let secret = Secret::new("s".to_owned());
    let of_user = bench.node.seal_access_key(account_id, "AKIAUSERUSERUSERUSER", Some("AIDA"), &secret).unwrap();
    bench.node.directory.change(|_, edit| edit.create(&of_user)).await.unwrap();
    let key = key.replace(ONE, "AKIAUSERUSERUSERUSER");
    let error = bench.apply(&account(&format!("id = '111111111111'\nname = 'dev'\n{key}"))).await.unwrap_err();
    assert!(
        error.to_string().ends_with("somebody else already has the access key id in `root_access_key.id`"),
        "{error}"
    );
}

/// The store takes no writes: told, and nothing is generated that would be lost.
#[tokio::test]
async fn a_full_disk() {
    let bench = Bench::new().await;
    bench.disk.full.store(true, Ordering::Relaxed);
    let error = bench.apply(WORLD).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot save the accounts, so the keys shown for them are not valid: ServiceUnavailable: The service cannot save \
         changes at the moment. Try again later."
    );
    bench.disk.full.store(false, Ordering::Relaxed);
    assert_eq!(bench.apply(WORLD).await.unwrap().len(), 2);
}

/// Every problem of a file is told with the account it is in.
#[test]
fn what_is_wrong_is_told() {
    let key = |id: &str, secret: &str| {
        account(&format!(
            "id = '111111111111'\nname = 'dev'\nroot_access_key = {{ id = \"{id}\", secret = \"{secret}\" }}"
        ))
    };
    let well_formed = "AKIAIOSFODNN7EXAMPLE";
    let at = |problem: &str| format!("the world file's account `111111111111`: {problem}");
    for (text, told) in [
        (
            account("id = '11111111111'\nname = 'dev'"),
            "the world file's account `11111111111`: `id` must be twelve digits".to_owned(),
        ),
        (
            account("id = '11111111111x'\nname = 'dev'"),
            "the world file's account `11111111111x`: `id` must be twelve digits".to_owned(),
        ),
        (account("id = '111111111111'\nname = 'dev'").repeat(2), at("`id` is given twice")),
        (account("id = '111111111111'\nname = ''"), at("`name` must have 1 to 50 characters")),
        (
            account(&format!("id = '111111111111'\nname = '{}'", "ü".repeat(51))),
            at("`name` must have 1 to 50 characters"),
        ),
        (
            key("AKIAIOSFODNN7EXAMPL", "s"),
            at("`root_access_key.id` must be AKIA and 16 more capital letters or \
                                              digits"),
        ),
        (
            key("AKIAIOSFODNN7EXAMPLES", "s"),
            at("`root_access_key.id` must be AKIA and 16 more capital letters or \
                                                digits"),
        ),
        (
            key("ASIAIOSFODNN7EXAMPLE", "s"),
            at("`root_access_key.id` must be AKIA and 16 more capital letters or \
                                               digits"),
        ),
        (
            key("AKIAIOSFODNN7example", "s"),
            at("`root_access_key.id` must be AKIA and 16 more capital letters or \
                                               digits"),
        ),
        (
            format!("{}{}", key(well_formed, "s"), key(well_formed, "s").replacen("111111111111", "222222222222", 1)),
            "the world file's account `222222222222`: another account has the same `root_access_key.id`".to_owned(),
        ),
        (key(well_formed, ""), at("`root_access_key.secret` must be printable ASCII without spaces")),
        (key(well_formed, "a b"), at("`root_access_key.secret` must be printable ASCII without spaces")),
        (key(well_formed, "ü"), at("`root_access_key.secret` must be printable ASCII without spaces")),
    ] {
        assert_eq!(problem(&text), told, "{text}");
    }
    assert!(World::parse(&account(&format!("id = '111111111111'\nname = '{}'", "ü".repeat(50)))).is_ok());
}

/// The account of a first start has twelve digits, the first of them not zero, and a key that encodes it.
#[tokio::test]
async fn the_account_of_a_first_start() {
    let bench = Bench::new().await;
    let (before, mut shown) = (bench.revision(), Vec::new());
    let show = |new: &New| {
        // Nothing is saved before it is shown.
        assert_eq!(bench.revision(), before);
        shown.extend_from_slice(&new.accounts);
        Ok(())
    };
    first_account(&bench.node, show).await.unwrap();
    let [made] = <[NewAccount; 1]>::try_from(shown).unwrap();
    let id = made.id.to_string();
    assert!(id.len() == 12 && !id.starts_with('0'), "{id}");
    let (key, secret) = made.generated.unwrap();
    assert_eq!(ids::account_of(&key), Some(made.id));
    assert_eq!(bench.root_keys(&id), [&*key]);
    assert!(bench.secret(&key) == secret);
}

/// Text that is no world file is told with its place.
#[test]
fn syntax_is_told() {
    for (text, told) in [
        ("\n[[account", "line 2: "),
        ("[[accounts]]\nid = '1'", "unknown field `accounts`"),
        ("[[account]]\nid = '111111111111'", "missing field `name`"),
        ("[[account]]\nid = '111111111111'\nname = 'a'\ncolour = 'b'", "line 4: unknown field `colour`"),
        ("[[account]]\nid = 111111111111\nname = 'a'", "this must be a string, not a number: write it in quotes"),
        (
            "[[account]]\nid = '1'\nname = 'a'\nroot_access_key = { id = 'A' }",
            "line 4: `root_access_key.secret` must be a string",
        ),
        ("[[account]]\nid = '1'\nname = 'a'\nroot_access_key = {}", "line 4: `root_access_key.id` must be a string"),
    ] {
        let problem = problem(text);
        assert!(problem.starts_with("cannot read the world file: "), "{problem}");
        assert!(problem.contains(told), "{text}: {problem}");
    }
}

/// A secret in a file is not shown, not even by what is wrong with the file's value.
#[test]
fn secrets_are_not_shown() {
    let text = r#"
        [[account]]
        id = "111111111111"
        name = "dev"
        root_access_key = { id = "AKIAIOSFODNN7EXAMPLE", secret = "hush hush" }
    "#;
    assert!(!problem(text).contains("hush"));
    let world = World::parse(&text.replace("hush hush", "hush")).unwrap();
    assert!(!format!("{world:?}").contains("hush"));
    // Nor by a value that is not what it should be.
    for (value, told) in [
        (r#"{ id = "AKIAIOSFODNN7EXAMPLE", secret = "hush", extra = 1 }"#, "unknown field `extra`"),
        (r#"{ id = "AKIAIOSFODNN7EXAMPLE", secret = 4711 }"#, "`root_access_key.secret` must be a string"),
        (r#""hush""#, "`root_access_key` must have `id` and `secret`"),
        (r#"["hush"]"#, "`root_access_key` must have `id` and `secret`"),
        (r#"{ id = "AKIAIOSFODNN7EXAMPLE", secret = "hush }"#, "line 5: "),
    ] {
        let key = r#"{ id = "AKIAIOSFODNN7EXAMPLE", secret = "hush hush" }"#;
        let problem = problem(&text.replace(key, value));
        assert!(problem.contains(told) && !problem.contains("hush") && !problem.contains("4711"), "{value}: {problem}");
    }
}

const ORGANIZATION: &str = r#"
    [organization]
    management_account = "111111111111"
    max_accounts = 3

    [[organization.unit]]
    name = "Workloads"

    [[organization.unit.unit]]
    name = "Prod"

    [[organization.unit]]
    name = "Sandbox"

    [[account]]
    id = "111111111111"
    name = "dev"
    email = "dev@example.com"

    [[account]]
    id = "222222222222"
    name = "prod"
    unit = "Workloads/Prod"

    [[account]]
    id = "333333333333"
    name = "play"
    unit = "/"
"#;

/// The names of the units above an account; `None` if it is in no organization.
fn units_above(bench: &Bench, account: &str) -> Option<Vec<String>> {
    use crate::directory::entities::OrganizationalUnit;
    use crate::domain::organization;
    let snapshot = bench.node.directory.snapshot();
    let path = organization::place(&snapshot, account.parse().unwrap())?.path().unwrap();
    let units = path.iter().filter_map(|id| snapshot.find_by_id::<OrganizationalUnit>(id));
    Some(units.map(|unit| unit.name.clone()).collect())
}

/// R7.2: the file puts accounts into their units; applied again it changes nothing, and another place moves them. What the file
/// no longer has stays.
#[tokio::test]
async fn the_file_makes_an_organization() {
    let bench = Bench::new().await;
    bench.apply(ORGANIZATION).await.unwrap();
    assert_eq!(units_above(&bench, "222222222222").unwrap(), ["Workloads", "Prod"]);
    assert_eq!(units_above(&bench, "333333333333").unwrap(), Vec::<String>::new());
    let account = "111111111111".parse().unwrap();
    let email = |bench: &Bench| bench.node.directory.snapshot().account(account).unwrap().email();
    assert_eq!(email(&bench), "dev@example.com");
    let before = bench.revision();
    bench.apply(ORGANIZATION).await.unwrap();
    assert_eq!(bench.revision(), before);
    let moved = ORGANIZATION.replace("Workloads/Prod", "Sandbox").replace("dev@", "DEV@");
    bench.apply(&moved).await.unwrap();
    assert_eq!(units_above(&bench, "222222222222").unwrap(), ["Sandbox"]);
    assert_eq!(email(&bench), "DEV@example.com");
    bench.apply(WORLD).await.unwrap();
    assert_eq!(units_above(&bench, "222222222222").unwrap(), ["Sandbox"]);
}

/// The written file makes the same organization in an empty directory.
#[tokio::test]
async fn an_organization_is_exported() {
    let bench = Bench::new().await;
    bench.apply(ORGANIZATION).await.unwrap();
    let exported = export::export(&bench.node.directory.snapshot());
    let again = Bench::new().await;
    again.apply(&exported).await.unwrap_or_else(|error| panic!("{error}\n{exported}"));
    assert_eq!(units_above(&again, "222222222222").unwrap(), ["Workloads", "Prod"]);
    assert_eq!(export::export(&again.node.directory.snapshot()), exported);
}

/// What a file cannot say of organizations, and what is refused before anything is changed.
#[tokio::test]
async fn what_is_refused_of_organizations() {
    for (wrong, with, told) in [
        ("management_account = \"111111111111\"", "management_account = \"dev\"", "must be twelve digits"),
        ("max_accounts = 3", "max_accounts = 0", "`max_accounts` must be from 1 to 50000"),
        ("max_accounts = 3", "max_accounts = 50001", "`max_accounts` must be from 1 to 50000"),
        ("max_accounts = 3", "feature_set = \"SOME\"", "`feature_set` must be ALL or CONSOLIDATED_BILLING"),
        ("name = \"Sandbox\"", "name = \"Sand/box\"", "cannot be the name of an organizational unit"),
        ("dev@example.com", "dev", "`dev` cannot be the address of an account"),
        ("dev@example.com", "222222222222@account.invalid", "cannot be the address of an account"),
        ("Workloads/Prod", "Workloads/Test", "there is no organizational unit `Workloads/Test`"),
        ("max_accounts = 3", "max_accounts = 2", "You have exceeded the allowed number of AWS accounts"),
        (
            "management_account = \"111111111111\"",
            "management_account = \"999999999999\"",
            "there is no account 999999999999",
        ),
    ] {
        let bench = Bench::new().await;
        let before = bench.revision();
        let refused = bench.apply(&ORGANIZATION.replace(wrong, with)).await.unwrap_err().to_string();
        assert!(refused.contains(told) && refused.contains("line "), "{refused}");
        assert_eq!(bench.revision(), before, "{with}");
    }
    let alone = WORLD.replace("name = \"dev\"", "name = \"dev\"\nunit = \"/\"");
    let refused = World::parse(&alone).unwrap_err().to_string();
    assert!(refused.contains("`unit` needs an `[organization]`"), "{refused}");
}

/// R7.3: a file does not give an organization other features.
#[tokio::test]
async fn features_stay() {
    let bench = Bench::new().await;
    let bills = ORGANIZATION.replace("max_accounts = 3", "max_accounts = 3\nfeature_set = \"CONSOLIDATED_BILLING\"");
    bench.apply(&bills).await.unwrap();
    bench.apply(ORGANIZATION).await.unwrap();
    let refused = bench.apply(&bills.replace("CONSOLIDATED_BILLING", "ALL")).await.unwrap_err().to_string();
    assert!(refused.contains("its feature set is CONSOLIDATED_BILLING"), "{refused}");
}

/// [`ORGANIZATION`] with policies.
fn organization_with_policies() -> String {
    let without = "max_accounts = 3\nwithout_full_access = [\"Workloads/Prod\"]";
    let policies = r#"
    [[organization.policy]]
    name = "Only S3"
    type = "SERVICE_CONTROL_POLICY"
    targets = ["Workloads/Prod"]
    tags = { team = "core" }
    policy = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] }

    [[organization.policy]]
    name = "Fence"
    type = "RESOURCE_CONTROL_POLICY"
    description = "nobody"
    targets = ["/", "222222222222"]
    policy = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}}'
    "#;
    format!("{}{policies}", ORGANIZATION.replace("max_accounts = 3", without))
}

/// The names of the service control policies at each level over an account, of each level separated by commas.
fn levels(bench: &Bench, account: &str) -> Vec<String> {
    let standing = crate::domain::guardrails::standing(&bench.node.directory.snapshot(), account.parse().unwrap());
    let standing = standing.unwrap();
    let names = |policies: &[rolecall_policy::evaluate::Attached<rolecall_policy::kind::Scp>]| {
        policies.iter().map(|it| it.source.name.to_string()).collect::<Vec<_>>().join(",")
    };
    standing.scp().unwrap().levels.iter().map(|level| names(&level.policies)).collect()
}

/// Policies are made, attached and written as a file again; a second start changes nothing, and what was attached besides
/// stays.
#[tokio::test]
async fn the_file_makes_policies() {
    let bench = Bench::new().await;
    let file = organization_with_policies();
    bench.apply(&file).await.unwrap();
    let expected = ["FullAWSAccess", "FullAWSAccess", "Only S3", "FullAWSAccess"];
    assert_eq!(levels(&bench, "222222222222"), expected);
    let before = bench.revision();
    bench.apply(&file).await.unwrap();
    assert_eq!(bench.revision(), before);
    bench.apply(&file.replace("s3:*", "sts:*").replace("\"/\", \"222222222222\"", "\"/\"")).await.unwrap();
    let snapshot = bench.node.directory.snapshot();
    let policies: Vec<_> = snapshot.all::<crate::directory::entities::OrganizationPolicy>().collect();
    assert_eq!(policies.len(), 2);
    assert!(policies.iter().any(|policy| policy.content.contains("sts:*")));
    let fence = policies.iter().find(|policy| policy.name == "Fence").unwrap();
    assert!(snapshot.membership("222222222222".parse().unwrap()).unwrap().policies.contains(&fence.id));

    let exported = export::export(&snapshot);
    let again = Bench::new().await;
    again.apply(&exported).await.unwrap_or_else(|error| panic!("{error}\n{exported}"));
    assert_eq!(levels(&again, "222222222222"), expected);
    assert_eq!(export::export(&again.node.directory.snapshot()), exported);
}

/// What is refused of policies, before anything is changed.
#[tokio::test]
async fn what_is_refused_of_policies() {
    for (wrong, with, told) in [
        ("SERVICE_CONTROL_POLICY", "SCP", "`SCP` is not a policy type"),
        ("name = \"Fence\"", "name = \"Only S3\"", "the policy `Only S3` is given twice"),
        ("name = \"Fence\"", "name = \"\"", "`name` of a policy must have 1 to 128 characters"),
        ("[\"/\", \"222222222222\"]", "[\"Nowhere\"]", "there is no organizational unit `Nowhere`"),
        ("[\"/\", \"222222222222\"]", "[\"999999999999\"]", "999999999999 is not an account of the organization"),
        ("kms:*", "*", "MalformedPolicyDocumentException"),
        ("without_full_access = [\"Workloads/Prod\"]", "without_full_access = [\"/\"]", "the last policy attached"),
    ] {
        let bench = Bench::new().await;
        let before = bench.revision();
        let file = organization_with_policies();
        assert!(file.contains(wrong), "{wrong}");
        let refused = bench.apply(&file.replacen(wrong, with, 1)).await.unwrap_err().to_string();
        assert!(refused.contains(told) && refused.contains("line "), "{refused}");
        assert_eq!(bench.revision(), before, "{with}");
    }
}
