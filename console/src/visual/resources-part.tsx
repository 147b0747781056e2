import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { type ReactNode, useRef, useState } from "react";
import { kindsOfServices } from "../iam/known-arns";
import { prefixesOf } from "./actions";
import { ArnDialog } from "./arn-dialog";
import { ArnInput } from "./arn-input";
import { addValues, elementOf, removeValues, setElement, setValue } from "./policy-edits";
import type { StatementProps } from "./statement-block";

/** The resources of a statement: all, or those it names; with `NotResource` those it leaves out. */
export function ResourcesPart({ text, statement, index, onChange }: StatementProps): ReactNode {
  const [adding, setAdding] = useState(false);
  // What `Specific` had before `All` was chosen, so that going back loses nothing.
  const [kept, setKept] = useState<string>();
  const addButton = useRef<ButtonProps.Ref>(null);
  const { name, values } = statement.resources ?? { name: "Resource", values: [] };
  const except = name === "NotResource";
  const actions = statement.actions;
  const kinds = kindsOfServices(actions?.name === "Action" ? prefixesOf(actions.values) : []);
  const of = `statement ${index + 1}`;
  const all = values.length === 1 && values[0] === "*";
  const choose = (wanted: string): void => {
    if (wanted === "all") {
      setKept(elementOf(text, index, name));
      onChange(setElement(text, index, name, '"*"'));
    } else onChange(setElement(text, index, name, kept ?? "[]"));
  };
  return (
    <div className="stack visual-part">
      <Box variant="h4">{except ? "All resources except these" : "Resources"}</Box>
      {!except && (
        <RadioGroup
          ariaLabel={`Resources of ${of}`}
          direction="horizontal"
          value={all ? "all" : "specific"}
          items={[
            { value: "specific", label: "Specific" },
            { value: "all", label: "All" },
          ]}
          onChange={({ detail }) => choose(detail.value)}
        />
      )}
      {(except || !all) && (
        <>
          {values.map((value, position) => (
            <div key={position} className="visual-arn">
              <ArnInput label={`Resource ${position + 1} of ${of}`} value={value} kinds={kinds} onChange={(arn) => onChange(setValue(text, index, name, position, arn))} />
              <Button
                iconName="close"
                variant="icon"
                ariaLabel={`Remove resource ${position + 1} of ${of}`}
                onClick={() => {
                  onChange(removeValues(text, index, name, [position]));
                  addButton.current?.focus();
                }}
              />
            </div>
          ))}
          {values.length === 0 && <Box color="text-body-secondary">No resources.</Box>}
          <div>
            <Button ref={addButton} ariaLabel={`Add ARNs to ${of}`} onClick={() => setAdding(true)}>
              Add ARNs
            </Button>
          </div>
        </>
      )}
      {adding && (
        <ArnDialog
          actions={statement.actions?.values ?? []}
          except={statement.actions?.name === "NotAction"}
          onCancel={() => setAdding(false)}
          onAdd={(arn) => {
            setAdding(false);
            onChange(addValues(text, index, name, [arn]));
          }}
        />
      )}
    </div>
  );
}
