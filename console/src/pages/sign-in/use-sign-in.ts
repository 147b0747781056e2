import { useState } from "react";
import { ConsoleError, newPassword, type Session, type SignIn, signIn } from "../../session/api";
import { useBrowser } from "../../session/browser";

export type Step = "credentials" | "mfa" | "new-password";

export interface SigningIn {
  step: Step;
  busy: boolean;
  error: ConsoleError | undefined;
  /** When the server listens again, as `Date.now()` counts. */
  waitUntil: number | undefined;
  submit: (credentials: SignIn) => void;
  /** Devices of which one's code is asked for. */
  devices: readonly string[];
  submitCode: (code: string, device: string | undefined) => void;
  submitPassword: (password: string) => void;
  restart: () => void;
}

const SECOND = 1_000;

/** The steps of a sign-in: credentials, then a code, then a new password, as the server asks for them. */
export function useSignIn(done: (session: Session) => void): SigningIn {
  const { refresh } = useBrowser();
  const [step, setStep] = useState<Step>("credentials");
  const [credentials, setCredentials] = useState<SignIn>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ConsoleError>();
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [waitUntil, setWaitUntil] = useState<number>();

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
        const seen = cause instanceof ConsoleError ? cause : new ConsoleError(0, { message: String(cause) });
        setBusy(false);
        setWaitUntil(seen.retryAfter === undefined ? undefined : Date.now() + seen.retryAfter * SECOND);
        switch (seen.code) {
          case "MfaRequired":
            setDevices(seen.mfaDevices);
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
    devices,
    submit: (sent) => attempt(sent, () => signIn(sent)),
    submitCode: (mfaCode, mfaSerial) => {
      if (!credentials) return;
      const sent = { ...credentials, mfaCode, ...(mfaSerial !== undefined && { mfaSerial }) };
      attempt(sent, () => signIn(sent));
    },
    submitPassword: (password) => {
      if (!credentials) return;
      attempt(credentials, () => newPassword({ ...credentials, newPassword: password }));
    },
    restart: () => {
      setStep("credentials");
      setError(undefined);
      setCredentials(undefined);
    },
  };
}
