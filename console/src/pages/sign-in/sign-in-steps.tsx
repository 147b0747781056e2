import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { PasswordField } from "../../parts/password-field";
import { useNow } from "../../session/use-now";
import type { SigningIn } from "./use-sign-in";

/** What went wrong with the last attempt, and how long to wait. */
export function SignInFailure({ signingIn }: { signingIn: SigningIn }): ReactNode {
  const now = useNow(1_000);
  const { error, waitUntil } = signingIn;
  if (!error) return null;
  const seconds = waitUntil === undefined ? 0 : Math.ceil((waitUntil - now) / 1_000);
  if (error.code === "TooManyAttempts") {
    return (
      <Alert type="warning" header="Too many attempts">
        {seconds > 0 ? `Wait ${waitWords(seconds)}, then try again.` : "You can try again now."}
      </Alert>
    );
  }
  if (error.code === "AuthenticationFailed") return <Alert type="error">Your authentication information is incorrect. Please try again.</Alert>;
  return <Alert type="error">{error.message}</Alert>;
}

function waitWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

export function NewPasswordStep({ signingIn, who }: { signingIn: SigningIn; who: string }): ReactNode {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differ = again !== "" && again !== password;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "" && password === again) signingIn.submitPassword(password);
      }}
    >
      <Form
        header={
          <Header variant="h1" description={`${who} needs a new password before signing in.${signingIn.byKey ? " The security key is asked for once more." : ""}`}>
            Change password
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={signingIn.restart}>
              Cancel
            </Button>
            <Button variant="primary" loading={signingIn.busy} disabled={password === "" || password !== again}>
              Confirm password change
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <SignInFailure signingIn={signingIn} />
          <PasswordField label="New password" value={password} onChange={setPassword} autoFocus autoComplete="new-password" />
          <PasswordField
            label="Retype new password"
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            errorText={differ ? "The two passwords differ." : undefined}
          />
        </SpaceBetween>
      </Form>
    </form>
  );
}
