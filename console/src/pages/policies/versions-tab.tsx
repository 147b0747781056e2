import { DeletePolicyVersionCommand, GetPolicyVersionCommand, ListPolicyVersionsCommand, type PolicyVersion, SetDefaultPolicyVersionCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAll } from "../../data/use-all";
import { useLoad } from "../../data/use-load";
import { decodeDocument } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { Confirm } from "../../parts/confirm";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { PolicyDiff } from "../../parts/policy-diff";
import { PolicyText } from "../../parts/policy-text";
import { When } from "../../parts/when";

export function VersionsTab({ arn, changed, own }: { arn: string; changed: () => void; own: boolean }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<PolicyVersion[]>([]);
  const [dialog, setDialog] = useState<"default" | "delete">();
  const versions = useAll(`versions:${arn}`, async (Marker) => {
    const answer = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn, Marker }));
    return { items: answer.Versions ?? [], next: nextMarker(answer) };
  });
  const version = chosen[0];
  const id = version?.VersionId;
  const changeable = own && version !== undefined && version.IsDefaultVersion !== true;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    versions.reload();
    changed();
    flash({ type: "success", text });
  };
  return (
    <>
      <DataTable<PolicyVersion>
        noun="policy versions"
        title="Policy versions"
        variant="container"
        plain
        description="Five at most. The default version is the one that is in force."
        items={versions.items}
        loading={versions.loading}
        failure={versions.failure}
        retry={versions.reload}
        id={(item) => item.VersionId ?? ""}
        rowName={(item) => item.VersionId ?? ""}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        actions={
          own && (
            <>
              <Button disabled={!changeable} onClick={() => setDialog("default")}>
                Set as default
              </Button>
              <Button disabled={!changeable} onClick={() => setDialog("delete")}>
                Delete
              </Button>
            </>
          )
        }
        columns={[
          { id: "version", header: "Version", text: (item) => item.VersionId, cell: (item) => `${item.VersionId ?? ""}${item.IsDefaultVersion === true ? " (Default)" : ""}` },
          { id: "created", header: "Creation time", text: (item) => item.CreateDate?.getTime(), cell: (item) => <When time={item.CreateDate} /> },
        ]}
        empty={<Empty title="No versions" />}
      />
      {id !== undefined && <VersionText key={id} arn={arn} version={id} others={versions.items.flatMap((item) => (item.VersionId === undefined || item.VersionId === id ? [] : [item.VersionId]))} />}
      {dialog === "default" && id !== undefined && (
        <Confirm
          title={`Set version ${id} as the default?`}
          harmless
          button="Set as default"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId: id }));
          }}
          onDone={() => done(`Version ${id} is the default.`)}
        >
          It takes effect at once for everything that has the policy.
        </Confirm>
      )}
      {dialog === "delete" && id !== undefined && (
        <Confirm
          title={`Delete version ${id}?`}
          button="Delete"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: id }));
          }}
          onDone={() => done(`Version ${id} deleted.`)}
        >
          You cannot go back to this version afterwards.
        </Confirm>
      )}
    </>
  );
}

function useDocument(arn: string, version: string | undefined) {
  const iam = useIam();
  return useLoad(version === undefined ? undefined : `policy-version:${arn}:${version}`, async () => decodeDocument((await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }))).PolicyVersion?.Document));
}

const ALONE = { value: "", label: "No comparison" };

/** The text of a version, alone or beside another one. */
function VersionText({ arn, version, others }: { arn: string; version: string; others: readonly string[] }): ReactNode {
  const [other, setOther] = useState("");
  const load = useDocument(arn, version);
  const before = useDocument(arn, other === "" ? undefined : other);
  const failed = load.failure ?? before.failure;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Select
              inlineLabelText="Compare with"
              selectedOption={other === "" ? ALONE : { value: other, label: other }}
              options={[ALONE, ...others.map((value) => ({ value, label: value }))]}
              onChange={({ detail }) => setOther(detail.selectedOption.value ?? "")}
            />
          }
        >
          Version {version}
        </Header>
      }
    >
      {failed ? (
        <FailureBox failure={failed} retry={load.reload} />
      ) : (
        <Loaded load={load}>
          {(document) =>
            other === "" ? (
              <PolicyText document={document} label={`Version ${version}`} />
            ) : (
              <Loaded load={before}>{(old) => <PolicyDiff before={old} after={document} label={`Changes from version ${other} to ${version}`} />}</Loaded>
            )
          }
        </Loaded>
      )}
    </Container>
  );
}
