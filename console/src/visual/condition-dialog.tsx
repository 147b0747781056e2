import Autosuggest from "@cloudscape-design/components/autosuggest";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { describeActions } from "../aws/rolecall-policies";
import { useLoad } from "../data/use-load";
import { conditionKeys, OPERATORS } from "../editor/words";
import { kindsOfKey } from "../iam/known-arns";
import { Dialog } from "../parts/dialog";
import { useSession } from "../session/session";
import { prefixesOf } from "./actions";
import { ArnInput } from "./arn-input";
import { operatorText, parseOperator, QUALIFIERS } from "./operators";
import type { Condition } from "./policy-edits";
import type { DrawnCondition } from "./read";

/** A statement rarely names more services, and each is a call. */
const SERVICES_OF_STATEMENT = 5;

interface ConditionDialogProps {
  old: DrawnCondition | undefined;
  actions: readonly string[];
  taken: (condition: Condition) => boolean;
  onSave: (condition: Condition) => void;
  onCancel: () => void;
}

export function ConditionDialog({ old, actions, taken, onSave, onCancel }: ConditionDialogProps): ReactNode {
  const { id } = useSession();
  const [key, setKey] = useState(old?.key ?? "");
  const [operator, setOperator] = useState(() => parseOperator(old?.operator ?? "StringEquals"));
  const [values, setValues] = useState<readonly string[]>(old?.values ?? [""]);
  const prefixes = prefixesOf(actions).filter((prefix) => prefix !== "*").slice(0, SERVICES_OF_STATEMENT);
  // Without the reference the global keys remain, and any key can be written.
  const keys = useLoad(`condition-keys:${prefixes.join(",")}`, async () => {
    const answers = await Promise.allSettled(prefixes.map((prefix) => describeActions(id, prefix)));
    return conditionKeys(answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value.ConditionKeys : [])));
  });
  const condition = { operator: operatorText(operator), key, values };
  const again = taken(condition);
  const qualifier = QUALIFIERS.find(({ value }) => value === operator.qualifier);
  return (
    <Dialog title={old ? "Edit condition" : "Add condition"} button={old ? "Save condition" : "Add condition"} disabled={key === "" || again} onSubmit={() => onSave(condition)} onCancel={onCancel}>
      <div className="stack visual-part">
        <FormField label="Condition key" errorText={again ? "The statement has a condition with this key and operator." : undefined}>
          <Autosuggest
            value={key}
            options={(keys.value ?? []).map((value) => ({ value }))}
            enteredTextLabel={(value) => `Use ${value}`}
            empty="No matches"
            onChange={({ detail }) => setKey(detail.value.trim())}
          />
        </FormField>
        <FormField label="Qualifier">
          <Select
            selectedOption={qualifier ?? null}
            options={[...QUALIFIERS]}
            onChange={({ detail }) => setOperator({ ...operator, qualifier: QUALIFIERS.find(({ value }) => value === detail.selectedOption.value)?.value ?? "" })}
          />
        </FormField>
        <FormField label="Operator">
          <Select
            filteringType="auto"
            filteringAriaLabel="Search operators"
            selectedOption={{ value: operator.name, label: operator.name }}
            options={OPERATORS.map((value) => ({ value, label: value }))}
            onChange={({ detail }) => setOperator({ ...operator, name: detail.selectedOption.value ?? "StringEquals" })}
          />
        </FormField>
        <Checkbox checked={operator.ifExists} description="True also if the request does not have the key." onChange={({ detail }) => setOperator({ ...operator, ifExists: detail.checked })}>
          If exists
        </Checkbox>
        {values.map((value, position) => (
          <FormField key={position} label={`Value ${position + 1}`} stretch>
            <div className="visual-arn">
              <ArnInput
                label={`Value ${position + 1}`}
                value={value}
                kinds={kindsOfKey(operator.name, key)}
                onChange={(written) => setValues(values.map((one, at) => (at === position ? written : one)))}
              />
              {values.length > 1 && <Button iconName="close" variant="icon" ariaLabel={`Remove value ${position + 1}`} onClick={() => setValues(values.filter((_, at) => at !== position))} />}
            </div>
          </FormField>
        ))}
        <div>
          <Button onClick={() => setValues([...values, ""])}>Add value</Button>
        </div>
      </div>
    </Dialog>
  );
}
