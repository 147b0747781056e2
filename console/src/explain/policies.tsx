import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { ExplainedLayer, ExplainedPolicy, ExplainedSpan } from "../aws/rolecall-requests";
import { policyPage } from "../iam/policy-type";
import { PageLink } from "../parts/page-link";
import { layerTitle } from "./layer-title";
import { pieces } from "./marked";

/** The statements that decided or came closest, with what each asks for and what the request had. */
export function LayerPolicies({ layers }: { layers: readonly ExplainedLayer[] }): ReactNode {
  return layers.flatMap((layer, index) =>
    (layer.Policies ?? []).map((policy, place) => (
      <Container
        key={`${layer.Name} ${index} ${place}`}
        header={
          <Header variant="h3" description={`${layerTitle(layer.Name)}: ${roleOf(policy, layer)}`}>
            <PolicyName policy={policy} />
          </Header>
        }
      >
        <SpaceBetween size="m">
          {policy.Statement && <Statement policy={policy} statement={policy.Statement} />}
          {(policy.Spans ?? []).map((span, at) => (
            <Comparison key={at} span={span} />
          ))}
        </SpaceBetween>
      </Container>
    )),
  );
}

function roleOf(policy: ExplainedPolicy, layer: ExplainedLayer): string {
  if (policy.Closest === true) return "the statement that came closest";
  return layer.Outcome === "Deny" ? "the statement that denies" : "the statement that matches";
}

function PolicyName({ policy }: { policy: ExplainedPolicy }): ReactNode {
  const { Name, Arn } = policy;
  const isManaged = Arn !== undefined && /:iam::[^:]*:policy\//.test(Arn);
  return <span className="long-name">{isManaged ? <PageLink page={policyPage(Arn)} fontSize="heading-s">{Name}</PageLink> : Name}</span>;
}

function Statement({ policy, statement }: { policy: ExplainedPolicy; statement: NonNullable<ExplainedPolicy["Statement"]> }): ReactNode {
  const title = statement.Sid === undefined || statement.Sid === "" ? `Statement ${statement.Index + 1}` : `Statement ${statement.Sid}`;
  return (
    <div>
      <Box variant="small">
        {title}
        {statement.Line !== undefined && statement.Line > 0 && `, line ${statement.Line}`}
      </Box>
      {statement.Text !== "" && <Marked text={statement.Text} marks={[statement]} label={`${title} of ${policy.Name}`} />}
    </div>
  );
}

function Marked({ text, marks, label }: { text: string; marks: readonly { Start: number; End: number }[]; label: string }): ReactNode {
  return (
    <pre className="policy-text" tabIndex={0} role="region" aria-label={label}>
      {pieces(text, marks).map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}
    </pre>
  );
}

function values(value: string[] | string | undefined, more = 0): string {
  if (value === undefined) return "The request does not have it.";
  const list = typeof value === "string" ? [value] : value;
  return `${list.length === 0 ? "Nothing" : list.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}

function Comparison({ span }: { span: ExplainedSpan }): ReactNode {
  const what = [span.Part, span.Operator, span.Key].filter((part) => part !== undefined).join(" ");
  return (
    <div>
      {span.Text !== undefined && span.Text !== "" && <Marked text={span.Text} marks={[span]} label={what === "" ? "Compared" : what} />}
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Compared", value: what === "" ? "-" : what },
          { label: "Expected", value: <span className="long-name">{values(span.Expected, span.MoreExpected)}</span> },
          { label: "Actual", value: <span className="long-name">{values(span.Actual)}</span> },
        ]}
      />
      {span.Hint !== undefined && <Box color="text-body-secondary">{span.Hint}</Box>}
    </div>
  );
}
