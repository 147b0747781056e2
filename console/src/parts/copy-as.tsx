import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { ReactNode } from "react";
import { useFlash } from "../app/flash";
import type { Recipe } from "../iam/copy-as";

const FORMS = [
  { id: "cli", text: "AWS CLI" },
  { id: "terraform", text: "Terraform" },
  { id: "cloudFormation", text: "CloudFormation" },
] as const;

/** Copies what the page shows as a text that makes it elsewhere. */
export function CopyAs({ recipe, disabled }: { recipe: Recipe | undefined; disabled?: boolean }): ReactNode {
  const flash = useFlash();
  return (
    <ButtonDropdown
      items={[...FORMS]}
      disabled={recipe === undefined || disabled}
      onItemClick={({ detail }) => {
        const form = FORMS.find(({ id }) => id === detail.id);
        if (!form || !recipe) return;
        navigator.clipboard.writeText(recipe[form.id]).then(
          () => flash({ type: "success", text: `Copied as ${form.text}.` }),
          () => flash({ type: "error", text: "The browser did not allow copying." }),
        );
      }}
    >
      Copy as
    </ButtonDropdown>
  );
}
