import { GetAccessKeyLastUsedCommand, GetUserCommand, ListAccessKeysCommand, ListGroupsForUserCommand, ListMFADevicesCommand, ListUserTagsCommand, TagUserCommand, UntagUserCommand, type User } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import type { Recipe } from "../../copy-as/recipe";
import { useAll } from "../../data/use-all";
import { useLoad } from "../../data/use-load";
import { BoundaryPanel } from "../../iam/boundary-panel";
import { userRecipe } from "../../iam/copy-as";
import { everyItem, holderOf } from "../../iam/holder";
import { policyFacts } from "../../iam/holder-facts";
import { nextMarker } from "../../iam/markers";
import { PermissionsPanel } from "../../iam/permissions-panel";
import { LastAccessedTab } from "../../iam/last-accessed-tab";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { PageTabs } from "../../parts/page-tabs";
import { PageLink } from "../../parts/page-link";
import { TagsTab } from "../../parts/tags-tab";
import { whole } from "../../parts/tag-rules";
import { Ago, When } from "../../parts/when";
import { useGo } from "../../session/session";
import { DeleteUser } from "./delete-user";
import { passwordDate } from "./list-page";
import { GroupsTab } from "./tabs/groups-tab";
import { SecurityTab } from "./tabs/security-tab";

export default function UserPage(): ReactNode {
  const { user: userName = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [deleting, setDeleting] = useState(false);
  const user = useLoad<Partial<User>>(`user:${userName}`, async () => (await iam.send(new GetUserCommand({ UserName: userName }))).User ?? {});
  const tags = useAll(`user-tags:${userName}`, async (Marker) => {
    const answer = await iam.send(new ListUserTagsCommand({ UserName: userName, Marker }));
    return { items: whole(answer.Tags), next: nextMarker(answer) };
  });
  const holder = holderOf(iam, "user", userName);
  const copy = async (): Promise<Recipe> => {
    const groups = await everyItem(async (Marker) => {
      const answer = await iam.send(new ListGroupsForUserCommand({ UserName: userName, Marker }));
      return { items: (answer.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []), next: nextMarker(answer) };
    });
    const own = await everyItem(async (Marker) => {
      const answer = await iam.send(new ListUserTagsCommand({ UserName: userName, Marker }));
      return { items: whole(answer.Tags), next: nextMarker(answer) };
    });
    return userRecipe({ name: userName, path: user.value?.Path, boundary: user.value?.PermissionsBoundary?.PermissionsBoundaryArn, groups, tags: own, ...(await policyFacts(holder)) });
  };
  return (
    <Page title={userName} crumbs={[{ text: "Users", page: "iam/users" }]} actions={<div className="actions"><CopyAs recipe={user.value && copy} /><Button onClick={() => setDeleting(true)}>Delete</Button></div>}>
      <FailureBox failure={user.failure} retry={user.reload} />
      <Summary userName={userName} user={user.value} />
      <PageTabs
        tabs={[
          {
            id: "permissions",
            label: "Permissions",
            content: () => (
              <>
                <PermissionsPanel holder={holder} />
                {user.value && <BoundaryPanel holder={holder} boundary={user.value.PermissionsBoundary?.PermissionsBoundaryArn} reload={user.reload} />}
              </>
            ),
          },
          { id: "groups", label: "Groups", content: () => <GroupsTab userName={userName} /> },
          {
            id: "tags",
            label: tags.failure || tags.loading ? "Tags" : `Tags (${tags.items.length})`,
            content: () => (
              <TagsTab
                of={`User ${userName}`}
                tags={tags}
                set={async (Tags) => {
                  await iam.send(new TagUserCommand({ UserName: userName, Tags }));
                }}
                remove={async (TagKeys) => {
                  await iam.send(new UntagUserCommand({ UserName: userName, TagKeys }));
                }}
              />
            ),
          },
          { id: "security-credentials", label: "Security credentials", content: () => <SecurityTab userName={userName} user={user.value} /> },
          { id: "last-accessed", label: "Last Accessed", content: () => <LastAccessedTab arn={user.value?.Arn} /> },
        ]}
      />
      {deleting && (
        <DeleteUser
          users={[{ ...user.value, UserName: userName }]}
          onCancel={() => setDeleting(false)}
          onDone={() => {
            flash({ type: "success", text: `User ${userName} deleted.` });
            go("iam/users");
          }}
        />
      )}
    </Page>
  );
}

function Summary({ userName, user }: { userName: string; user: Partial<User> | undefined }): ReactNode {
  const iam = useIam();
  const access = useLoad(`console-access:${userName}`, async () => {
    const [password, devices] = await Promise.all([
      passwordDate(iam, userName),
      iam.send(new ListMFADevicesCommand({ UserName: userName })).then((answer) => answer.MFADevices?.length ?? 0),
    ]);
    return { password, devices };
  });
  const keys = useLoad(`summary-keys:${userName}`, async () => {
    const { AccessKeyMetadata: all = [] } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
    return all;
  });
  const createKey = <PageLink page={`iam/users/${encodeURIComponent(userName)}/create-access-key`}>Create access key</PageLink>;
  const keyItem = (index: number): { label: string; value: ReactNode } => ({
    label: `Access key ${index + 1}`,
    value: (
      <Loaded load={keys}>
        {(all) => {
          const key = all[index];
          if (!key) return createKey;
          return (
            <>
              {key.AccessKeyId} - {key.Status}
              <KeyUse id={key.AccessKeyId ?? ""} />
            </>
          );
        }}
      </Loaded>
    ),
  });
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { type: "group", items: [{ label: "ARN", value: user?.Arn === undefined ? "-" : <Copy text={user.Arn} of="ARN" /> }, { label: "Created", value: <When time={user?.CreateDate} /> }] },
          {
            type: "group",
            items: [
              {
                label: "Console access",
                value: (
                  <Loaded load={access}>
                    {({ password, devices }) =>
                      password === undefined ? "Disabled" : devices === 0 ? <StatusIndicator type="warning">Enabled without MFA</StatusIndicator> : <StatusIndicator>Enabled with MFA</StatusIndicator>
                    }
                  </Loaded>
                ),
              },
              { label: "Last console sign-in", value: <When time={user?.PasswordLastUsed} none="Never" /> },
            ],
          },
          { type: "group", items: [keyItem(0), keyItem(1)] },
        ]}
      />
    </Container>
  );
}

function KeyUse({ id }: { id: string }): ReactNode {
  const iam = useIam();
  const used = useLoad(`key-use:${id}`, async () => ({ at: (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).AccessKeyLastUsed?.LastUsedDate }));
  return (
    <Box variant="small" display="block">
      <Loaded load={used}>{({ at }) => (at ? <>Used <Ago time={at} /></> : "Never used")}</Loaded>
    </Box>
  );
}
