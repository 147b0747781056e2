import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { CopyButton } from "./copy";

/** A secret that is shown once: hidden until asked for. */
export function Secret({ text, of }: { text: string; of: string }): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <span className="secret">{shown ? text : "••••••••••••••••"}</span>
      <Button variant="inline-link" ariaLabel={`${shown ? "Hide" : "Show"} ${of}`} onClick={() => setShown(!shown)}>
        {shown ? "Hide" : "Show"}
      </Button>
      <CopyButton text={text} of={of} />
    </SpaceBetween>
  );
}
