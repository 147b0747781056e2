import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { ReactNode } from "react";
import { useFlash } from "../app/flash";
import { toFailure } from "../aws/failure";
import type { Recipe } from "../copy-as/recipe";
import { useEnded } from "../data/ended";

const FORMS = [
  { id: "cli", text: "AWS CLI" },
  { id: "terraform", text: "Terraform" },
  { id: "cloudFormation", text: "CloudFormation" },
  { id: "boto3", text: "Python (boto3)" },
] as const;

/** Copies what the page shows as a text that makes it elsewhere. What the page has not read yet is read when it is asked for. */
export function CopyAs({ recipe, disabled }: { recipe: Recipe | (() => Promise<Recipe>) | undefined; disabled?: boolean }): ReactNode {
  const flash = useFlash();
  const ended = useEnded();
  const copy = async (form: (typeof FORMS)[number]): Promise<void> => {
    let text: string;
    try {
      const made = typeof recipe === "function" ? await recipe() : recipe;
      if (!made) return;
      text = made[form.id];
    } catch (error) {
      const failure = toFailure(error);
      if (failure.kind === "ended") ended();
      else flash({ type: "error", text: failure.kind === "denied" && failure.action !== undefined ? `Not copied: access denied to ${failure.action}.` : `Not copied: ${failure.message}` });
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      flash({ type: "success", text: `Copied as ${form.text}.` });
    } catch {
      flash({ type: "error", text: "The browser did not allow copying." });
    }
  };
  return (
    <ButtonDropdown
      items={[...FORMS]}
      disabled={recipe === undefined || disabled}
      onItemClick={({ detail }) => {
        const form = FORMS.find(({ id }) => id === detail.id);
        if (form) copy(form).catch(() => undefined);
      }}
    >
      Copy as
    </ButtonDropdown>
  );
}
