import { CreateBucketCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useS3 } from "../../aws/s3";
import { useAction } from "../../data/use-action";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { useGo } from "../../session/session";
import { bucketNameError, bucketPage } from "./paths";

export default function CreateBucketPage(): ReactNode {
  const s3 = useS3();
  const go = useGo();
  const flash = useFlash();
  const [bucket, setBucket] = useState("");
  const [tried, setTried] = useState(false);
  const action = useAction();
  const nameError = bucketNameError(bucket);
  const create = (): void => {
    setTried(true);
    if (nameError !== undefined) return;
    action.run(async () => {
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      flash({ type: "success", text: `Successfully created bucket "${bucket}"`, action: <PageLink page={bucketPage(bucket)}>View details</PageLink> });
      go("s3");
    });
  };
  return (
    <Page title="Create bucket" crumbs={[{ text: "Buckets", page: "s3" }]} kind="form">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={() => go("s3")}>
                Cancel
              </Button>
              <Button variant="primary" loading={action.busy}>
                Create bucket
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <FailureBox failure={action.failure} />
            <Container header={<Header variant="h2">General configuration</Header>}>
              <FormField label="Bucket name" errorText={tried ? nameError : undefined} constraintText="3 to 63 characters. A name belongs to one account only." description="Public access is blocked at first.">
                <Input value={bucket} autoFocus spellcheck={false} onChange={({ detail }) => setBucket(detail.value.trim())} />
              </FormField>
            </Container>
          </SpaceBetween>
        </Form>
      </form>
    </Page>
  );
}
