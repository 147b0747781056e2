import { GenerateCredentialReportCommand, GetCredentialReportCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { download } from "../../parts/download";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { useSession } from "../../session/session";

/** The report is made in the background: how often it is asked for, and how long a pause is. */
const TRIES = 40;
const PAUSE_MS = 500;

export default function CredentialReportPage(): ReactNode {
  const iam = useIam();
  const { accountId } = useSession();
  const action = useAction();
  const get = (): void =>
    action.run(async () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const { State } = await iam.send(new GenerateCredentialReportCommand({}));
        if (State === "COMPLETE") {
          const { Content } = await iam.send(new GetCredentialReportCommand({}));
          download(`credentials_${accountId}.csv`, new TextDecoder().decode(Content));
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      throw new Error("The report is not ready yet. Try again in a moment.");
    });
  return (
    <Page title="Credential report" crumbs={[]}>
      <FailureBox failure={action.failure} />
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button iconName="download" loading={action.busy} onClick={get}>
                Download credentials report
              </Button>
            }
          >
            Users and their credentials
          </Header>
        }
      >
        A CSV file of all users, with the age and last use of their passwords, access keys and MFA devices. It is made anew at most every four hours.
      </Container>
    </Page>
  );
}
