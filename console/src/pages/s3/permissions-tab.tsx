import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand, type PublicAccessBlockConfiguration, type S3Client } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { isMissing, toFailure } from "../../aws/failure";
import { useS3 } from "../../aws/s3";
import { useLoad } from "../../data/use-load";
import { Confirm } from "../../parts/confirm";
import { Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { Loaded } from "../../parts/loaded";
import { PolicyText } from "../../parts/policy-text";
import { bucketPage } from "./paths";

const SETTINGS: readonly { key: keyof PublicAccessBlockConfiguration; label: string }[] = [
  { key: "BlockPublicAcls", label: "Block public access granted through new access control lists" },
  { key: "IgnorePublicAcls", label: "Ignore public access granted through any access control list" },
  { key: "BlockPublicPolicy", label: "Block public access granted through new bucket policies" },
  { key: "RestrictPublicBuckets", label: "Restrict public and cross-account access to buckets with a public policy" },
];

/** What is not configured is an empty answer, not an error. */
async function orNone<T>(read: () => Promise<T>, none: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isMissing(toFailure(error))) return none;
    throw error;
  }
}

export function readPolicy(s3: S3Client, bucket: string): Promise<string> {
  return orNone(async () => (await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy ?? "", "");
}

export function PermissionsTab({ bucket }: { bucket: string }): ReactNode {
  const s3 = useS3();
  const flash = useFlash();
  const [dialog, setDialog] = useState<"block" | "delete">();
  const block = useLoad(`public-access:${bucket}`, () => orNone<PublicAccessBlockConfiguration>(async () => (await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }))).PublicAccessBlockConfiguration ?? {}, {}));
  const policy = useLoad(`bucket-policy:${bucket}`, () => readPolicy(s3, bucket));
  return (
    <>
      <Container
        header={
          <Header variant="h2" actions={<Button disabled={block.value === undefined} onClick={() => setDialog("block")}>Edit</Button>}>
            Block public access (bucket settings)
          </Header>
        }
      >
        {block.failure ? (
          <FailureBox failure={block.failure} retry={block.reload} />
        ) : (
          <Loaded load={block}>
            {(settings) => (
              <KeyValuePairs
                columns={2}
                items={SETTINGS.map(({ key, label }) => ({ label, value: settings[key] === true ? <StatusIndicator>On</StatusIndicator> : <StatusIndicator type="warning">Off</StatusIndicator> }))}
              />
            )}
          </Loaded>
        )}
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <GoButton page={`${bucketPage(bucket)}/policy`}>Edit</GoButton>
                <Button disabled={policy.value === undefined || policy.value === ""} onClick={() => setDialog("delete")}>
                  Delete
                </Button>
              </SpaceBetween>
            }
          >
            Bucket policy
          </Header>
        }
      >
        {policy.failure ? (
          <FailureBox failure={policy.failure} retry={policy.reload} />
        ) : (
          <Loaded load={policy}>
            {(document) => (document === "" ? <Empty title="No policy" reason="Only policies of identities decide who has access." action={<GoButton page={`${bucketPage(bucket)}/policy`}>Edit</GoButton>} /> : <PolicyText document={document} label="Bucket policy" />)}
          </Loaded>
        )}
      </Container>
      {dialog === "block" && block.value && (
        <EditBlock
          bucket={bucket}
          settings={block.value}
          close={() => setDialog(undefined)}
          done={() => {
            setDialog(undefined);
            block.reload();
            flash({ type: "success", text: `Block public access settings of ${bucket} saved.` });
          }}
        />
      )}
      {dialog === "delete" && (
        <Confirm
          title={`Delete the policy of ${bucket}?`}
          type="delete"
          button="Delete policy"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
          }}
          onDone={() => {
            setDialog(undefined);
            policy.reload();
            flash({ type: "success", text: `Policy of bucket ${bucket} deleted.` });
          }}
        >
          Whom only this policy lets in loses access.
        </Confirm>
      )}
    </>
  );
}

function EditBlock({ bucket, settings, close, done }: { bucket: string; settings: PublicAccessBlockConfiguration; close: () => void; done: () => void }): ReactNode {
  const s3 = useS3();
  const [wanted, setWanted] = useState(settings);
  const all = SETTINGS.every(({ key }) => wanted[key] === true);
  return (
    <Confirm
      title="Edit Block public access (bucket settings)"
      type="confirm"
      harmless
      button="Save changes"
      onCancel={close}
      onDone={done}
      work={async () => {
        await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: wanted }));
      }}
    >
      <SpaceBetween size="s">
        <Checkbox checked={all} onChange={({ detail }) => setWanted(Object.fromEntries(SETTINGS.map(({ key }) => [key, detail.checked])))}>
          Block all public access
        </Checkbox>
        {SETTINGS.map(({ key, label }) => (
          <Checkbox key={key} checked={wanted[key] === true} onChange={({ detail }) => setWanted({ ...wanted, [key]: detail.checked })}>
            {label}
          </Checkbox>
        ))}
      </SpaceBetween>
    </Confirm>
  );
}
