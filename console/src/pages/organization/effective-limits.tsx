import { DescribeOrganizationCommand, DescribePolicyCommand, type OrganizationsClient } from "@aws-sdk/client-organizations";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { useOrganizations } from "../../aws/organizations";
import { useLoad } from "../../data/use-load";
import { CopyButton } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";
import { PageLink } from "../../parts/page-link";
import { PolicyText } from "../../parts/policy-text";
import { AskAccount } from "./ask-account";
import { inWords, type Level, type LevelSays, limitsOf, type Statement } from "./limits";
import { orgPolicyPage, POLICY_TYPES, type TypeWords } from "./policy-types";
import { policiesOf } from "./target-policies";
import type { Node } from "./tree";

/** The levels from the root to a place, each with the policies that are attached there. */
async function readLevels(client: OrganizationsClient, way: readonly Node[], words: TypeWords): Promise<Level[]> {
  const texts = new Map<string, Promise<string>>();
  const textOf = (PolicyId: string): Promise<string> => {
    const known = texts.get(PolicyId);
    if (known) return known;
    const read = client.send(new DescribePolicyCommand({ PolicyId })).then(({ Policy }) => Policy?.Content ?? "");
    texts.set(PolicyId, read);
    return read;
  };
  return Promise.all(
    way.map(async (node) => {
      const policies = await policiesOf(client, node.id, words);
      return { name: node.name, policies: await Promise.all(policies.map(async ({ Id = "", Name = "" }) => ({ id: Id, name: Name, document: await textOf(Id) }))) };
    }),
  );
}

/** What the organization leaves to an account, or to every account below a root or an organizational unit. */
export function EffectiveLimits({ node, way }: { node: Node; way: readonly Node[] }): ReactNode {
  const client = useOrganizations();
  const organization = useLoad("organization", async () => (await client.send(new DescribeOrganizationCommand({}))).Organization ?? {});
  const isManagement = node.kind === "account" && organization.value?.MasterAccountId === node.id;
  return (
    <>
      {isManagement && (
        <Alert type="info" header="No policy limits the management account">
          Policies of the organization do not apply to its principals, nor to its resources. What is shown here would limit a member account at this place.
        </Alert>
      )}
      {POLICY_TYPES.map((words) => (
        <TypeLimits key={words.type} node={node} way={way} words={words} />
      ))}
      {node.kind === "account" && !isManagement && <AskAccount account={node} />}
    </>
  );
}

function TypeLimits({ node, way, words }: { node: Node; way: readonly Node[]; words: TypeWords }): ReactNode {
  const client = useOrganizations();
  const enabled = way[0]?.policyTypes?.some(({ Type, Status }) => Type === words.type && Status === "ENABLED") === true;
  const load = useLoad(enabled ? `limits:${words.type}:${way.map(({ id }) => id).join(",")}` : undefined, () => readLevels(client, way, words));
  return (
    <Container
      header={
        <Header variant="h2" description={`${words.says} An action is left if every level allows it and none denies it.`}>
          {words.title}
        </Header>
      }
    >
      {!enabled ? (
        <StatusIndicator type="info">This policy type is not enabled. It limits nothing.</StatusIndicator>
      ) : load.failure ? (
        <FailureBox failure={load.failure} retry={load.reload} />
      ) : (
        <Loaded load={load}>{(levels) => <Shown levels={levels} words={words} node={node} />}</Loaded>
      )}
    </Container>
  );
}

function Shown({ levels, words, node }: { levels: readonly Level[]; words: TypeWords; node: Node }): ReactNode {
  const { levels: said, one } = limitsOf(levels);
  return (
    <SpaceBetween size="l">
      <ol className="levels" aria-label={`${words.title}, level by level`}>
        {said.map((level, index) => (
          <li key={`${level.name} ${index}`}>
            <LevelWords level={level} policies={levels[index]?.policies ?? []} words={words} />
          </li>
        ))}
      </ol>
      {one === undefined ? (
        <Alert type="info" header="Several levels narrow what is allowed">
          One policy cannot say what they have in common. What is left must be allowed at every level above, and denied at none.
        </Alert>
      ) : (
        <SpaceBetween size="xs">
          <Header variant="h3" actions={<CopyButton text={one} label="Copy policy" of="effective limit" />} description={node.kind === "account" ? undefined : "For an account that is directly in this place and has no policy of its own that narrows it."}>
            Effective limit as one policy
          </Header>
          <PolicyText document={one} label={`Effective limit: ${words.title}`} />
          <Box variant="small">It grants nothing. It says what policies inside of the account can allow at most.</Box>
        </SpaceBetween>
      )}
      <ExpandableSection headerText="Policies of each level">
        <SpaceBetween size="m">
          {levels.flatMap((level, index) =>
            level.policies.map((policy) => (
              <SpaceBetween key={`${index} ${policy.id}`} size="xs">
                <div>
                  <b className="long-name">{level.name}</b>: <PageLink page={orgPolicyPage(words.slug, policy.id)}>{policy.name}</PageLink>
                </div>
                <PolicyText document={policy.document} label={`${policy.name} of ${level.name}`} />
              </SpaceBetween>
            )),
          )}
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}

function LevelWords({ level, policies, words }: { level: LevelSays; policies: Level["policies"]; words: TypeWords }): ReactNode {
  return (
    <SpaceBetween size="xxs">
      <div className="long-name">
        <b>{level.name}</b>{" "}
        {policies.map((policy, index) => (
          <span key={policy.id}>
            {index > 0 && ", "}
            <PageLink page={orgPolicyPage(words.slug, policy.id)}>{policy.name}</PageLink>
          </span>
        ))}
      </div>
      {level.unread.length > 0 ? (
        <StatusIndicator type="info" wrapText>
          Read the text of {level.unread.join(", ")}: it cannot be put into words here.
        </StatusIndicator>
      ) : level.allowsAll ? (
        <StatusIndicator wrapText>Allows everything{level.denies.length > 0 ? ", except what it denies" : ""}</StatusIndicator>
      ) : level.allows.length === 0 ? (
        <StatusIndicator type="error" wrapText>
          Allows nothing
        </StatusIndicator>
      ) : (
        <>
          <StatusIndicator type="warning" wrapText>
            Allows only:
          </StatusIndicator>
          <Statements of={level.allows} />
        </>
      )}
      {level.denies.length > 0 && (
        <>
          <StatusIndicator type="error" wrapText>
            Denies:
          </StatusIndicator>
          <Statements of={level.denies} />
        </>
      )}
    </SpaceBetween>
  );
}

function Statements({ of }: { of: readonly Statement[] }): ReactNode {
  return (
    <ul className="plain-list">
      {of.map((statement, index) => (
        <li key={index} className="long-name">
          {statement.Sid !== undefined && <b>{statement.Sid}: </b>}
          {inWords(statement)}
        </li>
      ))}
    </ul>
  );
}
