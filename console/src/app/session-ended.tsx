import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { CredentialsStep } from "../pages/sign-in/credentials-step";
import { MfaStep } from "../pages/sign-in/mfa-step";
import { NewPasswordStep } from "../pages/sign-in/sign-in-steps";
import { useSignIn } from "../pages/sign-in/use-sign-in";
import { useSwitch } from "../pages/switch-role/use-switch";
import type { Session } from "../session/api";
import { useBrowser } from "../session/browser";
import { pathIn } from "../session/session";
import { identityWords } from "../session/words";

/**
 * Lies over the page when its session has ended. The page stays as it is: after a new sign-in of the same identity
 * only the session in its path changes, and what was typed is still there.
 */
export function SessionEndedDialog({ session }: { session: Session }): ReactNode {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const { browser } = useBrowser();
  const goOn = (to: Session): void => {
    const page = pathname.replace(/^\/s\/[^/]+\/?/, "");
    const outcome = navigate(pathIn(to.id, page) + search, { replace: true });
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const go = (path: string): void => {
    const outcome = navigate(path);
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const original = browser?.sessions.find((other) => other.id === session.original?.id);

  return (
    <Modal
      visible
      header="Your session has ended"
      closeAriaLabel="Leave this page"
      onDismiss={() => go("/")}
      footer={
        <Box float="right">
          <Button variant="link" onClick={() => go("/")}>
            Leave this page
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>
          The session of <b className="long-name">{identityWords(session)}</b> has ended. The page behind this dialog is kept.
        </div>
        {session.kind === "role" && original && <SwitchAgain session={session} original={original} goOn={goOn} back={() => go(pathIn(original.id, ""))} />}
        {(session.kind === "iamUser" || session.kind === "root") && <SignInAgain session={session} goOn={goOn} />}
        {((session.kind === "role" && !original) || session.kind === "federated") && (
          <Button variant="primary" onClick={() => go("/sign-in")}>
            Sign in
          </Button>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function SignInAgain({ session, goOn }: { session: Session; goOn: (to: Session) => void }): ReactNode {
  const signingIn = useSignIn(goOn);
  const root = session.kind === "root";
  if (signingIn.step === "mfa") return <MfaStep signingIn={signingIn} />;
  if (signingIn.step === "new-password") return <NewPasswordStep signingIn={signingIn} who={identityWords(session)} />;
  return <CredentialsStep signingIn={signingIn} root={root} headingLevel="h2" fixed={{ account: session.accountId, userName: session.userName }} />;
}

function SwitchAgain({ session, original, goOn, back }: { session: Session; original: Session; goOn: (to: Session) => void; back: () => void }): ReactNode {
  const switching = useSwitch(original, goOn);
  const again = (): void =>
    switching.to({ account: session.accountId, roleName: rolePath(session), displayName: session.displayName, color: session.color });
  return (
    <SpaceBetween size="m">
      {switching.message}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={switching.busy} onClick={again}>
          Switch to the role again
        </Button>
        <Button onClick={back}>Switch back</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

function rolePath(session: Session): string {
  return session.roleName ?? "";
}
