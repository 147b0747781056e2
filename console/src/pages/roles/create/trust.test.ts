import { expect, test } from "vitest";
import { FIRST_CHOICE, type TrustChoice, trustErrors, trustPolicy } from "./trust";

const OWN = "111111111111";
const of = (change: Partial<TrustChoice>): TrustChoice => ({ ...FIRST_CHOICE, ...change });

function statement(choice: TrustChoice): unknown {
  return (JSON.parse(trustPolicy(choice, OWN)) as { Statement: unknown[] }).Statement[0];
}

test("another account with external ID, MFA and organization: all three conditions must hold", () => {
  const choice = of({ kind: "account", other: true, accountId: "222222222222", needsExternalId: true, externalId: "id-1", needsMfa: true, organizationOnly: true, organizationId: "o-a1b2c3d4e5" });
  expect(trustErrors(choice)).toEqual({});
  expect(statement(choice)).toEqual({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "id-1", "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
  });
});

test("this account without options has no condition", () => {
  expect(statement(of({ kind: "account" }))).toEqual({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: "sts:AssumeRole" });
});

test("a web identity always names its audience; GitHub also an organization", () => {
  const provider = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
  expect(Object.keys(trustErrors(of({ kind: "web", provider })))).toEqual(["audience", "gitHubOrganization"]);
  const choice = of({ kind: "web", provider, audience: "sts.amazonaws.com", gitHubOrganization: "acme", gitHubRepository: "app", gitHubBranch: "main" });
  expect(statement(choice)).toMatchObject({
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main" },
    },
  });
});

test("each field says what is missing", () => {
  expect(Object.keys(trustErrors(of({})))).toEqual(["service"]);
  expect(Object.keys(trustErrors(of({ kind: "account", other: true, accountId: "12", needsExternalId: true, externalId: "x" })))).toEqual(["accountId", "externalId"]);
  expect(Object.keys(trustErrors(of({ kind: "saml" })))).toEqual(["samlProvider", "samlValue"]);
  expect(Object.keys(trustErrors(of({ kind: "custom", custom: "{" })))).toEqual(["custom"]);
});
