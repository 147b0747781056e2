import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { type AccountLook, useAccountLook } from "../../data/account-look";
import { AccountColorWords } from "../../parts/account-color-words";
import { Copy } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { useSession } from "../../session/session";
import { accountCalled } from "../../session/words";
import { ColorDialog, ProtectionDialog } from "./dialogs";

/** The account of this session, and how it is marked so that it is not taken for another one. */
export default function AccountPage(): ReactNode {
  const session = useSession();
  const look = useAccountLook();
  return (
    <Page title="Account" crumbs={[]}>
      <Container header={<Header variant="h2">Account details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Account name", value: <span className="long-name">{session.accountName ?? "-"}</span> },
            { label: "Account ID", value: <Copy text={session.accountId} of="Account ID" /> },
            { label: "Account alias", value: session.accountAlias ?? "-" },
          ]}
        />
      </Container>
      {look && (
        <>
          <Display look={look} />
          <Protection look={look} />
        </>
      )}
    </Page>
  );
}

function Display({ look }: { look: AccountLook }): ReactNode {
  const flash = useFlash();
  const [changing, setChanging] = useState(false);
  const { color } = look;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Everybody who works in this account sees its color in the bar."
          actions={
            <Button ariaLabel="Update account display settings" onClick={() => setChanging(true)}>
              Update
            </Button>
          }
        >
          Account display settings
        </Header>
      }
    >
      {color.failure ? <FailureBox failure={color.failure} retry={color.reload} /> : <KeyValuePairs items={[{ label: "Account color", value: <Loaded load={color}>{({ id }) => <AccountColorWords id={id} />}</Loaded> }]} />}
      {changing && (
        <ColorDialog
          current={color.value?.id ?? "none"}
          close={() => setChanging(false)}
          done={() => {
            setChanging(false);
            look.reload();
            flash({ type: "success", text: "Account display settings updated." });
          }}
        />
      )}
    </Container>
  );
}

function Protection({ look }: { look: AccountLook }): ReactNode {
  const session = useSession();
  const flash = useFlash();
  const [changing, setChanging] = useState<{ to: boolean }>();
  const { protection } = look;
  const on = protection.value?.on === true;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The console of a protected account asks for the account's name before something is deleted, detached or revoked. It permits and forbids nothing."
          actions={
            <Button disabled={protection.value === undefined} onClick={() => setChanging({ to: !on })}>
              {on ? "Remove protection" : "Protect account"}
            </Button>
          }
        >
          Protection
        </Header>
      }
    >
      {protection.failure ? (
        <FailureBox failure={protection.failure} retry={protection.reload} />
      ) : (
        <Loaded load={protection}>
          {(value) =>
            value.on ? (
              <>
                <Icon name="lock-private" /> Protected
              </>
            ) : (
              "Not protected"
            )
          }
        </Loaded>
      )}
      {changing && (
        <ProtectionDialog
          account={accountCalled(session)}
          to={changing.to}
          close={() => setChanging(undefined)}
          done={() => {
            setChanging(undefined);
            look.reload();
            flash({ type: "success", text: changing.to ? `Account ${accountCalled(session)} is protected.` : `Protection of account ${accountCalled(session)} removed.` });
          }}
        />
      )}
    </Container>
  );
}
