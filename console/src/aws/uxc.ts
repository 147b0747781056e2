import type { AccountColor } from "../session/account-colors";
import { csrfToken } from "../session/api";
import { serviceEndpoint } from "./config";
import { jsonAnswer } from "./rolecall";

export interface Customizations {
  accountColor?: AccountColor;
}

/** AWS User Experience Customization, of which the page uses two operations. */
async function customizations(session: string, method: "GET" | "PATCH", change?: Customizations): Promise<Customizations> {
  const response = await fetch(`${serviceEndpoint(session, "uxc")}/v1/account-customizations`, {
    method,
    headers: { "X-Rolecall-Csrf": csrfToken(), ...(change && { "Content-Type": "application/json" }) },
    ...(change && { body: JSON.stringify(change) }),
  });
  return jsonAnswer(response);
}

export function getAccountCustomizations(session: string): Promise<Customizations> {
  return customizations(session, "GET");
}

/** Changes only what is named. */
export function updateAccountCustomizations(session: string, change: Customizations): Promise<Customizations> {
  return customizations(session, "PATCH", change);
}
