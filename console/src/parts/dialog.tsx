import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

export interface DialogProps {
  title: string;
  /** What the primary button says. */
  button: string;
  disabled?: boolean;
  busy?: boolean;
  /** For dialogs that contain a table. */
  large?: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** The frame of a dialog: title, Cancel, and one button that acts. Render it only while it is open. */
export function Dialog({ title, button, disabled, busy, large, onSubmit, onCancel, children }: DialogProps): ReactNode {
  return (
    <Modal
      visible
      size={large === true ? "large" : "medium"}
      header={<span className="long-name">{title}</span>}
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" formAction="none" disabled={disabled} loading={busy} onClick={onSubmit}>
              {button}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
