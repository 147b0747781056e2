import { holderPage } from "../../../iam/holder";

/** The page that asks whether a principal can assume a role. */
export function tryPage(roleName: string): string {
  return `${holderPage("role", roleName)}/try`;
}
