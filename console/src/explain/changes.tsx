import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { ExplainedChange } from "../aws/rolecall-requests";
import { CopyButton } from "../parts/copy";
import { PolicyText } from "../parts/policy-text";
import { layerTitle } from "./layer-title";

/** What would have to change, account by account, with a ready policy where one can be written. */
export function Changes({ changes, title = "What would allow it", act }: { changes: readonly ExplainedChange[]; title?: string; act?: (change: ExplainedChange) => ReactNode }): ReactNode {
  const accounts = [...new Set(changes.map((change) => change.AccountId))];
  return accounts.map((account) => (
    <Container key={account ?? "none"} header={<Header variant="h2" description={account === undefined ? undefined : `Account ${account}`}>{title}</Header>}>
      <SpaceBetween size="l">
        {changes
          .filter((change) => change.AccountId === account)
          .map((change, index) => (
            <SpaceBetween key={index} size="xs">
              <Box fontWeight="bold">{layerTitle(change.Where)}</Box>
              <span className="long-name">{change.Text}</span>
              {change.Document !== undefined && (
                <>
                  <PolicyText document={change.Document} label={`Policy for ${layerTitle(change.Where)}`} />
                  <div className="actions">
                    <CopyButton text={change.Document} label="Copy policy" of={`policy for ${layerTitle(change.Where)}`} />
                    {act?.(change)}
                  </div>
                </>
              )}
            </SpaceBetween>
          ))}
      </SpaceBetween>
    </Container>
  ));
}
