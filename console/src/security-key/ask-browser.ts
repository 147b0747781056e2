import { obstacle, signInObstacle } from "./obstacle";
import { creationOptions, type KeySignature, type NewKey, newKeyJson, requestOptions, signatureJson } from "./options";
import { inWords, isAborted, SecurityKeyError } from "./security-key-error";

async function ask(to: "register" | "sign-in", asking: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let given: Credential | null;
  try {
    given = await asking();
  } catch (cause) {
    throw isAborted(cause) ? cause : inWords(cause, to);
  }
  if (given === null) throw new SecurityKeyError("The browser gave no security key. Try again.");
  return given as PublicKeyCredential;
}

/** Has the browser make a new key pair in a security key. */
export async function makeKey(options: PublicKeyCredentialCreationOptionsJSON, signal: AbortSignal): Promise<NewKey> {
  const why = obstacle();
  if (why !== undefined) throw new SecurityKeyError(why);
  const made = await ask("register", () => navigator.credentials.create({ publicKey: creationOptions(options), signal }));
  return newKeyJson(made.response as AuthenticatorAttestationResponse);
}

/** Has the browser sign with one of the security keys that the server names. */
export async function signWithKey(options: PublicKeyCredentialRequestOptionsJSON, signal: AbortSignal): Promise<KeySignature> {
  const why = signInObstacle(options);
  if (why !== undefined) throw new SecurityKeyError(why);
  const used = await ask("sign-in", () => navigator.credentials.get({ publicKey: requestOptions(options), signal }));
  return signatureJson(used.rawId, used.response as AuthenticatorAssertionResponse);
}
