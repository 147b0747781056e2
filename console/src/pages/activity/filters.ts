import type { RequestFilters } from "../../aws/rolecall-requests";

const MINUTE_S = 60;

/** Ranges that AWS's event history offers, and a week. */
export const RANGES = [
  { value: "", label: "Any time" },
  { value: "30", label: "Last 30 minutes" },
  { value: "60", label: "Last hour" },
  { value: "720", label: "Last 12 hours" },
  { value: "1440", label: "Last day" },
  { value: "10080", label: "Last week" },
] as const;

export const OUTCOMES = [
  { value: "", label: "Any decision" },
  { value: "denied", label: "Denied" },
  { value: "allowed", label: "Not denied" },
] as const;

/** What stands in the address of the page, so that a view can be linked. */
export function filtersOf(query: URLSearchParams, now: number): RequestFilters {
  const filters: RequestFilters = {};
  const decision = query.get("decision");
  if (decision === "denied") filters.Denied = true;
  if (decision === "allowed") filters.Denied = false;
  const principal = query.get("principal") ?? "";
  if (principal !== "") filters.Principal = principal;
  const action = query.get("action") ?? "";
  if (action !== "") filters.Action = action;
  const resource = query.get("resource") ?? "";
  if (resource !== "") filters.Resource = resource;
  const minutes = Number(query.get("minutes") ?? "");
  if (Number.isInteger(minutes) && minutes > 0) filters.Since = Math.floor(now / 1000) - minutes * MINUTE_S;
  return filters;
}
