import { base64url, bytesOf } from "./base64url";

/** What the server is sent to finish a registration. */
export interface NewKey {
  clientDataJSON: string;
  attestationObject: string;
}

/** What the server is sent as the second factor of a sign-in. */
export interface KeySignature {
  id: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
}

function descriptors(keys: PublicKeyCredentialDescriptorJSON[] | undefined): PublicKeyCredentialDescriptor[] {
  return (keys ?? []).map(({ id }) => ({ type: "public-key", id: bytesOf(id) }));
}

/** The server's JSON as `navigator.credentials.create` takes it; older browsers have no function for this. */
export function creationOptions(sent: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  return {
    rp: sent.rp,
    user: { ...sent.user, id: bytesOf(sent.user.id) },
    challenge: bytesOf(sent.challenge),
    pubKeyCredParams: sent.pubKeyCredParams,
    timeout: sent.timeout,
    attestation: "none",
    authenticatorSelection: sent.authenticatorSelection,
    excludeCredentials: descriptors(sent.excludeCredentials),
  };
}

/** The server's JSON as `navigator.credentials.get` takes it. */
export function requestOptions(sent: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  return {
    challenge: bytesOf(sent.challenge),
    rpId: sent.rpId,
    timeout: sent.timeout,
    userVerification: "discouraged",
    allowCredentials: descriptors(sent.allowCredentials),
  };
}

export function newKeyJson({ clientDataJSON, attestationObject }: Pick<AuthenticatorAttestationResponse, "clientDataJSON" | "attestationObject">): NewKey {
  return { clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(attestationObject) };
}

export function signatureJson(rawId: ArrayBuffer, response: Pick<AuthenticatorAssertionResponse, "clientDataJSON" | "authenticatorData" | "signature">): KeySignature {
  return {
    id: base64url(rawId),
    clientDataJSON: base64url(response.clientDataJSON),
    authenticatorData: base64url(response.authenticatorData),
    signature: base64url(response.signature),
  };
}
