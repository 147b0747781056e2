import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import { whyPage } from "../../explain/lineage";
import { Page } from "../../parts/page";
import { useGo } from "../../session/session";
import { requestIdIn } from "./request-id";

/** Where a denial of the AWS CLI or an SDK is pasted. */
export default function AskWhyPage(): ReactNode {
  const go = useGo();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const requestId = requestIdIn(text);
  return (
    <Page title="Why?" crumbs={[]} description="Explains a recorded request: which policy decided it, and what would change that.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (requestId !== undefined) go(whyPage(requestId));
        }}
      >
        <Form actions={<Button variant="primary">Explain</Button>}>
          <Container>
            <FormField
              label="Request ID or error message"
              description="Paste what the AWS CLI or an SDK said."
              stretch
              errorText={tried && requestId === undefined ? "There is no request ID in this text. It has 36 characters, such as 1b2c3d4e-…" : undefined}
            >
              <Textarea value={text} rows={4} autoFocus spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
            </FormField>
          </Container>
        </Form>
      </form>
    </Page>
  );
}
