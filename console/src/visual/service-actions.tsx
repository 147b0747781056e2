import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Input from "@cloudscape-design/components/input";
import TokenGroup from "@cloudscape-design/components/token-group";
import { type ReactNode, useState } from "react";
import { describeActions } from "../aws/rolecall-policies";
import { isMissing } from "../aws/failure";
import { useLoad } from "../data/use-load";
import { FailureInPlace } from "../parts/loaded";
import { useSession } from "../session/session";
import { isChosen, type Level, levelsOf, otherEntries } from "./actions";

export interface ServiceActionsProps {
  prefix: string;
  title: string;
  /** All actions of the statement, of every service. */
  values: readonly string[];
  of: string;
  onAdd: (actions: readonly string[]) => void;
  onRemove: (positions: readonly number[]) => void;
}

/** The actions of one service by access level, each to be ticked; wildcards of the statement as they are written. */
export function ServiceActions({ prefix, title, values, of, onAdd, onRemove }: ServiceActionsProps): ReactNode {
  const { id } = useSession();
  const load = useLoad(`actions:${prefix}`, () => describeActions(id, prefix));
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const levels = load.value ? levelsOf(load.value, prefix, values) : [];
  const others = otherEntries(load.value, prefix, values);
  const all = `${prefix}:*`;
  const hasAll = values.flatMap((value, position) => (value.toLowerCase() === all ? [position] : []));
  const wanted = search.trim().toLowerCase();
  const matching = (level: Level): Level => ({ ...level, actions: level.actions.filter(({ name }) => name.toLowerCase().includes(wanted)) });
  const shown = levels.map(matching).filter(({ actions }) => actions.length > 0);
  return (
    <ExpandableSection defaultExpanded variant="default" headerText={`${title} (${prefix})`} headingTagOverride="h5">
      <div className="stack visual-part">
        {load.failure &&
          (isMissing(load.failure) ? (
            <Box>The authorization reference has no service {prefix}.</Box>
          ) : (
            <div>
              Actions cannot be listed: <FailureInPlace failure={load.failure} />
            </div>
          ))}
        {others.length > 0 && (
          <TokenGroup
            items={others.map(({ value }) => ({ label: value, dismissLabel: `Remove ${value} from ${of}` }))}
            onDismiss={({ detail }) => onRemove([others[detail.itemIndex]?.position ?? -1])}
          />
        )}
        <Checkbox checked={hasAll.length > 0} onChange={({ detail }) => (detail.checked ? onAdd([all]) : onRemove(hasAll))}>
          {`All ${title} actions (${all})`}
        </Checkbox>
        {levels.length > 0 && <Input type="search" value={search} placeholder="Filter actions" ariaLabel={`Filter ${title} actions of ${of}`} onChange={({ detail }) => setSearch(detail.value)} />}
        {wanted !== "" && shown.length === 0 && <Box>No matches</Box>}
        {shown.map(({ level, actions }) => {
          const whole = levels.find((one) => one.level === level)?.actions ?? [];
          const expanded = wanted !== "" || open.has(level);
          return (
            <ExpandableSection
              key={level}
              headingTagOverride="h5"
              headerText={`${level} (${whole.filter(isChosen).length} of ${whole.length})`}
              expanded={expanded}
              onChange={({ detail }) => setOpen(new Set(detail.expanded ? [...open, level] : [...open].filter((one) => one !== level)))}
            >
              {expanded && (
                <div className="stack visual-part">
                  {wanted === "" && <WholeLevel level={level} actions={whole} prefix={prefix} of={of} onAdd={onAdd} onRemove={onRemove} />}
                  <div className="visual-actions">
                    {actions.map((action) => (
                      <Checkbox
                        key={action.name}
                        checked={isChosen(action)}
                        disabled={action.positions.length === 0 && action.by !== undefined}
                        description={action.by === undefined ? undefined : `Included by ${action.by}`}
                        onChange={({ detail }) => (detail.checked ? onAdd([`${prefix}:${action.name}`]) : onRemove(action.positions))}
                      >
                        <span className="long-name">{action.name}</span>
                      </Checkbox>
                    ))}
                  </div>
                </div>
              )}
            </ExpandableSection>
          );
        })}
      </div>
    </ExpandableSection>
  );
}

/** All or none of a level: adds what is missing, or removes what is named. What a wildcard includes stays included. */
function WholeLevel({ level, actions, prefix, of, onAdd, onRemove }: { level: string; actions: Level["actions"]; prefix: string; of: string } & Pick<ServiceActionsProps, "onAdd" | "onRemove">): ReactNode {
  const chosen = actions.filter(isChosen).length;
  const named = actions.flatMap(({ positions }) => positions);
  return (
    <Checkbox
      checked={chosen === actions.length}
      indeterminate={chosen > 0 && chosen < actions.length}
      disabled={chosen === actions.length && named.length === 0}
      ariaLabel={`All ${level} actions of ${prefix} in ${of}`}
      onChange={({ detail }) => (detail.checked ? onAdd(actions.filter((action) => !isChosen(action)).map(({ name }) => `${prefix}:${name}`)) : onRemove(named))}
    >
      <b>{`All ${level} actions`}</b>
    </Checkbox>
  );
}
