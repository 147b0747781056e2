import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { OUTCOMES, RANGES } from "./filters";

/** A filter is used when writing has paused for so long. */
const PAUSE_MS = 500;

export interface ActivityFiltersProps {
  query: URLSearchParams;
  set: (filter: string, value: string) => void;
}

/** The filters that the server applies. Names take `*` and `?`. */
export function ActivityFilters({ query, set }: ActivityFiltersProps): ReactNode {
  const outcome = OUTCOMES.find(({ value }) => value === (query.get("decision") ?? "")) ?? OUTCOMES[0];
  const range = RANGES.find(({ value }) => value === (query.get("minutes") ?? "")) ?? RANGES[0];
  return (
    <>
      <div className="filters-select">
        <Select inlineLabelText="Decision" selectedOption={outcome} options={[...OUTCOMES]} onChange={({ detail }) => set("decision", detail.selectedOption.value ?? "")} />
      </div>
      <div className="filters-select">
        <Select inlineLabelText="Time" selectedOption={range} options={[...RANGES]} onChange={({ detail }) => set("minutes", detail.selectedOption.value ?? "")} />
      </div>
      <FilterText label="Principal" example="*user/ana" value={query.get("principal") ?? ""} onChange={(value) => set("principal", value)} />
      <FilterText label="Action" example="s3:Get*" value={query.get("action") ?? ""} onChange={(value) => set("action", value)} />
      <FilterText label="Resource" example="arn:aws:s3:::bucket*" value={query.get("resource") ?? ""} onChange={(value) => set("resource", value)} />
    </>
  );
}

function FilterText({ label, example, value, onChange }: { label: string; example: string; value: string; onChange: (value: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const changed = useEffectEvent(onChange);
  // The filter was cleared, or the address was changed.
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => changed(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="filters-select">
      <Input type="search" ariaLabel={`Filter by ${label.toLowerCase()}`} placeholder={`${label}, such as ${example}`} value={text} onChange={({ detail }) => setText(detail.value)} />
    </div>
  );
}
