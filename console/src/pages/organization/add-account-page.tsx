import { CreateAccountCommand, DescribeCreateAccountStatusCommand } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useAction } from "../../data/use-action";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import type { Tag } from "../../parts/tag-rules";
import { TagFields } from "../../parts/tag-fields";
import { useGo } from "../../session/session";

/** An account is made in the background: how often its state is asked for, and how long a pause is. */
const TRIES = 60;
const PAUSE_MS = 500;

export default function AddAccountPage(): ReactNode {
  const client = useOrganizations();
  const go = useGo();
  const flash = useFlash();
  const [accountName, setAccountName] = useState("");
  const [email, setEmail] = useState("");
  const [roleName, setRoleName] = useState("OrganizationAccountAccessRole");
  const [tags, setTags] = useState<Tag[] | undefined>([]);
  const action = useAction();
  const ready = accountName !== "" && email.includes("@") && tags !== undefined;
  const create = (): void =>
    action.run(async () => {
      const { CreateAccountStatus: begun } = await client.send(
        new CreateAccountCommand({ AccountName: accountName, Email: email, RoleName: roleName === "" ? undefined : roleName, Tags: tags?.length ? tags : undefined }),
      );
      let status = begun;
      for (let attempt = 0; attempt < TRIES && status?.State === "IN_PROGRESS"; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        status = (await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }))).CreateAccountStatus;
      }
      if (status?.State === "FAILED") throw new Error(`The account could not be created: ${status.FailureReason ?? "no reason given"}.`);
      flash({ type: "success", text: status?.State === "SUCCEEDED" ? `Account ${accountName} (${status.AccountId ?? ""}) created.` : `Account ${accountName} is being created.` });
      go("organizations");
    });
  return (
    <Page title="Add an AWS account" crumbs={[{ text: "AWS accounts", page: "organizations" }]}>
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Create an AWS account</Header>}>
        <SpaceBetween size="m">
          <FormField label="AWS account name" constraintText="At most 50 characters.">
            <Input value={accountName} autoFocus onChange={({ detail }) => setAccountName(detail.value)} />
          </FormField>
          <FormField label="Email address of the account's owner" description="No other account may have it.">
            <Input value={email} inputMode="email" onChange={({ detail }) => setEmail(detail.value.trim())} />
          </FormField>
          <FormField label="IAM role name" description="The management account's way into the new account.">
            <Input value={roleName} onChange={({ detail }) => setRoleName(detail.value.trim())} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Tags</Header>}>
        <TagFields onChange={setTags} />
      </Container>
      <FormActions cancel={() => go("organizations")}>
        <Button variant="primary" disabled={!ready} loading={action.busy} onClick={create}>
          Create AWS account
        </Button>
      </FormActions>
    </Page>
  );
}
