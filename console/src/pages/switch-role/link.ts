import { parseColor } from "../../session/color";

/** What a link to the Switch Role page carries: AWS's parameters, and the session it was opened from. */
export interface SwitchLink {
  account?: string;
  roleName?: string;
  displayName?: string;
  color?: string;
  from?: string;
}

export function switchLink(link: SwitchLink): string {
  const query = new URLSearchParams();
  for (const key of ["roleName", "account", "displayName", "color", "from"] as const) {
    const value = link[key];
    if (value !== undefined && value !== "") query.set(key, value);
  }
  const text = query.toString();
  return text === "" ? "/switchrole" : `/switchrole?${text}`;
}

export function parseSwitchLink(query: URLSearchParams): SwitchLink {
  const text = (key: string): string | undefined => query.get(key) ?? undefined;
  return {
    account: text("account"),
    roleName: text("roleName"),
    displayName: text("displayName"),
    color: parseColor(query.get("color")),
    from: text("from"),
  };
}
