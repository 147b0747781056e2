import Dropdown from "@cloudscape-design/components/dropdown";
import Icon from "@cloudscape-design/components/icon";
import { type ReactNode, useRef, useState } from "react";
import { useAccountLook } from "../../data/account-look";
import { accountColor } from "../../session/account-colors";
import { textOn } from "../../session/color";
import type { Session } from "../../session/api";
import { useSession } from "../../session/session";
import { useNow } from "../../session/use-now";
import { accountWords, identityWords, timeLeft } from "../../session/words";
import { AccountPanel } from "./account-panel";

/** The account button and its menu: where one sees who acts, in which account, for how long. */
export function AccountMenu(): ReactNode {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <Dropdown
      open={open}
      expandToViewport
      ariaRole="dialog"
      ariaLabel="Account menu"
      onOutsideClick={() => setOpen(false)}
      onEscape={close}
      trigger={
        <button ref={button} type="button" className="account-button" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
          <AccountButtonText session={session} />
        </button>
      }
      content={open && <AccountPanel close={() => setOpen(false)} />}
    />
  );
}

function AccountButtonText({ session }: { session: Session }): ReactNode {
  const now = useNow();
  const left = timeLeft(session.expiresAt, now);
  const look = useAccountLook();
  const color = accountColor(look?.color.value?.id);
  return (
    <>
      <span className="account-line">
        <span className={color && "chip"} style={chipStyle(color?.hex)}>
          {accountWords(session)}
        </span>
        {look?.isProtected === true && (
          <span className="protected">
            <Icon name="lock-private" size="small" /> protected
          </span>
        )}
      </span>
      <span className="account-line">
        <span className={session.color === undefined ? undefined : "chip"} style={chipStyle(session.color)}>
          {session.kind === "role" ? "⇄ " : ""}
          {identityWords(session)}
        </span>
        {session.kind === "role" && session.sessionName !== undefined && <span className="wide-only">{session.sessionName}</span>}
        <span className="time-left">{left === "ended" ? "ended" : `${left} left`}</span>
      </span>
    </>
  );
}

/** A role's own colour, with text that can be read on it. */
export function chipStyle(color: string | undefined): { backgroundColor: string; color: string } | undefined {
  return color === undefined || !/^[0-9a-f]{6}$/i.test(color) ? undefined : { backgroundColor: `#${color}`, color: textOn(color) };
}
