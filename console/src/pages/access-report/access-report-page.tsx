import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";
import { effectivePermissions } from "../../aws/rolecall-reports";
import { useLoad } from "../../data/use-load";
import { Page } from "../../parts/page";
import { useSession } from "../../session/session";
import { AccessTable } from "./access-table";

/** What a principal may do: services × access levels, after boundary and organization policies. */
export default function AccessReportPage(): ReactNode {
  const { id, kind, arn } = useSession();
  const [query, setQuery] = useSearchParams();
  const principal = query.get("principal") ?? "";
  const [text, setText] = useState(principal === "" && kind === "iamUser" ? arn : principal);
  const load = useLoad(principal === "" ? undefined : `effective:${principal}`, () => effectivePermissions(id, principal));
  return (
    <Page title="Access report" crumbs={[]} description="What a user or role may do after its boundary and the policies of its organization.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setQuery({ principal: text });
        }}
      >
        <Form
          actions={
            <Button variant="primary" disabled={text === ""} loading={load.loading}>
              Show access
            </Button>
          }
        >
          <Container>
            <FormField label="Principal ARN" constraintText="A user or role of this account" stretch>
              <Input value={text} spellcheck={false} onChange={({ detail }) => setText(detail.value.trim())} />
            </FormField>
          </Container>
        </Form>
      </form>
      {principal !== "" && <AccessTable principal={principal} load={load} />}
    </Page>
  );
}
