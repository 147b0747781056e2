import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences, { type CollectionPreferencesProps } from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useState } from "react";
import type { Failure } from "../aws/failure";
import { remember, rememberedJson } from "../session/storage";
import { FailureBox } from "./failure-box";

export interface Column<T> {
  id: string;
  header: string;
  cell: (item: T) => ReactNode;
  /** What the search box looks through and what sorts the column. */
  text?: (item: T) => string | number | undefined;
  /** Shown only if chosen in Preferences. */
  extra?: boolean;
  width?: number;
  minWidth?: number;
}

export interface DataTableProps<T> {
  /** "users": for the counter, the empty state, and the place where preferences are kept. */
  noun: string;
  title: string;
  items: readonly T[];
  id: (item: T) => string;
  /** What a screen reader calls a row. */
  rowName: (item: T) => string;
  columns: readonly Column<T>[];
  loading: boolean;
  failure?: Failure;
  retry?: () => void;
  /** More exist than the browser holds. */
  cut?: boolean;
  variant?: "full-page" | "container" | "embedded";
  headingLevel?: "h1" | "h2" | "h3";
  description?: ReactNode;
  actions?: ReactNode;
  /** A second filter beside the search box. */
  filter?: ReactNode;
  search?: string;
  selection?: "single" | "multi";
  selected?: readonly T[];
  onSelect?: (selected: T[]) => void;
  disabled?: (item: T) => boolean;
  empty: ReactNode;
  pageSize?: number;
  /** No search box and no preferences: for short tables inside of a page. */
  plain?: boolean;
}

const PAGE_SIZES = [10, 20, 50, 100];

interface Preferences {
  pageSize: number;
  wrapLines: boolean;
  stripedRows: boolean;
  visible: string[];
}

function isPreferences(value: unknown): value is Preferences {
  if (typeof value !== "object" || value === null) return false;
  const { pageSize, visible } = value as Partial<Preferences>;
  return typeof pageSize === "number" && PAGE_SIZES.includes(pageSize) && Array.isArray(visible);
}

