import { policyPage } from "../../iam/policy-type";
import { requestIdIn } from "../../pages/why/request-id";
import type { Place } from "./places";

/** An id of an access key that IAM can look up. Keys of sessions have no user of their own. */
const KEY_ID = /^AKIA[A-Z0-9]{12,124}$/;

export function accessKeyIdIn(text: string): string | undefined {
  const id = text.trim();
  return KEY_ID.test(id) ? id : undefined;
}

const KINDS = { user: "users", group: "groups", role: "roles" } as const;

function isHolder(kind: string | undefined): kind is keyof typeof KINDS {
  return kind === "user" || kind === "group" || kind === "role";
}

/** The page of what an ARN names, if it is one of this account. No call is needed to know it. */
export function placeOfArn(text: string, account: string): Place | undefined {
  const arn = text.trim();
  const parts = arn.split(":");
  const [start, , service, , owner, ...rest] = parts;
  const resource = rest.join(":");
  if (start !== "arn" || resource === "" || /\s/.test(arn)) return undefined;
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const kind = resource.split("/")[0];
  if (service === "s3" && owner === "") {
    const [bucket = "", ...key] = resource.split("/");
    const prefix = key.slice(0, -1).map((part) => `${part}/`).join("");
    const page = `s3/buckets/${encodeURIComponent(bucket)}${prefix === "" ? "" : `?prefix=${encodeURIComponent(prefix)}`}`;
    return { text: bucket, page, says: "Bucket" };
  }
  if (service === "iam" && kind === "policy" && (owner === account || owner === "aws")) return { text: name, page: policyPage(arn), says: "Policy" };
  if (owner !== account || name === "") return undefined;
  if (service === "iam" && isHolder(kind)) return { text: name, page: `iam/${KINDS[kind]}/${encodeURIComponent(name)}`, says: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` };
  if (service === "iam" && (kind === "saml-provider" || kind === "oidc-provider")) return { text: resource.slice(kind.length + 1), page: `iam/providers/${encodeURIComponent(arn)}`, says: "Identity provider" };
  // A session of a role: arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION
  const role = resource.split("/")[1];
  if (service === "sts" && kind === "assumed-role" && role !== undefined && role !== "") return { text: role, page: `iam/roles/${encodeURIComponent(role)}`, says: "Role" };
  return undefined;
}

/** What a text names by itself: a request, or a thing by its ARN. */
export function directPlaces(text: string, account: string): Place[] {
  const places: Place[] = [];
  const request = requestIdIn(text);
  if (request !== undefined) places.push({ text: `Why? ${request}`, page: `why/${encodeURIComponent(request)}`, says: "The explanation of this request" });
  const place = placeOfArn(text, account);
  if (place) places.push(place);
  return places;
}
