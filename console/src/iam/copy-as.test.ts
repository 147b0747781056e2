import { expect, test } from "vitest";
import { logicalId, policyRecipe, roleRecipe, shellWord, terraformText } from "./copy-as";

test("nothing in a word of the shell or a string of Terraform is expanded", () => {
  expect(shellWord("it's $HOME")).toBe(`'it'\\''s $HOME'`);
  expect(shellWord("arn:aws:iam::111111111111:role/a")).toBe("arn:aws:iam::111111111111:role/a");
  expect(terraformText("${aws:username} %{x}")).toBe('"$${aws:username} %%{x}"');
});

test("names that the other tools do not take are changed", () => {
  expect(logicalId("1-read.only")).toBe("R1readonly");
});

test("a policy, three ways", () => {
  const { cli, terraform, cloudFormation } = policyRecipe({ name: "Read", document: '{ "Version": "2012-10-17", "Statement": [] }' });
  expect(cli).toBe("aws iam create-policy \\\n  --policy-name Read \\\n  --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[]}'");
  expect(terraform).toContain('resource "aws_iam_policy" "Read" {');
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { Read: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Version: "2012-10-17" } } } } });
});

test("a role with its policies", () => {
  const { cli, terraform, cloudFormation } = roleRecipe({ name: "Deploy", trust: "{}", policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], maxSession: 7200 });
  expect(cli.split("\n").at(-1)).toBe("aws iam attach-role-policy --role-name Deploy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess");
  expect(terraform).toContain("role = aws_iam_role.Deploy.name");
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { Deploy: { Properties: { MaxSessionDuration: 7200, ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } } } });
});
