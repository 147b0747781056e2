import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import type { ReactNode } from "react";
import { ActionsPart } from "./actions-part";
import { ConditionsPart } from "./conditions-part";
import { setEffect } from "./policy-edits";
import type { DrawnStatement } from "./read";
import { ResourcesPart } from "./resources-part";
import { TextParts } from "./text-parts";

export interface StatementProps {
  text: string;
  statement: DrawnStatement;
  index: number;
  onChange: (text: string) => void;
}

interface BlockProps extends StatementProps {
  count: number;
  toJson: (offset: number) => void;
  onClone: () => void;
  onRemove: () => void;
  onUp: () => void;
  onDown: () => void;
}

/** One statement: effect, actions by service, resources, conditions. */
export function StatementBlock(props: BlockProps): ReactNode {
  const { text, statement, index, count, onChange, toJson } = props;
  const of = `statement ${index + 1}`;
  const drawable = (name: "Action" | "Resource"): boolean => !statement.asText.some((part) => part.name === name || part.name === `Not${name}`);
  return (
    <section aria-label={`Statement ${index + 1}`}>
      <Container
        header={
          <Header
            variant="h3"
            actions={
              <div className="actions">
                <Button iconName="arrow-up" variant="icon" disabled={index === 0} ariaLabel={`Move ${of} up`} onClick={props.onUp} />
                <Button iconName="arrow-down" variant="icon" disabled={index + 1 === count} ariaLabel={`Move ${of} down`} onClick={props.onDown} />
                <Button ariaLabel={`Clone ${of}`} onClick={props.onClone}>
                  Clone
                </Button>
                <Button ariaLabel={`Remove ${of}`} onClick={props.onRemove}>
                  Remove
                </Button>
              </div>
            }
          >
            <span className="long-name">{statement.sid === undefined || statement.sid === "" ? `Statement ${index + 1}` : `Statement ${index + 1}: ${statement.sid}`}</span>
          </Header>
        }
      >
        {statement.whole ? (
          <TextParts parts={[statement.whole]} of={of} toJson={toJson} />
        ) : (
          <div className="stack">
            {!statement.asText.some(({ name }) => name === "Effect") && (
              <FormField label="Effect">
                <RadioGroup
                  ariaLabel={`Effect of ${of}`}
                  direction="horizontal"
                  value={statement.effect ?? null}
                  items={[
                    { value: "Allow", label: "Allow" },
                    { value: "Deny", label: "Deny" },
                  ]}
                  onChange={({ detail }) => onChange(setEffect(text, index, detail.value === "Deny" ? "Deny" : "Allow"))}
                />
              </FormField>
            )}
            {drawable("Action") && <ActionsPart text={text} statement={statement} index={index} onChange={onChange} />}
            {drawable("Resource") && <ResourcesPart text={text} statement={statement} index={index} onChange={onChange} />}
            {!statement.asText.some(({ name }) => name === "Condition") && <ConditionsPart text={text} statement={statement} index={index} onChange={onChange} />}
            <TextParts parts={statement.asText} of={of} toJson={toJson} />
          </div>
        )}
      </Container>
    </section>
  );
}
