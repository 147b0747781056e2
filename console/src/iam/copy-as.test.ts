import { expect, test } from "vitest";
import { commands, snakeCase } from "../copy-as/calls";
import { logicalId, shellWord, terraformText } from "../copy-as/quote";
import { orgPolicyRecipe, unitRecipe } from "../pages/organization/copy-as";
import { bucketRecipe } from "../pages/s3/copy-as";
import { groupRecipe, oidcRecipe, policyRecipe, roleRecipe, samlRecipe, userRecipe } from "./copy-as";

test("nothing in a word of the shell or a string of Terraform is expanded", () => {
  expect(shellWord("it's $HOME")).toBe(`'it'\\''s $HOME'`);
  expect(shellWord("a\n`b`")).toBe("'a\n`b`'");
  expect(shellWord("")).toBe("''");
  expect(shellWord("arn:aws:iam::111111111111:role/a")).toBe("arn:aws:iam::111111111111:role/a");
  expect(terraformText("${aws:username} %{x}")).toBe('"$${aws:username} %%{x}"');
  expect(terraformText("$${x} %%%{y} $ %")).toBe('"\\u0024\\u0024{x} \\u0025\\u0025\\u0025{y} $ %"');
  expect(terraformText('a"b\\n\n\b\f\\b')).toBe('"a\\"b\\\\n\\n\\u0008\\u000c\\\\b"');
});

test("names that the other tools do not take are changed", () => {
  expect(logicalId("1-read.only")).toBe("R1readonly");
});

test("operations and members have the names of AWS's Python tools", () => {
  expect(["CreateOpenIDConnectProvider", "CreateSAMLProvider", "ClientIDList", "SAMLMetadataDocument", "AddUserToGroup"].map(snakeCase)).toEqual([
    "create_open_id_connect_provider",
    "create_saml_provider",
    "client_id_list",
    "saml_metadata_document",
    "add_user_to_group",
  ]);
});

test("a value that the command line would read as a file or an option is given as JSON", () => {
  for (const value of ["file:///etc/passwd", "fileb://x", "-v", "--debug"]) {
    expect(commands([{ service: "iam", operation: "CreatePolicy", input: { PolicyName: "a", Description: value } }])).toBe(`aws iam create-policy \\\n  --cli-input-json '{"PolicyName":"a","Description":"${value}"}'`);
  }
  expect(commands([{ service: "iam", operation: "X", input: { List: ["a", "file://b"] } }])).toContain("--cli-input-json");
});

test("a policy, four ways", () => {
  const { cli, terraform, cloudFormation, boto3 } = policyRecipe({ name: "Read", document: '{ "Version": "2012-10-17", "Statement": [] }' });
  expect(cli).toBe("aws iam create-policy \\\n  --policy-name Read \\\n  --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[]}'");
  expect(terraform).toContain('resource "aws_iam_policy" "Read" {');
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { Read: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Version: "2012-10-17" } } } } });
  expect(boto3).toBe('import boto3\n\niam = boto3.client("iam")\n\niam.create_policy(\n    PolicyName="Read",\n    PolicyDocument="{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}",\n)');
});

test("a role with its policies", () => {
  const { cli, terraform, cloudFormation } = roleRecipe({ name: "Deploy", trust: "{}", policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], maxSession: 7200 });
  expect(cli).toContain("\naws iam attach-role-policy \\\n  --role-name Deploy \\\n  --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess");
  expect(terraform).toContain("role = aws_iam_role.Deploy.name");
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { Deploy: { Properties: { MaxSessionDuration: 7200, ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } } } });
});

