"""The program as a program: first start, world files, TLS, a full disk, help, what it refuses and how it says so."""

import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import mfa
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, SSLError

from actors import SESSION, Actor, allow, document, make_user, refused, root_of, statement, text
from server import BINARY, DEV, PROD, WORLD, Keys, Server
from wire import Connection, signed

CERTIFICATE = Path(__file__).parent / "certificate"


def rolecall(*words, within: int = 30) -> subprocess.CompletedProcess:
    """Runs the program to its end."""
    return subprocess.run([BINARY, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=within)


# First start


def test_the_first_start_without_a_world_file(tmp_path):
    """One management account is made; the lines to export are printed once, and work."""
    server = Server(tmp_path, world=None).start()
    try:
        told = "".join(server.output)
        key = re.search(r"export AWS_ACCESS_KEY_ID=(\S+)", told)
        secret = re.search(r"export AWS_SECRET_ACCESS_KEY=(\S+)", told)
        assert key and secret, told
        root = Actor(server, Keys(key[1].strip("'\""), secret[1].strip("'\"")))
        identity = root.sts.get_caller_identity()
        assert identity["Arn"] == f"arn:aws:iam::{identity['Account']}:root"
        assert identity["Account"] in told
        assert server.stop() == 0
        server.start()
        assert secret[1] not in "".join(server.output)
        assert Actor(server, root.keys).sts.get_caller_identity()["Account"] == identity["Account"]
    finally:
        if server.process:
            server.kill()


def test_the_ready_line_comes_when_it_is_ready(own_server):
    """Scripts wait for the line: from then on connections are answered."""
    own_server.start()
    assert root_of(own_server, DEV).sts.get_caller_identity()["Account"] == DEV.id


def test_keys_the_world_file_leaves_out(tmp_path):
    """Generated, printed once, different for each account."""
    server = Server(tmp_path, world='[[account]]\nid = "111111111111"\nname = "dev"\n[[account]]\nid = "222222222222"\nname = "prod"\n')
    server.start()
    try:
        told = "".join(server.output)
        keys = [Keys(*pair) for pair in zip(re.findall(r"AWS_ACCESS_KEY_ID=(\S+)", told), re.findall(r"AWS_SECRET_ACCESS_KEY=(\S+)", told))]
        assert len(keys) == 2, told
        assert {Actor(server, key).sts.get_caller_identity()["Account"] for key in keys} == {DEV.id, PROD.id}
    finally:
        server.kill()


def test_an_account_added_later(tmp_path):
    """A longer world file adds accounts and keeps the others."""
    server = Server(tmp_path, world=WORLD.split("[[account]]\nid = \"2222")[0]).start()
    try:
        make_user(root_of(server, DEV), "ana")
        with refused("InvalidClientTokenId", status=403):
            root_of(server, PROD).sts.get_caller_identity()
        assert server.stop() == 0
        (tmp_path / "world.toml").write_text(WORLD)
        server.start()
        assert root_of(server, PROD).sts.get_caller_identity()["Account"] == PROD.id
        assert root_of(server, DEV).iam.get_user(UserName="ana")
    finally:
        if server.process:
            server.kill()


@pytest.mark.parametrize(
    ("world", "about"),
    [
        ("nonsense", "world"),
        ('[[account]]\nid = "123"\nname = "a"\n', "twelve digits"),
        ('[[account]]\nid = "111111111111"\nname = "a"\n[[account]]\nid = "111111111111"\nname = "b"\n', "twice"),
        ('[[account]]\nid = "111111111111"\nname = "a"\ncolour = "red"\n', "colour"),
        ('[[account]]\nid = "111111111111"\nname = "a"\nroot_access_key = { id = "short", secret = "s" }\n', "root_access_key"),
    ],
)
def test_world_files_that_cannot_be(tmp_path, world, about):
    """An error that says what is wrong and where, on standard error, and a failing exit code; no trace behind."""
    (tmp_path / "world.toml").write_text(world)
    done = rolecall("serve", "--data", tmp_path / "data", "--listen", "127.0.0.1:0", "--world", tmp_path / "world.toml")
    assert done.returncode != 0
    assert about in done.stderr, done.stderr
    assert "panicked" not in done.stderr and "listening" not in done.stdout


def test_one_server_for_a_directory(own_server):
    """A second one is told that the first is there."""
    own_server.start()
    done = rolecall("serve", "--data", own_server.data, "--listen", "127.0.0.1:0")
    assert done.returncode != 0
    assert "in use" in done.stderr, done.stderr


def test_an_address_that_is_taken(own_server, tmp_path):
    own_server.start()
    host, port = own_server.address()
    done = rolecall("serve", "--data", tmp_path / "other", "--listen", f"{host}:{port}")
    assert done.returncode != 0
    assert str(port) in done.stderr, done.stderr
    # No accounts were made whose keys nobody was shown.
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("listen", "host"),
    [("localhost:0", "127.0.0.1"), (":0", "127.0.0.1"), ("0", "127.0.0.1"), ("[::1]:0", "[::1]"), ("0.0.0.0:0", "0.0.0.0")],
)
def test_where_it_listens(tmp_path, listen, host):
    """A port alone is on loopback. Clients are given an address that they can reach; a warning for what strangers reach."""
    if host == "[::1]" and not Path("/proc/net/if_inet6").is_file():
        pytest.skip("this machine has no IPv6")
    server = Server(tmp_path, "--listen", listen, world=None)
    server.listen = ()
    server.start()
    try:
        told = "".join(server.output)
        assert server.endpoint.startswith(f"http://{host}:"), told
        reached = host.replace("0.0.0.0", "127.0.0.1")
        assert f"export AWS_ENDPOINT_URL=http://{reached}:" in told
        assert "AWS CLI 2.13" in told and "boto3 1.28" in told
        assert ("without TLS" in server.errors()) == (host == "0.0.0.0"), server.errors()
    finally:
        server.kill()


