import { type AccessKeyLastUsed, type AccessKeyMetadata, DeleteAccessKeyCommand, GetAccessKeyLastUsedCommand, ListAccessKeysCommand, type StatusType, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useIam } from "../../../aws/iam";
import { useLoad } from "../../../data/use-load";
import { holderPage } from "../../../iam/holder";
import { Confirm } from "../../../parts/confirm";
import { Copy } from "../../../parts/copy";
import { Empty } from "../../../parts/data-table";
import { FailureBox } from "../../../parts/failure-box";
import { GoButton } from "../../../parts/go-button";
import { Loaded } from "../../../parts/loaded";
import { When } from "../../../parts/when";
import { RotationGuide } from "./rotation-guide";

/** AWS gives a user two keys at most, so that one can replace the other. */
export const KEY_LIMIT = 2;

export function AccessKeysBox({ userName }: { userName: string }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [asking, setAsking] = useState<{ what: "status" | "delete"; key: AccessKeyMetadata }>();
  const keys = useLoad(`keys:${userName}`, async () => (await iam.send(new ListAccessKeysCommand({ UserName: userName }))).AccessKeyMetadata ?? []);
  const count = keys.value?.length ?? 0;
  const full = count >= KEY_LIMIT;
  const create = (
    <GoButton page={`${holderPage("user", userName)}/create-access-key`} disabled={full} disabledReason={full ? "A user has two access keys at most. Delete one first." : undefined}>
      Create access key
    </GoButton>
  );
  const done = (text: string): void => {
    setAsking(undefined);
    keys.reload();
    flash({ type: "success", text });
  };
  return (
    <Container
      header={
        <Header variant="h2" counter={keys.value && `(${count})`} description="For programs. Two keys at most, so that one can replace the other." actions={create}>
          Access keys
        </Header>
      }
    >
      {keys.failure ? (
        <FailureBox failure={keys.failure} retry={keys.reload} />
      ) : (
        <Loaded load={keys}>
          {(all) =>
            all.length === 0 ? (
              <Empty title="No access keys" reason="Temporary credentials of a role are safer than a key." />
            ) : (
              <SpaceBetween size="l">
                {all.map((key) => (
                  <KeyCard key={key.AccessKeyId} accessKey={key} ask={(what) => setAsking({ what, key })} />
                ))}
                <RotationGuide keys={all} />
              </SpaceBetween>
            )
          }
        </Loaded>
      )}
      {asking?.what === "status" && <ChangeStatus accessKey={asking.key} userName={userName} cancel={() => setAsking(undefined)} done={done} />}
      {asking?.what === "delete" && (
        <Confirm
          title={`Delete ${asking.key.AccessKeyId ?? ""}?`}
          type={asking.key.AccessKeyId}
          button="Delete"
          onCancel={() => setAsking(undefined)}
          work={async () => {
            await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: asking.key.AccessKeyId }));
          }}
          onDone={() => done(`Access key ${asking.key.AccessKeyId ?? ""} deleted.`)}
        >
          Programs that still use this key stop working for good.
        </Confirm>
      )}
    </Container>
  );
}

function ChangeStatus({ accessKey, userName, cancel, done }: { accessKey: AccessKeyMetadata; userName: string; cancel: () => void; done: (text: string) => void }): ReactNode {
  const iam = useIam();
  const active = accessKey.Status === "Active";
  const wanted: StatusType = active ? "Inactive" : "Active";
  const id = accessKey.AccessKeyId ?? "";
  return (
    <Confirm
      title={`${active ? "Deactivate" : "Activate"} ${id}?`}
      harmless={!active}
      button={active ? "Deactivate" : "Activate"}
      onCancel={cancel}
      work={async () => {
        await iam.send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: id, Status: wanted }));
      }}
      onDone={() => done(`Access key ${id} ${active ? "deactivated" : "activated"}.`)}
    >
      {active ? "Requests that are signed with this key are refused until you activate it again." : "Whoever has this key can use it again."}
    </Confirm>
  );
}

function KeyCard({ accessKey, ask }: { accessKey: AccessKeyMetadata; ask: (what: "status" | "delete") => void }): ReactNode {
  const iam = useIam();
  const id = accessKey.AccessKeyId ?? "";
  const active = accessKey.Status === "Active";
  const used = useLoad<Partial<AccessKeyLastUsed>>(`key-used:${id}`, async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).AccessKeyLastUsed ?? {});
  return (
    <div>
      <Header
        variant="h3"
        actions={
          <ButtonDropdown
            ariaLabel={`Actions for ${id}`}
            items={[
              { id: "status", text: active ? "Deactivate" : "Activate" },
              { id: "delete", text: "Delete", disabled: active, disabledReason: active ? "Deactivate the key first." : undefined },
            ]}
            onItemClick={({ detail }) => ask(detail.id === "delete" ? "delete" : "status")}
          >
            Actions
          </ButtonDropdown>
        }
      >
        <Copy text={id} of="Access key ID" />
      </Header>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Status", value: <StatusIndicator type={active ? "success" : "stopped"}>{accessKey.Status}</StatusIndicator> },
          { label: "Created", value: <When time={accessKey.CreateDate} /> },
          {
            label: "Last used",
            value: (
              <Loaded load={used}>
                {(use) =>
                  use.LastUsedDate ? (
                    <>
                      <When time={use.LastUsedDate} />
                      <Box variant="small" display="block">
                        {use.ServiceName} in {use.Region}
                      </Box>
                    </>
                  ) : (
                    "Never"
                  )
                }
              </Loaded>
            ),
          },
        ]}
      />
    </div>
  );
}