test("a user with groups, tags and an inline policy", () => {
  const { cli, terraform, cloudFormation, boto3 } = userRecipe({
    name: "ana",
    path: "/team/",
    groups: ["readers"],
    tags: [{ Key: "for", Value: "a'b\n${c}" }],
    policies: [],
    inline: [{ name: "Own", document: '{"Statement":[]}' }],
  });
  expect(cli).toBe(
    [
      `aws iam create-user \\\n  --user-name ana \\\n  --path /team/ \\\n  --tags '[{"Key":"for","Value":"a'\\''b\\n\${c}"}]'`,
      "aws iam add-user-to-group \\\n  --group-name readers \\\n  --user-name ana",
      `aws iam put-user-policy \\\n  --user-name ana \\\n  --policy-name Own \\\n  --policy-document '{"Statement":[]}'`,
    ].join("\n"),
  );
  expect(terraform).toContain('tags = { "for" = "a\'b\\n$${c}" }');
  expect(terraform).toContain('groups = ["readers"]');
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { ana: { Type: "AWS::IAM::User", Properties: { Groups: ["readers"], Policies: [{ PolicyName: "Own", PolicyDocument: { Statement: [] } }] } } } });
  expect(boto3).toContain('Tags=[{"Key": "for", "Value": "a\'b\\n${c}"}],');
});

test("a group and the providers", () => {
  expect(groupRecipe({ name: "readers", path: "/", policies: ["arn:x"] }).cli).toBe("aws iam create-group \\\n  --group-name readers\naws iam attach-group-policy \\\n  --group-name readers \\\n  --policy-arn arn:x");
  const oidc = oidcRecipe({ url: "tokens.example.com/a", audiences: ["one", "two"], thumbprints: [], tags: [] });
  expect(oidc.cli).toBe("aws iam create-open-id-connect-provider \\\n  --url https://tokens.example.com/a \\\n  --client-id-list one two");
  expect(oidc.terraform).toBe('resource "aws_iam_openid_connect_provider" "tokens_example_com_a" {\n  url = "https://tokens.example.com/a"\n  client_id_list = ["one", "two"]\n}');
  const saml = samlRecipe({ name: "Corp", metadata: `<a b="c">'\${d}'</a>`, tags: [] });
  expect(saml.cli).toContain(`--saml-metadata-document '<a b="c">'\\''\${d}'\\''</a>'`);
  expect(saml.terraform).toContain(`saml_metadata_document = "<a b=\\"c\\">'$\${d}'</a>"`);
  expect(saml.boto3).toContain('iam.create_saml_provider(\n    SAMLMetadataDocument="<a b=\\"c\\">');
});

test("a bucket with and without a policy", () => {
  expect(bucketRecipe("my.bucket", "").cli).toBe("aws s3api create-bucket \\\n  --bucket my.bucket");
  const { cli, boto3, cloudFormation } = bucketRecipe("my.bucket", '{"Statement": []}');
  expect(cli).toContain("aws s3api put-bucket-policy \\\n  --bucket my.bucket \\\n  --policy '{\"Statement\":[]}'");
  expect(boto3).toContain('s3 = boto3.client("s3")');
  expect(JSON.parse(cloudFormation)).toMatchObject({ Resources: { mybucketPolicy: { Properties: { Bucket: { Ref: "mybucket" } } } } });
});

test("what belongs to an organization", () => {
  expect(unitRecipe({ name: "Work loads", parent: "r-abcd", tags: [] }).cli).toBe("aws organizations create-organizational-unit \\\n  --parent-id r-abcd \\\n  --name 'Work loads'");
  const policy = orgPolicyRecipe({ name: "NoRoot", description: "", type: "SERVICE_CONTROL_POLICY", content: '{"Statement":[{"Sid":"${x}"}]}', tags: [] });
  expect(policy.cli).toContain("--description ''");
  expect(policy.terraform).toContain('content = "{\\"Statement\\":[{\\"Sid\\":\\"$${x}\\"}]}"');
  expect(JSON.parse(policy.cloudFormation)).toMatchObject({ Resources: { NoRoot: { Properties: { Content: { Statement: [{ Sid: "${x}" }] } } } } });
});