def test_keys_of_examples_are_for_loopback(tmp_path):
    """Everybody knows them: a warning names them where strangers reach the server."""
    for listen, warned in (("127.0.0.1:0", False), ("0.0.0.0:0", True)):
        server = Server(tmp_path, "--listen", listen, "--world", Path(__file__).parents[2] / "examples/two-accounts.toml", world=None)
        server.listen = ()
        server.start()
        try:
            assert ("AKIADEVUSEREXAMPLE00" in server.errors()) == warned, server.errors()
        finally:
            server.kill()


@pytest.mark.parametrize("listen", ["localhost:port", "http://localhost:4600", "1:2:3"])
def test_an_address_that_is_none(tmp_path, listen):
    done = rolecall("serve", "--data", tmp_path / "data", "--listen", listen)
    assert done.returncode == 2 and "localhost:4600" in done.stderr, done.stderr


def test_an_option_that_is_none(tmp_path):
    """The nearest known name is suggested, of options and in the world file."""
    done = rolecall("serve", "--wrold", tmp_path / "world.toml")
    assert done.returncode == 2 and "'--world'" in done.stderr, done.stderr
    (tmp_path / "world.toml").write_text('[[account]]\nid = "111111111111"\nnmae = "a"\n')
    done = rolecall("serve", "--data", tmp_path / "data", "--listen", "0", "--world", tmp_path / "world.toml")
    assert done.returncode == 1 and "line 3" in done.stderr and "did you mean `name`?" in done.stderr, done.stderr


def test_a_lost_root_key(own_server):
    """`rolecall root-key` makes one that works, on a stopped server."""
    own_server.start()
    running = rolecall("root-key", "--data", own_server.data, "--account", DEV.id)
    assert running.returncode == 1 and "stop it" in running.stderr and not running.stdout
    assert own_server.stop() == 0
    made = rolecall("root-key", "--data", own_server.data, "--account", DEV.id)
    assert made.returncode == 0, made.stderr
    id, secret = re.fullmatch(r"export AWS_ACCESS_KEY_ID=(\S+)\nexport AWS_SECRET_ACCESS_KEY=(\S+)\n", made.stdout).groups()
    own_server.start()
    assert Actor(own_server, Keys(id, secret)).sts.get_caller_identity()["Account"] == DEV.id


def test_files_are_private(own_server):
    """The data directory 0700, the master key 0600; one that others can read is refused."""
    own_server.start()
    assert own_server.data.stat().st_mode & 0o777 == 0o700
    master = own_server.data / "master.key"
    assert master.stat().st_mode & 0o777 == 0o600
    assert own_server.stop() == 0
    master.chmod(0o644)
    done = rolecall("serve", "--data", own_server.data, "--listen", "127.0.0.1:0")
    assert done.returncode != 0 and "master" in done.stderr, done.stderr


