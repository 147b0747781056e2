import { DeleteOrganizationalUnitCommand, DescribeOrganizationCommand } from "@aws-sdk/client-organizations";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useLoad } from "../../data/use-load";
import { Confirm } from "../../parts/confirm";
import { Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { CloseAccount, MoveAccount, UnitName } from "./account-dialogs";
import { isNotInUse, NoOrganization } from "./no-organization";
import { type Node, targetPage } from "./tree";
import { useTree } from "./use-tree";

type Dialog = "create-ou" | "rename-ou" | "delete-ou" | "move" | "close";

export default function AccountsPage(): ReactNode {
  const client = useOrganizations();
  const organization = useLoad("organization", async () => (await client.send(new DescribeOrganizationCommand({}))).Organization ?? {});
  const tree = useTree();
  const reload = (): void => {
    organization.reload();
    tree.reload();
  };
  const none = isNotInUse(organization.failure) || isNotInUse(tree.failure);
  return (
    <Page title="AWS accounts" crumbs={[]} actions={!none && <GoButton page="organizations/add-account" variant="primary">Add an AWS account</GoButton>}>
      {none ? (
        <NoOrganization done={reload} />
      ) : (
        <>
          <FailureBox failure={organization.failure} retry={reload} />
          <Organization nodes={tree.value ?? []} loading={tree.loading} management={organization.value?.MasterAccountId} reload={reload} failure={<FailureBox failure={tree.failure} retry={reload} />} failed={tree.failure !== undefined} />
        </>
      )}
    </Page>
  );
}

function Organization({ nodes, loading, management, reload, failure, failed }: { nodes: readonly Node[]; loading: boolean; management: string | undefined; reload: () => void; failure: ReactNode; failed: boolean }): ReactNode {
  const client = useOrganizations();
  const flash = useFlash();
  const [view, setView] = useState<"hierarchy" | "list">("hierarchy");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<Node[]>([]);
  const [filter, setFilter] = useState("");
  const [dialog, setDialog] = useState<Dialog>();
  const node = nodes.find((one) => one.id === chosen[0]?.id);
  const kind = node?.kind;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    reload();
    flash({ type: "success", text });
  };
  const wanted = filter.trim().toLowerCase();
  const matches = (one: Node): boolean => `${one.name} ${one.id} ${one.account?.Email ?? ""}`.toLowerCase().includes(wanted);
  // A filter looks through the whole tree: it shows what it finds as a list.
  const flat = view === "list" || wanted !== "";
  const items = flat ? nodes.filter((one) => (wanted !== "" || one.kind === "account") && (view === "hierarchy" || one.kind === "account") && matches(one)) : nodes.filter((one) => one.kind === "root");
  const children = (one: Node): Node[] => nodes.filter((child) => child.parent === one.id);
  return (
    <>
      <Table<Node>
        variant="container"
        enableKeyboardNavigation
        wrapLines
        items={items}
        trackBy="id"
        loading={loading && nodes.length === 0}
        loadingText="Loading accounts"
        selectionType="single"
        selectedItems={chosen}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
        ariaLabels={{
          tableLabel: "Organization",
          selectionGroupLabel: "Select an account or organizational unit",
          itemSelectionLabel: (_, one) => `Select ${one.name}`,
          expandButtonLabel: (one) => `Open ${one.name}`,
          collapseButtonLabel: (one) => `Close ${one.name}`,
        }}
        expandableRows={
          flat
            ? undefined
            : {
                getItemChildren: children,
                isItemExpandable: (one) => children(one).length > 0,
                expandedItems: nodes.filter((one) => !closed.has(one.id)),
                onExpandableItemToggle: ({ detail }) => {
                  const changed = new Set(closed);
                  if (detail.expanded) changed.delete(detail.item.id);
                  else changed.add(detail.item.id);
                  setClosed(changed);
                },
              }
        }
        header={
          <Header
            variant="h2"
            counter={`(${nodes.filter((one) => one.kind === "account").length})`}
            actions={
              <div className="actions">
                <SegmentedControl
                  label="View"
                  selectedId={view}
                  options={[
                    { id: "hierarchy", text: "Hierarchy" },
                    { id: "list", text: "List" },
                  ]}
                  onChange={({ detail }) => setView(detail.selectedId === "list" ? "list" : "hierarchy")}
                />
                <ButtonDropdown
                  disabled={!node}
                  items={[
                    {
                      text: "Organizational unit",
                      items: [
                        { id: "create-ou", text: "Create new", disabled: kind === "account" },
                        { id: "rename-ou", text: "Rename", disabled: kind !== "ou" },
                        { id: "delete-ou", text: "Delete", disabled: kind !== "ou" },
                      ],
                    },
                    {
                      text: "AWS account",
                      items: [
                        { id: "move", text: "Move", disabled: kind !== "account" },
                        { id: "close", text: "Close", disabled: kind !== "account" || node?.id === management },
                      ],
                    },
                  ]}
                  onItemClick={({ detail }) => setDialog(detail.id as Dialog)}
                >
                  Actions
                </ButtonDropdown>
              </div>
            }
          >
            Organization
          </Header>
        }
        filter={<TextFilter filteringText={filter} filteringPlaceholder="Search" filteringAriaLabel="Search accounts" onChange={({ detail }) => setFilter(detail.filteringText)} />}
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            minWidth: 260,
            cell: (one) => (
              <>
                <PageLink page={targetPage(one.id)}>
                  <span className="long-name">{one.name}</span>
                </PageLink>
                {one.id === management && <Box variant="small" margin={{ left: "xs" }}>management account</Box>}
              </>
            ),
          },
          { id: "id", header: "ID", minWidth: 150, cell: (one) => one.id },
          { id: "email", header: "Email", minWidth: 160, cell: (one) => <span className="long-name">{one.account?.Email ?? "-"}</span> },
          { id: "state", header: "State", minWidth: 110, cell: (one) => (one.account ? <AccountState state={one.account.State ?? one.account.Status} /> : "-") },
          { id: "joined", header: "Joined", minWidth: 140, cell: (one) => <When time={one.account?.JoinedTimestamp} /> },
        ]}
        empty={failed ? failure : <Empty title={wanted === "" ? "No accounts" : "No matches"} />}
      />
      {node && (dialog === "create-ou" || dialog === "rename-ou") && <UnitName node={node} rename={dialog === "rename-ou"} close={() => setDialog(undefined)} done={done} />}
      {node && dialog === "delete-ou" && (
        <Confirm
          title={`Delete ${node.name}?`}
          type={node.name}
          button="Delete"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: node.id }));
          }}
          onDone={() => done(`Organizational unit ${node.name} deleted.`)}
        >
          Only an empty organizational unit can be deleted.
        </Confirm>
      )}
      {node && dialog === "move" && <MoveAccount node={node} nodes={nodes} close={() => setDialog(undefined)} done={done} />}
      {node && dialog === "close" && <CloseAccount node={node} close={() => setDialog(undefined)} done={done} />}
    </>
  );
}

export function AccountState({ state }: { state: string | undefined }): ReactNode {
  if (state === "ACTIVE") return <StatusIndicator>Active</StatusIndicator>;
  return <StatusIndicator type="stopped">{state === undefined ? "-" : state.charAt(0) + state.slice(1).toLowerCase().replaceAll("_", " ")}</StatusIndicator>;
}
