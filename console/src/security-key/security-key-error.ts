/** The browser used no security key. The message says what the person can do. */
export class SecurityKeyError extends Error {
  readonly code = "Security key not used";

  constructor(message: string) {
    super(message);
    this.name = "SecurityKeyError";
  }
}

/** The page itself ended the request, because the person left the step. */
export function isAborted(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "AbortError";
}

const NOT_ALLOWED = {
  register: "The request was canceled or took too long. Try again, and follow the browser's instructions.",
  "sign-in": "The request was canceled or took too long, or this security key is not registered for the user. Try again with a registered key.",
};

/** What an error of the browser means for the person; WebAuthn hides from pages what exactly went wrong. */
export function inWords(cause: unknown, to: "register" | "sign-in"): SecurityKeyError {
  switch (cause instanceof DOMException ? cause.name : "") {
    case "NotAllowedError":
      return new SecurityKeyError(NOT_ALLOWED[to]);
    case "InvalidStateError":
      return new SecurityKeyError("This security key is already registered for the user. Use another key.");
    case "NotSupportedError":
    case "ConstraintError":
      return new SecurityKeyError("This security key does not support what the console needs. Use another key.");
    case "SecurityError":
      return new SecurityKeyError("The browser does not use security keys at this address. Open the console on localhost, or by its host name over HTTPS.");
    default:
      return new SecurityKeyError(`The browser could not use the security key: ${cause instanceof Error ? cause.message : String(cause)} Try again, or use another browser.`);
  }
}
