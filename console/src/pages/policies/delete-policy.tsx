import { DeletePolicyCommand, DeletePolicyVersionCommand, type IAMClient, ListPolicyVersionsCommand, type Policy } from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { holderOf } from "../../iam/holder";
import { Confirm, Consequence } from "../../parts/confirm";
import { Loaded } from "../../parts/loaded";
import { attachedEntities } from "./entities";

async function deletePolicy(iam: IAMClient, PolicyArn: string): Promise<void> {
  for (const { kind, name } of await attachedEntities(iam, PolicyArn)) await holderOf(iam, kind, name).detach(PolicyArn);
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion !== true) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
}

export function DeletePolicy({ policy, onCancel, onDone }: { policy: Pick<Policy, "Arn" | "PolicyName">; onCancel: () => void; onDone: () => void }): ReactNode {
  const iam = useIam();
  const arn = policy.Arn ?? "";
  const entities = useLoad(`entities:${arn}`, () => attachedEntities(iam, arn));
  return (
    <Confirm title={`Delete ${policy.PolicyName ?? ""}?`} type={policy.PolicyName} button="Delete" onCancel={onCancel} onDone={onDone} work={() => deletePolicy(iam, arn)}>
      <Consequence>All versions are deleted, and the policy is detached from everything. This cannot be undone.</Consequence>
      <Loaded load={entities}>
        {(all) =>
          all.length === 0 ? (
            <div>Nothing has this policy attached.</div>
          ) : (
            <div>
              These lose what only this policy allows:
              <ul>
                {all.map(({ kind, name }) => (
                  <li key={`${kind} ${name}`}>
                    {kind} <span className="long-name">{name}</span>
                  </li>
                ))}
              </ul>
            </div>
          )
        }
      </Loaded>
    </Confirm>
  );
}
