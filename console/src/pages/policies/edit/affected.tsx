import type { ReactNode } from "react";
import { useIam } from "../../../aws/iam";
import { useLoad } from "../../../data/use-load";
import { holderPage } from "../../../iam/holder";
import { DataTable, Empty } from "../../../parts/data-table";
import { PageLink } from "../../../parts/page-link";
import { attachedEntities, type Entity, KIND_WORDS } from "../entities";

interface Affected extends Entity {
  usedAs: "Permissions policy" | "Boundary";
}

/** Whose permissions the new version changes, and when: those that have the policy, directly or as their boundary. */
export function AffectedEntities({ arn, atOnce }: { arn: string; atOnce: boolean }): ReactNode {
  const iam = useIam();
  const load = useLoad(`affected:${arn}`, async () => {
    const [attached, bounded] = await Promise.all([attachedEntities(iam, arn), attachedEntities(iam, arn, "PermissionsBoundary")]);
    return [...attached.map((entity): Affected => ({ ...entity, usedAs: "Permissions policy" })), ...bounded.map((entity): Affected => ({ ...entity, usedAs: "Boundary" }))];
  });
  return (
    <DataTable<Affected>
      noun="entities that have the policy"
      title="Who is affected"
      variant="container"
      description={
        atOnce
          ? "The changes apply to these as soon as you save. A group passes them on to its members."
          : "Nothing changes for these until the new version is set as the default."
      }
      items={load.value ?? []}
      loading={load.loading}
      failure={load.failure}
      retry={load.reload}
      pageSize={10}
      id={({ kind, name, usedAs }) => `${kind} ${name} ${usedAs}`}
      rowName={({ name }) => name}
      columns={[
        { id: "name", header: "Entity name", text: ({ name }) => name, cell: ({ kind, name }) => <PageLink page={holderPage(kind, name)}><span className="long-name">{name}</span></PageLink> },
        { id: "kind", header: "Entity type", text: ({ kind }) => KIND_WORDS[kind], cell: ({ kind }) => KIND_WORDS[kind] },
        { id: "used", header: "Used as", text: ({ usedAs }) => usedAs, cell: ({ usedAs }) => usedAs },
      ]}
      empty={<Empty title="No entities" reason="Nobody has this policy, so saving changes nobody's permissions." />}
    />
  );
}
