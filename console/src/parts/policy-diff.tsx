import Spinner from "@cloudscape-design/components/spinner";
import { lazy, type ReactNode, Suspense } from "react";
import { pretty } from "../iam/policy-type";

const Diff = lazy(() => import("../editor/diff"));

/** What changes from one policy to another, both indented alike. */
export function PolicyDiff({ before, after, label }: { before: string; after: string; label: string }): ReactNode {
  return (
    <Suspense fallback={<Spinner />}>
      <Diff before={pretty(before)} after={pretty(after)} label={label} />
    </Suspense>
  );
}
