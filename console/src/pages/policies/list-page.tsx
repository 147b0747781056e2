import { GetPolicyCommand, type Policy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { ALL_TYPES, TypeFilter } from "../../iam/policy-picker";
import { policyPage, policyType } from "../../iam/policy-type";
import { usedAs, usePolicies } from "../../iam/use-policies";
import { Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { LazyCell } from "../../parts/lazy-cell";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { DeletePolicy } from "./delete-policy";
import { EntitiesDialog } from "./entities-dialog";

export default function PoliciesPage(): ReactNode {
  const iam = useIam();
  const policies = usePolicies();
  // ListPolicies leaves descriptions out.
  const [descriptions] = useState(() => new Map<string, Promise<string | undefined>>());
  const flash = useFlash();
  const [type, setType] = useState(ALL_TYPES);
  const [chosen, setChosen] = useState<Policy[]>([]);
  const [dialog, setDialog] = useState<"attach" | "detach" | "delete">();
  const policy = chosen[0];
  const own = policy !== undefined && policyType(policy.Arn ?? "") === "Customer managed";
  const close = (): void => setDialog(undefined);
  const done = (text: string): void => {
    close();
    setChosen([]);
    policies.reload();
    flash({ type: "success", text });
  };
  const create = (
    <GoButton page="iam/policies/create" variant="primary">
      Create policy
    </GoButton>
  );
  return (
    <>
      <ListPage<Policy>
        noun="policies of the account"
        title="Policies"
        crumbs={[]}
        items={type === ALL_TYPES ? policies.items : policies.items.filter((item) => policyType(item.Arn ?? "") === type)}
        loading={policies.loading}
        failure={policies.failure}
        retry={policies.reload}
        cut={policies.cut}
        id={(item) => item.Arn ?? ""}
        rowName={(item) => item.PolicyName ?? ""}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        filter={<TypeFilter type={type} onChange={setType} />}
        actions={
          <>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={policies.reload} />
            <ButtonDropdown
              disabled={!policy}
              items={[
                { id: "attach", text: "Attach" },
                { id: "detach", text: "Detach" },
              ]}
              onItemClick={({ detail }) => setDialog(detail.id === "attach" ? "attach" : "detach")}
            >
              Actions
            </ButtonDropdown>
            <Button disabled={!own} onClick={() => setDialog("delete")}>
              Delete
            </Button>
            {create}
          </>
        }
        columns={[
          { id: "name", header: "Policy name", minWidth: 260, text: (item) => item.PolicyName, cell: (item) => <PageLink page={policyPage(item.Arn ?? "")}><span className="long-name">{item.PolicyName}</span></PageLink> },
          { id: "type", header: "Type", text: (item) => policyType(item.Arn ?? ""), cell: (item) => policyType(item.Arn ?? "") },
          { id: "used", header: "Used as", text: usedAs, cell: usedAs },
          {
            id: "description",
            header: "Description",
            minWidth: 200,
            cell: (item) => (
              <LazyCell id={item.Arn ?? ""} cache={descriptions} read={async () => (await iam.send(new GetPolicyCommand({ PolicyArn: item.Arn }))).Policy?.Description}>
                {(description) => description ?? "-"}
              </LazyCell>
            ),
          },
          { id: "arn", header: "ARN", extra: true, text: (item) => item.Arn, cell: (item) => <span className="long-name">{item.Arn}</span> },
          { id: "edited", header: "Edited time", extra: true, text: (item) => item.UpdateDate?.getTime(), cell: (item) => <When time={item.UpdateDate} /> },
        ]}
        empty={<Empty title="No policies" reason="A policy says what is allowed or denied." action={create} />}
      />
      {policy && dialog === "delete" && <DeletePolicy policy={policy} onCancel={close} onDone={() => done(`Policy ${policy.PolicyName ?? ""} deleted.`)} />}
      {policy && (dialog === "attach" || dialog === "detach") && (
        <EntitiesDialog arn={policy.Arn ?? ""} mode={dialog} close={close} done={() => done(dialog === "attach" ? "Policy was successfully attached." : `Policy ${policy.PolicyName ?? ""} detached.`)} />
      )}
    </>
  );
}