def test_no_second_master_key(own_server):
    """A lost master key is not replaced by a new one, which would open nothing; put back, it is taken."""
    own_server.start()
    assert own_server.stop() == 0
    master = own_server.data / "master.key"
    kept = master.rename(own_server.data.parent / "kept.key")
    done = rolecall("serve", "--data", own_server.data, "--listen", "127.0.0.1:0")
    assert done.returncode != 0 and "missing" in done.stderr and "ROLECALL_MASTER_KEY" in done.stderr, done.stderr
    assert not master.exists()
    kept.rename(master)
    own_server.start()


# Stopping


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stopping(own_server, how):
    """Idle keep-alive connections do not hold it up, and it ends with success."""
    own_server.start()
    connection = Connection(own_server)
    connection._http.connect()
    own_server.process.send_signal(how)
    assert own_server.process.wait(timeout=20) == 0
    own_server.process = None


def test_a_request_under_way_is_finished(own_server):
    """Graceful shutdown: an upload that has begun when the signal comes is answered."""
    own_server.start()
    root = root_of(own_server, DEV)
    root.s3.create_bucket(Bucket="late-bucket")
    request = signed(own_server, DEV.root, "s3", "PUT", "/late-bucket/key", body=b"x" * 1000)
    head = f"PUT /late-bucket/key HTTP/1.1\r\nHost: {Connection(own_server).host}\r\nContent-Length: 1000\r\n"
    head += "Expect: 100-continue\r\n" + "".join(f"{key}: {value}\r\n" for key, value in request.headers.items())
    with socket.create_connection(own_server.address(), timeout=20) as link:
        link.sendall(head.encode() + b"\r\n")
        # The server asks for the body: the request is under way.
        assert link.recv(1024).startswith(b"HTTP/1.1 100")
        own_server.process.send_signal(signal.SIGTERM)
        link.sendall(request.body)
        assert link.recv(1024).startswith(b"HTTP/1.1 200")
    assert own_server.process.wait(timeout=20) == 0
    own_server.process = None
    own_server.start()
    assert root_of(own_server, DEV).s3.head_object(Bucket="late-bucket", Key="key")["ContentLength"] == 1000


# The log


def test_a_log_that_cannot_be_written(own_server):
    """A refused request is answered as ever, and is on record, though every write of the log fails."""
    own_server.log = Path("/dev/full")
    own_server.start()
    with refused("NoSuchEntity", status=404) as caught:
        root_of(own_server, DEV).iam.get_user(UserName="nobody-of-this-name")
    request = caught.value.response["ResponseMetadata"]["RequestId"]
    told = rolecall("why", request, "--data", own_server.data)
    assert told.returncode == 0 and "NoSuchEntity" in told.stdout, told.stdout + told.stderr
    assert own_server.stop() == 0


# TLS


def test_guesses_are_counted_on_disk(own_server):
    """R3.74: after kill -9 and a new start the right code still has to wait."""
    own_server.start()
    root = root_of(own_server, DEV)
    user = make_user(root, "ana")
    serial, seed = mfa.enable(root, "ana")
    told = "MultiFactorAuthentication failed with invalid MFA one time pass code."
    for _ in range(5):
        with refused("AccessDenied", begins=told):
            user.sts.get_session_token(SerialNumber=serial, TokenCode=mfa.wrong(seed))
    own_server.kill()
    own_server.start()
    with refused("AccessDenied", begins=told):
        Actor(own_server, user.keys).sts.get_session_token(SerialNumber=serial, TokenCode=mfa.code(seed, 1))


def test_the_rate_of_requests(tmp_path):
    """R3.4: --request-rate; refused are those of the account beyond it, in the words that AWS's clients try again on."""
    server = Server(tmp_path, "--request-rate", "sts=1").start()
    try:
        sts = root_of(server, DEV).sts
        with refused("Throttling", "Rate exceeded", status=400):
            for _ in range(1000):
                sts.get_caller_identity()
        root_of(server, PROD).sts.get_caller_identity()
        root_of(server, DEV).iam.list_users()
        patient = Actor(server, DEV.root, Config(retries={"total_max_attempts": 20, "mode": "standard"}))
        assert patient.sts.get_caller_identity()["Account"] == DEV.id
    finally:
        server.kill()


@pytest.fixture
def tls_server(tmp_path):
    server = Server(tmp_path, "--tls-cert", CERTIFICATE / "cert.pem", "--tls-key", CERTIFICATE / "key.pem").start()
    yield server
    server.kill()