/** The one table of the console: search, paging, preferences, selection, and its empty, denied and loading states. */
export function DataTable<T>(props: DataTableProps<T>): ReactNode {
  const { noun, items, columns, variant = "full-page", selected = [] } = props;
  const standard: Preferences = {
    pageSize: props.pageSize ?? 20,
    wrapLines: true,
    stripedRows: false,
    visible: columns.filter((column) => column.extra !== true).map((column) => column.id),
  };
  const [preferences, setPreferences] = useState(() => rememberedJson(`table.${noun}`, isPreferences) ?? standard);

  const { items: shown, filterProps, paginationProps, collectionProps, filteredItemsCount, actions } = useCollection<T>(items, {
    filtering: {
      filteringFunction: (item, text) => {
        const wanted = text.trim().toLowerCase();
        return columns.some((column) => String(column.text?.(item) ?? "").toLowerCase().includes(wanted));
      },
    },
    pagination: { pageSize: preferences.pageSize },
    sorting: {},
  });

  const definitions: TableProps.ColumnDefinition<T>[] = columns.map((column, index) => ({
    id: column.id,
    header: column.header,
    cell: column.cell,
    isRowHeader: index === 0,
    width: column.width,
    minWidth: column.minWidth ?? (index === 0 ? 180 : 110),
    ...(column.text && {
      sortingField: column.id,
      sortingComparator: (a: T, b: T) => compare(column.text?.(a), column.text?.(b)),
    }),
  }));

  const filtered = filterProps.filteringText !== "";
  const counter = props.failure || (props.loading && items.length === 0)
    ? undefined
    : selected.length > 0
      ? `(${selected.length}/${items.length})`
      : `(${items.length}${props.loading || props.cut ? "+" : ""})`;

  return (
    <Table<T>
      {...collectionProps}
      variant={variant}
      stickyHeader={variant === "full-page"}
      enableKeyboardNavigation
      items={shown}
      trackBy={props.id}
      columnDefinitions={definitions}
      columnDisplay={columns.map((column) => ({ id: column.id, visible: preferences.visible.includes(column.id) }))}
      wrapLines={preferences.wrapLines}
      stripedRows={preferences.stripedRows}
      loading={props.loading && items.length === 0}
      loadingText={`Loading ${noun}`}
      selectionType={props.selection}
      selectedItems={selected}
      isItemDisabled={props.disabled}
      onSelectionChange={({ detail }) => props.onSelect?.(detail.selectedItems)}
      ariaLabels={{
        tableLabel: props.title,
        selectionGroupLabel: `Select ${noun}`,
        allItemsSelectionLabel: () => `Select all ${noun}`,
        itemSelectionLabel: (_, item) => `Select ${props.rowName(item)}`,
      }}
      renderAriaLive={({ firstIndex, lastIndex, totalItemsCount }) =>
        `Showing ${noun} ${firstIndex} to ${lastIndex} of ${totalItemsCount ?? items.length}`
      }
      header={
        <SpaceBetween size="s">
          <Header
            variant={variant === "full-page" ? "awsui-h1-sticky" : (props.headingLevel ?? "h2")}
            counter={counter}
            description={props.description}
            actions={
              props.actions !== undefined && <div className="actions">{props.actions}</div>
            }
          >
            {props.title}
          </Header>
          {items.length > 0 && <FailureBox failure={props.failure} retry={props.retry} />}
          {props.cut === true && <Box color="text-status-info">Only the first {items.length.toLocaleString()} are shown.</Box>}
        </SpaceBetween>
      }
      filter={
        props.plain !== true && (
          <div className="filters">
            <div className="filters-search">
              <TextFilter
                {...filterProps}
                filteringPlaceholder={props.search ?? "Search"}
                filteringAriaLabel={`Search ${noun}`}
                countText={filtered ? matches(filteredItemsCount ?? 0) : undefined}
              />
            </div>
            {props.filter}
          </div>
        )
      }
      pagination={props.plain !== true && <Pagination {...paginationProps} />}
      preferences={
        props.plain !== true && (
          <CollectionPreferences
            title="Preferences"
            confirmLabel="Confirm"
            cancelLabel="Cancel"
            preferences={{
              pageSize: preferences.pageSize,
              wrapLines: preferences.wrapLines,
              stripedRows: preferences.stripedRows,
              visibleContent: preferences.visible,
            }}
            pageSizePreference={{ title: "Page size", options: PAGE_SIZES.map((size) => ({ value: size, label: `${size} ${noun}` })) }}
            wrapLinesPreference={{ label: "Wrap lines", description: "Show long values in full." }}
            stripedRowsPreference={{ label: "Striped rows", description: "Shade every other row." }}
            visibleContentPreference={{
              title: "Select visible columns",
              options: [{ label: "Columns", options: columns.map((column, index) => ({ id: column.id, label: column.header, editable: index !== 0 })) }],
            }}
            onConfirm={({ detail }) => {
              const chosen = fromDetail(detail, standard);
              setPreferences(chosen);
              remember(`table.${noun}`, JSON.stringify(chosen));
            }}
          />
        )
      }
      empty={
        props.failure ? (
          <FailureBox failure={props.failure} retry={props.retry} />
        ) : filtered ? (
          <Empty title="No matches" action={<Button onClick={() => actions.setFiltering("")}>Clear filter</Button>} />
        ) : (
          props.empty
        )
      }
    />
  );
}

function fromDetail(detail: CollectionPreferencesProps.Preferences, standard: Preferences): Preferences {
  return {
    pageSize: detail.pageSize ?? standard.pageSize,
    wrapLines: detail.wrapLines ?? standard.wrapLines,
    stripedRows: detail.stripedRows ?? standard.stripedRows,
    visible: [...(detail.visibleContent ?? standard.visible)],
  };
}

function matches(count: number): string {
  return count === 1 ? "1 match" : `${count} matches`;
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), undefined, { numeric: true, sensitivity: "base" });
}

/** Noun first, one line of reason, the next step as a button. */
export function Empty({ title, reason, action }: { title: string; reason?: string; action?: ReactNode }): ReactNode {
  return (
    <Box textAlign="center" color="inherit" margin={{ vertical: "xs" }}>
      <SpaceBetween size="xs">
        <b>{title}</b>
        {reason !== undefined && <Box color="text-body-secondary">{reason}</Box>}
        {action}
      </SpaceBetween>
    </Box>
  );
}
