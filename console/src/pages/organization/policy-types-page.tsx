import { DisablePolicyTypeCommand, EnablePolicyTypeCommand } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { Confirm } from "../../parts/confirm";
import { DataTable, Empty } from "../../parts/data-table";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { isNotInUse, NoOrganization } from "./no-organization";
import { POLICY_TYPES, type TypeWords } from "./policy-types";
import { useTree } from "./use-tree";

export default function PolicyTypesPage(): ReactNode {
  const client = useOrganizations();
  const flash = useFlash();
  const tree = useTree();
  const [asking, setAsking] = useState<TypeWords>();
  const root = tree.value?.find((node) => node.kind === "root");
  const enabled = new Set(root?.policyTypes?.flatMap((one) => (one.Status === "ENABLED" ? [one.Type] : [])));
  const on = asking !== undefined && enabled.has(asking.type);
  return (
    <Page title="Policies" crumbs={[]}>
      {isNotInUse(tree.failure) ? (
        <NoOrganization done={tree.reload} />
      ) : (
        <DataTable<TypeWords>
          noun="policy types"
          title="Policy types"
          variant="container"
          plain
          items={POLICY_TYPES}
          loading={tree.loading && root === undefined}
          failure={tree.failure}
          retry={tree.reload}
          id={(words) => words.type}
          rowName={(words) => words.title}
          columns={[
            { id: "type", header: "Policy type", minWidth: 240, cell: (words) => <PageLink page={`organizations/policies/${words.slug}`}>{words.title}</PageLink> },
            { id: "says", header: "Description", cell: (words) => words.says },
            { id: "status", header: "Status", cell: (words) => (enabled.has(words.type) ? <StatusIndicator>Enabled</StatusIndicator> : <StatusIndicator type="stopped">Disabled</StatusIndicator>) },
            {
              id: "change",
              header: "Change",
              cell: (words) => (
                <Button variant="inline-link" disabled={!root} ariaLabel={`${enabled.has(words.type) ? "Disable" : "Enable"} ${words.title}`} onClick={() => setAsking(words)}>
                  {enabled.has(words.type) ? "Disable" : "Enable"}
                </Button>
              ),
            },
          ]}
          empty={<Empty title="No policy types" />}
        />
      )}
      {asking && root && (
        <Confirm
          title={`${on ? "Disable" : "Enable"} ${asking.title.toLowerCase()}?`}
          type={on ? "disable" : undefined}
          harmless={!on}
          button={on ? "Disable" : "Enable"}
          onCancel={() => setAsking(undefined)}
          work={async () => {
            const input = { RootId: root.id, PolicyType: asking.type };
            await (on ? client.send(new DisablePolicyTypeCommand(input)) : client.send(new EnablePolicyTypeCommand(input)));
          }}
          onDone={() => {
            flash({ type: "success", text: `${asking.title} ${on ? "disabled" : "enabled"}.` });
            setAsking(undefined);
            tree.reload();
          }}
        >
          {on ? "Every attachment of this type is lost, and what it limited is not limited any more." : "The full-access policy of this type is attached everywhere, so that nothing changes yet."}
        </Confirm>
      )}
    </Page>
  );
}
