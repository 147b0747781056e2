import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { type TrustEdge, trustGraph } from "../../aws/rolecall-reports";
import { useLoad } from "../../data/use-load";
import { nameOf } from "../../iam/policy-type";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { useGo, useSession } from "../../session/session";
import { tryPage } from "../roles/try/try-path";

const TrustPicture = lazy(() => import("./map"));

const HOPS = [1, 2, 3, 4].map((hops) => ({ value: String(hops), label: hops === 1 ? "1 hop" : `${hops} hops` }));

/** Who can become whom, from one principal on. */
export default function TrustMapPage(): ReactNode {
  const { id, kind, arn } = useSession();
  const go = useGo();
  const [query, setQuery] = useSearchParams();
  const start = query.get("start") ?? "";
  const hops = HOPS.find(({ value }) => value === query.get("hops")) ?? HOPS[0];
  const [text, setText] = useState(start === "" && kind === "iamUser" ? arn : start);
  const load = useLoad(start === "" ? undefined : `trust-graph:${start}:${hops?.value ?? ""}`, () => trustGraph(id, start, Number(hops?.value ?? 1)));
  const show = (from: string, count = hops?.value ?? "1"): void => {
    setText(from);
    setQuery({ start: from, hops: count });
  };
  const open = (edge: TrustEdge): void => go(`${tryPage(nameOf(edge.To))}?principal=${encodeURIComponent(edge.From)}`);
  const graph = load.value;
  return (
    <Page title="Trust map" crumbs={[]} description="Who can assume which role, decided with the policies of both sides.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          show(text);
        }}
      >
        <Form
          actions={
            <Button variant="primary" disabled={text === ""} loading={load.loading}>
              Show map
            </Button>
          }
        >
          <Container>
            <SpaceBetween size="m">
              <FormField label="Start at" constraintText="The ARN of a user or role of this account" stretch>
                <Input value={text} spellcheck={false} onChange={({ detail }) => setText(detail.value.trim())} />
              </FormField>
              <FormField label="As far as">
                <Select selectedOption={hops ?? null} options={HOPS} onChange={({ detail }) => show(text, detail.selectedOption.value)} />
              </FormField>
            </SpaceBetween>
          </Container>
        </Form>
      </form>
      <FailureBox failure={load.failure} retry={load.reload} />
      {graph && (
        <>
          {graph.Truncated && <Alert type="info">The map is cut off: it has more principals than it can show. Begin at a narrower place.</Alert>}
          <Container header={<Header variant="h2" description="Choose a principal to begin there, or an arrow to see its decision.">Map</Header>}>
            <Suspense fallback={<Spinner />}>
              <TrustPicture graph={graph} start={start} onNode={(node) => show(node)} onEdge={open} />
            </Suspense>
          </Container>
          <DataTable<TrustEdge>
            noun="arrows of the map"
            title="The same as a table"
            variant="container"
            items={graph.Edges}
            loading={false}
            id={(edge) => `${edge.From} ${edge.To}`}
            rowName={(edge) => `${edge.From} to ${edge.To}`}
            columns={[
              { id: "from", header: "Who", minWidth: 260, text: (edge) => edge.From, cell: (edge) => <span className="long-name">{edge.From}</span> },
              { id: "to", header: "Can assume", minWidth: 260, text: (edge) => edge.To, cell: (edge) => <span className="long-name">{edge.To}</span> },
              { id: "decision", header: "Decision", text: (edge) => edge.Decision, cell: (edge) => edge.Decision },
              { id: "via", header: "Through", text: (edge) => edge.Via, cell: (edge) => (edge.Via === "trust" ? "The trust policy alone" : "Identity and trust policy") },
              { id: "why", header: "Decision in full", cell: (edge) => <PageLink page={`${tryPage(nameOf(edge.To))}?principal=${encodeURIComponent(edge.From)}`} ariaLabel={`Why ${edge.From} can assume ${edge.To}`}>Why</PageLink> },
            ]}
            empty={<Empty title="No arrows" reason="It can assume no role, and nobody can assume it." />}
          />
        </>
      )}
    </Page>
  );
}
