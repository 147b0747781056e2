import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useLoad } from "../../data/use-load";
import { holderOf } from "../../iam/holder";
import { nameOf } from "../../iam/policy-type";
import { useAccountGuard } from "../../parts/account-guard";
import { DataTable, Empty } from "../../parts/data-table";
import { Dialog } from "../../parts/dialog";
import { FailureBox } from "../../parts/failure-box";
import { allEntities, attachedEntities, type Entity, KIND_WORDS } from "./entities";

/** Attaches a policy to users, groups and roles, or detaches it from them. */
export function EntitiesDialog({ arn, mode, close, done }: { arn: string; mode: "attach" | "detach"; close: () => void; done: () => void }): ReactNode {
  const iam = useIam();
  const [chosen, setChosen] = useState<Entity[]>([]);
  const action = useAction();
  const guard = useAccountGuard(mode === "detach");
  const entities = useLoad(`${mode}:${arn}`, async () => {
    const attached = await attachedEntities(iam, arn);
    if (mode === "detach") return attached;
    const has = new Set(attached.map(({ kind, name }) => `${kind} ${name}`));
    return (await allEntities(iam)).filter(({ kind, name }) => !has.has(`${kind} ${name}`));
  });
  const submit = (): void =>
    action.run(async () => {
      for (const { kind, name } of chosen) {
        const holder = holderOf(iam, kind, name);
        await (mode === "attach" ? holder.attach(arn) : holder.detach(arn));
      }
      done();
    });
  return (
    <Dialog large title={`${mode === "attach" ? "Attach" : "Detach"} ${nameOf(arn)}`} button={mode === "attach" ? "Attach policy" : "Detach policy"} disabled={chosen.length === 0 || !guard.ready} busy={action.busy} onSubmit={submit} onCancel={close}>
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <DataTable<Entity>
          noun="entities"
          title="IAM entities"
          variant="embedded"
          headingLevel="h3"
          pageSize={10}
          items={entities.value ?? []}
          loading={entities.loading}
          failure={entities.failure}
          retry={entities.reload}
          selection="multi"
          selected={chosen}
          onSelect={setChosen}
          id={(entity) => `${entity.kind} ${entity.name}`}
          rowName={(entity) => `${KIND_WORDS[entity.kind]} ${entity.name}`}
          columns={[
            { id: "name", header: "Entity name", text: (entity) => entity.name, cell: (entity) => <span className="long-name">{entity.name}</span> },
            { id: "kind", header: "Entity type", text: (entity) => KIND_WORDS[entity.kind], cell: (entity) => KIND_WORDS[entity.kind] },
          ]}
          empty={<Empty title="No entities" reason={mode === "attach" ? "Everything has this policy already." : "Nothing has this policy."} />}
        />
        {guard.field}
      </SpaceBetween>
    </Dialog>
  );
}
