import type { Policy } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../app/flash";
import { useAction } from "../data/use-action";
import { Confirm } from "../parts/confirm";
import { Dialog } from "../parts/dialog";
import { FailureBox } from "../parts/failure-box";
import { PageLink } from "../parts/page-link";
import type { Holder } from "./holder";
import { PolicyPicker } from "./policy-picker";
import { nameOf, policyPage } from "./policy-type";

/** The permissions boundary of a user or role. */
export function BoundaryPanel({ holder, boundary, reload }: { holder: Holder; boundary: string | undefined; reload: () => void }): ReactNode {
  const [choosing, setChoosing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const flash = useFlash();
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={boundary === undefined ? "(not set)" : "(set)"}
          description="Limits what policies can allow. It allows nothing by itself."
          actions={
            boundary === undefined ? (
              <Button onClick={() => setChoosing(true)}>Set permissions boundary</Button>
            ) : (
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={() => setChoosing(true)}>Change boundary</Button>
                <Button onClick={() => setRemoving(true)}>Remove boundary</Button>
              </SpaceBetween>
            )
          }
        >
          Permissions boundary
        </Header>
      }
    >
      {boundary === undefined ? <Box color="text-body-secondary">No boundary limits this {holder.kind}.</Box> : <PageLink page={policyPage(boundary)}>{nameOf(boundary)}</PageLink>}
      {choosing && (
        <Choose
          holder={holder}
          close={() => setChoosing(false)}
          done={(policy) => {
            setChoosing(false);
            reload();
            flash({ type: "success", text: `Permissions boundary of ${holder.name} set to ${policy}.` });
          }}
        />
      )}
      {removing && (
        <Confirm
          title={`Remove the permissions boundary of ${holder.name}?`}
          button="Remove boundary"
          onCancel={() => setRemoving(false)}
          work={async () => {
            await holder.removeBoundary();
          }}
          onDone={() => {
            setRemoving(false);
            reload();
            flash({ type: "success", text: `Permissions boundary of ${holder.name} removed.` });
          }}
        >
          From then on this {holder.kind} can do all that its policies allow.
        </Confirm>
      )}
    </Container>
  );
}

function Choose({ holder, close, done }: { holder: Holder; close: () => void; done: (policy: string) => void }): ReactNode {
  const [chosen, setChosen] = useState<Policy[]>([]);
  const action = useAction();
  const policy = chosen[0];
  const submit = (): void =>
    action.run(async () => {
      await holder.setBoundary(policy?.Arn ?? "");
      done(policy?.PolicyName ?? "");
    });
  return (
    <Dialog large title="Set permissions boundary" button="Set boundary" disabled={!policy} busy={action.busy} onSubmit={submit} onCancel={close}>
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <PolicyPicker title="Policies" selection="single" selected={chosen} onSelect={setChosen} headingLevel="h3" />
      </SpaceBetween>
    </Dialog>
  );
}
