import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { type PossiblePrincipal, whoCanAssume } from "../../../aws/rolecall";
import { useLoad } from "../../../data/use-load";
import { holderPage } from "../../../iam/holder";
import { trustedEntities } from "../../../iam/trusted";
import { DataTable, Empty } from "../../../parts/data-table";
import { GoButton } from "../../../parts/go-button";
import { PolicyText } from "../../../parts/policy-text";
import { useSession } from "../../../session/session";
import { tryPage } from "../try/try-path";

export function TrustTab({ roleName, arn, document }: { roleName: string; arn: string | undefined; document: string | undefined }): ReactNode {
  return (
    <>
      <Container
        header={
          <Header
            variant="h2"
            description="Who can assume this role, if their own policies allow it too."
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <GoButton page={tryPage(roleName)}>Try it as …</GoButton>
                <GoButton page={`${holderPage("role", roleName)}/trust-policy`}>Edit trust policy</GoButton>
              </SpaceBetween>
            }
          >
            Trusted entities
          </Header>
        }
      >
        {document === undefined ? (
          <Box color="text-body-secondary">The trust policy is not known.</Box>
        ) : (
          <SpaceBetween size="m">
            <SpaceBetween direction="horizontal" size="xs">
              {trustedEntities(document).map(({ kind, text }) => (
                <Badge key={`${kind} ${text}`} color={kind === "Everyone" ? "red" : "grey"}>
                  {kind === "Everyone" ? "Everyone" : `${kind}: ${text}`}
                </Badge>
              ))}
            </SpaceBetween>
            <PolicyText document={document} label="Trust policy" />
          </SpaceBetween>
        )}
      </Container>
      {arn !== undefined && <WhoCan arn={arn} />}
    </>
  );
}

const DECISIONS: Record<PossiblePrincipal["Decision"], ReactNode> = {
  Allowed: <StatusIndicator>Yes</StatusIndicator>,
  NeedsMfa: <StatusIndicator type="info">With MFA</StatusIndicator>,
  Depends: <StatusIndicator type="info">It depends</StatusIndicator>,
};

/** Who can assume the role now: computed from both sides, not read from the trust policy. */
function WhoCan({ arn }: { arn: string }): ReactNode {
  const { id } = useSession();
  const load = useLoad(`who-can-assume:${id}:${arn}`, () => whoCanAssume(id, arn));
  if (load.failure && load.failure.kind !== "denied") return null;
  return (
    <DataTable<PossiblePrincipal>
      noun="principals"
      title="Who can assume it now"
      variant="container"
      description="Decided with the policies of both sides."
      items={load.value?.Principals ?? []}
      cut={load.value?.Truncated}
      loading={load.loading}
      failure={load.failure}
      retry={load.reload}
      id={(principal) => principal.Arn}
      rowName={(principal) => principal.Arn}
      columns={[
        { id: "arn", header: "Principal", minWidth: 260, text: (principal) => principal.Arn, cell: (principal) => <span className="long-name">{principal.Arn}</span> },
        { id: "account", header: "Account", text: (principal) => principal.AccountId, cell: (principal) => principal.AccountId },
        { id: "decision", header: "Can assume", text: (principal) => principal.Decision, cell: (principal) => DECISIONS[principal.Decision] },
        { id: "conditions", header: "Conditions", text: (principal) => principal.Conditions?.join(" "), cell: (principal) => principal.Conditions?.join("; ") ?? "-" },
      ]}
      empty={<Empty title="Nobody" reason="No principal that you may see can assume this role now." />}
    />
  );
}
