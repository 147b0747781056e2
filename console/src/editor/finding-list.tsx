import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { type ReactNode, useState } from "react";
import type { Finding, Severity } from "../aws/rolecall-policies";
import { FailureInPlace } from "../parts/loaded";
import { edited, lineAndColumn } from "./findings";
import type { Findings } from "./use-findings";

const TABS: readonly { severity: Severity; label: string; status: StatusIndicatorProps.Type }[] = [
  { severity: "SECURITY_WARNING", label: "Security", status: "warning" },
  { severity: "ERROR", label: "Errors", status: "error" },
  { severity: "WARNING", label: "Warnings", status: "warning" },
  { severity: "SUGGESTION", label: "Suggestions", status: "info" },
];

export interface FindingListProps {
  text: string;
  findings: Findings;
  onShow: (offset: number) => void;
  onFix: (text: string) => void;
}

/** The findings below the text, by severity: place, message, why, and the fixes as buttons. */
export function FindingList({ text, findings, onShow, onFix }: FindingListProps): ReactNode {
  const [chosen, setChosen] = useState<string>();
  if (findings.failure) {
    return (
      <Box>
        Findings are not shown: <FailureInPlace failure={findings.failure} />
      </Box>
    );
  }
  const of = (severity: Severity): Finding[] => findings.items.filter((finding) => finding.Severity === severity);
  const active = chosen ?? TABS.find(({ severity }) => of(severity).length > 0)?.severity ?? "ERROR";
  return (
    <Tabs
      ariaLabel="Findings"
      activeTabId={active}
      onChange={({ detail }) => setChosen(detail.activeTabId)}
      tabs={TABS.map(({ severity, label, status }) => ({
        id: severity,
        label: `${label}: ${of(severity).length}`,
        content: (
          <SpaceBetween size="s">
            {of(severity).length === 0 && <Box color="text-body-secondary">{findings.checking ? "Checking…" : "None."}</Box>}
            {of(severity).map((finding, index) => (
              <div key={`${finding.Code} ${finding.Start} ${index}`} className="long-name">
                <StatusIndicator type={status} wrapText>
                  <Button variant="inline-link" ariaLabel={`Go to ${lineAndColumn(text, finding.Start)}`} onClick={() => onShow(finding.Start)}>
                    {lineAndColumn(text, finding.Start)}
                  </Button>{" "}
                  {finding.Message}
                </StatusIndicator>
                {finding.Help !== undefined && (
                  <Box variant="small" display="block" color="text-body-secondary">
                    {finding.Help}
                  </Box>
                )}
                {finding.Fixes.length > 0 && (
                  <SpaceBetween direction="horizontal" size="xs">
                    {finding.Fixes.map((fix) => (
                      <Button key={fix.Title} onClick={() => onFix(edited(text, fix.Edits))}>
                        {fix.Title}
                      </Button>
                    ))}
                  </SpaceBetween>
                )}
              </div>
            ))}
          </SpaceBetween>
        ),
      }))}
    />
  );
}
