import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { evaluateAccess, type Evaluation } from "../../aws/rolecall-requests";
import { useAction } from "../../data/use-action";
import { LayerStrip } from "../../explain/layers";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { useBrowser } from "../../session/browser";
import { identityWords } from "../../session/words";
import type { Node } from "./tree";

const WORDS: Record<Evaluation["Decision"], { type: "success" | "error" | "info"; text: (action: string) => string }> = {
  Allowed: { type: "success", text: (action) => `The root user may do ${action}: the organization leaves it to the account` },
  Denied: { type: "error", text: (action) => `Not even the root user of the account may do ${action}` },
  Depends: { type: "info", text: (action) => `Whether ${action} is left depends on the request` },
};

/**
 * May anybody in the account do this? Asked for its root user, who has every permission that the organization leaves. The
 * server answers only to the account itself, so a session in it is needed.
 */
export function AskAccount({ account }: { account: Node }): ReactNode {
  const { browser } = useBrowser();
  const [action, setAction] = useState("");
  const [resource, setResource] = useState("*");
  const [answer, setAnswer] = useState<{ action: string; evaluation: Evaluation }>();
  const asking = useAction();
  const session = browser?.sessions.find(({ accountId }) => accountId === account.id);
  const ask = (): void => {
    if (!session || !/^[\w-]+:\w+$/.test(action)) return;
    asking.run(async () => {
      setAnswer({ action, evaluation: await evaluateAccess(session.id, { PrincipalArn: `arn:aws:iam::${account.id}:root`, Action: action, ResourceArn: resource }) });
    });
  };
  return (
    <Container header={<Header variant="h2" description="Asks for the root user, who may do everything that the organization leaves to the account.">May anybody in this account …?</Header>}>
      {!session ? (
        <p>Only the account itself can ask. Open a session in account {account.id} in this browser, such as by switching to a role there.</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <SpaceBetween size="m">
            <FormField label="Action" constraintText="One action, such as s3:DeleteBucket">
              <Input value={action} spellcheck={false} onChange={({ detail }) => setAction(detail.value.trim())} />
            </FormField>
            <FormField label="Resource ARN">
              <Input value={resource} spellcheck={false} onChange={({ detail }) => setResource(detail.value.trim())} />
            </FormField>
            <FailureBox failure={asking.failure} />
            {answer && (
              <>
                <Alert type={WORDS[answer.evaluation.Decision].type} header={WORDS[answer.evaluation.Decision].text(answer.action)}>
                  <span className="answer-text">{answer.evaluation.Text}</span>
                </Alert>
                {answer.evaluation.Halves.map((half, index) => (
                  <LayerStrip key={index} layers={half.Layers ?? []} />
                ))}
              </>
            )}
            <FormActions>
              <Button variant="primary" loading={asking.busy} disabled={!/^[\w-]+:\w+$/.test(action) || resource === ""}>
                Ask, as {identityWords(session)}
              </Button>
            </FormActions>
          </SpaceBetween>
        </form>
      )}
    </Container>
  );
}
