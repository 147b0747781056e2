import { GetSAMLProviderCommand, type GetSAMLProviderResponse, TagSAMLProviderCommand, UntagSAMLProviderCommand, UpdateSAMLProviderCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { samlRecipe } from "../../iam/copy-as";
import { nameOf } from "../../iam/policy-type";
import { Confirm } from "../../parts/confirm";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { FailureBox } from "../../parts/failure-box";
import { whole } from "../../parts/tag-rules";
import { TagsTab } from "../../parts/tags-tab";
import { When } from "../../parts/when";

export function SamlDetails({ arn }: { arn: string }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [replacing, setReplacing] = useState(false);
  const [metadata, setMetadata] = useState("");
  const load = useLoad<Partial<GetSAMLProviderResponse>>(`saml:${arn}`, () => iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn })));
  const provider = load.value;
  const tags = { items: whole(provider?.Tags), failure: load.failure, loading: load.loading, cut: false, reload: load.reload };
  return (
    <>
      <FailureBox failure={load.failure} retry={load.reload} />
      <Container
        header={
          <Header variant="h2" actions={<div className="actions"><CopyAs recipe={provider && samlRecipe({ name: nameOf(arn), metadata: provider.SAMLMetadataDocument ?? "", tags: tags.items })} /><Button onClick={() => setReplacing(true)}>Replace metadata</Button></div>}>
            Summary
          </Header>
        }
      >
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Provider type", value: "SAML" },
            { label: "Creation time", value: <When time={provider?.CreateDate} /> },
            { label: "Valid until", value: <When time={provider?.ValidUntil} /> },
            { label: "ARN", value: <Copy text={arn} of="ARN" /> },
          ]}
        />
      </Container>
      <TagsTab
        of="Identity provider"
        tags={tags}
        set={async (Tags) => {
          await iam.send(new TagSAMLProviderCommand({ SAMLProviderArn: arn, Tags }));
        }}
        remove={async (TagKeys) => {
          await iam.send(new UntagSAMLProviderCommand({ SAMLProviderArn: arn, TagKeys }));
        }}
      />
      {replacing && (
        <Confirm
          title="Replace metadata?"
          button="Replace metadata"
          disabled={metadata === ""}
          onCancel={() => setReplacing(false)}
          work={async () => {
            await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: arn, SAMLMetadataDocument: metadata }));
          }}
          onDone={() => {
            setReplacing(false);
            setMetadata("");
            load.reload();
            flash({ type: "success", text: "Metadata replaced." });
          }}
        >
          <FormField label="Metadata document" description="The XML text. Assertions signed with other keys are refused from then on.">
            <Textarea value={metadata} rows={8} onChange={({ detail }) => setMetadata(detail.value)} />
          </FormField>
        </Confirm>
      )}
    </>
  );
}
