import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import type { Session } from "../../session/api";
import { colorName, ROLE_COLORS } from "../../session/color";
import { pathIn, SessionProvider } from "../../session/session";
import { accountWords, identityWords } from "../../session/words";
import type { SwitchLink } from "./link";
import { RoleList } from "./role-list";
import { type Mfa, SwitchMfa } from "./switch-mfa";
import { useSwitch } from "./use-switch";

const NONE = { label: "None", value: "" };

export function SwitchRoleForm({ link, sessions }: { link: SwitchLink; sessions: readonly Session[] }): ReactNode {
  const navigate = useNavigate();
  const [sessionId, setSessionId] = useState(link.from);
  const [account, setAccount] = useState(link.account ?? "");
  const [roleName, setRoleName] = useState(link.roleName ?? "");
  const [displayName, setDisplayName] = useState(link.displayName);
  const [color, setColor] = useState(link.color ?? "");
  const [mfa, setMfa] = useState<Mfa>({ code: "", device: undefined });
  const [tried, setTried] = useState(false);
  const from = sessions.find((session) => session.id === sessionId) ?? newest(sessions);
  const open = (path: string): void => {
    const outcome = navigate(path);
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const switching = useSwitch(from, (to) => open(pathIn(to.id, "")));

  useEffect(() => {
    document.title = "Switch Role | rolecall";
  }, []);

  const standardName = roleName === "" || account === "" ? "" : `${roleName.slice(roleName.lastIndexOf("/") + 1)} @ ${account}`;
  const accountError = tried && account === "" ? "Enter the account's ID or alias." : undefined;
  const roleError = tried && roleName === "" ? "Enter the role's name." : undefined;
  const colors = [NONE, ...ROLE_COLORS.map(({ name, hex }) => ({ label: name, value: hex }))];
  const chosen = colors.find((option) => option.value === color) ?? { label: colorName(color), value: color };

  const submit = (): void => {
    setTried(true);
    if (account === "" || roleName === "") return;
    switching.to({
      account: account.replace(/^(\d{4})-(\d{4})-(\d{4})$/, "$1$2$3"),
      roleName,
      displayName: displayName === undefined || displayName === "" ? standardName : displayName,
      ...(color !== "" && { color }),
      ...(mfa.code !== "" && { mfaCode: mfa.code, ...(mfa.device !== undefined && { mfaSerial: mfa.device }) }),
    });
  };

  return (
    <main className="alone wide">
      <SpaceBetween size="l">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Form
            header={
              <Header variant="h1" description="Act in another account, or with other rights, for a while. Rights do not add up: until you switch back you have those of the role only.">
                Switch Role
              </Header>
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" formAction="none" onClick={() => open(pathIn(from.id, ""))}>
                  Cancel
                </Button>
                <Button variant="primary" loading={switching.busy}>
                  Switch Role
                </Button>
              </SpaceBetween>
            }
          >
            <SpaceBetween size="m">
              {switching.message}
              <Container>
                <SpaceBetween size="m">
                  {sessions.length > 1 && (
                    <FormField label="Session" description="The session from which you switch.">
                      <Select
                        selectedOption={{ value: from.id, label: sessionWords(from) }}
                        options={sessions.map((session) => ({ value: session.id, label: sessionWords(session) }))}
                        onChange={({ detail }) => setSessionId(detail.selectedOption.value)}
                      />
                    </FormField>
                  )}
                  <FormField label="Account ID" description="12 digits, or the account's alias." errorText={accountError}>
                    <Input value={account} autoFocus={account === ""} onChange={({ detail }) => setAccount(detail.value.trim())} />
                  </FormField>
                  <FormField label="IAM role name" description="What follows role/ in the ARN, path included. Case matters." errorText={roleError}>
                    <Input value={roleName} onChange={({ detail }) => setRoleName(detail.value.trim())} />
                  </FormField>
                  <FormField label="Display name - optional" description="The name of this role in the bar.">
                    <Input value={displayName ?? standardName} onChange={({ detail }) => setDisplayName(detail.value)} />
                  </FormField>
                  <FormField label="Display color - optional" description="The color of this role in the bar.">
                    <Select selectedOption={chosen} options={colors} onChange={({ detail }) => setColor(detail.selectedOption.value ?? "")} />
                  </FormField>
                  <SwitchMfa key={from.id} session={from} mfa={mfa} onChange={setMfa} />
                </SpaceBetween>
              </Container>
              <Alert type="info">
                The switch is decided as <b className="long-name">{originalWords(from)}</b>
                {from.original ? ", the identity that you signed in with, and not as the role in use." : "."} A role that requires an external ID
                cannot be switched to. The session lasts one hour at most and cannot outlast your own.
              </Alert>
            </SpaceBetween>
          </Form>
        </form>
        <SessionProvider session={from}>
          <RoleList
            session={from}
            choose={(role) => {
              setAccount(role.account);
              setRoleName(role.roleName);
              setDisplayName(undefined);
            }}
          />
        </SessionProvider>
        <Box />
      </SpaceBetween>
    </main>
  );
}

function newest(sessions: readonly Session[]): Session {
  return sessions.reduce((latest, session) => (session.issuedAt > latest.issuedAt ? session : latest));
}

function sessionWords(session: Session): string {
  return `${identityWords(session)}, ${accountWords(session)}`;
}

function originalWords(session: Session): string {
  return session.original?.arn ?? session.arn;
}
