import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { useAccountLook } from "../../data/account-look";
import { useAction } from "../../data/use-action";
import { AccountColorWords } from "../../parts/account-color-words";
import { Copy } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { When } from "../../parts/when";
import { type RecentRole, type Session, signOut, signOutOfAll, switchBack } from "../../session/api";
import { useBrowser } from "../../session/browser";
import { signedOut } from "../../session/drafts";
import { pathIn, useGo, useSession } from "../../session/session";
import { accountWords, dashed, identityWords } from "../../session/words";
import { switchLink } from "../../pages/switch-role/link";
import { useSwitch } from "../../pages/switch-role/use-switch";
import { chipStyle } from "./account-menu";

const KIND_WORDS: Record<Session["kind"], string> = {
  iamUser: "IAM user",
  root: "Root user",
  role: "Role",
  federated: "Federated user",
};

/** The last path element: in the navigation bar there is no room for an ARN. */
function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

export function AccountPanel({ close }: { close: () => void }): ReactNode {
  const session = useSession();
  const { browser, refresh } = useBrowser();
  const navigate = useNavigate();
  const go = useGo();
  const action = useAction();
  const look = useAccountLook();
  const panel = useRef<HTMLDivElement>(null);
  const open = (href: string): void => {
    close();
    const outcome = navigate(href);
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const switching = useSwitch(session, (to) => open(pathIn(to.id, "")));
  const others = (browser?.sessions ?? []).filter((other) => other.id !== session.id);

  // Keyboard users land in the menu that they have opened.
  useEffect(() => panel.current?.focus(), []);

  const leave = (all: boolean): void =>
    action.run(async () => {
      if (all) await signOutOfAll();
      else await signOut(session.id);
      signedOut(all ? undefined : session.arn);
      await refresh();
      open("/");
    });
  const back = (): void =>
    action.run(async () => {
      const { session: original } = await switchBack(session.id);
      await refresh();
      open(pathIn(original.id, ""));
    });

  const account = (
    <dl className="account-facts">
      <dt>Account ID</dt>
      <dd>
        <Copy text={session.accountId} of="Account ID" shown={dashed(session.accountId)} />
      </dd>
      {session.accountName !== undefined && (
        <>
          <dt>Account name</dt>
          <dd>
            <Copy text={session.accountName} of="Account name" />
          </dd>
        </>
      )}
      <dt>Account color</dt>
      <dd>{look && <Loaded load={look.color}>{({ id }) => <AccountColorWords id={id} />}</Loaded>}</dd>
      {look?.isProtected === true && (
        <>
          <dt>Protection</dt>
          <dd>Asks for the account&apos;s name before something is taken away</dd>
        </>
      )}
    </dl>
  );

  return (
    <div className="account-menu" ref={panel} tabIndex={-1}>
      <SpaceBetween size="s">
        {session.original ? (
          <>
            <div>
              <h2>Currently active as</h2>
              <span className={session.color === undefined ? "long-name" : "chip long-name"} style={chipStyle(session.color)}>
                {identityWords(session)}
              </span>
              {account}
              <Box variant="small">
                Session {session.sessionName ?? ""} ends <When time={new Date(session.expiresAt)} />
              </Box>
            </div>
            <div>
              <h2>Signed in as</h2>
              <span className="long-name">{session.original.userName ?? shortName(session.original.arn)}</span>
              <dl className="account-facts">
                <dt>Account ID</dt>
                <dd>{dashed(session.original.accountId)}</dd>
              </dl>
            </div>
            <Button fullWidth loading={action.busy} onClick={back}>
              Switch back
            </Button>
          </>
        ) : (
          <div>
            {account}
            <dl className="account-facts">
              <dt>{KIND_WORDS[session.kind]}</dt>
              <dd>
                <Copy text={session.arn} of="ARN" shown={identityWords(session)} />
              </dd>
            </dl>
            <Box variant="small">
              Session ends <When time={new Date(session.expiresAt)} />
            </Box>
          </div>
        )}
        <Link
          href={pathIn(session.id, "account")}
          onFollow={(event) => {
            event.preventDefault();
            close();
            go("account");
          }}
        >
          Account
        </Link>
        {session.kind === "iamUser" && session.userName !== undefined && (
          <Link
            href={pathIn(session.id, `iam/users/${encodeURIComponent(session.userName)}`)}
            onFollow={(event) => {
              event.preventDefault();
              close();
              go(`iam/users/${encodeURIComponent(session.userName ?? "")}?tab=security-credentials`);
            }}
          >
            Security credentials
          </Link>
        )}
        {(session.roles ?? []).length > 0 && (
          <div>
            <h2>Role history</h2>
            <SpaceBetween size="xxs">
              {(session.roles ?? []).map((role) => (
                <RecentRoleButton key={`${role.accountId}/${role.roleName}`} role={role} busy={switching.busy} onClick={() => switching.to({ account: role.accountId, roleName: role.roleName, displayName: role.displayName, color: role.color })} />
              ))}
            </SpaceBetween>
          </div>
        )}
        <FailureBox failure={action.failure} />
        {switching.message}
        {session.kind === "root" ? (
          <Box variant="small">The root user cannot switch roles: sign in as an IAM user for that.</Box>
        ) : (
          <Button fullWidth onClick={() => open(switchLink({ from: session.id }))}>
            Switch role
          </Button>
        )}
        {others.length > 0 && (
          <div>
            <h2>Other sessions</h2>
            <SpaceBetween size="xxs">
              {others.map((other) => (
                <Link
                  key={other.id}
                  href={pathIn(other.id, "")}
                  onFollow={(event) => {
                    event.preventDefault();
                    open(pathIn(other.id, ""));
                  }}
                >
                  <span className="long-name">
                    {identityWords(other)}, {accountWords(other)}
                  </span>
                </Link>
              ))}
            </SpaceBetween>
          </div>
        )}
        <Button fullWidth onClick={() => open("/sign-in")}>
          Add session
        </Button>
        <Button fullWidth loading={action.busy} onClick={() => leave(false)}>
          {others.length > 0 ? "Sign out of current session" : "Sign out"}
        </Button>
        {others.length > 0 && (
          <Button fullWidth loading={action.busy} onClick={() => leave(true)}>
            Sign out of all sessions
          </Button>
        )}
      </SpaceBetween>
    </div>
  );
}

function RecentRoleButton({ role, busy, onClick }: { role: RecentRole; busy: boolean; onClick: () => void }): ReactNode {
  const words = role.displayName ?? `${role.roleName} @ ${role.accountId}`;
  return (
    <Button variant="inline-link" disabled={busy} ariaLabel={`Switch to ${words}`} onClick={onClick}>
      <span className="role-chip" style={chipStyle(role.color)} />
      <span className="long-name">{words}</span>
    </Button>
  );
}
