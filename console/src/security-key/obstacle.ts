/** What the browser says of the page's address and of itself. */
export interface Surroundings {
  protocol: string;
  hostname: string;
  port: string;
  /** HTTPS, or this computer. */
  secure: boolean;
  hasWebAuthn: boolean;
}

function surroundings(): Surroundings {
  const { protocol, hostname, port } = window.location;
  return { protocol, hostname, port, secure: window.isSecureContext, hasWebAuthn: "PublicKeyCredential" in window && "credentials" in navigator };
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+(\.\d+){3}$/.test(hostname);
}

function isThisComputer(hostname: string): boolean {
  return hostname === "[::1]" || hostname.startsWith("127.");
}

/** Why no security key can be used on this page, and what to do about it. */
export function obstacle(at: Surroundings = surroundings()): string | undefined {
  if (isThisComputer(at.hostname)) {
    const localhost = `${at.protocol}//localhost${at.port === "" ? "" : `:${at.port}`}`;
    return `Browsers do not use security keys at IP addresses. Open the console at ${localhost}.`;
  }
  if (!at.secure) return "Browsers use security keys only over HTTPS or on localhost. Open the console by its HTTPS address.";
  if (isAddress(at.hostname)) return "Browsers do not use security keys at IP addresses. Open the console by its host name.";
  if (!at.hasWebAuthn) return "This browser does not support security keys. Use another browser.";
  return undefined;
}

/** Why none of the keys that a sign-in asks for can be used. */
export function signInObstacle(asked: PublicKeyCredentialRequestOptionsJSON, at?: Surroundings): string | undefined {
  const here = obstacle(at);
  if (here !== undefined || (asked.allowCredentials ?? []).length > 0) return here;
  return "This user's security keys are registered at another address of the console. Open the console at that address.";
}
