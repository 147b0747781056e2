import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { type ReactNode, useRef, useState } from "react";
import { addStatement, cloneStatement, removeStatement, swapStatements } from "./policy-edits";
import { readPolicy } from "./read";
import { StatementBlock } from "./statement-block";
import { TextParts } from "./text-parts";

export interface VisualEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** Opens the JSON editor at a place of the text. */
  toJson: (offset: number) => void;
}

/** A policy as blocks, one a statement. Each change is an edit of the text in place; what cannot be drawn is shown as text. */
export default function VisualEditor({ value, onChange, toJson }: VisualEditorProps): ReactNode {
  const policy = readPolicy(value);
  const addButton = useRef<ButtonProps.Ref>(null);
  const [keys, setKeys] = useState<readonly number[]>([]);
  if (typeof policy === "string") {
    return (
      <Alert type="warning" header="The visual editor cannot show this policy" action={<Button onClick={() => toJson(0)}>Edit in JSON</Button>}>
        {policy}
      </Alert>
    );
  }
  const count = policy.statements.length;
  // A block keeps what is folded or searched in it when blocks move; a change from elsewhere begins anew.
  const shown = keys.length === count ? keys : policy.statements.map((_, index) => index);
  const change = (text: string, order: readonly number[]): void => {
    setKeys(order);
    onChange(text);
  };
  const fresh = Math.max(-1, ...shown) + 1;
  const swap = (index: number): void => {
    const order = [...shown];
    [order[index], order[index + 1]] = [order[index + 1] ?? 0, order[index] ?? 0];
    change(swapStatements(value, index), order);
  };
  return (
    <div className="stack">
      {policy.asText.length > 0 && <TextParts parts={policy.asText} of="the policy" toJson={toJson} />}
      {policy.statements.map((statement, index) => (
        <StatementBlock
          key={shown[index]}
          text={value}
          statement={statement}
          index={index}
          count={count}
          onChange={onChange}
          toJson={toJson}
          onClone={() => change(cloneStatement(value, index), [...shown.slice(0, index + 1), fresh, ...shown.slice(index + 1)])}
          onRemove={() => {
            change(removeStatement(value, index), shown.filter((_, one) => one !== index));
            addButton.current?.focus();
          }}
          onUp={() => swap(index - 1)}
          onDown={() => swap(index)}
        />
      ))}
      {count === 0 && <Box color="text-body-secondary">The policy has no statements.</Box>}
      <div>
        <Button ref={addButton} iconName="add-plus" onClick={() => change(addStatement(value), [...shown, fresh])}>
          Add more permissions
        </Button>
      </div>
    </div>
  );
}
