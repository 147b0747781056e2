import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { holderPage } from "../../iam/holder";
import { nameOf } from "../../iam/policy-type";
import { type Column, DataTable, Empty } from "../../parts/data-table";
import { PageLink } from "../../parts/page-link";
import { attachedEntities, type Entity, KIND_WORDS } from "./entities";
import { EntitiesDialog } from "./entities-dialog";

const COLUMNS: Column<Entity>[] = [
  { id: "name", header: "Entity name", text: (entity) => entity.name, cell: (entity) => <PageLink page={holderPage(entity.kind, entity.name)}><span className="long-name">{entity.name}</span></PageLink> },
  { id: "kind", header: "Entity type", text: (entity) => KIND_WORDS[entity.kind], cell: (entity) => KIND_WORDS[entity.kind] },
];

export function EntitiesTab({ arn }: { arn: string }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [dialog, setDialog] = useState<"attach" | "detach">();
  const attached = useLoad(`entities:${arn}`, () => attachedEntities(iam, arn));
  const bounded = useLoad(`bounded:${arn}`, () => attachedEntities(iam, arn, "PermissionsBoundary"));
  return (
    <>
      <DataTable<Entity>
        noun="entities with the policy"
        title="Attached as a permissions policy"
        variant="container"
        items={attached.value ?? []}
        loading={attached.loading}
        failure={attached.failure}
        retry={attached.reload}
        id={(entity) => `${entity.kind} ${entity.name}`}
        rowName={(entity) => entity.name}
        columns={COLUMNS}
        actions={
          <>
            <Button onClick={() => setDialog("detach")}>Detach</Button>
            <Button onClick={() => setDialog("attach")}>Attach</Button>
          </>
        }
        empty={<Empty title="No entities" reason="Nothing has this policy, so it allows nobody anything." />}
      />
      <DataTable<Entity>
        noun="entities with the boundary"
        title="Attached as a permissions boundary"
        variant="container"
        items={bounded.value ?? []}
        loading={bounded.loading}
        failure={bounded.failure}
        retry={bounded.reload}
        id={(entity) => `${entity.kind} ${entity.name}`}
        rowName={(entity) => entity.name}
        columns={COLUMNS}
        empty={<Empty title="No entities" reason="The policy is nobody's boundary." />}
      />
      {dialog && (
        <EntitiesDialog
          arn={arn}
          mode={dialog}
          close={() => setDialog(undefined)}
          done={() => {
            setDialog(undefined);
            attached.reload();
            flash({ type: "success", text: dialog === "attach" ? "Policy was successfully attached." : `Policy ${nameOf(arn)} detached.` });
          }}
        />
      )}
    </>
  );
}
