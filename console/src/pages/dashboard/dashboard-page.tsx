import { GetAccountSummaryCommand, ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useIam } from "../../aws/iam";
import { type Load, useLoad } from "../../data/use-load";
import { Copy } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { useSession } from "../../session/session";
import { AliasDialog, DeleteAlias } from "./alias-dialogs";
import { DenialsBox } from "./denials-box";

const RESOURCES = [
  { key: "Groups", label: "User groups", page: "iam/groups" },
  { key: "Users", label: "Users", page: "iam/users" },
  { key: "Roles", label: "Roles", page: "iam/roles" },
  { key: "Policies", label: "Policies", page: "iam/policies" },
  { key: "Providers", label: "Identity providers", page: "iam/providers" },
] as const;

type Summary = Partial<Record<string, number>>;

export default function DashboardPage(): ReactNode {
  const iam = useIam();
  const summary = useLoad<Summary>("account-summary", async () => (await iam.send(new GetAccountSummaryCommand({}))).SummaryMap ?? {});
  return (
    <Page title="IAM Dashboard" crumbs={[]}>
      <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
        <SpaceBetween size="l">
          <FailureBox failure={summary.failure} retry={summary.reload} />
          <Recommendations summary={summary} />
          <Container header={<Header variant="h2">IAM resources</Header>}>
            <ColumnLayout columns={4} minColumnWidth={110}>
              {RESOURCES.map(({ key, label, page }) => (
                <div key={key}>
                  <div>{label}</div>
                  <Loaded load={summary}>
                    {(counts) => (
                      <span className="big-number">
                        <PageLink page={page} fontSize="inherit" ariaLabel={`${label}: ${counts[key] ?? 0}`}>
                          {counts[key] ?? 0}
                        </PageLink>
                      </span>
                    )}
                  </Loaded>
                </div>
              ))}
            </ColumnLayout>
          </Container>
          <DenialsBox />
        </SpaceBetween>
        <AccountBox />
      </Grid>
    </Page>
  );
}

/** The two checks of the root user that AWS's dashboard begins with. */
function Recommendations({ summary }: { summary: Load<Summary> }): ReactNode {
  return (
    <Container header={<Header variant="h2">Security recommendations</Header>}>
      <Loaded load={summary}>
        {(counts) => (
          <SpaceBetween size="s">
            {counts.AccountMFAEnabled === 1 ? <StatusIndicator>Root user has MFA</StatusIndicator> : <StatusIndicator type="warning">Add MFA for root user</StatusIndicator>}
            {(counts.AccountAccessKeysPresent ?? 0) === 0 ? (
              <StatusIndicator>Root user has no active access keys</StatusIndicator>
            ) : (
              <StatusIndicator type="warning">Deactivate or delete access keys for root user</StatusIndicator>
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Container>
  );
}

function AccountBox(): ReactNode {
  const iam = useIam();
  const { accountId } = useSession();
  const [dialog, setDialog] = useState<"set" | "delete">();
  const alias = useLoad("account-alias", async () => ({ name: (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases?.[0] }));
  const current = alias.value?.name;
  const url = `${location.origin}/sign-in?account=${encodeURIComponent(current ?? accountId)}`;
  const close = (): void => {
    setDialog(undefined);
    alias.reload();
  };
  return (
    <Container header={<Header variant="h2">AWS Account</Header>}>
      <KeyValuePairs
        columns={1}
        items={[
          { label: "Account ID", value: <Copy text={accountId} of="Account ID" /> },
          {
            label: "Account Alias",
            value: (
              <Loaded load={alias}>
                {({ name }) => (
                  <SpaceBetween direction="horizontal" size="xs">
                    <span>{name ?? accountId}</span>
                    <Link variant="secondary" ariaLabel={`${name === undefined ? "Create" : "Edit"} account alias`} onFollow={() => setDialog("set")}>
                      {name === undefined ? "Create" : "Edit"}
                    </Link>
                    {name !== undefined && (
                      <Link variant="secondary" ariaLabel="Delete account alias" onFollow={() => setDialog("delete")}>
                        Delete
                      </Link>
                    )}
                  </SpaceBetween>
                )}
              </Loaded>
            ),
          },
          { label: "Sign-in URL for IAM users in this account", value: <Copy text={url} of="Sign-in URL" /> },
        ]}
      />
      {dialog === "set" && <AliasDialog current={current} close={close} />}
      {dialog === "delete" && current !== undefined && <DeleteAlias current={current} close={close} />}
    </Container>
  );
}
