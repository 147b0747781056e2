import type { ReactNode } from "react";
import { Page } from "../../parts/page";
import { PasswordPolicyBox } from "./password-policy-box";
import { TokensBox } from "./tokens-box";

export default function SettingsPage(): ReactNode {
  return (
    <Page title="Account settings" crumbs={[]}>
      <PasswordPolicyBox />
      <TokensBox />
    </Page>
  );
}
