import Alert from "@cloudscape-design/components/alert";
import { type ReactNode, useState } from "react";
import { WhyLink } from "../../parts/why-link";
import { ConsoleError, type Session, type SwitchRole, switchRole } from "../../session/api";
import { useBrowser } from "../../session/browser";
import { SessionProvider } from "../../session/session";

export interface Switching {
  busy: boolean;
  /** The code of the newest failure: `MfaRequired` asks for a code. */
  code: string | undefined;
  message: ReactNode;
  to: (role: SwitchRole) => void;
}

/** Switches from a session to a role. The server decides with the session's original identity. */
export function useSwitch(from: Session, done: (to: Session) => void): Switching {
  const { refresh } = useBrowser();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ConsoleError>();

  const to = (role: SwitchRole): void => {
    setBusy(true);
    setError(undefined);
    switchRole(from.id, role)
      .then(async ({ session }) => {
        await refresh();
        setBusy(false);
        done(session);
      })
      .catch((cause: unknown) => {
        setBusy(false);
        setError(cause instanceof ConsoleError ? cause : new ConsoleError(0, { message: String(cause) }));
      });
  };
  return { busy, code: error?.code, message: error && <SwitchFailure error={error} from={from} />, to };
}

function SwitchFailure({ error, from }: { error: ConsoleError; from: Session }): ReactNode {
  if (error.code === "MfaRequired") return <Alert type="info">Enter a code of your MFA device.</Alert>;
  if (error.code === "RootCannotSwitch") return <Alert type="error">The root user cannot switch roles. Sign in as an IAM user.</Alert>;
  if (error.code !== "AccessDenied" && error.code !== "InvalidInput") return <Alert type="error">{error.message}</Alert>;
  return (
    <SessionProvider session={from}>
      <Alert type="error" action={<WhyLink requestId={error.requestId} variant="button" />}>
        Invalid information in one or more fields. Check your information or contact your administrator.
        {error.ownSide && <div>Your own account does not allow you to assume this role.</div>}
        {error.requestId !== undefined && <div>Request ID: {error.requestId}</div>}
      </Alert>
    </SessionProvider>
  );
}
