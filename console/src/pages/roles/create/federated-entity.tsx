import { GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useIam } from "../../../aws/iam";
import { useLoad } from "../../../data/use-load";
import { FailureBox } from "../../../parts/failure-box";
import { PageLink } from "../../../parts/page-link";
import { GITHUB, providerHost } from "./trust";
import type { EntityProps } from "./trusted-entity";

export function FederatedEntity(props: EntityProps): ReactNode {
  return props.choice.kind === "saml" ? <Saml {...props} /> : <Web {...props} />;
}

const NO_PROVIDERS = (
  <>
    This account has none. <PageLink page="iam/providers/create">Add provider</PageLink>
  </>
);

function Web({ choice, change, errors }: EntityProps): ReactNode {
  const iam = useIam();
  const providers = useLoad("oidc-providers", async () => ((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList ?? []).flatMap(({ Arn }) => Arn ?? []));
  const provider = useLoad(choice.provider === "" ? undefined : `oidc:${choice.provider}`, async () => (await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: choice.provider }))).ClientIDList ?? []);
  const host = choice.provider === "" ? "" : providerHost(choice.provider);
  return (
    <Container header={<Header variant="h2">Web identity</Header>}>
      <SpaceBetween size="l">
        <FailureBox failure={providers.failure ?? provider.failure} retry={providers.reload} />
        <FormField label="Identity provider" errorText={errors.provider} description={providers.value?.length === 0 ? NO_PROVIDERS : undefined}>
          <Select
            placeholder="Choose a provider"
            statusType={providers.loading ? "loading" : "finished"}
            selectedOption={choice.provider === "" ? null : { value: choice.provider, label: host }}
            options={(providers.value ?? []).map((arn) => ({ value: arn, label: providerHost(arn) }))}
            onChange={({ detail }) => change({ provider: detail.selectedOption.value ?? "", audience: "" })}
          />
        </FormField>
        <FormField label="Audience" errorText={errors.audience}>
          <Select
            placeholder="Choose an audience"
            disabled={choice.provider === ""}
            selectedOption={choice.audience === "" ? null : { value: choice.audience, label: choice.audience }}
            options={(provider.value ?? []).map((value) => ({ value, label: value }))}
            onChange={({ detail }) => change({ audience: detail.selectedOption.value ?? "" })}
          />
        </FormField>
        {host === GITHUB ? (
          <>
            <FormField label="GitHub organization" errorText={errors.gitHubOrganization}>
              <Input value={choice.gitHubOrganization} onChange={({ detail }) => change({ gitHubOrganization: detail.value.trim() })} />
            </FormField>
            <FormField label="GitHub repository" description="Empty: every repository.">
              <Input value={choice.gitHubRepository} onChange={({ detail }) => change({ gitHubRepository: detail.value.trim() })} />
            </FormField>
            <FormField label="GitHub branch" description="Empty: every branch, tag and pull request.">
              <Input value={choice.gitHubBranch} onChange={({ detail }) => change({ gitHubBranch: detail.value.trim() })} />
            </FormField>
          </>
        ) : (
          <FormField label="Subject - optional" description="Whom the provider vouches for; * and ? are allowed. Empty: everybody.">
            <Input value={choice.subject} onChange={({ detail }) => change({ subject: detail.value.trim() })} />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}

const ATTRIBUTES = ["SAML:aud", "SAML:iss", "SAML:sub", "SAML:sub_type", "SAML:eduPersonOrgDN", "SAML:namequalifier"];

function Saml({ choice, change, errors }: EntityProps): ReactNode {
  const iam = useIam();
  const providers = useLoad("saml-providers", async () => ((await iam.send(new ListSAMLProvidersCommand({}))).SAMLProviderList ?? []).flatMap(({ Arn }) => Arn ?? []));
  const label = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
  return (
    <Container header={<Header variant="h2">SAML 2.0 federation</Header>}>
      <SpaceBetween size="l">
        <FailureBox failure={providers.failure} retry={providers.reload} />
        <FormField label="Select a SAML provider" errorText={errors.samlProvider} description={providers.value?.length === 0 ? NO_PROVIDERS : undefined}>
          <Select
            placeholder="Choose a provider"
            statusType={providers.loading ? "loading" : "finished"}
            selectedOption={choice.samlProvider === "" ? null : { value: choice.samlProvider, label: label(choice.samlProvider) }}
            options={(providers.value ?? []).map((arn) => ({ value: arn, label: label(arn) }))}
            onChange={({ detail }) => change({ samlProvider: detail.selectedOption.value ?? "" })}
          />
        </FormField>
        <RadioGroup
          ariaLabel="Access"
          value={choice.samlConsole ? "console" : "program"}
          items={[
            { value: "program", label: "Allow programmatic access only" },
            { value: "console", label: "Allow programmatic and AWS Management Console access" },
          ]}
          onChange={({ detail }) => change({ samlConsole: detail.value === "console" })}
        />
        {!choice.samlConsole && (
          <>
            <FormField label="Attribute">
              <Select selectedOption={{ value: choice.samlAttribute, label: choice.samlAttribute }} options={ATTRIBUTES.map((value) => ({ value, label: value }))} onChange={({ detail }) => change({ samlAttribute: detail.selectedOption.value ?? "SAML:aud" })} />
            </FormField>
            <FormField label="Value" errorText={errors.samlValue}>
              <Input value={choice.samlValue} onChange={({ detail }) => change({ samlValue: detail.value })} />
            </FormField>
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
