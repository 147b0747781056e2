import { afterEach, expect, test, vi } from "vitest";
import { makeKey, signWithKey } from "./ask-browser";
import { base64url, bytesOf } from "./base64url";
import { obstacle, signInObstacle, type Surroundings } from "./obstacle";
import { creationOptions, newKeyJson, requestOptions, signatureJson } from "./options";
import { inWords, isAborted } from "./security-key-error";
import { KeyRequest } from "./use-key-request";

afterEach(() => vi.unstubAllGlobals());

const buffer = (...bytes: number[]): ArrayBuffer => Uint8Array.from(bytes).buffer;

test("base64url is read and written without padding, whatever the bytes and their number", () => {
  const texts: [number[], string][] = [
    [[], ""],
    [[0], "AA"],
    [[251, 255], "-_8"],
    [[251, 239, 190], "----"],
    [[255, 255, 255, 0], "____AA"],
  ];
  for (const [bytes, text] of texts) {
    expect(base64url(buffer(...bytes))).toBe(text);
    expect(Array.from(bytesOf(text))).toEqual(bytes);
  }
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  expect(Array.from(bytesOf(base64url(buffer(...all))))).toEqual(all);
  expect(() => bytesOf("%")).toThrow();
});

const CREATE: PublicKeyCredentialCreationOptionsJSON = {
  challenge: "_-8",
  rp: { id: "localhost", name: "rolecall" },
  user: { id: "AQI", name: "ana", displayName: "ana @ 111111111111" },
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  timeout: 300_000,
  attestation: "none",
  authenticatorSelection: { residentKey: "discouraged", userVerification: "discouraged" },
  excludeCredentials: [{ type: "public-key", id: "AwQ" }],
};
const GET: PublicKeyCredentialRequestOptionsJSON = { challenge: "_-8", rpId: "localhost", timeout: 300_000, userVerification: "discouraged", allowCredentials: [{ type: "public-key", id: "AwQ" }] };

test("the server's options become the browser's", () => {
  expect(creationOptions(CREATE)).toEqual({
    ...CREATE,
    challenge: Uint8Array.of(255, 239),
    user: { ...CREATE.user, id: Uint8Array.of(1, 2) },
    excludeCredentials: [{ type: "public-key", id: Uint8Array.of(3, 4) }],
  });
  expect(requestOptions(GET)).toEqual({ ...GET, challenge: Uint8Array.of(255, 239), allowCredentials: [{ type: "public-key", id: Uint8Array.of(3, 4) }] });
});

test("the browser's answers become the server's", () => {
  expect(newKeyJson({ clientDataJSON: buffer(255, 239), attestationObject: buffer(1) })).toEqual({ clientDataJSON: "_-8", attestationObject: "AQ" });
  expect(signatureJson(buffer(3, 4), { clientDataJSON: buffer(255, 239), authenticatorData: buffer(1), signature: buffer(2) })).toEqual({
    id: "AwQ",
    clientDataJSON: "_-8",
    authenticatorData: "AQ",
    signature: "Ag",
  });
});

const HERE: Surroundings = { protocol: "http:", hostname: "localhost", port: "4601", secure: true, hasWebAuthn: true };

test("what is in the way is named, with what to do", () => {
  expect(obstacle(HERE)).toBeUndefined();
  expect(obstacle({ ...HERE, protocol: "https:", hostname: "console.example.com", port: "" })).toBeUndefined();
  expect(obstacle({ ...HERE, hostname: "127.0.0.1" })).toContain("Open the console at http://localhost:4601.");
  expect(obstacle({ ...HERE, protocol: "https:", hostname: "[::1]", port: "" })).toContain("Open the console at https://localhost.");
  expect(obstacle({ ...HERE, hostname: "10.0.0.7", secure: false, hasWebAuthn: false })).toContain("over HTTPS or on localhost");
  for (const hostname of ["10.0.0.7", "[fd00::7]"]) expect(obstacle({ ...HERE, hostname })).toContain("by its host name");
  expect(obstacle({ ...HERE, hasWebAuthn: false })).toContain("another browser");
});

test("keys of another address of the console cannot be used at this one", () => {
  expect(signInObstacle(GET, HERE)).toBeUndefined();
  for (const allowCredentials of [[], undefined]) expect(signInObstacle({ ...GET, allowCredentials }, HERE)).toContain("at another address");
  expect(signInObstacle({ ...GET, allowCredentials: [] }, { ...HERE, hostname: "127.0.0.1" })).toContain("http://localhost:4601");
});

test("errors of the browser are put in words", () => {
  const words = (name: string, to: "register" | "sign-in"): string => inWords(new DOMException("internal words", name), to).message;
  expect(words("NotAllowedError", "register")).toContain("canceled");
  expect(words("NotAllowedError", "sign-in")).toContain("registered");
  expect(words("InvalidStateError", "register")).toContain("already registered");
  expect(words("NotSupportedError", "register")).toContain("another key");
  expect(words("SecurityError", "register")).toContain("localhost");
  expect(words("UnknownError", "sign-in")).toContain("internal words");
  expect(inWords("no error", "sign-in").message).toContain("no error");
  expect(isAborted(new DOMException("", "AbortError"))).toBe(true);
  expect(isAborted(new DOMException("", "NotAllowedError"))).toBe(false);
});

function browserThat(answers: () => Promise<unknown>): { asked: unknown[] } {
  const asked: unknown[] = [];
  const answer = (options: unknown): Promise<unknown> => {
    asked.push(options);
    return answers();
  };
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PublicKeyCredential", Object);
  vi.stubGlobal("navigator", { credentials: { create: answer, get: answer } });
  return { asked };
}

test("the browser is asked, and its refusal is an error in words", async () => {
  const { signal } = new AbortController();
  const { asked } = browserThat(() => Promise.resolve({ rawId: buffer(3, 4), response: { clientDataJSON: buffer(1), attestationObject: buffer(2), authenticatorData: buffer(2), signature: buffer(5) } }));
  expect(await makeKey(CREATE, signal)).toEqual({ clientDataJSON: "AQ", attestationObject: "Ag" });
  expect(await signWithKey(GET, signal)).toEqual({ id: "AwQ", clientDataJSON: "AQ", authenticatorData: "Ag", signature: "BQ" });
  expect(asked).toEqual([{ publicKey: creationOptions(CREATE), signal }, { publicKey: requestOptions(GET), signal }]);

  browserThat(() => Promise.reject(new DOMException("", "InvalidStateError")));
  await expect(makeKey(CREATE, signal)).rejects.toThrow("already registered");
  browserThat(() => Promise.resolve(null));
  await expect(makeKey(CREATE, signal)).rejects.toThrow("no security key");
  const aborted = new DOMException("", "AbortError");
  browserThat(() => Promise.reject(aborted));
  await expect(signWithKey(GET, signal)).rejects.toBe(aborted);
});

test("without keys to name, the browser is not asked: it would offer those of anybody", async () => {
  const { asked } = browserThat(() => Promise.resolve(null));
  await expect(signWithKey({ ...GET, allowCredentials: [] }, new AbortController().signal)).rejects.toThrow("at another address");
  expect(asked).toEqual([]);
});

test("a new request ends the one before it", () => {
  const request = new KeyRequest();
  const first = request.start();
  const second = request.start();
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  request.stop();
  expect(second.aborted).toBe(true);
});