def over_tls(server: Server, keys: Keys) -> Actor:
    actor = Actor(server, keys)
    for service in ("iam", "sts", "s3"):
        actor._clients[service] = SESSION.client(
            service,
            endpoint_url=server.endpoint,
            verify=str(CERTIFICATE / "cert.pem"),
            config=Config(retries={"total_max_attempts": 1}),
            aws_access_key_id=keys.id,
            aws_secret_access_key=keys.secret,
        )
    return actor


def test_tls(tls_server):
    """--tls-cert and --tls-key; uploads then come with checksums in a trailer; aws:SecureTransport is true."""
    assert tls_server.endpoint.startswith("https://")
    root = over_tls(tls_server, DEV.root)
    root.s3.create_bucket(Bucket="tls-bucket")
    root.s3.put_object(Bucket="tls-bucket", Key="k", Body=b"over tls")
    assert root.s3.get_object(Bucket="tls-bucket", Key="k")["Body"].read() == b"over tls"
    user = make_user(root, "ana", allow("s3:ListAllMyBuckets", condition={"Bool": {"aws:SecureTransport": "true"}}))
    over_tls(tls_server, user.keys).s3.list_buckets()


def test_a_certificate_is_verified(tls_server):
    """A client that does not know the certificate stays away: what is tested is the test's own set-up too."""
    with pytest.raises(SSLError):
        Actor(tls_server, DEV.root).sts.get_caller_identity()


def test_plain_http_is_not_secure_transport(own_server):
    """The other half: the usual bucket policy that demands TLS."""
    own_server.start()
    root = root_of(own_server, DEV)
    root.s3.create_bucket(Bucket="only-tls")
    arns = ["arn:aws:s3:::only-tls", "arn:aws:s3:::only-tls/*"]
    deny = statement("Deny", "s3:*", arns, principal="*", condition={"Bool": {"aws:SecureTransport": "false"}})
    root.s3.put_bucket_policy(Bucket="only-tls", Policy=text(document(deny)))
    with refused("AccessDenied", status=403):
        root.s3.list_objects_v2(Bucket="only-tls")


def test_a_key_without_its_certificate(tmp_path):
    done = rolecall("serve", "--data", tmp_path / "data", "--listen", "127.0.0.1:0", "--tls-key", CERTIFICATE / "key.pem")
    assert done.returncode != 0 and "tls-cert" in done.stderr, done.stderr


# A full disk


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MiB, where this machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True
    )
    if not mounted or mounted.returncode != 0:
        pytest.skip("mounting a small file system needs root")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(small_disk, tmp_path):
    """Writes fail with an error of AWS's form, reads go on, and when there is room again writes work."""
    server = Server(tmp_path, data=small_disk / "data").start()
    try:
        root = root_of(server, DEV)
        user = make_user(root, "ana", allow("s3:ListAllMyBuckets"))
        root.s3.create_bucket(Bucket="full-disk")
        root.s3.put_object(Bucket="full-disk", Key="kept", Body=b"kept")
        with pytest.raises(ClientError) as caught:
            for number in range(40):
                root.s3.put_object(Bucket="full-disk", Key=f"large{number}", Body=bytes(1 << 20))
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        filler = small_disk / "filler"
        with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        with pytest.raises(ClientError) as caught:
            for number in range(2000):
                root.iam.create_user(UserName=f"user{number}")
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        # Reads go on.
        assert root.s3.get_object(Bucket="full-disk", Key="kept")["Body"].read() == b"kept"
        assert root.iam.get_user(UserName="ana")["User"]["UserName"] == "ana"
        user.s3.list_buckets()
        with refused("AccessDenied", status=403):
            user.iam.list_users()
        # Room again.
        filler.unlink()
        root.iam.create_user(UserName="bob")
        root.s3.delete_object(Bucket="full-disk", Key="large0")
        root.s3.put_object(Bucket="full-disk", Key="again", Body=b"again")
    finally:
        server.kill()


