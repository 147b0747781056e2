import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { type ReactNode, useRef, useState } from "react";
import { ConditionDialog } from "./condition-dialog";
import { addCondition, changeCondition, removeCondition } from "./policy-edits";
import type { DrawnCondition } from "./read";
import type { StatementProps } from "./statement-block";

/** The conditions of a statement: each a key, an operator and values. */
export function ConditionsPart({ text, statement, index, onChange }: StatementProps): ReactNode {
  const [dialog, setDialog] = useState<{ old: DrawnCondition | undefined }>();
  const addButton = useRef<ButtonProps.Ref>(null);
  const of = `statement ${index + 1}`;
  return (
    <div className="stack visual-part">
      <Box variant="h4">Request conditions - optional</Box>
      {statement.conditions.map((condition) => (
        <div key={`${condition.operator} ${condition.key}`} className="visual-condition">
          <span className="long-name">
            <code>{condition.key}</code> <b>{condition.operator}</b> {condition.values.map((value) => `“${value}”`).join(", ")}
          </span>
          <span className="actions">
            <Button variant="inline-link" ariaLabel={`Edit condition ${condition.key} of ${of}`} onClick={() => setDialog({ old: condition })}>
              Edit
            </Button>
            <Button
              variant="inline-link"
              ariaLabel={`Remove condition ${condition.key} of ${of}`}
              onClick={() => {
                onChange(removeCondition(text, index, condition));
                addButton.current?.focus();
              }}
            >
              Remove
            </Button>
          </span>
        </div>
      ))}
      <div>
        <Button ref={addButton} ariaLabel={`Add another condition to ${of}`} onClick={() => setDialog({ old: undefined })}>
          Add another condition
        </Button>
      </div>
      {dialog && (
        <ConditionDialog
          old={dialog.old}
          actions={statement.actions?.values ?? []}
          taken={({ operator, key }) => statement.conditions.some((one) => one !== dialog.old && one.operator === operator && one.key === key)}
          onCancel={() => setDialog(undefined)}
          onSave={(condition) => {
            setDialog(undefined);
            onChange(dialog.old ? changeCondition(text, index, dialog.old, condition) : addCondition(text, index, condition));
          }}
        />
      )}
    </div>
  );
}
