import { DeleteLoginProfileCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useIam } from "../../../aws/iam";
import { useLoad } from "../../../data/use-load";
import { Confirm } from "../../../parts/confirm";
import { Copy } from "../../../parts/copy";
import { FailureBox } from "../../../parts/failure-box";
import { Loaded } from "../../../parts/loaded";
import { When } from "../../../parts/when";
import { passwordDate } from "../list-page";
import { PasswordDialog } from "./password-dialog";
import { useSignInUrl } from "./sign-in-url";

/** `Console sign-in`: whether the user has a password, and its change. */
export function ConsoleBox({ userName, lastSignIn }: { userName: string; lastSignIn: Date | undefined }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const url = useSignInUrl();
  const [dialog, setDialog] = useState<"enable" | "reset" | "disable">();
  const password = useLoad(`password:${userName}`, async () => ({ since: await passwordDate(iam, userName) }));
  const since = password.value?.since;
  const close = (): void => {
    setDialog(undefined);
    password.reload();
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            password.value &&
            (since === undefined ? (
              <Button onClick={() => setDialog("enable")}>Enable console access</Button>
            ) : (
              <ButtonDropdown
                items={[
                  { id: "reset", text: "Reset password" },
                  { id: "disable", text: "Disable access" },
                ]}
                onItemClick={({ detail }) => setDialog(detail.id === "reset" ? "reset" : "disable")}
              >
                Manage console access
              </ButtonDropdown>
            ))
          }
        >
          Console sign-in
        </Header>
      }
    >
      {password.failure ? (
        <FailureBox failure={password.failure} retry={password.reload} />
      ) : (
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Console sign-in link", value: <Copy text={url} of="Console sign-in link" /> },
            { label: "Console password", value: <Loaded load={password}>{({ since: updated }) => (updated ? <>Updated <When time={updated} /></> : "Not enabled")}</Loaded> },
            { label: "Last console sign-in", value: <When time={lastSignIn} none="Never" /> },
          ]}
        />
      )}
      {(dialog === "enable" || dialog === "reset") && <PasswordDialog userName={userName} reset={dialog === "reset"} close={close} />}
      {dialog === "disable" && (
        <Confirm
          title={`Disable console access of ${userName}?`}
          button="Disable access"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await iam.send(new DeleteLoginProfileCommand({ UserName: userName }));
          }}
          onDone={() => {
            flash({ type: "success", text: `Console access of ${userName} disabled.` });
            close();
          }}
        >
          The user cannot sign in any more. Sessions that are open last until they end.
        </Confirm>
      )}
    </Container>
  );
}
