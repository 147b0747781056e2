import { useState } from "react";
import { signWithKey } from "../../security-key/ask-browser";
import { isAborted, SecurityKeyError } from "../../security-key/security-key-error";
import { useKeyRequest } from "../../security-key/use-key-request";
import { ConsoleError, newPassword, type Session, type SignIn, signIn } from "../../session/api";
import { useBrowser } from "../../session/browser";

export type Step = "credentials" | "mfa" | "new-password";

/** What the server takes as the second factor. */
export interface Factors {
  codes: boolean;
  /** Devices of which one's code is asked for. */
  devices: readonly string[];
  securityKey: PublicKeyCredentialRequestOptionsJSON | undefined;
}

export interface SigningIn {
  step: Step;
  busy: boolean;
  error: ConsoleError | SecurityKeyError | undefined;
  /** When the server listens again, as `Date.now()` counts. */
  waitUntil: number | undefined;
  submit: (credentials: SignIn) => void;
  factors: Factors;
  /** The person chose the security key, and not a code. */
  byKey: boolean;
  submitCode: (code: string, device: string | undefined) => void;
  submitKey: () => void;
  submitPassword: (password: string) => void;
  restart: () => void;
}

type Send<T> = (sent: T) => Promise<{ session: Session }>;

const SECOND = 1_000;

/**
 * Asks the server what to sign, has a security key sign it, and sends that. It asks each time anew, because a challenge serves
 * once and for a few minutes only.
 */
async function withKey<T extends SignIn>(sent: T, send: Send<T>, signal: AbortSignal): Promise<{ session: Session }> {
  try {
    return await send(sent);
  } catch (cause) {
    if (!(cause instanceof ConsoleError) || cause.securityKey === undefined) throw cause;
    return send({ ...sent, securityKey: await signWithKey(cause.securityKey, signal) });
  }
}

/** The steps of a sign-in: credentials, then a code or a security key, then a new password, as the server asks for them. */
export function useSignIn(done: (session: Session) => void): SigningIn {
  const { refresh } = useBrowser();
  const [step, setStep] = useState<Step>("credentials");
  const [credentials, setCredentials] = useState<SignIn>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ConsoleError | SecurityKeyError>();
  const [factors, setFactors] = useState<Factors>({ codes: true, devices: [], securityKey: undefined });
  const [byKey, setByKey] = useState(false);
  const [waitUntil, setWaitUntil] = useState<number>();
  const request = useKeyRequest();

  const attempt = (sent: SignIn, call: () => Promise<{ session: Session }>): void => {
    setCredentials(sent);
    setBusy(true);
    setError(undefined);
    call()
      .then(async ({ session }) => {
        await refresh();
        setBusy(false);
        done(session);
      })
      .catch((cause: unknown) => {
        setBusy(false);
        // The person has left the step.
        if (isAborted(cause)) return;
        if (cause instanceof SecurityKeyError) {
          setError(cause);
          return;
        }
        const seen = cause instanceof ConsoleError ? cause : new ConsoleError(0, { message: String(cause) });
        setWaitUntil(seen.retryAfter === undefined ? undefined : Date.now() + seen.retryAfter * SECOND);
        switch (seen.code) {
          case "MfaRequired":
            setFactors({ codes: seen.codes, devices: seen.mfaDevices, securityKey: seen.securityKey });
            setStep("mfa");
            break;
          case "PasswordChangeRequired":
            setStep("new-password");
            break;
          case "PasswordPolicyViolation":
            setError(seen);
            break;
          default:
            // A wrong code and a wrong password look the same to strangers: begin anew.
            setStep("credentials");
            setError(seen);
        }
      });
  };

  return {
    step,
    busy,
    error,
    waitUntil,
    factors,
    byKey,
    submit: (sent) => {
      setByKey(false);
      attempt(sent, () => signIn(sent));
    },
    submitCode: (mfaCode, mfaSerial) => {
      if (!credentials) return;
      setByKey(false);
      const sent = { ...credentials, mfaCode, ...(mfaSerial !== undefined && { mfaSerial }) };
      attempt(sent, () => signIn(sent));
    },
    submitKey: () => {
      if (!credentials) return;
      setByKey(true);
      attempt(credentials, () => withKey(credentials, signIn, request.start()));
    },
    submitPassword: (password) => {
      if (!credentials) return;
      const sent = { ...credentials, newPassword: password };
      attempt(credentials, () => (byKey ? withKey(sent, newPassword, request.start()) : newPassword(sent)));
    },
    restart: () => {
      request.stop();
      setStep("credentials");
      setError(undefined);
      setCredentials(undefined);
    },
  };
}
