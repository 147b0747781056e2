import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";

/** The buttons above a list of things that can be created and deleted: refresh, Delete, and the one that creates. */
export function ListActions({ reload, chosen, onDelete, create }: { reload: () => void; chosen: number; onDelete: () => void; create: ReactNode }): ReactNode {
  return (
    <>
      <Button iconName="refresh" ariaLabel="Refresh" onClick={reload} />
      <Button disabled={chosen === 0} onClick={onDelete}>
        Delete
      </Button>
      {create}
    </>
  );
}
