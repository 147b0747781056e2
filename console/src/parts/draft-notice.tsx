import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { Dialog } from "./dialog";

export function DraftNotice({ changed, discard, dismiss }: { changed: boolean; discard: () => void; dismiss: () => void }): ReactNode {
  return (
    <Alert
      type={changed ? "warning" : "info"}
      header="Draft restored"
      dismissible
      i18nStrings={{ dismissAriaLabel: "Dismiss" }}
      onDismiss={dismiss}
      action={
        <Button formAction="none" ariaLabel="Discard draft" onClick={discard}>
          Discard
        </Button>
      }
    >
      {changed ? "You typed this before, and did not save it. What it changes has been changed since: check before you save." : "You typed this before, and did not save it."}
    </Alert>
  );
}

export function LeaveDialog({ stay, leave }: { stay: () => void; leave: () => void }): ReactNode {
  return (
    <Dialog title="Leave page?" button="Leave" onSubmit={leave} onCancel={stay}>
      Your changes are not saved. They stay in this tab as a draft until you sign out.
    </Dialog>
  );
}
