import { rolecall } from "./rolecall";
import type { WireTime } from "./time";

export interface RecordedRequest {
  RequestId: string;
  Time: WireTime;
  Service: string;
  Operation: string;
  Action?: string;
  PrincipalArn?: string;
  AccountId?: string;
  Resources?: string[];
  Outcome: "Allowed" | "Denied" | "Error";
  ErrorCode?: string;
  Status?: number;
  SourceIp?: string;
  UserAgent?: string;
  Accounts?: string[];
}

export interface RequestFilters {
  Denied?: boolean;
  Principal?: string;
  Action?: string;
  Service?: string;
  Resource?: string;
  Since?: number;
  Until?: number;
}

export function listRequests(session: string, filters: RequestFilters, next?: string): Promise<{ Requests: RecordedRequest[]; NextToken?: string }> {
  return rolecall(session, "ListRequests", { Filters: filters, ...(next === undefined ? {} : { NextToken: next }) });
}

export interface ExplainedSpan {
  Part?: string;
  Key?: string;
  Operator?: string;
  Line?: number;
  Start: number;
  End: number;
  Text?: string;
  Expected: string[] | string;
  MoreExpected?: number;
  Actual?: string[] | string;
  Hint?: string;
}

export interface ExplainedPolicy {
  Name: string;
  Arn?: string;
  Owner?: string;
  Closest?: boolean;
  Statement?: { Index: number; Sid?: string; Effect?: string; Line?: number; Start: number; End: number; Text: string };
  Spans?: ExplainedSpan[];
}

export interface ExplainedLayer {
  Name: string;
  Outcome: "Allow" | "Deny" | "NoMatch" | "NotPresent" | "Hidden";
  Blocks?: boolean;
  Level?: string;
  AccountId?: string;
  Note?: string;
  Policies?: ExplainedPolicy[];
}

export interface ExplainedChange {
  AccountId?: string;
  Where: string;
  Document?: string;
  Text: string;
}

export interface Explanation {
  Request?: RecordedRequest;
  Text: string;
  Decisions: {
    Action: string;
    Resource: string;
    Outcome: "Allowed" | "Denied";
    Layers: ExplainedLayer[];
    Nearest?: string;
    CallerCan?: string[];
    Changes?: ExplainedChange[];
  }[];
  Lineage?: { Arn: string; AccessKeyId?: string; RequestId?: string; Time?: WireTime }[];
  HiddenAccounts?: string[];
}

export function explainRequest(session: string, requestId: string): Promise<Explanation> {
  return rolecall(session, "ExplainRequest", { RequestId: requestId });
}

export interface Evaluation {
  Decision: "Allowed" | "Denied" | "Depends";
  Text: string;
  Halves: { AccountId?: string; Decision: "Allowed" | "Denied" | "Depends"; Hidden: boolean; Layers?: ExplainedLayer[]; Conditions?: string[] }[];
  Changes?: ExplainedChange[];
}

export interface Question {
  PrincipalArn: string;
  Action: string;
  ResourceArn: string;
  Context?: Record<string, string[]>;
}

export function evaluateAccess(session: string, question: Question): Promise<Evaluation> {
  return rolecall(session, "EvaluateAccess", question);
}
