import { GetAccountSummaryCommand, SetSecurityTokenServicePreferencesCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { Confirm } from "../../parts/confirm";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";

const WORDS = { v1Token: "Valid only in AWS Regions enabled by default", v2Token: "Valid in all AWS Regions" } as const;
type TokenVersion = keyof typeof WORDS;

export function TokensBox(): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<TokenVersion>();
  const load = useLoad("token-version", async () => ((await iam.send(new GetAccountSummaryCommand({}))).SummaryMap?.GlobalEndpointTokenVersion === 2 ? "v2Token" : "v1Token") satisfies TokenVersion);
  return (
    <Container
      header={
        <Header variant="h2" description="Temporary credentials that the global endpoint issues.">
          Security Token Service (STS)
        </Header>
      }
    >
      <Header
        variant="h3"
        actions={
          <Button disabled={load.value === undefined} onClick={() => setChosen(load.value)}>
            Change
          </Button>
        }
      >
        Session Tokens from the STS endpoints
      </Header>
      {load.failure ? <FailureBox failure={load.failure} retry={load.reload} /> : <KeyValuePairs items={[{ label: "Global endpoint", value: <Loaded load={load}>{(version) => WORDS[version]}</Loaded> }]} />}
      {chosen && (
        <Confirm
          title="Change region compatibility"
          harmless
          button="Save changes"
          onCancel={() => setChosen(undefined)}
          work={async () => {
            await iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: chosen }));
          }}
          onDone={() => {
            setChosen(undefined);
            load.reload();
            flash({ type: "success", text: "Region compatibility of session tokens saved." });
          }}
        >
          <RadioGroup
            ariaLabel="Region compatibility"
            value={chosen}
            items={[
              { value: "v1Token", label: WORDS.v1Token },
              { value: "v2Token", label: "All AWS Regions", description: "Longer tokens." },
            ]}
            onChange={({ detail }) => setChosen(detail.value === "v1Token" ? "v1Token" : "v2Token")}
          />
        </Confirm>
      )}
    </Container>
  );
}
