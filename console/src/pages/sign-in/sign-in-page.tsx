import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useBrowser } from "../../session/browser";
import { pathIn } from "../../session/session";
import { accountWords, identityWords } from "../../session/words";
import { CredentialsStep } from "./credentials-step";
import { MfaStep } from "./mfa-step";
import { NewPasswordStep } from "./sign-in-steps";
import { useSignIn } from "./use-sign-in";
import { WordMark } from "./word-mark";

/** Where a sign-in may lead: a page of this console, never another site. */
export function safeTarget(to: string | null): string | undefined {
  return to !== null && /^\/[^/\\]/.test(to) ? to : undefined;
}

export default function SignInPage(): ReactNode {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const { browser } = useBrowser();
  const [root, setRoot] = useState(query.get("root") !== null);
  const go = (path: string): void => {
    const outcome = navigate(path, { replace: true });
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const signingIn = useSignIn((session) => go(safeTarget(query.get("to")) ?? pathIn(session.id, query.get("page") ?? "")));
  const sessions = browser?.sessions ?? [];

  useEffect(() => {
    document.title = "Sign in | rolecall";
  }, []);

  return (
    <main className="alone">
      <WordMark />
      <SpaceBetween size="l">
        {browser?.firstStart === true && (
          <Alert type="info" header="First start">
            No root user has a password yet. Open the link that the server printed when it started.
          </Alert>
        )}
        <Container>
          {signingIn.step === "credentials" && (
            <CredentialsStep
              key={root ? "root" : "user"}
              signingIn={signingIn}
              root={root}
              account={query.get("account") ?? undefined}
              other={
                <Button
                  fullWidth
                  formAction="none"
                  onClick={() => {
                    signingIn.restart();
                    setRoot(!root);
                  }}
                >
                  {root ? "Sign in as IAM user" : "Sign in using root user"}
                </Button>
              }
            />
          )}
          {signingIn.step === "mfa" && <MfaStep signingIn={signingIn} />}
          {signingIn.step === "new-password" && <NewPasswordStep signingIn={signingIn} who="This user" />}
        </Container>
        {sessions.length > 0 && (
          <Container header={<Box variant="h2">Signed in already</Box>}>
            <SpaceBetween size="xs">
              {sessions.map((session) => (
                <Link
                  key={session.id}
                  href={pathIn(session.id, "")}
                  onFollow={(event) => {
                    event.preventDefault();
                    go(pathIn(session.id, ""));
                  }}
                >
                  {identityWords(session)}, {accountWords(session)}
                </Link>
              ))}
            </SpaceBetween>
          </Container>
        )}
      </SpaceBetween>
    </main>
  );
}
