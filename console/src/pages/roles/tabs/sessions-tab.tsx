import { DeleteRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useIam } from "../../../aws/iam";
import { type LiveSession, listSessions, revokeSession } from "../../../aws/rolecall";
import { timeOf } from "../../../aws/time";
import { useAction } from "../../../data/use-action";
import { useLoad } from "../../../data/use-load";
import { Confirm } from "../../../parts/confirm";
import { DataTable, Empty } from "../../../parts/data-table";
import { FailureBox } from "../../../parts/failure-box";
import { When } from "../../../parts/when";
import { useSession } from "../../../session/session";
import { REVOKE_POLICY, revokeDocument } from "./revoke";

export function SessionsTab({ roleName }: { roleName: string }): ReactNode {
  const iam = useIam();
  const { id } = useSession();
  const flash = useFlash();
  const [asking, setAsking] = useState(false);
  const [understood, setUnderstood] = useState(false);
  const [one, setOne] = useState<LiveSession[]>([]);
  const [revokingOne, setRevokingOne] = useState(false);
  const sessions = useLoad(`sessions:${id}:${roleName}`, () => listSessions(id, roleName));
  const revoked = useLoad(`revoke-policy:${roleName}`, async () => (await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }))).PolicyNames?.includes(REVOKE_POLICY) === true);
  const cleaning = useAction();
  const unknown = sessions.failure !== undefined && sessions.failure.kind !== "denied";
  const chosen = one[0];
  return (
    <>
      <Container
        header={
          <Header
            variant="h2"
            description="Ends every session of this role that is open now. Who may still assume the role can do so again."
            actions={<Button onClick={() => setAsking(true)}>Revoke active sessions</Button>}
          >
            Revoke all active sessions
          </Header>
        }
      >
        <FailureBox failure={cleaning.failure} />
        {revoked.value === true ? (
          <Alert
            type="info"
            action={
              <Button
                loading={cleaning.busy}
                onClick={() =>
                  cleaning.run(async () => {
                    await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: REVOKE_POLICY }));
                    revoked.reload();
                    flash({ type: "success", text: `Policy ${REVOKE_POLICY} removed.` });
                  })
                }
              >
                Remove policy
              </Button>
            }
          >
            The inline policy {REVOKE_POLICY} denies everything to older sessions. Once those have expired it has no effect and can go.
          </Alert>
        ) : (
          `Writes the inline policy ${REVOKE_POLICY}, which denies everything to sessions that began before now.`
        )}
      </Container>
      {!unknown && (
        <DataTable<LiveSession>
          noun="sessions"
          title="Active sessions"
          variant="container"
          items={sessions.value?.Sessions ?? []}
          loading={sessions.loading}
          failure={sessions.failure}
          retry={sessions.reload}
          id={(session) => session.AccessKeyId}
          rowName={(session) => session.Arn}
          selection="single"
          selected={one}
          onSelect={setOne}
          disabled={(session) => session.Revoked !== undefined}
          actions={
            <>
              <Button iconName="refresh" ariaLabel="Refresh" onClick={sessions.reload} />
              <Button disabled={!chosen} onClick={() => setRevokingOne(true)}>
                Revoke session
              </Button>
            </>
          }
          columns={[
            { id: "arn", header: "Session", minWidth: 220, text: (session) => session.Arn, cell: (session) => <span className="long-name">{session.Arn.slice(session.Arn.lastIndexOf("/") + 1)}</span> },
            { id: "status", header: "Status", text: (session) => (session.Revoked === undefined ? "Active" : "Revoked"), cell: (session) => (session.Revoked === undefined ? <StatusIndicator>Active</StatusIndicator> : <StatusIndicator type="stopped">Revoked</StatusIndicator>) },
            { id: "issued", header: "Since", text: (session) => timeOf(session.IssuedAt).getTime(), cell: (session) => <When time={timeOf(session.IssuedAt)} /> },
            { id: "expires", header: "Expires", text: (session) => timeOf(session.ExpiresAt).getTime(), cell: (session) => <When time={timeOf(session.ExpiresAt)} /> },
            { id: "mfa", header: "MFA", text: (session) => String(session.MfaAuthenticated), cell: (session) => (session.MfaAuthenticated ? "Yes" : "No") },
            { id: "from", header: "Source IP address", text: (session) => session.SourceIp, cell: (session) => session.SourceIp ?? "-" },
            { id: "chain", header: "Through", text: (session) => session.Chain?.join(" "), cell: (session) => <span className="long-name">{session.Chain?.join(" → ") || "-"}</span> },
            { id: "last", header: "Last call", cell: (session) => (session.LastCall ? <>{`${session.LastCall.Service}:${session.LastCall.Operation}`} <When time={timeOf(session.LastCall.Time)} /></> : "-") },
          ]}
          empty={<Empty title="No active sessions" reason="Nobody uses this role now." />}
        />
      )}
      {asking && (
        <Confirm
          title={`Revoke active sessions of ${roleName}?`}
          button="Revoke active sessions"
          disabled={!understood}
          onCancel={() => setAsking(false)}
          work={async () => {
            await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: REVOKE_POLICY, PolicyDocument: revokeDocument(new Date()) }));
          }}
          onDone={() => {
            setAsking(false);
            setUnderstood(false);
            revoked.reload();
            sessions.reload();
            flash({ type: "success", text: `Active sessions of role ${roleName} revoked.` });
          }}
        >
          <Checkbox checked={understood} onChange={({ detail }) => setUnderstood(detail.checked)}>
            I acknowledge that I am revoking all active sessions for this role.
          </Checkbox>
        </Confirm>
      )}
      {revokingOne && chosen && (
        <Confirm
          title="Revoke this session?"
          button="Revoke session"
          onCancel={() => setRevokingOne(false)}
          work={async () => {
            await revokeSession(id, chosen.AccessKeyId);
          }}
          onDone={() => {
            setRevokingOne(false);
            setOne([]);
            sessions.reload();
            flash({ type: "success", text: "Session revoked." });
          }}
        >
          <span className="long-name">{chosen.Arn}</span>, and every session that was assumed from it, is denied everything from now on.
        </Confirm>
      )}
    </>
  );
}
