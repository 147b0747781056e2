import Autosuggest from "@cloudscape-design/components/autosuggest";
import { type ReactNode, useState } from "react";
import { useLoad } from "../data/use-load";
import { type ArnKind, knownArns } from "../iam/known-arns";
import { useSession } from "../session/session";

/** Where an ARN is written. Once it has the focus, it offers ARNs of these kinds that exist; without kinds it offers nothing. */
export function ArnInput({ label, value, kinds, disabled, onChange }: { label: string; value: string; kinds: readonly ArnKind[]; disabled?: boolean; onChange: (arn: string) => void }): ReactNode {
  const { id } = useSession();
  const [wanted, setWanted] = useState(false);
  const known = useLoad(wanted && kinds.length > 0 ? `arns:${kinds.join(",")}` : undefined, () => knownArns(id, kinds));
  return (
    <Autosuggest
      ariaLabel={label}
      value={value}
      disabled={disabled}
      options={(known.value ?? []).map(({ arn }) => ({ value: arn }))}
      statusType={known.loading ? "loading" : "finished"}
      loadingText="Loading ARNs"
      enteredTextLabel={(text) => `Use ${text}`}
      virtualScroll
      onFocus={() => setWanted(true)}
      onChange={({ detail }) => onChange(detail.value)}
    />
  );
}
