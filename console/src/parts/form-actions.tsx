import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

/** The buttons below a page's form, at the right: Cancel first, the deed last. */
export function FormActions({ cancel, children }: { cancel?: () => void; children: ReactNode }): ReactNode {
  return (
    <div className="form-actions">
      <SpaceBetween direction="horizontal" size="xs">
        {cancel && (
          <Button variant="link" formAction="none" onClick={cancel}>
            Cancel
          </Button>
        )}
        {children}
      </SpaceBetween>
    </div>
  );
}