def fill(disk):
    """Takes the last byte of a file system."""
    with pytest.raises(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return disk / "filler"


def test_deletions_on_a_full_disk(small_disk, tmp_path):
    """Objects, uploads, users and buckets go from a disk that is full to the last byte; then all changes are taken again."""
    server = Server(tmp_path, data=small_disk / "data").start()
    try:
        root = root_of(server, DEV)
        made = []
        root.s3.create_bucket(Bucket="full-disk")
        root.s3.create_bucket(Bucket="empty")
        upload = root.s3.create_multipart_upload(Bucket="full-disk", Key="upload")["UploadId"]
        root.iam.create_user(UserName="ana")
        with pytest.raises(ClientError) as caught:
            for number in range(40):
                root.s3.put_object(Bucket="full-disk", Key=f"large{number}", Body=bytes(1 << 20))
                made.append({"Key": f"large{number}"})
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        filler = fill(small_disk)
        # Until no record of a change finds room either.
        with pytest.raises(ClientError) as caught:
            for number in range(2000):
                root.iam.create_user(UserName=f"user{number}")
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
        users = number

        root.iam.delete_user(UserName="ana")
        root.s3.abort_multipart_upload(Bucket="full-disk", Key="upload", UploadId=upload)
        root.s3.delete_bucket(Bucket="empty")
        root.s3.delete_object(Bucket="full-disk", Key="large0")
        with refused("NoSuchKey", status=404):
            root.s3.get_object(Bucket="full-disk", Key="large0")
        assert "the reserve was given up" in server.errors()
        # A mebibyte is no room yet.
        with refused("ServiceUnavailable", status=503):
            root.iam.create_user(UserName="bob")
        assert root.s3.get_object(Bucket="full-disk", Key="large1")["Body"].read() == bytes(1 << 20)
        for number in range(users):
            root.iam.delete_user(UserName=f"user{number}")
        filler.unlink()
        root.s3.delete_objects(Bucket="full-disk", Delete={"Objects": made})
        assert "the reserve is back" in server.errors()
        root.iam.create_user(UserName="bob")
        root.s3.put_object(Bucket="full-disk", Key="again", Body=b"again")
    finally:
        server.kill()


def test_a_start_on_a_full_disk(small_disk, tmp_path):
    """After a stop and after a kill: it starts, says what to do, serves reads and deletions, and takes changes again when
    somebody has made room."""
    server = Server(tmp_path, data=small_disk / "data").start()
    root = root_of(server, DEV)
    root.s3.create_bucket(Bucket="full-disk")
    for key in ("kept", "gone"):
        root.s3.put_object(Bucket="full-disk", Key=key, Body=b"bytes")
    for end, who_looks in [(server.stop, "a deletion"), (server.kill, "the timer")]:
        end()
        filler = fill(small_disk)
        server.log.unlink()
        server.start()
        assert "the disk is full" in server.errors() and "make room" in server.errors(), server.errors()
        root = root_of(server, DEV)
        assert root.s3.get_object(Bucket="full-disk", Key="kept")["Body"].read() == b"bytes"
        with refused("ServiceUnavailable", status=503):
            root.s3.put_object(Bucket="full-disk", Key="new", Body=b"new")
        root.s3.delete_object(Bucket="full-disk", Key="gone")
        filler.unlink()
        if who_looks == "a deletion":
            root.s3.delete_object(Bucket="full-disk", Key="gone")
            root.s3.put_object(Bucket="full-disk", Key="gone", Body=b"bytes")
        else:
            # boto3 tries again what is answered 503, for longer than it takes the server to look.
            patient = Actor(server, DEV.root, Config(retries={"total_max_attempts": 12, "mode": "standard"}))
            patient.s3.put_object(Bucket="full-disk", Key="gone", Body=b"bytes")
    assert server.stop() == 0


# Words


@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["why", "--help"], ["demo", "--help"]], ids=" ".join)
def test_help(words):
    """Says what the command does and shows its options."""
    done = rolecall(*words)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5 and "Usage:" in done.stdout
    assert all(len(line) <= 120 for line in done.stdout.splitlines())


def test_version():
    """The short one is the version alone; the long one adds the day of the facts of AWS, and the commit where it is known."""
    assert re.fullmatch(r"rolecall \d+\.\d+\.\d+\S*", rolecall("-V").stdout.strip())
    told = rolecall("--version").stdout.splitlines()
    assert told[0] == rolecall("-V").stdout.strip()
    assert re.fullmatch(r"facts of AWS as of \d{4}-\d\d-\d\d", told[-1]), told


def test_the_demo(tmp_path):
    """Walks through cross-account access by itself in under a minute, a denied call and its explanation included."""
    done = rolecall("demo", within=60)
    assert done.returncode == 0, done.stderr
    assert "DENIED" in done.stdout and "AssumeRole" in done.stdout, done.stdout
