import { CloseAccountCommand, CreateOrganizationalUnitCommand, MoveAccountCommand, UpdateOrganizationalUnitCommand } from "@aws-sdk/client-organizations";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { useOrganizations } from "../../aws/organizations";
import { Confirm, Consequence } from "../../parts/confirm";
import { ancestors, type Node } from "./tree";

interface DialogProps {
  node: Node;
  close: () => void;
  done: (text: string) => void;
}

export function UnitName({ node, rename, close, done }: DialogProps & { rename: boolean }): ReactNode {
  const client = useOrganizations();
  const [unitName, setUnitName] = useState(rename ? node.name : "");
  return (
    <Confirm
      title={rename ? `Rename ${node.name}` : `Create organizational unit in ${node.name}`}
      harmless
      button={rename ? "Save changes" : "Create organizational unit"}
      disabled={unitName === "" || (rename && unitName === node.name)}
      onCancel={close}
      work={async () => {
        await (rename ? client.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: node.id, Name: unitName })) : client.send(new CreateOrganizationalUnitCommand({ ParentId: node.id, Name: unitName })));
      }}
      onDone={() => done(`Organizational unit ${unitName} ${rename ? "saved" : "created"}.`)}
    >
      <FormField label="Organizational unit name" constraintText="At most 128 characters.">
        <Input value={unitName} autoFocus onChange={({ detail }) => setUnitName(detail.value)} />
      </FormField>
    </Confirm>
  );
}

export function MoveAccount({ node, nodes, close, done }: DialogProps & { nodes: readonly Node[] }): ReactNode {
  const client = useOrganizations();
  const [target, setTarget] = useState<string>();
  const places = nodes.filter((one) => one.kind !== "account" && one.id !== node.parent);
  const words = (one: Node): string => [...ancestors(nodes, one.id).reverse(), one].map(({ name }) => name).join(" / ");
  const options = places.map((one) => ({ value: one.id, label: words(one) }));
  return (
    <Confirm
      title={`Move ${node.name}`}
      harmless
      button="Move AWS account"
      disabled={target === undefined}
      onCancel={close}
      work={async () => {
        await client.send(new MoveAccountCommand({ AccountId: node.id, SourceParentId: node.parent, DestinationParentId: target }));
      }}
      onDone={() => done(`Account ${node.name} moved.`)}
    >
      <FormField label="Destination" description="Policies of the new place limit the account at once.">
        <Select selectedOption={options.find((option) => option.value === target) ?? null} options={options} placeholder="Choose a root or organizational unit" onChange={({ detail }) => setTarget(detail.selectedOption.value)} />
      </FormField>
    </Confirm>
  );
}

export function CloseAccount({ node, close, done }: DialogProps): ReactNode {
  const client = useOrganizations();
  return (
    <Confirm
      title={`Close ${node.name}?`}
      type={node.id}
      button="Close account"
      onCancel={close}
      work={async () => {
        await client.send(new CloseAccountCommand({ AccountId: node.id }));
      }}
      onDone={() => done(`Account ${node.name} closed.`)}
    >
      <Consequence>Everybody in the account {node.id} loses access to it.</Consequence>
    </Confirm>
  );
}
