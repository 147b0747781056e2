import { GetPolicyCommand, GetPolicyVersionCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../app/flash";
import { useIam } from "../aws/iam";
import { useLoad } from "../data/use-load";
import { Confirm } from "../parts/confirm";
import { DataTable, Empty } from "../parts/data-table";
import { FailureBox } from "../parts/failure-box";
import { GoButton } from "../parts/go-button";
import { Loaded } from "../parts/loaded";
import { PageLink } from "../parts/page-link";
import { PolicyText } from "../parts/policy-text";
import { useGo } from "../session/session";
import { decodeDocument, type Holder, holderOf, holderPage } from "./holder";
import { inlinePolicyPage } from "./inline-policy-path";
import { policyPage } from "./policy-type";
import { type PolicyRow, useHolderPolicies } from "./use-holder-policies";

/** The policies of a user, group or role: AWS's box `Permissions policies`. */
export function PermissionsPanel({ holder }: { holder: Holder }): ReactNode {
  const policies = useHolderPolicies(holder);
  const [chosen, setChosen] = useState<PolicyRow[]>([]);
  const [removing, setRemoving] = useState(false);
  const [shown, setShown] = useState<PolicyRow>();
  const go = useGo();
  const flash = useFlash();
  const failed = policies.parts.flatMap((part) => part.failure ?? []);
  const own = chosen.filter((row) => row.group === undefined);
  const attachPage = `${holderPage(holder.kind, holder.name)}/${holder.kind === "user" ? "add-permissions" : "attach-policies"}`;

  return (
    <SpaceBetween size="m">
      {failed.map((failure, index) => (
        <FailureBox key={index} failure={failure} retry={policies.reload} />
      ))}
      <DataTable<PolicyRow>
        noun="policies"
        title="Permissions policies"
        variant="container"
        items={policies.rows}
        loading={policies.loading}
        id={(row) => row.id}
        rowName={(row) => row.name}
        selection="multi"
        selected={own}
        onSelect={setChosen}
        disabled={(row) => row.group !== undefined}
        actions={
          <>
            <Button disabled={own.length === 0} onClick={() => setRemoving(true)}>
              Remove
            </Button>
            <ButtonDropdown
              items={[
                { id: "attach", text: holder.kind === "user" ? "Add permissions" : "Attach policies" },
                { id: "inline", text: "Create inline policy" },
              ]}
              onItemClick={({ detail }) => go(detail.id === "attach" ? attachPage : inlinePolicyPage(holder))}
            >
              Add permissions
            </ButtonDropdown>
          </>
        }
        columns={[
          {
            id: "name",
            header: "Policy name",
            text: (row) => row.name,
            minWidth: 220,
            cell: (row) => (
              <SpaceBetween direction="horizontal" size="xxs">
                <Button variant="inline-icon" iconName="search" ariaLabel={`View ${row.name}`} onClick={() => setShown(row)} />
                <NameLink row={row} holder={holder} />
              </SpaceBetween>
            ),
          },
          { id: "type", header: "Type", text: (row) => row.type, cell: (row) => row.type },
          {
            id: "via",
            header: "Attached via",
            text: (row) => row.group ?? (row.arn === undefined ? "Inline" : "Directly"),
            extra: holder.kind !== "user",
            cell: (row) =>
              row.group === undefined ? row.arn === undefined ? "Inline" : "Directly" : (
                <>
                  Group <PageLink page={holderPage("group", row.group)}>{row.group}</PageLink>
                </>
              ),
          },
        ]}
        empty={
          failed.length > 0 ? (
            <Empty title="No policies that you may see" />
          ) : (
            <Empty
              title="No policies"
              reason={`Nothing is allowed to this ${holder.kind} by policies of its own.`}
              action={<GoButton page={attachPage}>{holder.kind === "user" ? "Add permissions" : "Attach policies"}</GoButton>}
            />
          )
        }
      />
      {shown && <PolicyDialog row={shown} holder={holder} close={() => setShown(undefined)} />}
      {removing && (
        <Confirm
          title={own.length === 1 ? `Remove policy ${own[0]?.name ?? ""}?` : `Remove ${own.length} policies?`}
          button={own.length === 1 ? "Remove policy" : "Remove policies"}
          onCancel={() => setRemoving(false)}
          work={async () => {
            for (const row of own) await (row.arn === undefined ? holder.deleteInline(row.name) : holder.detach(row.arn));
          }}
          onDone={() => {
            setRemoving(false);
            setChosen([]);
            policies.reload();
            flash({ type: "success", text: own.length === 1 ? `Policy ${own[0]?.name ?? ""} removed.` : `${own.length} policies removed.` });
          }}
        >
          <div>
            What only {own.length === 1 ? "this policy allows" : "these policies allow"} is denied to {holder.kind} <b className="long-name">{holder.name}</b> from
            then on. {own.some((row) => row.arn === undefined) && "Inline policies are deleted."}
          </div>
        </Confirm>
      )}
    </SpaceBetween>
  );
}

function NameLink({ row, holder }: { row: PolicyRow; holder: Holder }): ReactNode {
  if (row.arn !== undefined) return <PageLink page={policyPage(row.arn)}>{row.name}</PageLink>;
  const owner: Pick<Holder, "kind" | "name"> = row.group === undefined ? holder : { kind: "group", name: row.group };
  return <PageLink page={inlinePolicyPage(owner, row.name)}>{row.name}</PageLink>;
}

function PolicyDialog({ row, holder, close }: { row: PolicyRow; holder: Holder; close: () => void }): ReactNode {
  const iam = useIam();
  const load = useLoad(`document:${row.id}`, async () => {
    if (row.arn === undefined) {
      return (row.group === undefined ? holder : holderOf(iam, "group", row.group)).getInline(row.name);
    }
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: row.arn }));
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: row.arn, VersionId: Policy?.DefaultVersionId }));
    return decodeDocument(version.PolicyVersion?.Document);
  });
  return (
    <Modal
      visible
      size="large"
      header={<span className="long-name">{row.name}</span>}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <Button onClick={close}>Close</Button>
        </Box>
      }
    >
      {load.failure ? <FailureBox failure={load.failure} retry={load.reload} /> : <Loaded load={load}>{(document) => <PolicyText document={document} label={`Policy ${row.name}`} />}</Loaded>}
    </Modal>
  );
}
