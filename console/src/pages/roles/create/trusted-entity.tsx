import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { ReactNode } from "react";
import { PolicyEditor } from "../../../parts/policy-editor";
import { useSession } from "../../../session/session";
import { FederatedEntity } from "./federated-entity";
import { SERVICES } from "./services";
import { newExternalId, type TrustChoice, type TrustKind, trustPolicy, type trustErrors } from "./trust";

export interface EntityProps {
  choice: TrustChoice;
  change: (change: Partial<TrustChoice>) => void;
  errors: ReturnType<typeof trustErrors>;
}

/** IAM's default quota of a trust policy, without white space. */
export const TRUST_POLICY_LIMIT = 2048;

const KINDS: readonly { value: TrustKind; label: string; description: string }[] = [
  { value: "service", label: "AWS service", description: "A service acts in this account." },
  { value: "account", label: "AWS account", description: "Principals of this or another account act here." },
  { value: "web", label: "Web identity", description: "People and programs of an OpenID Connect provider." },
  { value: "saml", label: "SAML 2.0 federation", description: "People of a corporate directory." },
  { value: "custom", label: "Custom trust policy", description: "You write the policy." },
];

/** Step 1: who may assume the role. */
export function TrustedEntity(props: EntityProps): ReactNode {
  const { choice, change } = props;
  const { accountId } = useSession();
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Trusted entity type</Header>}>
        <Tiles
          ariaLabel="Trusted entity type"
          value={choice.kind}
          columns={3}
          items={[...KINDS]}
          onChange={({ detail }) => change({ kind: KINDS.find(({ value }) => value === detail.value)?.value ?? "account" })}
        />
      </Container>
      <Form {...props} />
      {choice.kind !== "custom" && (
        <ExpandableSection variant="container" headerText="Trust policy" headerDescription="What these choices come to, with findings.">
          <PolicyEditor kind="TRUST" label="Trust policy" limit={TRUST_POLICY_LIMIT} value={trustPolicy(choice, accountId)} onChange={(custom) => change({ kind: "custom", custom })} />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function Form(props: EntityProps): ReactNode {
  const { choice, change, errors } = props;
  switch (choice.kind) {
    case "service":
      return <Service {...props} />;
    case "account":
      return <Account {...props} />;
    case "web":
    case "saml":
      return <FederatedEntity {...props} />;
    case "custom":
      return (
        <Container header={<Header variant="h2">Custom trust policy</Header>}>
          <PolicyEditor kind="TRUST" label="Trust policy" limit={TRUST_POLICY_LIMIT} value={choice.custom} errorText={errors.custom} onChange={(custom) => change({ custom })} />
        </Container>
      );
  }
}

function Service({ choice, change, errors }: EntityProps): ReactNode {
  const chosen = SERVICES.find(({ value }) => value === choice.service);
  return (
    <Container header={<Header variant="h2">Use case</Header>}>
      <FormField label="Service or use case" errorText={errors.service} description={chosen?.use}>
        <Select
          placeholder="Choose a service"
          filteringType="auto"
          selectedOption={chosen ? { value: chosen.value, label: chosen.label } : null}
          options={SERVICES.map(({ value, label, use }) => ({ value, label, description: use }))}
          onChange={({ detail }) => change({ service: detail.selectedOption.value ?? "" })}
        />
      </FormField>
    </Container>
  );
}

function Account({ choice, change, errors }: EntityProps): ReactNode {
  const { accountId } = useSession();
  return (
    <Container header={<Header variant="h2">An AWS account</Header>}>
      <SpaceBetween size="l">
        <RadioGroup
          ariaLabel="An AWS account"
          value={choice.other ? "other" : "this"}
          items={[
            { value: "this", label: `This account (${accountId})` },
            { value: "other", label: "Another AWS account" },
          ]}
          onChange={({ detail }) => change({ other: detail.value === "other" })}
        />
        {choice.other && (
          <FormField label="Account ID" constraintText="12 digits" errorText={errors.accountId}>
            <Input value={choice.accountId} inputMode="numeric" onChange={({ detail }) => change({ accountId: detail.value.replace(/[\s-]/g, "") })} />
          </FormField>
        )}
        <FormField label="Options">
          <SpaceBetween size="s">
            <Checkbox
              checked={choice.needsExternalId}
              onChange={({ detail }) => change({ needsExternalId: detail.checked, externalId: choice.externalId === "" && detail.checked ? newExternalId() : choice.externalId })}
            >
              Require external ID (Best practice when a third party will assume this role)
            </Checkbox>
            {choice.needsExternalId && (
              <SpaceBetween size="xs">
                <FormField label="External ID" constraintText="2 to 1,224 characters. Give it to the third party." errorText={errors.externalId} secondaryControl={<Button formAction="none" onClick={() => change({ externalId: newExternalId() })}>Generate</Button>}>
                  <Input value={choice.externalId} onChange={({ detail }) => change({ externalId: detail.value })} />
                </FormField>
                <Alert type="info">Nobody can switch to this role in the console: a switch of roles has no external ID.</Alert>
              </SpaceBetween>
            )}
            <Checkbox checked={choice.needsMfa} onChange={({ detail }) => change({ needsMfa: detail.checked })}>
              Require MFA
            </Checkbox>
            <Checkbox checked={choice.organizationOnly} onChange={({ detail }) => change({ organizationOnly: detail.checked })}>
              Require membership of an organization
            </Checkbox>
            {choice.organizationOnly && (
              <FormField label="Organization ID" errorText={errors.organizationId} constraintText="Such as o-a1b2c3d4e5">
                <Input value={choice.organizationId} onChange={({ detail }) => change({ organizationId: detail.value.trim() })} />
              </FormField>
            )}
          </SpaceBetween>
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
