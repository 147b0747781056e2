import { CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import type { Tag } from "../../parts/tag-rules";
import { TagFields } from "../../parts/tag-fields";
import { useGo } from "../../session/session";
import { providerOf, providerPage } from "./provider";

export default function CreateProviderPage(): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [type, setType] = useState<"saml" | "oidc">("saml");
  const [providerName, setProviderName] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [url, setUrl] = useState("");
  const [audience, setAudience] = useState("");
  const [tags, setTags] = useState<Tag[] | undefined>([]);
  const action = useAction();
  const ready = tags !== undefined && (type === "saml" ? providerName !== "" && files.length === 1 : /^https:\/\/.+/.test(url) && audience !== "");
  const create = (): void =>
    action.run(async () => {
      const Tags = tags?.length ? tags : undefined;
      const made =
        type === "saml"
          ? (await iam.send(new CreateSAMLProviderCommand({ Name: providerName, SAMLMetadataDocument: await files[0]?.text(), Tags }))).SAMLProviderArn
          : (await iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList: [audience], Tags }))).OpenIDConnectProviderArn;
      const provider = providerOf(made ?? "");
      flash({ type: "success", text: `Identity provider ${provider.name} created.`, action: <PageLink page={providerPage(provider)}>View provider</PageLink> });
      go("iam/providers");
    });
  return (
    <Page title="Add an Identity provider" crumbs={[{ text: "Identity providers", page: "iam/providers" }]}>
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Configure provider</Header>}>
        <SpaceBetween size="m">
          <FormField label="Provider type">
            <RadioGroup
              value={type}
              items={[
                { value: "saml", label: "SAML", description: "Your company's directory signs assertions about people." },
                { value: "oidc", label: "OpenID Connect", description: "A service such as a CI system signs tokens about its jobs." },
              ]}
              onChange={({ detail }) => setType(detail.value === "saml" ? "saml" : "oidc")}
            />
          </FormField>
          {type === "saml" ? (
            <>
              <FormField label="Provider name" constraintText="At most 128 letters, digits, and . _ -">
                <Input value={providerName} onChange={({ detail }) => setProviderName(detail.value)} />
              </FormField>
              <FormField label="Metadata document" description="The XML file that your identity provider exports.">
                <FileUpload
                  value={files}
                  accept=".xml,text/xml,application/xml"
                  i18nStrings={{
                    uploadButtonText: () => "Choose file",
                    dropzoneText: () => "Drop the file here",
                    removeFileAriaLabel: () => "Remove file",
                    limitShowFewer: "Show fewer",
                    limitShowMore: "Show more",
                    errorIconAriaLabel: "Error",
                  }}
                  onChange={({ detail }) => setFiles(detail.value)}
                />
              </FormField>
            </>
          ) : (
            <>
              <FormField label="Provider URL" description="Where its tokens come from, as they name it." constraintText="Begins with https://">
                <Input value={url} inputMode="url" placeholder="https://" onChange={({ detail }) => setUrl(detail.value.trim())} />
              </FormField>
              <FormField label="Audience" description="The client that tokens are made for.">
                <Input value={audience} onChange={({ detail }) => setAudience(detail.value.trim())} />
              </FormField>
            </>
          )}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Add tags - optional</Header>}>
        <TagFields onChange={setTags} />
      </Container>
      <FormActions cancel={() => go("iam/providers")}>
        <Button variant="primary" disabled={!ready} loading={action.busy} onClick={create}>
          Add provider
        </Button>
      </FormActions>
    </Page>
  );
}
