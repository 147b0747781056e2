import { compact, parsed, terraformText } from "../../copy-as/quote";
import { block, given, optionalText, recipe, type Recipe, type Tag, tagValues, terraformTags } from "../../copy-as/recipe";

export function unitRecipe({ name, parent, tags }: { name: string; parent: string; tags: readonly Tag[] }): Recipe {
  return recipe(
    [{ service: "organizations", operation: "CreateOrganizationalUnit", input: { ParentId: parent, Name: name, Tags: tagValues(tags) } }],
    [
      block("aws_organizations_organizational_unit", name, [
        ["name", terraformText(name)],
        ["parent_id", terraformText(parent)],
        ["tags", terraformTags(tags)],
      ]),
    ],
    [{ id: name, type: "AWS::Organizations::OrganizationalUnit", properties: { Name: name, ParentId: parent, Tags: tagValues(tags) } }],
  );
}

export function orgPolicyRecipe({ name, description, type, content, tags }: { name: string; description: string; type: string; content: string; tags: readonly Tag[] }): Recipe {
  return recipe(
    // The description is required here, and may be empty.
    [{ service: "organizations", operation: "CreatePolicy", input: { Content: compact(content), Description: description, Name: name, Type: type, Tags: tagValues(tags) } }],
    [
      block("aws_organizations_policy", name, [
        ["name", terraformText(name)],
        ["description", optionalText(description)],
        ["type", terraformText(type)],
        ["content", terraformText(compact(content))],
        ["tags", terraformTags(tags)],
      ]),
    ],
    [{ id: name, type: "AWS::Organizations::Policy", properties: { Name: name, Description: given(description), Type: type, Content: parsed(content), Tags: tagValues(tags) } }],
  );
}
