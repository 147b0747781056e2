import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { Failure } from "../aws/failure";
import type { Load } from "../data/use-load";
import { WhyLink } from "./why-link";

/** One value of a page that has a call of its own: its value, "Access denied" in its place, or a spinner. */
export function Loaded<T>({ load, children }: { load: Load<T>; children: (value: T) => ReactNode }): ReactNode {
  if (load.failure) return <FailureInPlace failure={load.failure} />;
  if (load.value === undefined) return <Spinner />;
  return children(load.value);
}

export function FailureInPlace({ failure }: { failure: Failure }): ReactNode {
  if (failure.kind === "denied") return <WhyLink requestId={failure.requestId} variant="inline" />;
  if (failure.kind === "ended") return "-";
  return <StatusIndicator type="error">{failure.message}</StatusIndicator>;
}
