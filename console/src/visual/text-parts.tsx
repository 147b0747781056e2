import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import type { TextPart } from "./read";

/** Elements that the visual editor leaves alone: as they are written, with a link to the place where they can be changed. */
export function TextParts({ parts, of, toJson }: { parts: readonly TextPart[]; of: string; toJson: (offset: number) => void }): ReactNode {
  return parts.map((part) => (
    <div key={`${part.name} ${part.offset}`} className="visual-text">
      <div className="actions">
        <b className="long-name">{part.name}</b>
        <Button variant="inline-link" ariaLabel={`Edit in JSON: ${part.name} of ${of}`} onClick={() => toJson(part.offset)}>
          Edit in JSON
        </Button>
      </div>
      <div>{part.why}</div>
      <pre className="policy-text" tabIndex={0} role="region" aria-label={`${part.name} of ${of}`}>
        {part.text}
      </pre>
    </div>
  ));
}
