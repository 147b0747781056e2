import type { Policy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import type { Crumb } from "../app/frame";
import { useFlash } from "../app/flash";
import { useAction } from "../data/use-action";
import { useAll } from "../data/use-all";
import { FailureBox } from "../parts/failure-box";
import { FormActions } from "../parts/form-actions";
import { Page } from "../parts/page";
import { useGo } from "../session/session";
import { type Holder, holderPage } from "./holder";
import { PolicyPicker } from "./policy-picker";

/** Attaches managed policies to a group or role: a page of one table. */
export function AttachPage({ holder, crumbs }: { holder: Holder; crumbs: readonly Crumb[] }): ReactNode {
  const [chosen, setChosen] = useState<Policy[]>([]);
  const attached = useAll(`attached:${holder.kind}:${holder.name}`, holder.listAttached);
  const action = useAction();
  const flash = useFlash();
  const go = useGo();
  const back = holderPage(holder.kind, holder.name);
  const attach = (): void =>
    action.run(async () => {
      for (const policy of chosen) await holder.attach(policy.Arn ?? "");
      flash({
        type: "success",
        text: chosen.length === 1 ? `Policy was successfully attached to ${holder.kind}.` : `Policies have been successfully attached to ${holder.kind}.`,
      });
      go(back);
    });
  return (
    <Page title={`Attach policies to ${holder.name}`} crumbs={crumbs}>
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <PolicyPicker title="Other permissions policies" selection="multi" selected={chosen} onSelect={setChosen} without={new Set(attached.items.map((policy) => policy.arn))} />
        <FormActions cancel={() => go(back)}>
          <Button variant="primary" disabled={chosen.length === 0} loading={action.busy} onClick={attach}>
            Attach policies
          </Button>
        </FormActions>
      </SpaceBetween>
    </Page>
  );
}
