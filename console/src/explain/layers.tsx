import Box from "@cloudscape-design/components/box";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { ExplainedLayer } from "../aws/rolecall-requests";
import { layerTitle } from "./layer-title";

const OUTCOMES: Record<ExplainedLayer["Outcome"], { status: StatusIndicatorProps.Type; words: string }> = {
  Allow: { status: "success", words: "Allows" },
  Deny: { status: "error", words: "Denies" },
  NoMatch: { status: "warning", words: "Does not allow" },
  NotPresent: { status: "stopped", words: "Not present" },
  Hidden: { status: "info", words: "Hidden" },
};

/** The layers of a decision, side by side, each with what it says. A layer that blocks is framed. */
export function LayerStrip({ layers }: { layers: readonly ExplainedLayer[] }): ReactNode {
  return (
    <ol className="layers" aria-label="Layers of the decision">
      {layers.map((layer, index) => {
        const { status, words } = OUTCOMES[layer.Outcome];
        return (
          <li key={`${layer.Name} ${index}`} className={layer.Blocks === true ? "layer layer-blocks" : "layer"}>
            <Box fontWeight="bold">{layerTitle(layer.Name)}</Box>
            <StatusIndicator type={status} wrapText>
              {words}
            </StatusIndicator>
            {layer.Blocks === true && <Box variant="small">This decides.</Box>}
            {layer.Level !== undefined && <Box variant="small">{layer.Level}</Box>}
            {layer.AccountId !== undefined && <Box variant="small">Account {layer.AccountId}</Box>}
            {layer.Note !== undefined && <Box variant="small">{layer.Note}</Box>}
          </li>
        );
      })}
    </ol>
  );
}
