import { IAMClient } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { useFlash } from "../../../app/flash";
import { clientConfig } from "../../../aws/config";
import type { ExplainedChange } from "../../../aws/rolecall-requests";
import { useAction } from "../../../data/use-action";
import { holderOf } from "../../../iam/holder";
import { FailureBox } from "../../../parts/failure-box";
import { useBrowser } from "../../../session/browser";
import { identityWords } from "../../../session/words";

/** A user or a role in an ARN, which can have an inline policy. */
export function holderIn(arn: string): { account: string; kind: "user" | "role"; name: string } | undefined {
  const [, account, kind, path] = /^arn:[^:]*:iam::(\d{12}):(user|role)\/(.+)$/.exec(arn) ?? [];
  if (account === undefined || path === undefined || (kind !== "user" && kind !== "role")) return undefined;
  return { account, kind, name: path.slice(path.lastIndexOf("/") + 1) };
}

/** Writes the missing half where a session of this browser may: as an inline policy of the principal. */
export function Apply({ change, principal, roleName, done }: { change: ExplainedChange; principal: string; roleName: string; done: () => void }): ReactNode {
  const { browser } = useBrowser();
  const action = useAction();
  const flash = useFlash();
  const holder = holderIn(principal);
  const { Document: document, Where: where } = change;
  if (!holder || document === undefined || where.toLowerCase() !== "identity") return null;
  const session = browser?.sessions.find((candidate) => candidate.accountId === holder.account);
  if (!session) return null;
  const policy = `AssumeRole-${roleName}`;
  return (
    <>
      <Button
        loading={action.busy}
        onClick={() =>
          action.run(async () => {
            await holderOf(new IAMClient(clientConfig(session.id, "iam")), holder.kind, holder.name).putInline(policy, document);
            flash({ type: "success", text: `Inline policy ${policy} added to ${holder.kind} ${holder.name} of account ${holder.account}.` });
            done();
          })
        }
      >
        Add to {holder.kind} {holder.name}, as {identityWords(session)}
      </Button>
      <FailureBox failure={action.failure} />
    </>
  );
}
