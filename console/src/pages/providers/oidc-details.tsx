import { AddClientIDToOpenIDConnectProviderCommand, GetOpenIDConnectProviderCommand, type GetOpenIDConnectProviderResponse, RemoveClientIDFromOpenIDConnectProviderCommand, TagOpenIDConnectProviderCommand, UntagOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { oidcRecipe } from "../../iam/copy-as";
import { Confirm } from "../../parts/confirm";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { PageTabs } from "../../parts/page-tabs";
import { whole } from "../../parts/tag-rules";
import { TagsTab } from "../../parts/tags-tab";
import { When } from "../../parts/when";

export function OidcDetails({ arn }: { arn: string }): ReactNode {
  const iam = useIam();
  const load = useLoad<Partial<GetOpenIDConnectProviderResponse>>(`oidc:${arn}`, () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })));
  const provider = load.value;
  const tags = { items: whole(provider?.Tags), failure: load.failure, loading: load.loading, cut: false, reload: load.reload };
  return (
    <>
      <FailureBox failure={load.failure} retry={load.reload} />
      <Container header={<Header variant="h2" actions={<CopyAs recipe={provider && oidcRecipe({ url: provider.Url ?? "", audiences: provider.ClientIDList ?? [], thumbprints: provider.ThumbprintList ?? [], tags: tags.items })} />}>Summary</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Provider", value: <span className="long-name">{provider?.Url ?? "-"}</span> },
            { label: "Provider type", value: "OpenID Connect" },
            { label: "Creation time", value: <When time={provider?.CreateDate} /> },
            { label: "ARN", value: <Copy text={arn} of="ARN" /> },
          ]}
        />
      </Container>
      <Audiences arn={arn} audiences={provider?.ClientIDList ?? []} reload={load.reload} />
      <PageTabs
        tabs={[
          {
            id: "verification",
            label: "Endpoint verification",
            content: () => (
              <Container header={<Header variant="h2">Thumbprints</Header>}>
                {(provider?.ThumbprintList ?? []).length === 0 ? "None: the certificate is verified by the server's authorities." : provider?.ThumbprintList?.map((print) => <div key={print} className="secret">{print}</div>)}
              </Container>
            ),
          },
          {
            id: "tags",
            label: `Tags (${tags.items.length})`,
            content: () => (
              <TagsTab
                of="Identity provider"
                tags={tags}
                set={async (Tags) => {
                  await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, Tags }));
                }}
                remove={async (TagKeys) => {
                  await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, TagKeys }));
                }}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function Audiences({ arn, audiences, reload }: { arn: string; audiences: readonly string[]; reload: () => void }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<{ id: string }[]>([]);
  const [dialog, setDialog] = useState<"add" | "remove">();
  const [wanted, setWanted] = useState("");
  const id = chosen[0]?.id;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    setWanted("");
    reload();
    flash({ type: "success", text });
  };
  return (
    <>
      <DataTable<{ id: string }>
        noun="audiences"
        title="Audiences"
        variant="container"
        plain
        pageSize={100}
        items={audiences.map((audience) => ({ id: audience }))}
        loading={false}
        id={(audience) => audience.id}
        rowName={(audience) => audience.id}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <ButtonDropdown
            items={[
              { id: "add", text: "Add audience" },
              { id: "remove", text: "Remove audience", disabled: id === undefined },
            ]}
            onItemClick={({ detail }) => setDialog(detail.id === "add" ? "add" : "remove")}
          >
            Actions
          </ButtonDropdown>
        }
        columns={[{ id: "audience", header: "Audience", cell: (audience) => <span className="long-name">{audience.id}</span> }]}
        empty={<Empty title="No audiences" action={<Button onClick={() => setDialog("add")}>Add audience</Button>} />}
      />
      {dialog === "add" && (
        <Confirm
          title="Add audience"
          harmless
          button="Add audience"
          disabled={wanted === ""}
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: wanted }));
          }}
          onDone={() => done(`Audience ${wanted} added.`)}
        >
          <FormField label="Audience">
            <Input value={wanted} autoFocus onChange={({ detail }) => setWanted(detail.value.trim())} />
          </FormField>
        </Confirm>
      )}
      {dialog === "remove" && id !== undefined && (
        <Confirm
          title={`Remove audience ${id}?`}
          type="remove"
          button="Remove"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: id }));
          }}
          onDone={() => done(`Audience ${id} removed.`)}
        >
          Tokens that are made for it are refused from then on.
        </Confirm>
      )}
    </>
  );
}
