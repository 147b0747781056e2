import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { Confirm } from "../../../parts/confirm";
import { FormActions } from "../../../parts/form-actions";
import { Page } from "../../../parts/page";
import { useGo } from "../../../session/session";
import { SignInDetails, useDownloadCredentials } from "../credentials/password-dialog";

/** The last step of a user with a password: it is shown once. */
export function RetrievePassword({ userName, password }: { userName: string; password: string }): ReactNode {
  const go = useGo();
  const downloadCredentials = useDownloadCredentials();
  const [kept, setKept] = useState(false);
  const [leaving, setLeaving] = useState(false);
  return (
    <Page title="Retrieve password" crumbs={[{ text: "Users", page: "iam/users" }]}>
      <Container header={<Header variant="h2">Console sign-in details</Header>}>
        <SpaceBetween size="m">
          <Alert type="info">The password is shown only now. You can set another at any time.</Alert>
          <SignInDetails userName={userName} password={password} />
        </SpaceBetween>
      </Container>
      <FormActions>
        <Button
          iconName="download"
          onClick={() => {
            setKept(true);
            downloadCredentials(userName, password);
          }}
        >
          Download .csv file
        </Button>
        <Button variant="primary" onClick={() => (kept ? go("iam/users") : setLeaving(true))}>
          Return to users list
        </Button>
      </FormActions>
      {leaving && (
        <Confirm
          title="Continue without viewing or downloading console password?"
          harmless
          button="Continue"
          onCancel={() => setLeaving(false)}
          work={() => Promise.resolve()}
          onDone={() => go("iam/users")}
        >
          You cannot see this password again.
        </Confirm>
      )}
    </Page>
  );
}
