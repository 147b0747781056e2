import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Part } from "../data/use-all";
import { nextMarker } from "./markers";

export type HolderKind = "user" | "group" | "role";

export interface Attached {
  name: string;
  arn: string;
}

/** Who has policies: a user, a group or a role. AWS has the same operations for each under other names. */
export interface Holder {
  kind: HolderKind;
  name: string;
  listAttached: (marker?: string) => Promise<Part<Attached>>;
  listInline: (marker?: string) => Promise<Part<string>>;
  getInline: (policy: string) => Promise<string>;
  putInline: (policy: string, document: string) => Promise<unknown>;
  deleteInline: (policy: string) => Promise<unknown>;
  attach: (arn: string) => Promise<unknown>;
  detach: (arn: string) => Promise<unknown>;
  setBoundary: (arn: string) => Promise<unknown>;
  removeBoundary: () => Promise<unknown>;
}

type AttachedAnswer = { AttachedPolicies?: { PolicyName?: string; PolicyArn?: string }[]; Marker?: string; IsTruncated?: boolean };
type InlineAnswer = { PolicyNames?: string[]; Marker?: string; IsTruncated?: boolean };

function attached(answer: AttachedAnswer): Part<Attached> {
  return {
    items: (answer.AttachedPolicies ?? []).map((policy) => ({ name: policy.PolicyName ?? "", arn: policy.PolicyArn ?? "" })),
    next: nextMarker(answer),
  };
}

function inline(answer: InlineAnswer): Part<string> {
  return { items: answer.PolicyNames ?? [], next: nextMarker(answer) };
}

/** IAM returns policy documents percent-encoded. */
export function decodeDocument(document: string | undefined): string {
  if (document === undefined) return "";
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function noBoundary(): Promise<never> {
  return Promise.reject(new Error("A group has no permissions boundary."));
}

export function holderOf(iam: IAMClient, kind: HolderKind, name: string): Holder {
  switch (kind) {
    case "user": {
      const who = { UserName: name };
      return {
        kind,
        name,
        listAttached: async (Marker) => attached(await iam.send(new ListAttachedUserPoliciesCommand({ ...who, Marker }))),
        listInline: async (Marker) => inline(await iam.send(new ListUserPoliciesCommand({ ...who, Marker }))),
        getInline: async (PolicyName) => decodeDocument((await iam.send(new GetUserPolicyCommand({ ...who, PolicyName }))).PolicyDocument),
        putInline: (PolicyName, PolicyDocument) => iam.send(new PutUserPolicyCommand({ ...who, PolicyName, PolicyDocument })),
        deleteInline: (PolicyName) => iam.send(new DeleteUserPolicyCommand({ ...who, PolicyName })),
        attach: (PolicyArn) => iam.send(new AttachUserPolicyCommand({ ...who, PolicyArn })),
        detach: (PolicyArn) => iam.send(new DetachUserPolicyCommand({ ...who, PolicyArn })),
        setBoundary: (PermissionsBoundary) => iam.send(new PutUserPermissionsBoundaryCommand({ ...who, PermissionsBoundary })),
        removeBoundary: () => iam.send(new DeleteUserPermissionsBoundaryCommand(who)),
      };
    }
    case "group": {
      const who = { GroupName: name };
      return {
        kind,
        name,
        listAttached: async (Marker) => attached(await iam.send(new ListAttachedGroupPoliciesCommand({ ...who, Marker }))),
        listInline: async (Marker) => inline(await iam.send(new ListGroupPoliciesCommand({ ...who, Marker }))),
        getInline: async (PolicyName) => decodeDocument((await iam.send(new GetGroupPolicyCommand({ ...who, PolicyName }))).PolicyDocument),
        putInline: (PolicyName, PolicyDocument) => iam.send(new PutGroupPolicyCommand({ ...who, PolicyName, PolicyDocument })),
        deleteInline: (PolicyName) => iam.send(new DeleteGroupPolicyCommand({ ...who, PolicyName })),
        attach: (PolicyArn) => iam.send(new AttachGroupPolicyCommand({ ...who, PolicyArn })),
        detach: (PolicyArn) => iam.send(new DetachGroupPolicyCommand({ ...who, PolicyArn })),
        setBoundary: noBoundary,
        removeBoundary: noBoundary,
      };
    }
    case "role": {
      const who = { RoleName: name };
      return {
        kind,
        name,
        listAttached: async (Marker) => attached(await iam.send(new ListAttachedRolePoliciesCommand({ ...who, Marker }))),
        listInline: async (Marker) => inline(await iam.send(new ListRolePoliciesCommand({ ...who, Marker }))),
        getInline: async (PolicyName) => decodeDocument((await iam.send(new GetRolePolicyCommand({ ...who, PolicyName }))).PolicyDocument),
        putInline: (PolicyName, PolicyDocument) => iam.send(new PutRolePolicyCommand({ ...who, PolicyName, PolicyDocument })),
        deleteInline: (PolicyName) => iam.send(new DeleteRolePolicyCommand({ ...who, PolicyName })),
        attach: (PolicyArn) => iam.send(new AttachRolePolicyCommand({ ...who, PolicyArn })),
        detach: (PolicyArn) => iam.send(new DetachRolePolicyCommand({ ...who, PolicyArn })),
        setBoundary: (PermissionsBoundary) => iam.send(new PutRolePermissionsBoundaryCommand({ ...who, PermissionsBoundary })),
        removeBoundary: () => iam.send(new DeleteRolePermissionsBoundaryCommand(who)),
      };
    }
  }
}

/** The page of a holder: `iam/users/ana`. */
export function holderPage(kind: HolderKind, name: string): string {
  return `iam/${kind}s/${encodeURIComponent(name)}`;
}

/** Every item of a list, for work that needs them all before it begins. */
export async function everyItem<T>(list: (marker?: string) => Promise<Part<T>>): Promise<T[]> {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const part: Part<T> = await list(next);
    items.push(...part.items);
    next = part.next;
  } while (next !== undefined);
  return items;
}
