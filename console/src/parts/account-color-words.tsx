import type { ReactNode } from "react";
import { accountColor } from "../session/account-colors";

/** A dot in the colour and its name; never the colour alone. */
export function AccountColorWords({ id }: { id: string }): ReactNode {
  const color = accountColor(id);
  if (!color) return "Unset";
  return (
    <>
      <span className="role-chip" style={{ backgroundColor: `#${color.hex}` }} />
      {color.name}
    </>
  );
}
