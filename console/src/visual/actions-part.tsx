import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import TokenGroup from "@cloudscape-design/components/token-group";
import { type ReactNode, useState } from "react";
import { describeServices } from "../aws/rolecall-policies";
import { useLoad } from "../data/use-load";
import { FailureInPlace } from "../parts/loaded";
import { useSession } from "../session/session";
import { prefixesOf } from "./actions";
import { addValues, removeValues } from "./policy-edits";
import { ServiceActions } from "./service-actions";
import type { StatementProps } from "./statement-block";

const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;

/** The actions of a statement: those it names, or with `NotAction` those it leaves out. */
export function ActionsPart({ text, statement, index, onChange }: StatementProps): ReactNode {
  const { id } = useSession();
  const services = useLoad("services", () => describeServices(id));
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState("");
  const { name, values } = statement.actions ?? { name: "Action", values: [] };
  const of = `statement ${index + 1}`;
  const prefixes = [...new Set([...prefixesOf(values), ...opened])].filter((prefix) => prefix !== "*");
  const everything = values.flatMap((value, position) => (value === "*" ? [{ value, position }] : []));
  const wrong = typed !== "" && !ACTION.test(typed);
  const serviceName = (prefix: string): string => services.value?.find(({ Prefix }) => Prefix === prefix)?.Name ?? prefix;
  const addTyped = (): void => {
    if (typed === "" || wrong) return;
    onChange(addValues(text, index, name, [typed]));
    setTyped("");
  };
  return (
    <div className="stack visual-part">
      <Box variant="h4">{name === "NotAction" ? "All actions except these" : statement.effect === "Deny" ? "Actions denied" : "Actions allowed"}</Box>
      {services.failure && (
        <div>
          Services cannot be listed: <FailureInPlace failure={services.failure} />
        </div>
      )}
      {everything.length > 0 && (
        <TokenGroup
          items={everything.map(({ value }) => ({ label: "All services (*)", dismissLabel: `Remove ${value} from ${of}` }))}
          onDismiss={({ detail }) => onChange(removeValues(text, index, name, [everything[detail.itemIndex]?.position ?? -1]))}
        />
      )}
      {prefixes.map((prefix) => (
        <ServiceActions
          key={prefix}
          prefix={prefix}
          title={serviceName(prefix)}
          values={values}
          of={of}
          onAdd={(actions) => onChange(addValues(text, index, name, actions))}
          onRemove={(positions) => onChange(removeValues(text, index, name, positions))}
        />
      ))}
      <div className="visual-row">
        <FormField label={<>Service<span className="hidden-heading"> of {of}</span></>}>
          <Select
            placeholder="Select a service"
            filteringType="auto"
            filteringAriaLabel="Search services"
            virtualScroll
            statusType={services.loading ? "loading" : "finished"}
            selectedOption={null}
            options={(services.value ?? []).filter(({ Prefix }) => !prefixes.includes(Prefix)).map(({ Prefix, Name }) => ({ value: Prefix, label: Name, labelTag: Prefix, filteringTags: [Prefix] }))}
            onChange={({ detail }) => setOpened([...opened, detail.selectedOption.value ?? ""])}
          />
        </FormField>
        <FormField
          label={<>Add actions<span className="hidden-heading"> to {of}</span></>}
          errorText={wrong ? "Write a service, a colon, and an action; * and ? are wildcards." : undefined}
          secondaryControl={
            <Button disabled={typed === "" || wrong} ariaLabel={`Add the action to ${of}`} onClick={addTyped}>
              Add
            </Button>
          }
        >
          <Input
            value={typed}
            placeholder="s3:Get*"
            spellcheck={false}
            onChange={({ detail }) => setTyped(detail.value.trim())}
            onKeyDown={(event) => {
              if (event.detail.key !== "Enter") return;
              event.preventDefault();
              addTyped();
            }}
          />
        </FormField>
      </div>
    </div>
  );
}
