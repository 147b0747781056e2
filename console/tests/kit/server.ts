import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";

export const DEV = "111111111111";
export const PROD = "222222222222";

const KEYS = {
  [DEV]: { accessKeyId: "AKIADEVROOTOFTESTS00", secretAccessKey: "secret-of-the-root-user-of-dev-in-tests" },
  [PROD]: { accessKeyId: "AKIAPRODROOTOFTESTS0", secretAccessKey: "secret-of-the-root-user-of-prod-in-test" },
};

const WORLD = `
[[account]]
id = "${DEV}"
name = "dev"
root_access_key = { id = "${KEYS[DEV].accessKeyId}", secret = "${KEYS[DEV].secretAccessKey}" }

[[account]]
id = "${PROD}"
name = "prod"
root_access_key = { id = "${KEYS[PROD].accessKeyId}", secret = "${KEYS[PROD].secretAccessKey}" }
`;

type Keys = Record<typeof DEV | typeof PROD, { accessKeyId: string; secretAccessKey: string }>;

/** The world of `make run`, whose keys everybody knows. */
const DEMO_WORLD = readFileSync(resolve("../examples/two-accounts.toml"), "utf8");
const DEMO_KEYS: Keys = {
  [DEV]: { accessKeyId: "AKIADEVROOTEXAMPLE00", secretAccessKey: "example-secret-of-the-root-user-of-dev" },
  [PROD]: { accessKeyId: "AKIAPRODROOTEXAMPLE0", secretAccessKey: "example-secret-of-the-root-user-of-prod" },
};

/** A server of its own for each file of tests: own data, own ports, stopped at the end. */
export class Server {
  /** Where the console is, without a slash at its end. */
  readonly console: string;
  readonly endpoint: string;
  /** The line that offers to set a root password, if the server printed one. */
  readonly firstStart: string | undefined;
  readonly #child: ChildProcess;
  readonly #data: string;
  readonly #keys: Keys;

  private constructor(child: ChildProcess, data: string, keys: Keys, output: string) {
    this.#child = child;
    this.#data = data;
    this.#keys = keys;
    this.console = match(/the console is on (http:\S+?)\/?\s/, output);
    this.endpoint = match(/rolecall is listening on (http:\S+)/, output);
    this.firstStart = /http:\S+\/first-start\?token=\S+/.exec(output)?.[0];
  }

  static start(...more: string[]): Promise<Server> {
    return Server.#start(WORLD, KEYS, more);
  }

  /** A server with the accounts, the user, the role and the bucket of `make run`. */
  static demo(): Promise<Server> {
    return Server.#start(DEMO_WORLD, DEMO_KEYS, []);
  }

  static async #start(text: string, keys: Keys, more: readonly string[]): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), "rolecall-console-"));
    const world = join(data, "world.toml");
    writeFileSync(world, text);
    const program = process.env.ROLECALL_BIN ?? resolve("../target/debug/rolecall");
    const child = spawn(program, ["serve", "--data", join(data, "data"), "--world", world, "--listen", "127.0.0.1:0", "--console-listen", "127.0.0.1:0", ...more], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const ready = new Promise<void>((ok, failed) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        if (output.includes("rolecall is listening on") && output.includes("the console is on") && output.endsWith("\n")) ok();
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", failed);
      child.once("exit", (code) => {
        failed(new Error(`the server ended with ${String(code)}: ${output}`));
      });
    });
    await ready;
    return new Server(child, data, keys, output);
  }

  async stop(): Promise<void> {
    this.#child.removeAllListeners("exit");
    const ended = new Promise((ok) => {
      this.#child.once("exit", ok);
    });
    this.#child.kill("SIGTERM");
    await ended;
    rmSync(this.#data, { recursive: true, force: true });
  }

  #config(account: keyof Keys) {
    return { region: "us-east-1", endpoint: this.endpoint, credentials: this.#keys[account] };
  }

  iam(account: keyof Keys): IAMClient {
    return new IAMClient(this.#config(account));
  }

  sts(account: keyof Keys): STSClient {
    return new STSClient(this.#config(account));
  }

  organizations(account: keyof Keys): OrganizationsClient {
    return new OrganizationsClient(this.#config(account));
  }

  s3(account: keyof Keys): S3Client {
    return new S3Client({ ...this.#config(account), forcePathStyle: true });
  }
}

function match(pattern: RegExp, output: string): string {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`no ${pattern.source} in what the server said: ${output}`);
  return found;
}
