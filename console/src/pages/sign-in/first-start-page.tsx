import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useAction } from "../../data/use-action";
import { FailureBox } from "../../parts/failure-box";
import { PasswordField } from "../../parts/password-field";
import { firstStart } from "../../session/api";
import { useBrowser } from "../../session/browser";
import { WordMark } from "./word-mark";

/** Sets the first root password, by the link that the server prints once. */
export default function FirstStartPage(): ReactNode {
  const [query] = useSearchParams();
  const [token] = useState(() => query.get("token") ?? "");
  const navigate = useNavigate();
  const { refresh } = useBrowser();
  const [account, setAccount] = useState(query.get("account") ?? "");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const action = useAction();
  const differ = again !== "" && again !== password;

  useEffect(() => {
    document.title = "First start | rolecall";
    // The token works once, but it need not stay in the address bar and the history.
    window.history.replaceState(null, "", "/first-start");
  }, []);

  const submit = (): void => {
    if (account === "" || password === "" || password !== again) return;
    action.run(async () => {
      await firstStart({ token, account: account.trim(), password });
      await refresh();
      await navigate(`/sign-in?root&account=${encodeURIComponent(account.trim())}`, { replace: true });
    });
  };

  return (
    <main className="alone">
      <WordMark />
      <Container>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Form
            header={
              <Header variant="h1" description="Choose the password of an account's root user. The link works once.">
                First start
              </Header>
            }
            actions={
              <Button variant="primary" loading={action.busy} disabled={account === "" || password === "" || password !== again}>
                Set password
              </Button>
            }
          >
            <SpaceBetween size="m">
              {token === "" && <Alert type="error">The link is not complete: open it as the server printed it.</Alert>}
              <FailureBox failure={action.failure} />
              <FormField label="Account ID" description="12 digits.">
                <Input value={account} autoFocus inputMode="numeric" onChange={({ detail }) => setAccount(detail.value)} />
              </FormField>
              <PasswordField label="New password" value={password} onChange={setPassword} autoComplete="new-password" />
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
      </Container>
    </main>
  );
}
