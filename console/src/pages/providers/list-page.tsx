import { DeleteOpenIDConnectProviderCommand, DeleteSAMLProviderCommand, GetOpenIDConnectProviderCommand, type IAMClient, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from "@aws-sdk/client-iam";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { Confirm, Consequence } from "../../parts/confirm";
import { Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { LazyCell } from "../../parts/lazy-cell";
import { ListActions } from "../../parts/list-actions";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { type Provider, providerOf, providerPage } from "./provider";

export async function deleteProvider(iam: IAMClient, provider: Provider): Promise<void> {
  if (provider.type === "SAML") await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: provider.arn }));
  else await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider.arn }));
}

export default function ProvidersPage(): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<Provider[]>([]);
  const [deleting, setDeleting] = useState(false);
  const [created, setCreated] = useState(() => new Map<string, Promise<Date | undefined>>());
  const saml = useLoad("saml-providers", async () => ((await iam.send(new ListSAMLProvidersCommand({}))).SAMLProviderList ?? []).map((one): Provider => ({ ...providerOf(one.Arn ?? ""), created: one.CreateDate })));
  const oidc = useLoad("oidc-providers", async () => ((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList ?? []).map((one) => providerOf(one.Arn ?? "")));
  const reload = (): void => {
    setCreated(new Map());
    saml.reload();
    oidc.reload();
  };
  const add = (
    <GoButton page="iam/providers/create" variant="primary">
      Add provider
    </GoButton>
  );
  const single = chosen.length === 1 ? chosen[0]?.name : undefined;
  // Both lists denied: one box says it. One denied: the other's rows stay, with the box above.
  const failure = saml.failure ?? oidc.failure;
  return (
    <>
      {saml.failure && oidc.failure && <FailureBox failure={oidc.failure} />}
      <ListPage<Provider>
        noun="identity providers"
        title="Identity providers"
        crumbs={[]}
        items={[...(saml.value ?? []), ...(oidc.value ?? [])]}
        loading={saml.loading || oidc.loading}
        failure={failure}
        retry={reload}
        id={(provider) => provider.arn}
        rowName={(provider) => provider.name}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={<ListActions reload={reload} chosen={chosen.length} onDelete={() => setDeleting(true)} create={add} />}
        columns={[
          { id: "name", header: "Name", minWidth: 240, text: (provider) => provider.name, cell: (provider) => <PageLink page={providerPage(provider)}><span className="long-name">{provider.name}</span></PageLink> },
          { id: "type", header: "Type", text: (provider) => provider.type, cell: (provider) => provider.type },
          {
            id: "created",
            header: "Creation time",
            cell: (provider) =>
              provider.created ? (
                <When time={provider.created} />
              ) : (
                <LazyCell id={provider.arn} cache={created} read={async () => (await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider.arn }))).CreateDate}>
                  {(time) => <When time={time} />}
                </LazyCell>
              ),
          },
        ]}
        empty={<Empty title="No identity providers" reason="With a provider, people and programs from outside get roles without users here." action={add} />}
      />
      {deleting && (
        <Confirm
          title={single === undefined ? `Delete ${chosen.length} identity providers?` : `Delete ${single}?`}
          type="delete"
          button="Delete"
          onCancel={() => setDeleting(false)}
          work={async () => {
            for (const provider of chosen) await deleteProvider(iam, provider);
          }}
          onDone={() => {
            flash({ type: "success", text: single === undefined ? `${chosen.length} identity providers deleted.` : `Identity provider ${single} deleted.` });
            setDeleting(false);
            setChosen([]);
            reload();
          }}
        >
          <Consequence>Nobody can assume a role through it any more. Roles that trust it stay.</Consequence>
        </Confirm>
      )}
    </>
  );
}
