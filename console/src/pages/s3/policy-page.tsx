import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useS3 } from "../../aws/s3";
import { useAction } from "../../data/use-action";
import { useDraft } from "../../parts/use-draft";
import { useLoad } from "../../data/use-load";
import { Copy } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { jsonError, PolicyEditor } from "../../parts/policy-editor";
import { useGo, useSession } from "../../session/session";
import { editable } from "../../visual/editable";
import { bucketPage } from "./paths";
import { readPolicy } from "./permissions-tab";

/** S3's limit of a bucket policy: 20 KB, white space included. */
const BUCKET_POLICY_BYTES = 20_480;

export default function BucketPolicyPage(): ReactNode {
  const { bucket = "" } = useParams();
  const s3 = useS3();
  const { accountId } = useSession();
  const load = useLoad(`bucket-policy:${bucket}`, () => readPolicy(s3, bucket));
  return (
    <Page title="Edit bucket policy" crumbs={[{ text: "Buckets", page: "s3" }, { text: bucket, page: bucketPage(bucket, "permissions") }]}>
      {load.failure ? (
        <FailureBox failure={load.failure} retry={load.reload} />
      ) : (
        <Loaded load={load}>{(document) => <Editor bucket={bucket} document={document === "" ? example(bucket, accountId) : editable(document)} />}</Loaded>
      )}
    </Page>
  );
}

/** Reading for the own account: somewhere to begin that lets nobody else in. */
function example(bucket: string, accountId: string): string {
  const statement = { Sid: "Statement1", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 4);
}

function Editor({ bucket, document }: { bucket: string; document: string }): ReactNode {
  const s3 = useS3();
  const go = useGo();
  const flash = useFlash();
  const draft = useDraft({ text: document });
  const { text } = draft.value;
  const action = useAction();
  const back = bucketPage(bucket, "permissions");
  const bytes = new TextEncoder().encode(text).length;
  const save = (): void =>
    action.run(async () => {
      await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text }));
      flash({ type: "success", text: `Policy of bucket ${bucket} saved.` });
      draft.done();
      go(back);
    });
  const cancel = (): void => {
    draft.done();
    go(back);
  };
  return (
    <>
      {draft.notice}
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2" description={<Copy text={`arn:aws:s3:::${bucket}`} of="Bucket ARN" />}>Policy</Header>}>
        <PolicyEditor kind="BUCKET" label="Policy" value={text} onChange={(changed) => draft.set({ text: changed })} errorText={bytes > BUCKET_POLICY_BYTES ? `The policy is ${bytes - BUCKET_POLICY_BYTES} bytes too long.` : undefined} />
      </Container>
      <FormActions cancel={cancel}>
        <Button variant="primary" loading={action.busy} disabled={jsonError(text) !== undefined || bytes > BUCKET_POLICY_BYTES} onClick={save}>
          Save changes
        </Button>
      </FormActions>
    </>
  );
}
