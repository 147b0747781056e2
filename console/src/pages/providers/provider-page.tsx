import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { Confirm, Consequence } from "../../parts/confirm";
import { Page } from "../../parts/page";
import { useGo } from "../../session/session";
import { deleteProvider } from "./list-page";
import { OidcDetails } from "./oidc-details";
import { providerOf } from "./provider";
import { SamlDetails } from "./saml-details";

export default function ProviderPage(): ReactNode {
  const { provider: arn = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [deleting, setDeleting] = useState(false);
  const provider = providerOf(arn);
  return (
    <Page title={provider.name} crumbs={[{ text: "Identity providers", page: "iam/providers" }]} actions={<Button onClick={() => setDeleting(true)}>Delete</Button>}>
      {provider.type === "SAML" ? <SamlDetails arn={arn} /> : <OidcDetails arn={arn} />}
      {deleting && (
        <Confirm
          title={`Delete ${provider.name}?`}
          type="delete"
          button="Delete"
          onCancel={() => setDeleting(false)}
          work={() => deleteProvider(iam, provider)}
          onDone={() => {
            flash({ type: "success", text: `Identity provider ${provider.name} deleted.` });
            go("iam/providers");
          }}
        >
          <Consequence>Nobody can assume a role through it any more. Roles that trust it stay.</Consequence>
        </Confirm>
      )}
    </Page>
  );
}
