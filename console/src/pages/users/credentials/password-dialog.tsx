import { CreateLoginProfileCommand, UpdateLoginProfileCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { newPassword } from "../../../iam/password";
import { FIRST_WISH, PasswordChoice } from "../../../iam/password-choice";
import { usePasswordPolicy } from "../../../iam/use-password-policy";
import { Copy } from "../../../parts/copy";
import { csv, download } from "../../../parts/download";
import { FailureBox } from "../../../parts/failure-box";
import { Secret } from "../../../parts/secret";
import { useSignInUrl } from "./sign-in-url";

/** Gives a user a console password, or a new one, and shows it once. */
export function PasswordDialog({ userName, reset, close }: { userName: string; reset: boolean; close: () => void }): ReactNode {
  const iam = useIam();
  const policy = usePasswordPolicy();
  const [wish, setWish] = useState(FIRST_WISH);
  const [made, setMade] = useState<string>();
  const action = useAction();
  const title = reset ? "Reset password" : "Enable console access";
  const submit = (): void =>
    action.run(async () => {
      const Password = wish.auto ? newPassword(policy.value?.policy) : wish.custom;
      const input = { UserName: userName, Password, PasswordResetRequired: wish.reset };
      await (reset ? iam.send(new UpdateLoginProfileCommand(input)) : iam.send(new CreateLoginProfileCommand(input)));
      setMade(Password);
    });
  if (made !== undefined) return <PasswordShown userName={userName} password={made} close={close} />;
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.busy} disabled={!wish.auto && wish.custom === ""} onClick={submit}>
              {title}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <PasswordChoice wish={wish} onChange={setWish} resetLabel="User must create new password at next sign-in" />
      </SpaceBetween>
    </Modal>
  );
}

export function SignInDetails({ userName, password }: { userName: string; password: string }): ReactNode {
  const url = useSignInUrl();
  return (
    <KeyValuePairs
      columns={1}
      items={[
        { label: "Console sign-in URL", value: <Copy text={url} of="Console sign-in URL" /> },
        { label: "User name", value: <Copy text={userName} of="User name" /> },
        { label: "Console password", value: <Secret text={password} of="Console password" /> },
      ]}
    />
  );
}

export function useDownloadCredentials(): (userName: string, password: string) => void {
  const url = useSignInUrl();
  return (userName, password) =>
    download(
      `${userName}_credentials.csv`,
      csv([
        ["User name", "Password", "Console sign-in URL"],
        [userName, password, url],
      ]),
    );
}

function PasswordShown({ userName, password, close }: { userName: string; password: string; close: () => void }): ReactNode {
  const downloadCredentials = useDownloadCredentials();
  return (
    <Modal
      visible
      header="Console password"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="download" onClick={() => downloadCredentials(userName, password)}>
              Download .csv file
            </Button>
            <Button variant="primary" onClick={close}>
              Close
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>The password is shown only now.</div>
        <SignInDetails userName={userName} password={password} />
      </SpaceBetween>
    </Modal>
  );
}
