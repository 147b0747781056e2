import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useAction } from "../data/use-action";
import { useAccountGuard } from "./account-guard";
import { Dialog } from "./dialog";
import { FailureBox } from "./failure-box";

export interface ConfirmProps {
  /** A question, or `Delete <name>?` */
  title: string;
  /** What follows: who loses what. */
  children?: ReactNode;
  /** The text to type before the button works: a name, or a word such as `delete`. */
  type?: string;
  button: string;
  /** What the button does. The dialog stays open and shows the failure if it fails. */
  work: () => Promise<void>;
  onDone: () => void;
  onCancel: () => void;
  disabled?: boolean;
  /** Takes nothing away: a protected account does not ask for its name. */
  harmless?: boolean;
}

/** Asks before something is taken away. Render it only while it is open, so that each opening starts empty. */
export function Confirm(props: ConfirmProps): ReactNode {
  const [typed, setTyped] = useState("");
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  const guard = useAccountGuard(props.harmless !== true);
  const ready = guard.ready && (props.type === undefined || typed === props.type) && props.disabled !== true;

  // The dialog puts the focus on its closing button; whoever has to type should not have to look for the field.
  useEffect(() => {
    const frame = requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("input:not([type=checkbox], [type=radio]), textarea")?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);

  const submit = (): void => {
    if (!ready || action.busy) return;
    action.run(async () => {
      await props.work();
      props.onDone();
    });
  };

  return (
    <Dialog title={props.title} button={props.button} disabled={!ready} busy={action.busy} onSubmit={submit} onCancel={props.onCancel}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SpaceBetween size="m">
          {props.children}
          {props.type !== undefined && (
            <FormField label={<>To confirm, type “{props.type}”.</>} stretch>
              <Input value={typed} placeholder={props.type} autoFocus onChange={({ detail }) => setTyped(detail.value)} />
            </FormField>
          )}
          {guard.field}
          <FailureBox failure={action.failure} />
        </SpaceBetween>
      </form>
    </Dialog>
  );
}

/** The consequence, said once, above the field. */
export function Consequence({ children }: { children: ReactNode }): ReactNode {
  return <Alert type="warning">{children}</Alert>;
}
