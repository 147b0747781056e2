import { rolecall } from "./rolecall";

export const LEVELS = ["List", "Read", "Write", "Tagging", "Permissions management"] as const;
export type Level = (typeof LEVELS)[number];

export interface ServiceAccess {
  Prefix: string;
  Levels: { Level: Level; Grant: "Full" | "Partial" | "None"; AllowedActions: number; TotalActions: number; Reasons: string[]; Limits: string[] }[];
}

export function effectivePermissions(session: string, principal: string): Promise<{ Services: ServiceAccess[] }> {
  return rolecall(session, "GetEffectivePermissions", { PrincipalArn: principal });
}

export interface TrustNode {
  Arn: string;
  Kind: string;
  AccountId?: string;
  Name: string;
}

export interface TrustEdge {
  From: string;
  To: string;
  Decision: string;
  Via: "trust" | "identity+trust";
}

export interface TrustGraph {
  Nodes: TrustNode[];
  Edges: TrustEdge[];
  Truncated: boolean;
}

export function trustGraph(session: string, start: string, hops: number): Promise<TrustGraph> {
  return rolecall(session, "GetTrustGraph", { StartArn: start, Hops: hops });
}
