import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { PasswordField } from "../../parts/password-field";
import { remember, remembered } from "../../session/storage";
import { SignInFailure } from "./sign-in-steps";
import type { SigningIn } from "./use-sign-in";

export interface CredentialsStepProps {
  signingIn: SigningIn;
  root: boolean;
  /** Signing in again: only the password is asked for. */
  fixed?: { account: string; userName?: string };
  account?: string;
  headingLevel?: "h1" | "h2";
  other?: ReactNode;
  onAccount?: (account: string) => void;
}

/** Account, user, password: as AWS's page has them, in its order. */
export function CredentialsStep({ signingIn, root, fixed, other, ...props }: CredentialsStepProps): ReactNode {
  const saved = remembered("account");
  const [account, setAccount] = useState(fixed?.account ?? props.account ?? saved ?? "");
  const [keep, setKeep] = useState(saved !== undefined);
  const [userName, setUserName] = useState(fixed?.userName ?? "");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);

  const submit = (): void => {
    setTried(true);
    const cleaned = account.trim().replace(/^(\d{4})-(\d{4})-(\d{4})$/, "$1$2$3");
    if (cleaned === "" || (!root && userName === "") || password === "") return;
    if (!fixed) remember("account", keep ? cleaned : undefined);
    signingIn.submit(root ? { account: cleaned, root: true, password } : { account: cleaned, userName: userName.trim(), password });
    setPassword("");
    setTried(false);
  };
  const missing = (value: string, text: string): string | undefined => (tried && value.trim() === "" ? text : undefined);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Form header={<Header variant={props.headingLevel ?? "h1"}>{root ? "Root user sign in" : "IAM user sign in"}</Header>}>
        <SpaceBetween size="m">
          <SignInFailure signingIn={signingIn} />
          {!fixed && (
            <SpaceBetween size="xs">
              <FormField label="Account ID or alias" errorText={missing(account, "Enter the account's ID or alias.")}>
                <Input
                  value={account}
                  autoFocus={account === ""}
                  autoComplete="organization"
                  disableBrowserAutocorrect
                  spellcheck={false}
                  onChange={({ detail }) => setAccount(detail.value)}
                />
              </FormField>
              <Checkbox checked={keep} onChange={({ detail }) => setKeep(detail.checked)}>
                Remember this account
              </Checkbox>
            </SpaceBetween>
          )}
          {!fixed && !root && (
            <FormField label="IAM username" errorText={missing(userName, "Enter the user's name.")}>
              <Input
                value={userName}
                autoFocus={account !== ""}
                autoComplete="username"
                disableBrowserAutocorrect
                spellcheck={false}
                onChange={({ detail }) => setUserName(detail.value)}
              />
            </FormField>
          )}
          <PasswordField
            label="Password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            autoFocus={fixed !== undefined}
            showable
            errorText={missing(password, "Enter the password.")}
          />
          <Button variant="primary" fullWidth loading={signingIn.busy}>
            Sign in
          </Button>
          {other}
        </SpaceBetween>
      </Form>
    </form>
  );
}
