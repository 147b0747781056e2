import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { describeActions } from "../aws/rolecall-policies";
import { useLoad } from "../data/use-load";
import { kindsOfServices } from "../iam/known-arns";
import { Dialog } from "../parts/dialog";
import { FailureInPlace } from "../parts/loaded";
import { useSession } from "../session/session";
import { includes, prefixesOf } from "./actions";
import { anyOf, arnOf, fieldsOf } from "./arn";
import { ArnInput } from "./arn-input";

/** A statement rarely names more services, and each is a call. */
const SERVICES_OF_STATEMENT = 5;

interface Format {
  type: string;
  format: string;
}

/** Makes an ARN from one of the formats that the actions of the statement work on. */
export function ArnDialog({ actions, except, onAdd, onCancel }: { actions: readonly string[]; except: boolean; onAdd: (arn: string) => void; onCancel: () => void }): ReactNode {
  const { id, accountId } = useSession();
  const prefixes = prefixesOf(actions).filter((prefix) => prefix !== "*").slice(0, SERVICES_OF_STATEMENT);
  const formats = useLoad(`formats:${prefixes.join(",")} ${except} ${actions.join(",")}`, async () => {
    const services = await Promise.all(prefixes.map(async (prefix) => ({ prefix, reference: await describeActions(id, prefix) })));
    return services.flatMap(({ prefix, reference }): Format[] => {
      const chosen = reference.Actions.filter(({ Name }) => except || actions.some((action) => includes(action, `${prefix}:${Name}`)));
      const types = new Set(chosen.flatMap(({ ResourceTypes }) => ResourceTypes));
      return reference.ResourceTypes.filter(({ Name }) => types.has(Name)).flatMap(({ Name, ArnFormats }) => ArnFormats.map((format) => ({ type: `${prefix}: ${Name}`, format })));
    });
  });
  const [chosen, setChosen] = useState<Format>();
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [any, setAny] = useState(false);
  // The ARN as it was written by hand.
  const [own, setOwn] = useState<string>();
  const options = formats.value ?? [];
  const format = chosen ?? (options.length === 1 ? options[0] : undefined);
  const written: Readonly<Record<string, string>> = { Account: accountId, ...fields };
  // Nothing becomes a wildcard because it was left empty.
  const missing = format !== undefined && !any && own === undefined && fieldsOf(format.format).some((field) => (written[field] ?? "") === "");
  const arn = own ?? (format ? (any ? anyOf(format.format, accountId) : missing ? "" : arnOf(format.format, written)) : "");
  const set = (field: string, value: string): void => {
    setFields({ ...fields, [field]: value });
    setOwn(undefined);
  };
  return (
    <Dialog title="Add ARNs" button="Add ARN" disabled={arn === ""} onSubmit={() => onAdd(arn)} onCancel={onCancel}>
      <div className="stack visual-part">
        {formats.failure && (
          <div>
            Formats of ARNs cannot be listed: <FailureInPlace failure={formats.failure} />
          </div>
        )}
        {options.length > 0 && (
          <FormField label="Resource type">
            <Select
              placeholder="Choose a resource type"
              filteringType={options.length > 10 ? "auto" : "none"}
              selectedOption={format ? { value: format.format, label: format.type } : null}
              options={options.map(({ type, format: value }) => ({ value, label: type, description: value.replaceAll("${Partition}", () => "aws") }))}
              onChange={({ detail }) => {
                setChosen(options.find((one) => one.format === detail.selectedOption.value && one.type === detail.selectedOption.label));
                setFields({});
                setAny(false);
                setOwn(undefined);
              }}
            />
          </FormField>
        )}
        {format && (
          <Checkbox
            checked={any}
            onChange={({ detail }) => {
              setAny(detail.checked);
              setOwn(undefined);
            }}
          >
            {format.format.includes("${Account}") ? "Any in this account" : "Any"}
          </Checkbox>
        )}
        {format &&
          fieldsOf(format.format).map((field) => (
            <FormField key={field} label={field} constraintText={field === "Account" ? undefined : "* stands for any text."}>
              <Input disabled={any} value={fields[field] ?? (field === "Account" ? accountId : "")} spellcheck={false} onChange={({ detail }) => set(field, detail.value)} />
            </FormField>
          ))}
        <FormField label="Resource ARN" stretch>
          <ArnInput label="Resource ARN" value={arn} kinds={kindsOfServices(except ? [] : prefixesOf(actions))} onChange={setOwn} />
        </FormField>
      </div>
    </Dialog>
  );
}
