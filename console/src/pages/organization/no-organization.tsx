import { CreateOrganizationCommand } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import type { ReactNode } from "react";
import { useFlash } from "../../app/flash";
import type { Failure } from "../../aws/failure";
import { useOrganizations } from "../../aws/organizations";
import { useAction } from "../../data/use-action";
import { Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";

export function isNotInUse(failure: Failure | undefined): boolean {
  return failure?.kind === "refused" && failure.code === "AWSOrganizationsNotInUseException";
}

/** An account outside of any organization can found one. */
export function NoOrganization({ done }: { done: () => void }): ReactNode {
  const client = useOrganizations();
  const action = useAction();
  const flash = useFlash();
  return (
    <Container>
      <FailureBox failure={action.failure} />
      <Empty
        title="No organization"
        reason="An organization holds many accounts, and policies that limit them."
        action={
          <Button
            variant="primary"
            loading={action.busy}
            onClick={() =>
              action.run(async () => {
                await client.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
                flash({ type: "success", text: "Organization created. This account manages it." });
                done();
              })
            }
          >
            Create an organization
          </Button>
        }
      />
    </Container>
  );
}
