import { GetRoleCommand, ListRoleTagsCommand, type Role, TagRoleCommand, UntagRoleCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import type { Recipe } from "../../copy-as/recipe";
import { useAll } from "../../data/use-all";
import { useLoad } from "../../data/use-load";
import { BoundaryPanel } from "../../iam/boundary-panel";
import { roleRecipe } from "../../iam/copy-as";
import { decodeDocument, everyItem, holderOf } from "../../iam/holder";
import { policyFacts } from "../../iam/holder-facts";
import { LastAccessedTab } from "../../iam/last-accessed-tab";
import { nextMarker } from "../../iam/markers";
import { PermissionsPanel } from "../../iam/permissions-panel";
import { isServiceLinked } from "../../iam/trusted";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageTabs } from "../../parts/page-tabs";
import { TagsTab } from "../../parts/tags-tab";
import { whole } from "../../parts/tag-rules";
import { Ago, When } from "../../parts/when";
import { useGo, useSession } from "../../session/session";
import { switchLink } from "../switch-role/link";
import { DeleteRoles } from "./delete-roles";
import { EditRole } from "./edit-role";
import { durationWords } from "./list-page";
import { SessionsTab } from "./tabs/sessions-tab";
import { TrustTab } from "./tabs/trust-tab";

export default function RolePage(): ReactNode {
  const { role: roleName = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [dialog, setDialog] = useState<"delete" | "edit">();
  const role = useLoad<Partial<Role>>(`role:${roleName}`, async () => (await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role ?? {});
  const tags = useAll(`role-tags:${roleName}`, async (Marker) => {
    const answer = await iam.send(new ListRoleTagsCommand({ RoleName: roleName, Marker }));
    return { items: whole(answer.Tags), next: nextMarker(answer) };
  });
  const holder = holderOf(iam, "role", roleName);
  const copy = async (): Promise<Recipe> => {
    const own = await everyItem(async (Marker) => {
      const answer = await iam.send(new ListRoleTagsCommand({ RoleName: roleName, Marker }));
      return { items: whole(answer.Tags), next: nextMarker(answer) };
    });
    const { Path: path, Description: description, AssumeRolePolicyDocument, PermissionsBoundary, MaxSessionDuration: maxSession } = role.value ?? {};
    return roleRecipe({ name: roleName, path, description, trust: decodeDocument(AssumeRolePolicyDocument), boundary: PermissionsBoundary?.PermissionsBoundaryArn, maxSession, tags: own, ...(await policyFacts(holder)) });
  };
  const close = (): void => setDialog(undefined);
  return (
    <Page title={roleName} crumbs={[{ text: "Roles", page: "iam/roles" }]} description={role.value?.Description} actions={<div className="actions"><CopyAs recipe={role.value && copy} /><Button onClick={() => setDialog("delete")}>Delete</Button></div>}>
      <FailureBox failure={role.failure} retry={role.reload} />
      <Summary role={role.value} edit={() => setDialog("edit")} />
      <PageTabs
        tabs={[
          {
            id: "permissions",
            label: "Permissions",
            content: () => (
              <>
                <PermissionsPanel holder={holder} />
                {role.value && <BoundaryPanel holder={holder} boundary={role.value.PermissionsBoundary?.PermissionsBoundaryArn} reload={role.reload} />}
              </>
            ),
          },
          { id: "trust", label: "Trust relationships", content: () => <TrustTab roleName={roleName} arn={role.value?.Arn} document={role.value && decodeDocument(role.value.AssumeRolePolicyDocument)} /> },
          {
            id: "tags",
            label: tags.failure || tags.loading ? "Tags" : `Tags (${tags.items.length})`,
            content: () => (
              <TagsTab
                of={`Role ${roleName}`}
                tags={tags}
                set={async (Tags) => {
                  await iam.send(new TagRoleCommand({ RoleName: roleName, Tags }));
                }}
                remove={async (TagKeys) => {
                  await iam.send(new UntagRoleCommand({ RoleName: roleName, TagKeys }));
                }}
              />
            ),
          },
          { id: "last-accessed", label: "Last Accessed", content: () => <LastAccessedTab arn={role.value?.Arn} /> },
          ...(isServiceLinked(role.value?.Path) ? [] : [{ id: "revoke", label: "Revoke sessions", content: () => <SessionsTab roleName={roleName} /> }]),
        ]}
      />
      {dialog === "delete" && (
        <DeleteRoles
          roles={[{ RoleName: roleName }]}
          onCancel={close}
          onDone={() => {
            flash({ type: "success", text: `Role ${roleName} deleted.` });
            go("iam/roles");
          }}
        />
      )}
      {dialog === "edit" && role.value && (
        <EditRole
          roleName={roleName}
          role={role.value}
          close={close}
          done={() => {
            close();
            role.reload();
            flash({ type: "success", text: `Role ${roleName} saved.` });
          }}
        />
      )}
    </Page>
  );
}

function Summary({ role, edit }: { role: Partial<Role> | undefined; edit: () => void }): ReactNode {
  const { accountAlias, accountId } = useSession();
  const path = role?.Path?.replace(/^\//, "") ?? "";
  const link = role?.RoleName === undefined ? undefined : `${location.origin}${switchLink({ roleName: `${path}${role.RoleName}`, account: accountAlias ?? accountId })}`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button disabled={!role} onClick={edit}>
              Edit
            </Button>
          }
        >
          Summary
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          {
            type: "group",
            items: [
              { label: "Creation date", value: <When time={role?.CreateDate} /> },
              { label: "Last activity", value: <Ago time={role?.RoleLastUsed?.LastUsedDate} /> },
            ],
          },
          {
            type: "group",
            items: [
              { label: "ARN", value: role?.Arn === undefined ? "-" : <Copy text={role.Arn} of="ARN" /> },
              { label: "Maximum session duration", value: role ? durationWords(role.MaxSessionDuration) : "-" },
            ],
          },
          { type: "group", items: [{ label: "Link to switch roles in console", value: link === undefined ? "-" : <Copy text={link} of="Link to switch roles in console" /> }] },
        ]}
      />
    </Container>
  );
}
