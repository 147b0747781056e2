import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import type { ReactNode } from "react";

/** A value with its copy button. `of` names the value for screen readers: "Copy ARN". */
export function Copy({ text, of, shown }: { text: string; of: string; shown?: ReactNode }): ReactNode {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      textToDisplay={shown ?? text}
      copyButtonAriaLabel={`Copy ${of}`}
      copySuccessText={`${of} copied`}
      copyErrorText={`${of} could not be copied`}
    />
  );
}

/** A copy button with words. */
export function CopyButton({ text, label = "Copy", of }: { text: string; label?: string; of: string }): ReactNode {
  return (
    <CopyToClipboard
      variant="button"
      textToCopy={text}
      copyButtonText={label}
      copyButtonAriaLabel={`${label} ${of}`}
      copySuccessText={`${of} copied`}
      copyErrorText={`${of} could not be copied`}
    />
  );
}
