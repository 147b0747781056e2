import type { ReactNode } from "react";
import { type Crumb, useFrame } from "../app/frame";
import { DataTable, type DataTableProps } from "./data-table";

/** A page that is one table. */
export function ListPage<T>({ crumbs, pageTitle, ...table }: DataTableProps<T> & { crumbs: readonly Crumb[]; pageTitle?: string }): ReactNode {
  const title = pageTitle ?? table.title;
  useFrame(title, [...crumbs, { text: title }], "table");
  return <DataTable {...table} variant="full-page" />;
}
